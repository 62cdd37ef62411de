"""Load that carries over from one interval to the next: the modified offered load.

With calls arriving at rate a(t) mu and service rate mu, the mean number of busy agents if nobody
ever waited follows m' = mu (a - m) (Jennings, Mandelbaum, Massey and Whitt, "Server staffing to
meet time-varying demand", Management Science 42, 1996). It lags the offered load, so that ramps up
need fewer agents at first and ramps down more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.numeric.ratios import ratio


@dataclass(frozen=True, slots=True)
class CarriedLoad:
    """The modified offered load within each interval, (n,) each."""

    mean: Floats  # erlangs
    variance: Floats  # within the interval, over the squared mean; 0 without load
    kept: Floats  # of the interval's own calls the share whose load does not fall into the next


def carried_load(
    erlangs: Floats, aht: Floats, day: NDArray[np.int64], interval: float
) -> CarriedLoad:
    """Of n intervals in time order, whole days of ``interval`` seconds each.

    Every day starts empty. ``aht`` (n,) is in seconds; where it is NaN nobody calls, and what is
    left is served at the mean AHT of the others.
    """
    usual = float(np.nanmean(aht)) if (~np.isnan(aht)).any() else interval
    relief = interval / np.where(np.isnan(aht), usual, aht)  # service completions an interval
    decay, double = np.exp(-relief), np.exp(-2.0 * relief)
    linear, square = (1.0 - decay) / relief, (1.0 - double) / (2.0 * relief)
    start = _starts(erlangs, decay, day)
    away = start - erlangs
    mean = erlangs + away * linear
    relative = ratio(away, mean, 0.0)
    variance = relative**2 * np.maximum(square - linear**2, 0.0)
    return CarriedLoad(mean, variance, 1.0 - linear)


def _starts(erlangs: Floats, decay: Floats, day: NDArray[np.int64]) -> Floats:
    """(n,) busy agents when each interval starts."""
    _, first, number = np.unique(day, return_index=True, return_inverse=True)
    place = np.arange(len(day)) - first[number]
    start = np.zeros_like(erlangs)
    for position in range(1, int(place.max(initial=0)) + 1):
        now = np.flatnonzero(place == position)
        start[now] = erlangs[now - 1] + (start[now - 1] - erlangs[now - 1]) * decay[now - 1]
    return start
