"""Joint sample paths of all queues, drawn in one place so that their days stay correlated."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.combine import lead_bucket
from training.fit import QueueFit

Floats = NDArray[np.float64]

DRAWS = 400
LENT_DAYS = 30.0  # days of "no correlation" every pair starts from
STRONGEST = 0.97


def joint_paths(fits: Sequence[QueueFit], seed: int) -> list[NDArray[np.float32]]:
    """Calls a day (DRAWS, H) of every queue; each queue's paths average to its ``day_mean``."""
    root = np.linalg.cholesky(shock_correlation(fits))
    horizon = len(fits[0].day_mean)
    random = np.random.default_rng(seed)
    lasting = root @ random.standard_normal((len(fits), DRAWS))
    daily = np.einsum("qr,rdh->qdh", root, random.standard_normal((len(fits), DRAWS, horizon)))
    bucket = lead_bucket(np.arange(1, horizon + 1))
    paths = []
    for fit, base, own in zip(fits, lasting, daily, strict=True):
        kept = fit.factor.persistence[bucket]
        z = np.sqrt(kept) * base[:, None] + np.sqrt(1.0 - kept) * own
        paths.append((fit.factor.draws(z) * fit.day_mean).astype(np.float32))
    return paths


def shock_correlation(fits: Sequence[QueueFit]) -> Floats:
    """(queues, queues) correlation of the days' log shocks, pooled towards none, positive definite.

    A queue's shocks are its days' log ratios to the calendar regression, outages left out.
    """
    correlation = np.eye(len(fits))
    for i, one in enumerate(fits):
        for j in range(i):
            correlation[i, j] = correlation[j, i] = _pair(one.shocks, fits[j].shocks)
    values, vectors = np.linalg.eigh(correlation)
    mended = (vectors * np.maximum(values, 1e-3)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    return np.asarray(mended / scale[:, None] / scale[None, :])


def _pair(one: Floats, other: Floats) -> float:
    days = min(len(one), len(other))
    a, b = one[-days:], other[-days:]
    both = ~np.isnan(a) & ~np.isnan(b)
    if both.sum() < 10 or a[both].std() == 0 or b[both].std() == 0:
        return 0.0
    found = float(np.corrcoef(a[both], b[both])[0, 1]) * both.sum() / (both.sum() + LENT_DAYS)
    return float(np.clip(found, -STRONGEST, STRONGEST))
