"""What pools gain by people whom they share: a busy language is helped by a calm one.

Of every half-hour the team's levels are worked out (``models.teams``), and a pool counts as having
as many agents of its own as give what the team gives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.numeric.root import root
from models.teams.erlang_a import in_time_and_gone
from models.teams.levels import team_levels
from models.teams.load import TeamLoad
from service.planning.capacity.pool_capacity import PoolCapacity

_SOME = 1e-6  # people, from where somebody is shared
_ENOUGH = 3.0  # square roots of a load, by which its specialists are beyond it and ask for no help


@dataclass(frozen=True, slots=True)
class SharingPool:
    """A pool with its people there in the periods (W) of its weeks or days."""

    pool: PoolCapacity
    share: Floats  # (W,) of the required hours
    shared: Floats  # (W,) of those there, the part of people who serve the whole team

    @property
    def agents(self) -> Floats:
        """(n,) in each interval, 0 while closed."""
        return self.pool.need.spread(self.pool.agents_at(self.share), 0.0)

    @property
    def flexible(self) -> Floats:
        """(n,) those of them who are shared."""
        return np.asarray(self.agents * self.shared[self.pool.week_of_interval])


def gains(there: Sequence[SharingPool]) -> list[Floats]:
    """(m,) of each pool's open intervals: its agents count times this; 1 while nobody calls."""
    on = shared_intervals(there)
    found = np.ones((len(there[0].pool.need.open), len(there)))
    if len(on):
        agents = np.stack([x.agents[on] for x in there], axis=1)
        team = team_load(there, on)
        found[on] = np.where(team.called, ratio(counted(team), agents, 1.0), 1.0)
    return [found[x.pool.need.open, i] for i, x in enumerate(there)]


def shared_intervals(there: Sequence[SharingPool]) -> Index:
    """Intervals in which people are shared between several pools that take calls."""
    open_pools = np.count_nonzero([x.agents for x in there], axis=0)
    return np.flatnonzero((np.sum([x.flexible for x in there], axis=0) > _SOME) & (open_pools > 1))


def team_load(there: Sequence[SharingPool], on: Index) -> TeamLoad:
    """Of the intervals ``on`` (k,)."""

    def column(values: Sequence[Floats]) -> Floats:
        return np.asarray(np.stack(values, axis=1)[on])

    needs = [x.pool.need for x in there]
    flexible = column([x.flexible for x in there])
    return TeamLoad(
        load=column([x.spread(x.load.staffed, 0.0) for x in needs]),
        aht=column([x.spread(np.maximum(x.load.aht, 1.0), 1.0) for x in needs]),
        patience=column([x.spread(np.asarray(x.load.patience), 1.0) for x in needs]),
        specialists=column([x.agents for x in there]) - flexible,
        flexible=flexible.sum(axis=1),
        within=needs[0].target.answer_within,
    )


def levels(team: TeamLoad) -> Floats:
    """(k, Q) what each queue's callers get of the team."""
    enough = team.load + _ENOUGH * np.sqrt(team.load) + 1.0
    busy = replace(team, specialists=np.minimum(team.specialists, enough))
    return team_levels(busy).service_level


def alone(team: TeamLoad, people: Floats) -> Floats:
    """(k, Q) what they get of so many ``people`` (k, Q) of their own."""
    times = team.aht, team.patience, team.threshold
    return np.asarray(in_time_and_gone(people, team.load, *times)[0])


def counted(team: TeamLoad) -> Floats:
    """(k, Q) agents of its own that give each queue the level that it has in the team."""
    level = levels(team).ravel()
    columns = team.load, team.aht, team.patience, team.threshold, team.specialists
    load, aht, patience, within, low = (x.ravel() for x in columns)
    found = low + np.repeat(team.flexible, team.load.shape[1])
    called = np.flatnonzero((load > 0) & (low < found))

    def above(cases: Index, people: Floats) -> Floats:
        at = called[cases]
        given = in_time_and_gone(people, load[at], aht[at], patience[at], within[at])
        return np.asarray(given[0] - level[at])

    found[called] = root(above, low[called], found[called])
    return found.reshape(team.load.shape)
