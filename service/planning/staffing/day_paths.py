"""What callers get on any day: service level and abandonment as functions of the day's load."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.agents.staffing import Agents, PoolLoad, level_and_lost
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.queueing.outcome import lognormal
from models.queues import ServiceTarget
from service.planning.staffing.pool_need import PoolNeed

MANY = 12  # agents, from where a part of one more or less bends the service level too little
PROBABILITIES = np.array([0.01, 0.2, 0.5, 0.8, 0.99])


@dataclass(frozen=True, slots=True)
class DayPaths:
    """Calls of D days on every sample path (draws, D), and what becomes of them."""

    calls: Floats
    in_time: Floats
    abandoned: Floats  # 0 where the model knows no giving up

    def summed(self, period: Index, count: int) -> "DayPaths":
        """By periods (D,) of days: (draws, periods)."""
        parts = (self.calls, self.in_time, self.abandoned)
        return DayPaths(*(_summed(x, period, count) for x in parts))

    def beyond(self, share: float) -> Floats:
        """(draws, D) calls answered late beyond the 1 - ``share`` that a target allows."""
        return np.asarray(np.maximum(share * self.calls - self.in_time, 0.0))

    def quantiles(self, probabilities: Sequence[float]) -> Floats:
        """(probabilities, D) of the service level; NaN where nothing is offered."""
        return np.asarray(np.quantile(self.levels, probabilities, axis=0))

    @property
    def levels(self) -> Floats:
        """Answered in time / offered on each path; NaN where nothing is offered."""
        return ratio(self.in_time, self.calls, np.nan)

    @property
    def service_level(self) -> Floats:
        """Expected, calls of busy futures counting for more."""
        return ratio(self.in_time.sum(axis=0), self.calls.sum(axis=0), np.nan)

    @property
    def abandoned_share(self) -> Floats:
        """Expected."""
        return ratio(self.abandoned.sum(axis=0), self.calls.sum(axis=0), np.nan)


def together(paths: Sequence[DayPaths]) -> DayPaths:
    """Of several pools: path p of every pool belongs to the same future."""
    parts = zip(*((x.calls, x.in_time, x.abandoned) for x in paths), strict=True)
    return DayPaths(*(np.asarray(np.sum(x, axis=0)) for x in parts))


def day_paths(need: PoolNeed, agents: Agents, people: Floats | float = 1.0) -> DayPaths:
    """Of the asked days (D,), with ``agents`` (m,) in the open intervals.

    ``people`` (draws, D) are those who come over those expected. Half-hours, and absences of single
    agents, are as they may come; a day's level is linear between five of its loads.
    """
    at = need.question.span.at.day
    asked = slice(int(at[0]), int(at[-1]) + 1)
    loads = need.risk.day_loads()[:, asked] / people
    day = need.risk.day - asked.start
    grid = np.quantile(loads, PROBABILITIES, axis=0)  # (5, D)
    levels, lost = _tables(need, agents, grid, day)
    calls = need.risk.factors[:, asked] * np.bincount(day, need.load.calls, loads.shape[1])
    place, part = _between(loads, grid)
    return DayPaths(calls, *(calls * _at(place, part, x) for x in (levels, lost)))


def _tables(need: PoolNeed, agents: Agents, grid: Floats, day: Index) -> tuple[Floats, Floats]:
    """Service level and abandoned share (5, D) at the loads of the ``grid`` (5, D)."""
    noise, tables = need.risk.carried + need.risk.slots, np.zeros((2, *grid.shape))
    weight = np.bincount(day, need.load.calls, minlength=grid.shape[1])
    for row, factor in enumerate(grid):
        nodes = lognormal(noise, factor[day], 0.0, need.risk.attendance)
        found = _of_whole_agents(replace(need.load, nodes=nodes), need.target, agents)
        for place, values in enumerate(found * need.load.calls):
            tables[place, row] = np.bincount(day, values, minlength=grid.shape[1])
    shares = tables / np.where(weight > 0, weight, 1.0)
    return shares[0], shares[1]


def _of_whole_agents(load: PoolLoad, target: ServiceTarget, agents: Agents) -> Floats:
    """As ``level_and_lost``; parts of an agent in a small pool are there at some times only."""
    found = level_and_lost(load, target, agents)
    whole = np.floor(agents)
    mixed = (agents < MANY) & (whole < agents)
    if mixed.any():
        some, part = load.chosen(mixed), agents[mixed] - whole[mixed]
        fewer, more = (level_and_lost(some, target, whole[mixed] + x) for x in (0.0, 1.0))
        found[:, mixed] = (1.0 - part) * fewer + part * more
    return found


def _between(loads: Floats, grid: Floats) -> tuple[Index, Floats]:
    """Of loads (draws, D) the interval of the grid (5, D), and how far each is through it, 0-1."""
    place = np.zeros(loads.shape, np.int64)
    for inner in grid[1:-1]:
        place += loads > inner
    day = np.arange(loads.shape[1])
    low, high = grid[place, day], grid[place + 1, day]
    return place, np.clip(ratio(loads - low, high - low, 0.0), 0.0, 1.0)


def _at(place: Index, part: Floats, table: Floats) -> Floats:
    """(draws, D) of a table (5, D), linear between the loads of its grid."""
    day = np.arange(table.shape[1])
    low = table[place, day]
    return np.asarray(low + part * (table[place + 1, day] - low))


def _summed(values: Floats, period: Index, count: int) -> Floats:
    return np.stack([values[:, period == i].sum(axis=1) for i in range(count)], axis=1)
