"""Quantiles of over-dispersed counts whose mean is itself uncertain.

A count N in an interval, given the day factor F, is negative binomial with mean m F and variance
``dispersion`` * m F + ``slot_variance`` * (m F)^2: gamma noise on a Poisson rate. F takes the
values ``factors`` with the probabilities ``NODE_WEIGHTS``: a deterministic quadrature, no draws.
"""

import numpy as np
from scipy.special import betainc, betaln, ndtr, ndtri

from models.arrays import Counts, Floats

# Bin edges of the quadrature in probability: fine in the tails, where planners read 2.5 and 97.5 %.
_LOWER = np.array([0.0, 0.006, 0.015, 0.03, 0.055, 0.09, 0.14, 0.2, 0.27, 0.35, 0.45])
NODE_EDGES = np.concatenate([_LOWER, 1.0 - _LOWER[::-1]])
NODE_WEIGHTS = np.diff(NODE_EDGES)
NODES = len(NODE_WEIGHTS)

_LEAST_EXCESS = 1e-6  # of variance over mean, shared by mean: nearly Poisson
_LEAST_RATE = 1e-9  # calls: an interval that is open but almost never called
_CHUNK = 4096
_NEWTON_STEPS = 3


def factor_nodes(draws: Floats) -> Floats:
    """Node values (days, NODES) of day factors drawn as (draws, days): bin means, mean kept.

    Each bin's node is the mean of the draws whose rank falls into it, parts of a draw included, so
    that the weighted nodes keep the draws' mean exactly.
    """
    ordered = np.sort(draws, axis=0)
    running = np.vstack([np.zeros(ordered.shape[1]), np.cumsum(ordered, axis=0)]) / len(draws)
    ranks = np.linspace(0.0, 1.0, len(running))
    at_edges = np.array(
        [np.interp(NODE_EDGES, ranks, running[:, j]) for j in range(running.shape[1])]
    )
    return np.diff(at_edges, axis=1) / NODE_WEIGHTS


def count_quantiles(
    mean: Floats,
    factors: Floats,
    dispersion: Floats,
    slot_variance: Floats,
    probabilities: Floats,
) -> Counts:
    """The smallest counts k with P(N <= k) >= p: (n, probabilities).

    ``mean`` (n,) calls, 0 for closed intervals; ``factors`` (n, NODES); ``dispersion`` (n,) >= 1;
    ``slot_variance`` (n,) >= 0.
    """
    found = np.zeros((len(mean), len(probabilities)), np.int64)
    busy = np.flatnonzero(mean > 0)
    for part in np.split(busy, range(_CHUNK, len(busy), _CHUNK)):
        rates = np.maximum(mean[part, None] * factors[part], _LEAST_RATE)  # (n, NODES)
        excess = np.maximum(
            dispersion[part, None] - 1 + slot_variance[part, None] * rates, _LEAST_EXCESS
        )
        slope, offset = _cube_root_normals(rates, excess)
        for j, p in enumerate(probabilities):
            k = _first_guess(slope, offset, float(p))
            found[part, j] = _from_guess(k, rates, excess, float(p))
    return found


def _from_guess(k: Floats, rates: Floats, excess: Floats, p: float) -> Floats:
    """The exact quantiles near ``k`` (n,): most guesses are right, most others one off."""
    within = _share_within(k, rates, excess)
    before = within - _share_at(k, rates, excess)
    step = np.where(within < p, 1.0, np.where(before >= p, -1.0, 0.0))
    missed = np.flatnonzero(step)
    beside, rates, excess = k[missed] + step[missed], rates[missed], excess[missed]
    share = _share_at(beside, rates, excess)
    up = step[missed] > 0
    reached = np.where(up, within[missed] + share, before[missed])
    right = (reached >= p) & (reached - share < p)
    beside[~right] = _quantile(rates[~right], excess[~right], p, np.maximum(beside[~right], 0.0))
    k[missed] = beside
    return k


def _quantile(rates: Floats, excess: Floats, p: float, k: Floats) -> Floats:
    """Exact quantile of each row's mixture, stepping from a close first guess ``k``."""
    low = np.full(len(k), -1.0)  # P(N <= low) < p
    high = np.full(len(k), np.inf)  # P(N <= high) >= p
    step = np.ones(len(k))
    active = np.arange(len(k))
    while len(active):
        reached = _share_within(k[active], rates[active], excess[active]) >= p
        high[active[reached]] = k[active[reached]]
        low[active[~reached]] = k[active[~reached]]
        active = active[high[active] - low[active] > 1]
        up, down = high[active] == np.inf, low[active] < 0
        bracketed = np.floor((np.where(up, 0.0, high[active]) + low[active]) / 2)
        k[active] = np.where(
            up,
            low[active] + step[active],
            np.where(down, np.maximum(high[active] - step[active], 0.0), bracketed),
        )
        step[active] *= 2
    return high


def _share_within(k: Floats, rates: Floats, excess: Floats) -> Floats:
    """P(N <= k) of each mixture: negative binomial tails by the incomplete beta function."""
    shape = rates / excess
    tails = betainc(shape, k[:, None] + 1, 1.0 / (1.0 + excess))
    return np.asarray(tails @ NODE_WEIGHTS)


def _share_at(k: Floats, rates: Floats, excess: Floats) -> Floats:
    """P(N = k) of each mixture; a quarter of the time that P(N <= k) takes."""
    shape = rates / excess
    count = k[:, None]
    logs = shape * np.log1p(excess) + count * np.log1p(1.0 / excess) + betaln(shape, count + 1)
    return np.asarray((np.exp(-logs) / (shape + count)) @ NODE_WEIGHTS)


def _cube_root_normals(rates: Floats, excess: Floats) -> tuple[Floats, Floats]:
    """Each node's count as a gamma whose cube root is normal: (slope, offset), (n, NODES) each.

    P(N <= k) is about the normal probability of slope * cbrt(k + 1/2) - offset (Wilson and
    Hilferty, Proceedings of the National Academy of Sciences 17, 1931).
    """
    ninth = (1.0 + excess) / (9.0 * rates)  # variance / mean^2 / 9
    root = np.sqrt(ninth)
    return 1.0 / (np.cbrt(rates) * root), (1.0 - ninth) / root


def _first_guess(slope: Floats, offset: Floats, p: float) -> Floats:
    """The mixture of cube-root normals inverted at p by Newton's method, from its moments."""
    centre, spread = offset / slope, 1.0 / slope
    mean = centre @ NODE_WEIGHTS
    deviation = np.sqrt(((centre - mean[:, None]) ** 2 + spread**2) @ NODE_WEIGHTS)
    reach = 8.0 * deviation
    root = mean + ndtri(p) * deviation
    for _ in range(_NEWTON_STEPS):
        z = slope * root[:, None] - offset
        density = (np.exp(-0.5 * z * z) * slope) @ NODE_WEIGHTS / np.sqrt(2.0 * np.pi)
        step = (ndtr(z) @ NODE_WEIGHTS - p) / np.maximum(density, 1e-12)
        root = np.clip(root - np.clip(step, -deviation, deviation), mean - reach, mean + reach)
    return np.asarray(np.maximum(np.ceil(np.maximum(root, 0.0) ** 3 - 0.5), 0.0))
