"""What a pool gains by people who also serve the site's other pools of the same segments.

Hours are shared once, language by language; but a person who speaks several takes whichever call
has waited longest, so that a busy language is helped by a calm one. Of every half-hour the team's
levels are worked out (``models.teams``), and a pool counts as having as many agents of its own as
give what the team gives it. On a path that is busier, or has fewer people, it gains in proportion.
Segments stay apart unless the plan merges them in a pool.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from models.numeric.root import root
from models.teams.erlang_a import in_time_and_gone
from models.teams.levels import team_levels
from models.teams.load import TeamLoad
from service.planning.capacity.pool_capacity import PoolCapacity

_SOME = 1e-6  # people, from where somebody is shared


@dataclass(frozen=True, slots=True)
class SharedTeam:
    """Pools of a site, by number, and who of its people serve all of them."""

    pools: tuple[int, ...]
    groups: Flags  # (G,)


@dataclass(frozen=True, slots=True)
class PeopleThere:
    """Of a pool in the periods (W) of its weeks or days."""

    pool: PoolCapacity
    share: Floats  # (W,) of the required hours
    shared: Floats  # (W,) of those there, the part of people who serve the whole team

    @property
    def agents(self) -> Floats:
        """(n,) in each interval, 0 while closed."""
        return self.pool.need.spread(self.pool.agents_at(self.share), 0.0)

    @property
    def part(self) -> Floats:
        """(n,) of the agents those who are shared."""
        return np.asarray(self.shared[self.pool.week_of_interval])


def with_shared_people(pools: Sequence[PoolCapacity]) -> list[PoolCapacity]:
    """The pools of a site, each with what it gains by sharing."""
    found = list(pools)
    for team in shared_teams(pools):
        there = [_as_planned(pools[x], team) for x in team.pools]
        for number, gain in zip(team.pools, gains(there), strict=True):
            found[number] = replace(pools[number], gain=gain)
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


def gains(there: Sequence[PeopleThere]) -> list[Floats]:
    """(m,) of each pool's open intervals: its agents count times this."""
    agents = np.stack([x.agents for x in there], axis=1)
    part = np.stack([x.part for x in there], axis=1)
    flexible = (agents * part).sum(axis=1)
    some = np.flatnonzero((flexible > _SOME) & (np.count_nonzero(agents, axis=1) > 1))
    found = np.ones(agents.shape)
    if len(some):
        team = _load([x.pool for x in there], agents, part, some)
        found[some] = ratio(_alone(team, team_levels(team).service_level), agents[some], 1.0)
    return [found[x.pool.need.open, i] for i, x in enumerate(there)]


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


def _load(pools: Sequence[PoolCapacity], agents: Floats, part: Floats, some: Index) -> TeamLoad:
    """Of ``some`` intervals."""

    def column(values: Sequence[Floats]) -> Floats:
        return np.asarray(np.stack(values, axis=1)[some])

    needs = [x.need for x in pools]
    return TeamLoad(
        load=column([x.spread(x.load.staffed, 0.0) for x in needs]),
        aht=column([x.spread(np.maximum(x.load.aht, 1.0), 1.0) for x in needs]),
        patience=column([x.spread(np.asarray(x.load.patience), 1.0) for x in needs]),
        specialists=(agents * (1.0 - part))[some],
        flexible=(agents * part).sum(axis=1)[some],
        within=needs[0].target.answer_within,
    )


def _alone(team: TeamLoad, level: Floats) -> Floats:
    """(m, Q) agents of its own that give a queue the ``level`` (m, Q) it has in the team."""
    shape = level.shape
    columns = team.load, team.aht, team.patience, team.threshold, team.specialists
    load, aht, patience, within, low = (x.ravel() for x in columns)
    found = low + np.repeat(team.flexible, shape[1])
    called = np.flatnonzero((load > 0) & (low < found))

    def above(cases: Index, people: Floats) -> Floats:
        at = called[cases]
        given = in_time_and_gone(people, load[at], aht[at], patience[at], within[at])
        return np.asarray(given[0] - level.ravel()[at])

    found[called] = root(above, low[called], found[called])
    return found.reshape(shape)
