"""The fewest that meet and the most that still do, by halving, in many cases at once."""

from collections.abc import Callable
from math import ceil, log
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Index: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]
Meets: TypeAlias = Callable[[Index, Floats], Flags]  # of some cases, by index, one number each

_FINE = 1e-9  # of one agent
_NARROW = 1e21  # times
_TIGHT = 4e-15  # of a number: some roundings of a float


def smallest(meets: Meets, start: Floats, floor: Floats | float = 0.0) -> Counts:
    """The smallest whole numbers (n,) >= ``floor`` that meet, from a near guess.

    ``meets`` tells of some cases, by index, which of one number each meet. A start and the number
    below it are tried at once, since most starts are right. Then steps double away until the answer
    lies between a number that meets and one that does not, and the bracket halves; every answer n
    was seen to meet and n - 1, unless below the floor, not to.
    """
    least = np.broadcast_to(np.asarray(floor, float), start.shape)
    low, high = least - 1.0, np.full(len(start), np.inf)
    n, step = np.maximum(start, least), np.ones(len(start))
    cases = np.arange(len(start))
    below = np.flatnonzero(n > least)
    cases, tried = np.concatenate([cases, below]), np.concatenate([n, n[below] - 1.0])
    while len(cases):
        reached = meets(cases, tried)
        np.minimum.at(high, cases[reached], tried[reached])
        np.maximum.at(low, cases[~reached], tried[~reached])
        cases = np.flatnonzero(high - low > 1.0)
        tried = _next(low[cases], high[cases], step[cases], least[cases])
        step[cases] *= 2.0
    return high.astype(np.int64)


def _next(low: Floats, high: Floats, step: Floats, least: Floats) -> Floats:
    """Up while none meets, down while all do, else the middle."""
    unbounded = np.isinf(high)
    middle = np.floor((np.where(unbounded, low, high) + low) / 2.0)
    inside = np.where(low < least, np.maximum(high - step, least), middle)
    return np.where(unbounded, low + step, inside)


def fewest(meets: Meets, whole: Counts, parts: int = 2) -> Floats:
    """The fewest, (n,), that meet if a part of one could be had, to a billionth of one.

    ``whole`` meet and one fewer do not, as found by ``smallest``; 0 stays 0. What is told meets.
    The bracket is cut into ``parts`` again and again, all cuts tried at once: many suit few cases.
    """
    found = whole.astype(float)
    cases = np.flatnonzero(found > 0)
    upper = found[cases]

    def enough(some: Index, tried: Floats) -> Flags:
        return meets(cases[some], tried)

    _, found[cases] = _narrowed(enough, upper - 1.0, upper, parts, 1.0 / _FINE)
    return found


def most(meets: Meets, low: Floats, high: Floats, parts: int = 2) -> Floats:
    """The most, (n,), that still meet, to a float's rounding unless far below ``high``.

    What is told meets, as ``low`` do; ``high`` do not. ``parts`` as for ``fewest``.
    """

    def too_many(some: Index, tried: Floats) -> Flags:
        return ~meets(some, tried)

    return _narrowed(too_many, low, high, parts, _NARROW)[0]


def _narrowed(
    beyond: Meets, low: Floats, high: Floats, parts: int, times: float
) -> tuple[Floats, Floats]:
    """Where ``beyond`` begins, (n,) each: not yet at the first, but at the second.

    The bracket from ``low`` to ``high`` becomes so many ``times`` narrower, or a float's rounding.
    """
    each, over = np.arange(len(low)), np.ones((len(low), parts), bool)
    for _ in range(ceil(log(times, parts))):
        if (high - low <= _TIGHT * high).all():
            break
        cuts = np.linspace(low, high, parts + 1, axis=1)
        tried = beyond(np.repeat(each, parts - 1), cuts[:, 1:-1].ravel())
        over[:, :-1] = tried.reshape(len(each), parts - 1)
        first = over.argmax(axis=1)
        low, high = cuts[each, first], cuts[each, first + 1]
    return low, high
