"""Joint sample paths of all queues, drawn in one place so that their days stay correlated."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from training.combine import lead_bucket
from training.fit import QueueFit

Floats = NDArray[np.float64]

DRAWS = 400
LENT_DAYS = 30.0  # days of "no correlation" every pair starts from
FEWEST_DAYS = 10
LONGEST_LEAD = 28  # days
STRONGEST = 0.97
FARTHEST = 4.0  # deviations


def joint_paths(fits: Sequence[QueueFit], seed: int) -> list[NDArray[np.float32]]:
    """Calls a day (DRAWS, H) of every queue; each queue's paths average to its ``day_mean``."""
    root = np.linalg.cholesky(error_correlation(fits))
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


def error_correlation(fits: Sequence[QueueFit]) -> Floats:
    """(queues, queues) correlation of the days' factors, pooled towards none, positive definite.

    From the inner back-test: log errors of the same day and origin, over the deviations that
    counting noise does not explain, so that noise does not hide what queues have in common.
    """
    errors = [_standardised(fit) for fit in fits]
    correlation = np.eye(len(fits))
    for i, one in enumerate(errors):
        for j in range(i):
            correlation[i, j] = correlation[j, i] = _pair(one, errors[j])
    values, vectors = np.linalg.eigh(correlation)
    mended = (vectors * np.maximum(values, 1e-3)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    return np.asarray(mended / scale[:, None] / scale[None, :])


def _standardised(fit: QueueFit) -> dict[tuple[int, int], float]:
    """(Days from origin to the history's end, day from there) -> log error / deviation."""
    errors = fit.combination.errors
    near = errors.lead <= LONGEST_LEAD
    mean = np.maximum(fit.combination.inner_mean[near], 0.5)
    misses = np.log(np.maximum(errors.actual[near], 0.5) / mean)
    scaled = misses / fit.factor.deviation[lead_bucket(errors.lead[near])]
    back = len(fit.trust) - errors.day[near]  # histories of different length end together
    keys = zip((back + errors.lead[near]).tolist(), back.tolist(), strict=True)
    return dict(zip(keys, np.clip(scaled, -FARTHEST, FARTHEST).tolist(), strict=True))


def _pair(one: dict[tuple[int, int], float], other: dict[tuple[int, int], float]) -> float:
    common = one.keys() & other.keys()
    if len(common) < FEWEST_DAYS:
        return 0.0
    products = [one[key] * other[key] for key in common]
    found = sum(products) / (len(products) + LENT_DAYS)
    return float(np.clip(found, -STRONGEST, STRONGEST))
