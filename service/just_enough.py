"""The smallest share of the hours a pool needs that still promises its target."""

import numpy as np
from numpy.typing import NDArray

from models.ratios import ratio
from service.capacity_answer import PoolWeeks

Floats = NDArray[np.float64]

SHARES = (0.88, 0.94, 1.0, 1.06)
SAFE = 0.0005  # of service level above the target: the curve between shares is not quite straight


def just_enough(weeks: PoolWeeks) -> Floats:
    """(W,) of the hours that experienced people would need; NaN in weeks without calls.

    Between shares whose service level is known the level is taken as straight, beyond them as going
    on straight.
    """
    pool, count = weeks.capacity, len(weeks.capacity.plain_hours)
    levels = np.stack([pool.paths_at(np.full(count, x)).service_level for x in SHARES])
    wanted = pool.need.target.share + SAFE
    share = np.array([_crossing(levels[:, i], wanted) for i in range(count)])
    slower = ratio(pool.available_hours, pool.experienced_hours, 1.0)
    return np.asarray(share * ratio(pool.required_hours, pool.plain_hours * slower, np.nan))


def _crossing(levels: Floats, wanted: float) -> float:
    if np.isnan(levels).any():
        return np.nan
    place = int(np.clip(np.searchsorted(levels, wanted), 1, len(SHARES) - 1))
    rise = max(levels[place] - levels[place - 1], 1e-6)
    step = SHARES[place] - SHARES[place - 1]
    return float(np.clip(SHARES[place - 1] + (wanted - levels[place - 1]) / rise * step, 0.5, 1.5))
