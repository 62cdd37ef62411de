"""Handling times by weekday and slot, learned with pooling from the queue's own calls."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats

LENT_CALLS = 200.0  # calls' worth of the queue's own mean that a weekday's slot starts from
HALF_LIFE = 56.0  # days
SPREAD_DAYS = 91
_NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class AhtSpread:
    """Mean AHT of the last days in seconds, with its 95 % interval, and how days differ."""

    mean: float
    low: float
    high: float
    calls: float
    variance: float  # of a day's mean around the learned one, over its square


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


def aht_spread(
    aht: Floats, calls: Floats, weekday: NDArray[np.int64], learned: Floats
) -> AhtSpread | None:
    """Of the last ``SPREAD_DAYS`` days against ``learned`` (7, S); None below two known days.

    By the method of moments: what a day's mean of n exponential times strays by itself, 1 / n, is
    left out, since queueing counts it already.
    """
    recent = slice(-SPREAD_DAYS, None)
    seen, came = aht[recent], calls[recent]
    known = ~np.isnan(seen) & (came > 0)
    usual = learned[weekday[recent]]
    count, work, expected = (
        np.where(known, x, 0.0).sum(axis=1) for x in (came, came * seen, came * usual)
    )
    days = count > 0
    if days.sum() < 2:
        return None
    count, ratio = count[days], work[days] / expected[days]
    weight = count / count.sum()
    centre = float(weight @ ratio)
    varied = float(weight @ (ratio - centre) ** 2) / (1.0 - float(weight @ weight))
    variance = max(varied - float(weight @ (1.0 / count)), 0.0)
    mean = float(work.sum() / count.sum())
    error = _NORMAL_95 * mean * float(np.sqrt(varied * (weight @ weight)))
    return AhtSpread(mean, mean - error, mean + error, float(count.sum()), variance)
