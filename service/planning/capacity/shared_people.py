"""Which people of a site serve several of its pools, and what these gain by them.

Hours are shared once, language by language; but who speaks several takes whichever call has waited
longest. Segments stay apart unless the plan merges them in a pool.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Flags
from models.numeric.ratios import ratio
from models.queues import Pool
from service.planning.capacity.gains import SharingPool, gains
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.sways import sways


@dataclass(frozen=True, slots=True)
class SharedTeam:
    """Pools of a site, by number, and who of its people serve all of them."""

    pools: tuple[int, ...]
    groups: Flags  # (G,)


def with_shared_people(
    pools: Sequence[PoolCapacity], of_site: Sequence[Pool]
) -> list[PoolCapacity]:
    """The pools of a site that calls reach, each with what it gains; ``of_site`` are all it has."""
    found = list(pools)
    for team in shared_teams(pools, of_site):
        there = [_as_planned(pools[x], team) for x in team.pools]
        for number, gain, sway in zip(team.pools, gains(there), sways(there), strict=True):
            found[number] = replace(pools[number], gain=gain, sway=sway)
    return found


def shared_teams(pools: Sequence[PoolCapacity], of_site: Sequence[Pool]) -> tuple[SharedTeam, ...]:
    """The largest kinds of people who serve several pools of one line, no pool twice.

    Of people who serve a part of a team's pools, or more than these, hours stay shared once: what
    several kinds do together is not known, and single pools may be told far off, either way
    (``benchmarks/teams.md``). A pool whose callers' patience is unknown keeps its hours, the others
    of its team share theirs: whoever is reached later changes nothing for a week.
    """
    lines: dict[object, list[Pool]] = {}
    for x in of_site:
        lines.setdefault((x.segments, x.target.answer_within), []).append(x)
    return tuple(y for line in lines.values() for y in _of_line(pools, line))


def _of_line(pools: Sequence[PoolCapacity], line: Sequence[Pool]) -> Iterator[SharedTeam]:
    """Of pools whose calls may wait in one line."""
    groups, taken = pools[0].people.groups, set[str]()
    patient = {x.need.pool.name: i for i, x in enumerate(pools) if x.need.patience}
    served = [tuple(x.name for x in line if x.served_by(y.languages)) for y in groups]
    people: dict[tuple[str, ...], float] = {}
    for names, group in zip(served, groups, strict=True):
        people[names] = people.get(names, 0.0) + group.group.headcount
    for names in sorted(people, key=lambda x: -people[x]):
        reached = tuple(i for x, i in patient.items() if x in names)
        if len(names) < 2 or taken & set(names):
            continue
        taken |= set(names)
        if len(reached) > 1:
            yield SharedTeam(reached, np.array([x == names for x in served], np.bool_))


def _as_planned(pool: PoolCapacity, team: SharedTeam) -> SharingPool:
    shared = ratio(pool.given[team.groups].sum(axis=0), pool.available_hours, 0.0)
    return SharingPool(pool, pool.share, shared)
