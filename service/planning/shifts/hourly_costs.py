"""What an hour of each contract costs at a site: its own figure, else that of who names it."""

import numpy as np

from data.plan import Contract, Plan, Site, Staff, TrainingClass

_NOBODY = 1e-9  # people in a class that is yet to be filled: its cost is known


def hourly_costs(plan: Plan, site: Site) -> dict[str, float]:
    """By name, money a paid hour; people are weighted by their number. NaN where none is told."""
    theirs = [x for pool in plan.pools if pool.site == site.id for x in plan.contracts_of(pool)]
    return {x.name: _of_contract(x, site) for x in theirs}


def _of_contract(contract: Contract, site: Site) -> float:
    if contract.hourly_cost is not None:
        return contract.hourly_cost
    people: list[Staff | TrainingClass] = [*site.staff, *site.classes]
    told = [
        (x.hourly_cost, x.headcount + _NOBODY)
        for x in people
        if x.contract == contract.name and x.hourly_cost is not None
    ]
    if not told:
        return np.nan
    return float(np.average([x for x, _ in told], weights=[x for _, x in told]))
