"""Which mix of contracts costs least: the same weeks with another share of one, or more people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

import numpy as np
from annotated_types import Interval

from data.plan import Contract, Plan, Site
from data.shifts import Goal, PoolShifts
from service.planning.basis.table import Column, Table
from service.planning.basis.terms import FirstDay, LastDay, Term, Written
from service.planning.shifts.hourly_costs import hourly_costs

_NEARLY = 1e-9
SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
MOST_PEOPLE = 1_000


@dataclass(frozen=True, slots=True)
class MixQuestion:
    """Whose contracts, in which weeks; every ISO week with one of the days counts whole."""

    first: FirstDay
    last: LastDay
    site: Annotated[str, Term("A site's id")]
    contract: Annotated[
        str | None, Term("Only this contract's shares; left out, every contract's")
    ] = None
    share: Annotated[
        float | None,
        Interval(ge=0, le=1),
        Written("a share from 0 to 1"),
        Term("Of all people; left out, 0 to 0.5 in tenths"),
    ] = None
    more_people: Annotated[
        int | None,
        Interval(ge=1, le=MOST_PEOPLE),
        Written("a whole number from 1 to 1000"),
        Term("So many more of --contract than the plan's shifts have, instead of shares"),
    ] = None
    goal: Annotated[Goal, Term("What the shifts keep")] = "level"


@dataclass(frozen=True, slots=True)
class Mix:
    """A contract's share that is tried; without one the plan's own bounds."""

    contract: str
    share: float | None
    plan: Plan
    within: bool  # whether the plan's bounds allow it
    more_people: int | None = None


def mixes(plan: Plan, question: MixQuestion) -> list[Mix]:
    """The plan as it is, then each contract of the site's pools at each share."""
    names = {x.name: x for x in site_contracts(plan, question.site)}
    shares = SHARES if question.share is None else (question.share,)
    asked = [x for x in names if question.contract in (None, x)]
    found = [Mix("", None, plan, True)]
    for name in asked if len(names) > 1 else []:
        for share in shares:
            found.append(
                Mix(name, share, _at(plan, name, names, share), _allows(names, name, share))
            )
    return found


def contract_names(plan: Plan, site: str) -> list[str]:
    """Of the site's pools."""
    return list(dict.fromkeys(x.name for x in site_contracts(plan, site)))


def site_contracts(plan: Plan, site: str) -> Iterator[Contract]:
    """Of the site's pools, one of several pools several times."""
    for pool in plan.pools:
        if pool.site == site:
            yield from plan.contracts_of(pool)


def _at(plan: Plan, name: str, names: dict[str, Contract], share: float) -> Plan:
    """With exactly that share of one, whatever the others' bounds were."""
    mine = set(names.values())

    def bounded(x: Contract) -> Contract:
        if x not in mine:
            return x
        low, high = (share, share) if x.name == name else (0.0, 1.0)
        return replace(x, share_min=low, share_max=high)

    return replace(plan, contracts=tuple(bounded(x) for x in plan.contracts))


def _allows(names: Mapping[str, Contract], name: str, share: float) -> bool:
    """Whether it is within its own bounds, and the others within theirs can be all the rest."""
    others = [x for x in names.values() if x.name != name]
    least, most = (sum(x) for x in zip(*((y.share_min, y.share_max) for y in others), strict=True))
    own = names[name].share_min <= share <= names[name].share_max
    return own and least - _NEARLY <= 1.0 - share <= most + _NEARLY


def mixes_table(site: Site, found: Sequence[tuple[Mix, Sequence[PoolShifts]]]) -> Table:
    """One row a mix: all weeks of the site's pools together, and what it saves against the plan."""
    rates = hourly_costs(found[0][0].plan, site)
    sums = [_sums(weeks, rates) for _, weeks in found]
    paid, cost = (np.array([x[i] for x in sums]) for i in (1, 2))
    columns: dict[str, Column] = {
        "contract": [mix.contract or "as planned" for mix, _ in found],
        "share": np.array([np.nan if mix.share is None else mix.share for mix, _ in found]),
        "within_bounds": ["yes" if mix.within else "no" for mix, _ in found],
        "people": np.array([x[0] for x in sums]),
        "paid_hours": paid,
        "cost": cost,
        "saved_hours": paid[0] - paid,
        "saved_cost": cost[0] - cost,
        "schedule_efficiency": np.array([x[3] for x in sums]),
        "reason": [next((x.reason for x in weeks if x.reason), "") for _, weeks in found],
        "more_people": np.array(
            [np.nan if mix.more_people is None else mix.more_people for mix, _ in found]
        ),
        "replaced_hours": np.array(
            [_others(found[0][1], mix) - _others(weeks, mix) for mix, weeks in found]
        ),
    }
    return Table(columns)


def _sums(
    weeks: Sequence[PoolShifts], rates: Mapping[str, float]
) -> tuple[float, float, float, float]:
    """People a week, paid hours, cost and efficiency; NaN where some week has no shifts."""
    mondays: set[date] = {x.monday for x in weeks}
    paid = sum(x.paid_hours for x in weeks)
    some = [y for x in weeks for y in x.heads if y.people]
    cost = sum(x.people * x.paid_hours * rates[x.contract] for x in some)
    people = sum(x.people for x in weeks) / max(len(mondays), 1)
    lost = sum(x.agent_hours for x in weeks)
    efficiency = sum(x.curve_hours for x in weeks) / lost if lost else np.nan
    return (people, paid, cost if not np.isnan(paid) else np.nan, efficiency)


def _others(weeks: Sequence[PoolShifts], mix: Mix) -> float:
    """Paid hours of all other contracts; NaN for the plan itself, and without shifts."""
    some = [y for x in weeks for y in x.heads if y.contract != mix.contract]
    known = mix.contract and not any(x.reason for x in weeks)
    return sum(x.people * x.paid_hours for x in some) if known else np.nan
