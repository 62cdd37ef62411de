"""The offered wait of Erlang A: what a caller who never gives up would wait, and who gives up.

With load A, n agents, patience as the unit of time, r = AHT / patience, y = A / r and c = n / r,
the states with a free agent weigh 1 / B(n - 1, A) against a density y f(z) of the offered wait z,
f(z) = exp(y (1 - exp(-z)) - c z)  (Baccelli and Hebuterne, "On queues with impatient customers",
Performance '81). Waits that end in an answer have the density g(z) = y f(z) exp(-z).

By parts everything follows from integrals of g, as sums of positive terms. With u(z) = 1 - exp(-z)
and the threshold t, the weights are

    answered after a wait within t    integral of g to t
    answered later                    integral of g from t
    abandoned within t                (integral of g to t + y integral of g min(u, u(t))) / c
    abandoned later                   (integral of g from t + y integral of g max(u - u(t), 0)) / c

g is log-concave: x from its mode its exponent is lower by slope x + bend (exp(-x) - 1 + x), where
no large numbers are subtracted. Gauss-Legendre quadrature over where that is below 37, in panels
that meet at the mode and at t, errs by about 1e-11 of a result.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.polynomial.legendre import leggauss
from numpy.typing import NDArray

from models.queueing.erlang import log_erlang_b

Floats: TypeAlias = NDArray[np.float64]

NOBODY = 1e-9  # agents: fewer answer no call that the accuracy of shares could tell
_FALL = 37.0  # exp(-37) is below a float's rounding
_BLOCK = 1024  # cases whose nodes stay in the cache
_STIFF = 1e4  # slope + bend from where exp(-x) - 1 loses digits that count
_ABSCISSAE, _HALF_WEIGHTS = leggauss(32)
_NODES = ((_ABSCISSAE + 1.0) / 2.0)[:, None]  # (nodes, 1), 0-1
_WEIGHTS = np.stack([_HALF_WEIGHTS, _HALF_WEIGHTS * _NODES[:, 0]]) / 2.0


@dataclass(frozen=True, slots=True)
class OfferedWait:
    """What becomes of n cases' offered calls, (n,) shares; the four outcomes sum to 1."""

    waiting: Floats
    answered_in_time: Floats  # with those who do not wait
    answered_late: Floats
    abandoned_in_time: Floats
    abandoned_late: Floats
    answered_wait: Floats  # patiences that answered callers waited, per offered call


@dataclass(frozen=True, slots=True)
class _Density:
    """g of n cases around its mode, (n,) each."""

    mode: Floats  # patiences
    height: Floats  # logarithm of g / y at the mode
    slope: Floats
    bend: Floats
    left: Floats  # from the mode to where g is negligible, or to no wait; <= 0
    right: Floats


def offered_wait(agents: Floats, erlangs: Floats, aht: Floats, within: Floats) -> OfferedWait:
    """What becomes of the offered calls of n cases.

    ``agents`` and ``erlangs``, (n,) each, are positive; ``aht`` and the threshold ``within`` are
    measured in patiences.
    """
    shares = np.empty((6, agents.size))
    for first in range(0, agents.size, _BLOCK):
        block = slice(first, first + _BLOCK)
        shares[:, block] = _shares(agents[block], erlangs[block], aht[block], within[block])
    return OfferedWait(*shares)


def _shares(n: Floats, load: Floats, aht: Floats, within: Floats) -> Floats:
    """(6, n) in the order of ``OfferedWait``; weights are times c, so that c may be near 0."""
    density = _density(n, load, aht)
    early, late = _integrals(density, within)
    rate, pull, kept = load / aht, n / aht, np.exp(-density.mode)
    # u(z) = 1 - kept - kept (exp(-x) - 1)
    gave_up_early = (1.0 - kept) * early[0] - kept * early[1] - np.expm1(-within) * late[0]
    gave_up_late = (np.exp(-within) - kept) * late[0] - kept * late[1]
    waited = density.mode * (early[0] + late[0]) + early[2] + late[2]
    idle, scale = _balance(n, load, aht, density.height)
    weights = scale * np.stack(
        [
            pull * early[0],
            pull * late[0],
            early[0] + rate * gave_up_early,
            late[0] + rate * gave_up_late,
            pull * waited,
        ]
    )
    waiting = weights[:4].sum(axis=0)
    weights[0] += pull * idle
    return np.asarray(np.vstack([waiting, weights]) / weights[:4].sum(axis=0))


def _balance(n: Floats, load: Floats, aht: Floats, height: Floats) -> tuple[Floats, Floats]:
    """The weights of a free agent and of the integrals; the larger is 1, so that neither overflows.

    From logarithms: far above capacity g is as large as exp(y), far below 1 / B is.
    """
    ratio = np.log(load) - np.log(aht) + height + log_erlang_b(n - 1.0, load)
    return np.exp(-np.maximum(ratio, 0.0)), np.exp(np.minimum(ratio, 0.0))


def _density(n: Floats, load: Floats, aht: Floats) -> _Density:
    rate, pull = load / aht, n / aht + 1.0
    excess = (load - n) / aht - 1.0  # rate - pull, without the rounding of either
    above = np.maximum(excess, 0.0) / pull
    mode = np.log1p(above)
    slope, bend = np.maximum(-excess, 0.0), np.where(excess > 0.0, pull, rate)
    # exp(-x) - 1 + x is above x^2 / (2 + x) on the right and x^2 / 2 on the left of 0
    spare = 2.0 * slope - _FALL
    right = 4.0 * _FALL / (spare + np.sqrt(spare * spare + 8.0 * _FALL * (slope + bend)))
    steep = _FALL / pull
    left = -np.minimum(mode, np.log1p(steep + np.sqrt(2.0 * steep)))
    return _Density(mode, pull * (above - mode), slope, bend, left, right)


def _integrals(density: _Density, within: Floats) -> tuple[Floats, Floats]:
    """Of g up to the threshold and from it, (3, n) each: see ``_panel``."""
    cut = np.clip(within - density.mode, density.left, density.right)
    before, after = np.minimum(cut, 0.0), np.maximum(cut, 0.0)
    slope, bend = density.slope, density.bend
    head = np.zeros((3, cut.size))
    inner = density.left < 0.0  # the mode is a wait
    head[:, inner] = _panel(slope[inner], bend[inner], density.left[inner], before[inner])
    middle = _panel(slope, bend, before, after)
    tail = _panel(slope, bend, after, density.right)
    early = cut > 0.0
    return head + middle * early, tail + middle * ~early


def _panel(slope: Floats, bend: Floats, left: Floats, right: Floats) -> Floats:
    """Of exp(-slope x - bend (exp(-x) - 1 + x)) times 1, exp(-x) - 1 and x, (3, n)."""
    width, steep = right - left, -(slope + bend)
    x = width * _NODES  # (nodes, n)
    x += left
    fall = np.exp(-x)
    fall -= 1.0
    stiff = steep < -_STIFF
    fall[:, stiff] = np.expm1(-x[:, stiff])
    x *= steep
    x -= bend * fall
    values = np.exp(x, out=x)
    one, place = _WEIGHTS @ values  # (2, nodes) @ (nodes, n)
    values *= fall
    return np.asarray(width * np.stack([one, _WEIGHTS[0] @ values, left * one + width * place]))
