"""Handling times by weekday and slot, learned with pooling from the queue's own calls."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LENT_CALLS = 200.0  # calls' worth of the queue's own mean that a weekday's slot starts from
HALF_LIFE = 56.0  # days


def learned_aht(aht: Floats, calls: Floats, weekday: NDArray[np.int64]) -> Floats:
    """(7, S) seconds from (D, S) means over ``calls``; NaN everywhere where nothing is known.

    A slot's mean over all weekdays is pulled to the queue's mean, a weekday's slot to that slot's,
    each by ``LENT_CALLS``; older days weigh less.
    """
    known = ~np.isnan(aht) & (calls > 0)
    if not known.any():
        return np.full((7, aht.shape[1]), np.nan)
    decay = 0.5 ** (np.arange(len(aht) - 1, -1, -1) / HALF_LIFE)[:, None]
    weight = np.where(known, calls * decay, 0.0)
    seconds = np.where(known, aht, 0.0) * weight
    by_day = np.stack([seconds[weekday == day].sum(axis=0) for day in range(7)])
    weight_by_day = np.stack([weight[weekday == day].sum(axis=0) for day in range(7)])
    overall = seconds.sum() / weight.sum()
    slot = (seconds.sum(axis=0) + LENT_CALLS * overall) / (weight.sum(axis=0) + LENT_CALLS)
    return np.asarray((by_day + LENT_CALLS * slot) / (weight_by_day + LENT_CALLS))
