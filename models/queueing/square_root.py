"""Square-root staffing: near how many agents the answer of Erlang A or C lies.

With load A the answer is A + b sqrt(A), b of order one. All weights are integrals of exp(-x u)
times nearly a normal density: by Mills' ratio and the third-order term of its exponent (Halfin
and Whitt, "Heavy-traffic limits for queues with many exponential servers", Operations Research 29,
1981; Garnett, Mandelbaum and Reiman, "Designing a call center with impatient customers", M&SOM 4,
2002). It is a start for an exact search: nine in ten are right, others by an agent or so, but where
a target leaves much of the load unserved.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfcx

Floats: TypeAlias = NDArray[np.float64]

_BLOCK = 8192  # cases whose terms stay in the cache
_STEPS = 3  # of the secant
_WIDEST = 2.0  # step, in square roots of the load
_LOWEST = -20.0  # Mills' ratio grows as exp(x^2 / 2) below 0
_HIGHEST = 300.0  # exponent, so that no product overflows
_FLAT = 1e3  # from where the third order is nothing
_TINY = 1e-30


def near_a(load: Floats, aht: Floats, patience: Floats, within: float, share: float) -> Floats:
    """Whole agents (n,) near the smallest that answer ``share`` of the offered within seconds.

    ``load`` is positive, ``aht`` and ``patience`` are seconds, (n,) each.
    """
    ratio = aht / patience
    waits = np.minimum(within / patience, 50.0)

    def miss(block: slice, root: Floats, spread: Floats) -> Floats:
        return _missed_a(load[block], root, spread, ratio[block], waits[block])

    return _started(miss, load, share, 0.0)


def near_c(load: Floats, aht: Floats, within: float, share: float) -> Floats:
    """Whole agents (n,) near the smallest of Erlang C; see ``near_a``."""

    def miss(block: slice, root: Floats, spread: Floats) -> Floats:
        some, spare = load[block], np.maximum(spread, 1e-3) * root
        late = np.exp(-np.minimum(spare * within / aht[block], _HIGHEST))
        return some * late / (some + spare * _free(some, some + spare))

    return _started(miss, load, share, 0.1)


def _started(
    miss: Callable[[slice, Floats, Floats], Floats], load: Floats, share: float, first: float
) -> Floats:
    goal = np.log(max(1.0 - share, _TINY))
    agents = np.empty(load.size)
    for start in range(0, load.size, _BLOCK):
        block = slice(start, start + _BLOCK)
        agents[block] = _secant(miss, block, load[block], goal, first)
    return np.maximum(np.ceil(np.nan_to_num(agents)), 0.0)


def _secant(
    miss: Callable[[slice, Floats, Floats], Floats],
    block: slice,
    load: Floats,
    goal: float,
    first: float,
) -> Floats:
    """On the logarithm of who is missed, nearly straight in square roots of the load."""
    root = np.sqrt(load)

    def above(spread: Floats) -> Floats:
        return np.log(np.maximum(miss(block, root, spread), _TINY)) - goal

    before, spread = np.full(load.size, first), np.ones(load.size)
    was, now = above(before), above(spread)
    for _ in range(_STEPS):
        fall = now - was
        flat = np.abs(fall) < 1e-9
        step = np.where(flat, 0.0, now * (spread - before) / np.where(flat, 1.0, fall))
        before, was = spread, now
        spread = spread - np.clip(step, -_WIDEST, _WIDEST)
        now = above(spread)
    return np.asarray(load + spread * root)


def _missed_a(load: Floats, root: Floats, spread: Floats, ratio: Floats, waits: Floats) -> Floats:
    """Who gives up or is answered too late; times are patiences, as in ``offered_wait``."""
    rate = load / ratio
    excess = spread * root / ratio  # of the pull over the rate
    scale = np.sqrt(rate)
    waiting = _weight(excess / scale, scale, 6.0)
    gone = 1.0 - excess * waiting / rate
    kept = np.exp(-waits)
    lower = rate * kept
    fall = np.minimum(rate * (1.0 - kept) - (excess + rate + 1.0) * waits, _HIGHEST)
    scale = np.sqrt(lower)
    late = _weight((excess + rate - lower + 1.0) / scale, scale, 6.0) * np.exp(fall) / kept
    return (gone + late) / (_free(load, load + spread * root) + waiting)


def _free(load: Floats, agents: Floats) -> Floats:
    """The weight of a free agent, 1 / B(n - 1, A)."""
    lines = np.maximum(agents - 1.0, 0.25)
    scale = np.sqrt(lines)
    return load / lines * _weight((load - lines) / scale, scale, 3.0)


def _weight(x: Floats, scale: Floats, third: float) -> Floats:
    """``scale`` x the integral of exp(-x u - u^2 / 2) (1 + u^3 / (``third`` ``scale``))."""
    x = np.maximum(x, _LOWEST)
    mills = np.sqrt(np.pi / 2.0) * erfcx(x * np.sqrt(0.5))
    rest = 1.0 - x * mills
    cubic = np.where(x < _FLAT, 2.0 * rest - x * (mills - x * rest), 0.0)
    return np.asarray(scale * mills + cubic / third)
