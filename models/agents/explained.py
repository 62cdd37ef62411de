"""Why so many agents: the need of each interval split into what asks for it."""

from dataclasses import dataclass, replace

from models.agents.staffing import PoolLoad, meets_target, outcome, smallest_agents
from models.arrays import Flags, Floats, Index
from models.numeric.search import fewest
from models.queues import ServiceTarget


@dataclass(frozen=True, slots=True)
class Parts:
    """(n,) agents each; they sum to the smallest whole agents that meet the target."""

    load: Floats  # the offered load, in erlangs
    carried_over: Floats  # from or to other intervals
    queueing: Floats  # at the expected load; negative where callers give up and need nobody
    demand_risk: Floats
    occupancy_cap: Floats
    rounding: Floats


def explained(load: PoolLoad, target: ServiceTarget) -> Parts:
    """Fractional agents at the expected load, then what is added step by step."""
    promised = replace(target, max_occupancy=None)
    expected = fractional_agents(replace(load, nodes=None), promised)
    certain = expected if load.nodes is None else fractional_agents(load, promised)
    capped = certain if target.max_occupancy is None else fractional_agents(load, target)
    return Parts(
        load=load.erlangs,
        carried_over=load.staffed - load.erlangs,
        queueing=expected - load.staffed,
        demand_risk=certain - expected,
        occupancy_cap=capped - certain,
        rounding=smallest_agents(load, target) - capped,
    )


def fractional_agents(load: PoolLoad, target: ServiceTarget) -> Floats:
    """(n,) the fewest agents that meet every part of ``target`` if a part of one could be had.

    Between the smallest whole number that meets it and the next one below.
    """

    def meets(cases: Index, agents: Floats) -> Flags:
        return _enough(load, target, cases, agents)

    return fewest(meets, smallest_agents(load, target))


def _enough(load: PoolLoad, target: ServiceTarget, cases: Index, agents: Floats) -> Flags:
    met = meets_target(outcome(load, target, cases, agents), target)
    if target.max_occupancy is None:
        return met
    plain = outcome(replace(load, nodes=None), target, cases, agents)
    return met & (target.spare_agents(load.erlangs[cases] * plain.answered, agents) >= 0.0)
