"""The smallest concave function above the worth of agents: what a linear programme may count."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Index
from models.shifts.week import Worth

_FLAT = 1e-12


@dataclass(frozen=True, slots=True)
class Pieces:
    """Straight pieces (P) of concave functions, each of an interval, steepest first."""

    interval: Index  # (P,)
    width: Floats  # (P,) agents
    slope: Floats  # (P,) what an agent adds
    start: float  # the sum of what nobody is worth
    single: bool  # they are the worth itself, one an interval


def pieces(worth: Worth) -> Pieces:
    """Of every interval, flat ends left out."""
    found = [_hull(x) for x in worth.values]
    width = [np.diff(x).astype(np.float64) for x in found]
    slope = [np.diff(y[x]) / np.diff(x) for x, y in zip(found, worth.values, strict=True)]
    interval = np.repeat(np.arange(len(found)), np.array([len(x) for x in width], np.int64))
    wide, steep = (np.concatenate([np.zeros(0), *x]) for x in (width, slope))
    rising = steep > _FLAT
    start = float(worth.values[:, 0].sum())
    bent = bool((np.diff(worth.values, 2, axis=1) > _FLAT).any())
    single = not bent and len(np.unique(interval[rising])) == np.count_nonzero(rising)
    return Pieces(interval[rising], wide[rising], steep[rising], start, single)


def _hull(values: Floats) -> Index:
    """The numbers of agents where the upper hull bends (Andrew, Inform. Process. Lett. 9, 1979)."""
    best = int(values.argmax())
    corner: list[int] = []
    for n in range(best + 1):
        while len(corner) > 1 and _under(values, corner[-2], corner[-1], n):
            corner.pop()
        corner.append(n)
    return np.array(corner)


def _under(values: Floats, left: int, middle: int, right: int) -> bool:
    rise = (values[right] - values[left]) * (middle - left)
    return bool((values[middle] - values[left]) * (right - left) <= rise)
