"""How much more or less a pool gains by shared people on a path that is busier than expected.

By elasticities: what a pool's agents count for against its own load, and against that of each other
pool of the team, from the team's levels with a load a step up and down.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import IntervalGrid
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.teams.load import TeamLoad
from service.planning.capacity.gains import (
    SharingPool,
    alone,
    counted,
    levels,
    shared_intervals,
    team_load,
)
from service.planning.capacity.pool_capacity import PoolCapacity

_STEP = np.log(1.13)  # up and down, of the logarithm of a load
_NUDGE = np.log(1.02)  # of that of people
_FLAT = 1e-3  # level by the logarithm of people, below which people hardly matter
_EVERY = 8  # of a day's half-hours in which people are shared one is looked at, one at least
_FURTHEST = 0.3  # of the logarithm of load over people


def sways(there: Sequence[SharingPool]) -> list[Floats]:
    """(draws, D) of each pool: what its gain is times, path by path and day by day.

    By elasticities at the agents needed: where there are far more, or fewer, they do not matter.
    """
    needed = [replace(x, share=np.ones_like(x.share)) for x in there]
    steep = _elasticities(needed)  # (Q, Q, D)
    busier = np.array([_busier(x.pool) for x in there])  # (Q, draws, D)
    return [np.exp(np.einsum("rd,rpd->pd", x, busier)) for x in steep]


def _busier(pool: PoolCapacity) -> Floats:
    """(draws, D) logarithm of a day's load over the people who come, beside the expected."""
    loads = pool.need.risk.day_loads()
    found = loads / loads.mean(axis=0) / pool.come[:, pool.week]
    low, high = np.exp([-_FURTHEST, _FURTHEST])
    return np.asarray(np.log(np.clip(found, low, high)))


def _elasticities(there: Sequence[SharingPool]) -> Floats:
    """(Q, Q, D) of each pool's gain with each one's load, mean over the calls of a day.

    While nobody is shared gains do not change.
    """
    grid = there[0].pool.need.question.span.grid
    shared = shared_intervals(there)
    if not len(shared):
        return np.zeros((len(there), len(there), len(grid.days)))
    on = shared[_looked_at(grid.day[shared])]
    calls = np.array([x.pool.need.offered for x in there])  # (Q, n)
    own, every = calls[:, on], np.arange(len(grid.starts))
    sums = _of_days(grid, on, _steep(team_load(there, on)) * own[:, None])
    mean = ratio(sums, _of_days(grid, on, own)[:, None], 0.0)
    part = ratio(_of_days(grid, shared, calls[:, shared]), _of_days(grid, every, calls), 0.0)
    return mean * part[:, None]


def _steep(team: TeamLoad) -> Floats:
    """(Q, Q, k) of each queue's agents that count with each one's load, in each interval."""
    own, queues = counted(team), team.load.shape[1]
    nudged = [alone(team, own * np.exp(x)) for x in (_NUDGE, -_NUDGE)]
    by_people = (nudged[0] - nudged[1]) / (2.0 * _NUDGE)  # (k, Q)
    found = np.zeros((queues, queues, len(own)))
    for r in range(queues):
        busier, calmer = (_with_load(team, r, x) for x in (_STEP, -_STEP))
        change = levels(busier) - levels(calmer)
        change[:, r] -= (alone(busier, own) - alone(calmer, own))[:, r]
        rise = np.where(by_people > _FLAT, by_people, np.inf)
        found[:, r] = (change / (2.0 * _STEP) / rise).T
    return found


def _with_load(team: TeamLoad, queue: int, step: float) -> TeamLoad:
    load = team.load.copy()
    load[:, queue] *= np.exp(step)
    return replace(team, load=load)


def _of_days(grid: IntervalGrid, on: Index, values: Floats) -> Floats:
    """(..., D) sums of ``values`` (..., k) of intervals ``on`` (k,)."""
    day, rows = grid.day[on], values.reshape(-1, len(on))
    found = np.stack([np.bincount(day, x, len(grid.days)) for x in rows])
    return np.asarray(found.reshape(*values.shape[:-1], -1), np.float64)


def _looked_at(day: Index | NDArray[np.int32]) -> Index:
    """Numbers of intervals (k,) whose ``day`` (k,) ascends: evenly spaced in each day."""
    first = np.searchsorted(day, day)
    rank, count = np.arange(len(day)) - first, np.searchsorted(day, day, "right") - first
    return np.flatnonzero(rank % _EVERY == np.minimum(_EVERY // 2, (count - 1) // 2))
