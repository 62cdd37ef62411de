"""Joint sample paths of all queues, drawn in one place so that their days stay correlated."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from models.arrays import Floats
from training.fit import QueueFit
from training.level.combine import lead_bucket

Key = tuple[int, int]

DRAWS = 400
LENT_DAYS = 30.0  # days of "no correlation" every pair starts from
LENT_WEEKS = 8.0
FEWEST_COMMON = 10
FEWEST_WEEK_DAYS = 3
LONGEST_LEAD = 91  # days
STRONGEST = 0.97
FARTHEST = 4.0  # deviations


def joint_paths(fits: Sequence[QueueFit], seed: int) -> list[NDArray[np.float32]]:
    """Calls a day (DRAWS, H) of every queue; each queue's paths average to its ``day_mean``."""
    common = error_correlation(fits)
    lasting_root, daily_root = np.linalg.cholesky(common.lasting), np.linalg.cholesky(common.daily)
    horizon = len(fits[0].day_mean)
    random = np.random.default_rng(seed)
    lasting = lasting_root @ random.standard_normal((len(fits), DRAWS))
    daily = np.einsum(
        "qr,rdh->qdh", daily_root, random.standard_normal((len(fits), DRAWS, horizon))
    )
    bucket = lead_bucket(np.arange(1, horizon + 1))
    told = ndtr(lasting_root @ random.standard_normal((len(fits), DRAWS)))
    paths = []
    for fit, base, own, story in zip(fits, lasting, daily, told, strict=True):
        kept = fit.factor.persistence[bucket]
        z = np.sqrt(kept) * base[:, None] + np.sqrt(1.0 - kept) * own
        paths.append((fit.factor.draws(z, story) * fit.day_mean).astype(np.float32))
    return paths


@dataclass(frozen=True, slots=True)
class ErrorCorrelation:
    """(queues, queues) each, positive definite."""

    lasting: Floats  # of what an origin's days have in common: errors of whole weeks
    daily: Floats  # of what is left of single days


def error_correlation(fits: Sequence[QueueFit]) -> ErrorCorrelation:
    """Correlations of the days' factors, pooled towards none.

    From the inner back-test: log errors of the same days and origin, over the deviations that
    counting noise does not explain, so that noise does not hide what queues have in common.
    """
    errors = [_standardised(fit) for fit in fits]
    weeks = [_week_means(x) for x in errors]
    days = [_within_weeks(x, w) for x, w in zip(errors, weeks, strict=True)]
    return ErrorCorrelation(
        lasting=_positive_definite(_pairs(weeks, LENT_WEEKS)),
        daily=_positive_definite(_pairs(days, LENT_DAYS)),
    )


def _pairs(errors: Sequence[dict[Key, float]], lent: float) -> Floats:
    correlation = np.eye(len(errors))
    for i, one in enumerate(errors):
        for j in range(i):
            correlation[i, j] = correlation[j, i] = _pair(one, errors[j], lent)
    return correlation


def _positive_definite(correlation: Floats) -> Floats:
    values, vectors = np.linalg.eigh(correlation)
    mended = (vectors * np.maximum(values, 1e-3)) @ vectors.T
    scale = np.sqrt(np.diag(mended))
    return np.asarray(mended / scale[:, None] / scale[None, :])


def _standardised(fit: QueueFit) -> dict[Key, float]:
    """(Days from origin to the history's end, lead) -> log error / deviation."""
    errors = fit.combination.errors
    near = errors.lead <= LONGEST_LEAD
    mean = np.maximum(fit.combination.inner_mean[near], 0.5)
    misses = np.log(np.maximum(errors.actual[near], 0.5) / mean)
    scaled = misses / fit.factor.deviation[lead_bucket(errors.lead[near])]
    back = len(fit.trust) - errors.day[near]  # histories of different length end together
    keys = zip((back + errors.lead[near]).tolist(), errors.lead[near].tolist(), strict=True)
    return dict(zip(keys, np.clip(scaled, -FARTHEST, FARTHEST).tolist(), strict=True))


def _week_means(errors: dict[Key, float]) -> dict[Key, float]:
    """(Days from origin to the history's end, week of leads) -> mean error."""
    weeks: dict[Key, list[float]] = {}
    for (origin, lead), error in errors.items():
        weeks.setdefault((origin, _week(lead)), []).append(error)
    return {key: sum(x) / len(x) for key, x in weeks.items() if len(x) >= FEWEST_WEEK_DAYS}


def _within_weeks(errors: dict[Key, float], weeks: dict[Key, float]) -> dict[Key, float]:
    """Errors less their week's mean."""
    return {
        (origin, lead): error - weeks[origin, _week(lead)]
        for (origin, lead), error in errors.items()
        if (origin, _week(lead)) in weeks
    }


def _week(lead: int) -> int:
    return (lead - 1) // 7


def _pair(one: dict[Key, float], other: dict[Key, float], lent: float) -> float:
    """Correlation of the common errors about zero; ``lent`` errors of "none" shrink it."""
    common = one.keys() & other.keys()
    if len(common) < FEWEST_COMMON:
        return 0.0
    pairs = np.array([(one[key], other[key]) for key in common])
    products, squares = float(pairs.prod(axis=1).sum()), (pairs**2).sum(axis=0)
    found = products / max(float(np.sqrt(squares.prod())), 1e-9)
    return float(np.clip(found * len(common) / (len(common) + lent), -STRONGEST, STRONGEST))
