"""The smallest share of the hours a pool needs that still promises its target."""

from collections.abc import Sequence

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.capacity.capacity_table import PoolWeeks
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.readiness import spare

SHARES = (0.9, 0.96, 1.02)
SAFE = 0.0015  # of service level above the target: the curve between shares is not quite straight


def margins_of(weeks: PoolWeeks, elasticity: float) -> Floats:
    """(W,) of the hours that experienced people would need; NaN in weeks without calls.

    Hours of people who take f times as long count 1 / f to the power of ``elasticity``. Between
    shares whose service level is known it is taken as straight, beyond them as going on straight.
    """
    pool, count = weeks.capacity, len(weeks.capacity.plain_hours)
    target = pool.need.target
    levels = np.stack([spare(pool.paths_at(np.full(count, x)), target) for x in SHARES])
    share = np.array([_crossing(levels[:, i], SAFE) for i in range(count)])
    slower = ratio(pool.available_hours, pool.experienced_hours, 1.0)
    worth = pool.plain_hours * slower**elasticity
    return np.asarray(share * ratio(pool.required_hours, worth, np.nan))


def elasticity(pools: Sequence[PoolCapacity]) -> float:
    """How the hours of some pools grow with the AHT: as its power of this, below 1.

    Of a need of load + extra x sqrt(load), extra growing with the root only: the elasticity.
    """
    needed = sum(float(x.plain_hours.sum()) for x in pools)
    load = sum(float(x.load_hours.sum()) for x in pools)
    return float(np.clip(1.0 - (needed - load) / (2.0 * needed), 0.5, 1.0)) if needed else 1.0


def _crossing(levels: Floats, wanted: float) -> float:
    if np.isnan(levels).any():
        return np.nan
    place = int(np.clip(np.searchsorted(levels, wanted), 1, len(SHARES) - 1))
    rise = max(levels[place] - levels[place - 1], 1e-6)
    step = SHARES[place] - SHARES[place - 1]
    return float(np.clip(SHARES[place - 1] + (wanted - levels[place - 1]) / rise * step, 0.5, 1.5))
