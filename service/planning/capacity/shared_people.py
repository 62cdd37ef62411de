"""Which people of a site serve several of its pools, and what these gain by them.

Hours are shared once, language by language; but who speaks several takes whichever call has waited
longest. Segments stay apart unless the plan merges them in a pool.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Flags
from models.numeric.ratios import ratio
from service.planning.capacity.gains import PeopleThere, gains, sways
from service.planning.capacity.pool_capacity import PoolCapacity


@dataclass(frozen=True, slots=True)
class SharedTeam:
    """Pools of a site, by number, and who of its people serve all of them."""

    pools: tuple[int, ...]
    groups: Flags  # (G,)


def with_shared_people(pools: Sequence[PoolCapacity]) -> list[PoolCapacity]:
    """The pools of a site, each with what it gains by sharing."""
    found = list(pools)
    for team in shared_teams(pools):
        there = [_as_planned(pools[x], team) for x in team.pools]
        for number, gain, sway in zip(team.pools, gains(there), sways(there), strict=True):
            found[number] = replace(pools[number], gain=gain, sway=sway)
    return found


def shared_teams(pools: Sequence[PoolCapacity]) -> tuple[SharedTeam, ...]:
    """The largest kinds of people who serve several pools of one promise, no pool twice.

    Of people who serve a part of a team's pools, or more than these, hours stay shared once: what
    several kinds do together is not known well enough (``models.teams.kinds``).
    """
    promises = [_promise(x) for x in pools]
    kinds = {
        kind: None
        for promise in dict.fromkeys(promises)
        for served in _served(pools)
        if len(kind := tuple(x for x in served if promises[x] == promise)) > 1
        and pools[kind[0]].need.patience is not None
    }
    found: list[SharedTeam] = []
    for kind in sorted(kinds, key=lambda x: -_headcount(pools, x)):
        if not any(set(kind) & set(x.pools) for x in found):
            found.append(SharedTeam(kind, _groups(pools, kind)))
    return tuple(found)


def _as_planned(pool: PoolCapacity, team: SharedTeam) -> PeopleThere:
    shared = ratio(pool.given[team.groups].sum(axis=0), pool.available_hours, 0.0)
    return PeopleThere(pool, pool.share, shared)


def _promise(pool: PoolCapacity) -> tuple[object, ...]:
    """Whose calls may wait in one line."""
    return pool.need.pool.segments, pool.need.target.answer_within, pool.need.patience is None


def _served(pools: Sequence[PoolCapacity]) -> list[tuple[int, ...]]:
    """Of each group of the site's people, the numbers of the pools that it can serve."""
    return [
        tuple(i for i, x in enumerate(pools) if x.need.pool.served_by(group.languages))
        for group in pools[0].people.groups
    ]


def _groups(pools: Sequence[PoolCapacity], kind: tuple[int, ...]) -> Flags:
    """(G,) who serves these and no further pool of the same promise."""
    alike = [i for i, x in enumerate(pools) if _promise(x) == _promise(pools[kind[0]])]
    return np.array([tuple(x for x in y if x in alike) == kind for y in _served(pools)], np.bool_)


def _headcount(pools: Sequence[PoolCapacity], kind: tuple[int, ...]) -> float:
    """In the plan: whichever weeks are asked."""
    groups = pools[0].people.groups
    return sum(groups[i].group.headcount for i in np.flatnonzero(_groups(pools, kind)))
