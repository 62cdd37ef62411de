"""The mean AHT of the last days with its interval, for people to read."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from training.handling.noise import Noise

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


def aht_spread(aht: Floats, calls: Floats, usual: Floats, noise: Noise) -> AhtSpread | None:
    """Of the last ``SPREAD_DAYS`` of (D, S) days against the ``usual``; None below two known."""
    recent = slice(-SPREAD_DAYS, None)
    seen, came = aht[recent], calls[recent]
    known = ~np.isnan(seen) & (came > 0)
    count, work, expected = (
        np.where(known, x, 0.0).sum(axis=1) for x in (came, came * seen, came * usual[recent])
    )
    days = count > 0
    if days.sum() < 2:
        return None
    count, ratio = count[days], work[days] / expected[days]
    weight = count / count.sum()
    varied = float(weight @ (ratio - weight @ ratio) ** 2) / (1.0 - float(weight @ weight))
    mean = float(work.sum() / count.sum())
    error = _NORMAL_95 * mean * float(np.sqrt(varied * (weight @ weight)))
    return AhtSpread(mean, mean - error, mean + error, float(count.sum()), noise.day)
