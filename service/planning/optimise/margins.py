"""The smallest share of the hours a pool needs that still keeps the goal."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.capacity.capacity_table import PoolWeeks
from service.planning.optimise.evaluated import Evaluated
from service.planning.optimise.goal import Goal

UNKNOWN = 0.97  # the margin of weeks that had no calls in the plan evaluated


def margins(of: Evaluated) -> Floats:
    """(L, W) the share of the lines' required hours that just keeps the goal in every pool."""
    found = np.full(of.required.shape, np.nan)
    for weeks in of.answer.pools:
        row = of.row(weeks)
        found[row] = np.fmax(found[row], margins_of(weeks, of.goal, of.elasticity))
    return np.where(np.isnan(found), UNKNOWN, found)


def margins_of(weeks: PoolWeeks, goal: Goal, power: float) -> Floats:
    """(W,) of the hours that experienced people would need; NaN in weeks without calls.

    Hours of people who take f times as long count 1 / f to the ``power``, an elasticity. Between
    shares at which the goal's curve is known it is taken as straight, beyond them as going on so.
    """
    pool, count = weeks.capacity, len(weeks.capacity.plain_hours)
    target, shares = pool.need.target, goal.shares
    levels = np.stack([goal.curve(pool.paths_at(np.full(count, x)), target) for x in shares])
    share = np.array([_crossing(shares, levels[:, i], goal.safe) for i in range(count)])
    slower = ratio(pool.available_hours, pool.experienced_hours, 1.0)
    worth = pool.plain_hours * slower**power
    return np.asarray(share * ratio(pool.required_hours, worth, np.nan))


def _crossing(shares: Sequence[float], levels: Floats, wanted: float) -> float:
    if np.isnan(levels).any():
        return np.nan
    place = int(np.clip(np.searchsorted(levels, wanted), 1, len(shares) - 1))
    rise = max(levels[place] - levels[place - 1], 1e-6)
    step = shares[place] - shares[place - 1]
    return float(np.clip(shares[place - 1] + (wanted - levels[place - 1]) / rise * step, 0.5, 1.5))
