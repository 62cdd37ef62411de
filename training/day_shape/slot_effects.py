"""What moves a slot's share of the day, slot by slot: a ridge regression that neighbours share.

Counts are Poisson about expected counts x exp(columns @ effects). Effects are smooth along the day,
and how large they may be is learned: the ridge of a column is its prior deviation, moved to what
the slots show together (empirical Bayes by EM: Bishop, Pattern Recognition and Machine Learning,
section 9.3.4), so that a column that explains nothing is given hardly anything.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio

DISPERSION = 1.6  # variance / mean of the calls of a slot in a cell
WOBBLE = 0.0004  # further variance of their logarithm: shapes vary from fortnight to fortnight
REACH = 4.0  # hours: effects of slots so far apart correlate by 1/e
MODES = 12  # smooth curves along the day that effects are made of
PRIOR_MODES = 6.0  # what a column's prior deviation counts for
STEPS = 4
FARTHEST = 2.0  # of the logarithm of a slot's share


@dataclass(frozen=True, slots=True)
class Cells:
    """Days counted together."""

    counts: Floats  # (cells, S)
    expected: Floats  # (cells, S) of the shape that nothing moves
    columns: Floats  # (cells, k)
    weight: Floats  # (cells,)


def slot_effects(cells: Cells, prior: Floats, kind: Index) -> Floats:
    """(k, S) effects on the logarithm of the share; 0 where nothing is expected.

    ``prior`` (k,) are the columns' deviations, learned together within a ``kind`` (k,).
    """
    effects = np.zeros((cells.columns.shape[1], cells.counts.shape[1]))
    live = cells.expected.sum(axis=0) > 0
    if not live.any() or not len(prior):
        return effects
    curves = _curves(live)
    moved, variance, intercept = effects[:, live], prior**2, np.zeros(int(live.sum()))
    for _ in range(STEPS):
        gram, right, centre = _normal_equations(cells, live, moved, intercept)
        modes, spread = _posterior(gram, right, curves, variance)
        moved = modes @ curves.T
        intercept = centre[0] - (centre[1:] * moved).sum(axis=0)
        size = (modes**2 + spread).sum(axis=1)
        own = (PRIOR_MODES * prior**2 + size) / (PRIOR_MODES + curves.shape[1])
        variance = (np.bincount(kind, own) / np.maximum(np.bincount(kind), 1))[kind]
    effects[:, live] = np.clip(moved, -FARTHEST, FARTHEST)
    return effects


def _curves(live: Flags) -> Floats:
    """(live slots, modes): what smooth effects of variance one are made of, largest first."""
    hour = np.flatnonzero(live) * 24.0 / len(live)
    kernel = np.exp(-np.abs(hour[:, None] - hour) / REACH)
    size, curve = np.linalg.eigh(kernel)
    return np.asarray((curve * np.sqrt(np.maximum(size, 0.0)))[:, ::-1][:, :MODES])


def _normal_equations(
    cells: Cells, live: Flags, moved: Floats, intercept: Floats
) -> tuple[Floats, Floats, Floats]:
    """Of the weighted regression around ``moved``: (k, k, s), (k, s), and means (1 + k, s)."""
    counts, x = cells.counts[:, live], cells.columns
    linear = np.clip(intercept + x @ moved, -FARTHEST, FARTHEST)
    mean = cells.expected[:, live] * np.exp(linear)
    response = linear + ratio(counts - mean, mean, 0.0)
    weight = cells.weight[:, None] * mean / (DISPERSION + WOBBLE * mean)
    total = weight.sum(axis=0)
    centre = ratio(weight.T @ x, total[:, None], 0.0).T
    level = ratio((weight * response).sum(axis=0), total, 0.0)
    gram = np.einsum("ns,nk,nl->kls", weight, x, x) - total * centre[:, None] * centre[None]
    right = np.einsum("ns,nk->ks", weight * (response - level), x)
    return gram, right, np.vstack([level, centre])


def _posterior(
    gram: Floats, right: Floats, curves: Floats, variance: Floats
) -> tuple[Floats, Floats]:
    """Means and variances (k, modes) of the curves' coefficients."""
    columns, modes = len(variance), curves.shape[1]
    precision = np.einsum("kls,si,sj->kilj", gram, curves, curves)
    precision = precision.reshape(columns * modes, -1) + np.diag(np.repeat(1 / variance, modes))
    covariance = np.linalg.inv(precision)
    mean = covariance @ (right @ curves).ravel()
    return mean.reshape(columns, modes), np.diag(covariance).reshape(columns, modes)
