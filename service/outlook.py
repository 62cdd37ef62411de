"""How sure a service level is: its quantiles over the calls, handling times and agents to come."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.staffing import Agents, PoolLoad, reached
from service.pool_need import PoolNeed

Floats = NDArray[np.float64]
Index = NDArray[np.int64]

PROBABILITIES = (0.1, 0.5, 0.9)
NAMES = ("service_level_p10", "service_level_p50", "service_level_p90")


@dataclass(frozen=True, slots=True)
class LevelPaths:
    """Calls of D days on every sample path, and how many of them are answered in time."""

    calls: Floats  # (draws, D)
    in_time: Floats  # (draws, D)

    def quantiles(self, period: Index, count: int) -> Floats:
        """(3, periods) of the service level of ``period`` (D,); NaN where nothing is offered."""
        calls, in_time = (_summed(x, period, count) for x in (self.calls, self.in_time))
        level = np.divide(in_time, calls, out=np.full(calls.shape, np.nan), where=calls > 0)
        return np.asarray(np.quantile(level, PROBABILITIES, axis=0))


def interval_levels(need: PoolNeed) -> Floats:
    """(3, n): the level falls as the load rises, so that its P10 is the level at the load's P90."""
    agents = need.agents[need.open]
    return np.stack(
        [
            need.spread(
                _level(need, replace(need.load, nodes=need.risk.at(1.0 - p)), agents), np.nan
            )
            for p in PROBABILITIES
        ]
    )


def level_paths(need: PoolNeed, agents: Agents | None = None) -> LevelPaths:
    """Of the D asked days; with ``agents`` (m,) of the open intervals instead of those needed.

    The level of a day at three of its loads, linear between them.
    """
    staffed = need.agents[need.open] if agents is None else agents
    at = need.asking.asked.at.day
    asked = slice(int(at[0]), int(at[-1]) + 1)
    day, count = need.risk.day - asked.start, asked.stop - asked.start
    weight = np.bincount(day, need.load.calls, minlength=count)
    loads, levels = np.ones((3, count)), np.zeros((3, count))
    for row, probability in enumerate(PROBABILITIES):
        load = replace(need.load, nodes=need.risk.on_day(probability))
        level = np.nan_to_num(_level(need, load, staffed)) * need.load.calls
        levels[row] = np.bincount(day, level, minlength=count) / np.where(weight > 0, weight, 1.0)
        loads[row, day] = need.risk.day_factor(probability)
    drawn, calls = need.risk.day_loads()[:, asked], need.risk.factors[:, asked] * weight
    share = np.stack([np.interp(drawn[:, d], loads[:, d], levels[:, d]) for d in range(count)], 1)
    return LevelPaths(calls, calls * share)


def _level(need: PoolNeed, load: PoolLoad, agents: Agents) -> Floats:
    return reached(load, need.target, agents).service_level


def _summed(values: Floats, period: Index, count: int) -> Floats:
    """(draws, D) -> (draws, periods)."""
    return np.stack([values[:, period == i].sum(axis=1) for i in range(count)], axis=1)


def together(paths: list[LevelPaths]) -> LevelPaths:
    """Of several pools: path p of every pool belongs to the same future."""
    calls: Floats = np.sum([x.calls for x in paths], axis=0)
    in_time: Floats = np.sum([x.in_time for x in paths], axis=0)
    return LevelPaths(calls, in_time)
