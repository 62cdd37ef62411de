"""How wrong the combined level was, by lead: the distribution of the day factor."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from training.combine import BUCKETS, Combination, lead_bucket
from training.profile import Noise

Floats = NDArray[np.float64]

PRIOR_DEVIATION = 0.10  # of the log day factor, before anything is seen
PRIOR_DAYS = 6.0
LENT_DAYS = 12.0
NEXT_WEEK_FIRST = (1, 0, 2, 3, 4)  # a single next day an origin says least: it borrows from a week
SHAPE_POINTS = np.linspace(0.5 / 99, 1 - 0.5 / 99, 99)


@dataclass(frozen=True, slots=True)
class DayFactor:
    """log factor = deviation(lead) * shape(z), z standard normal."""

    deviation: Floats  # (buckets,)
    persistence: Floats  # (buckets,): share of the variance that an origin's days have in common
    shape: Floats  # (99,): standardised quantiles at SHAPE_POINTS

    def draws(self, z: Floats) -> Floats:
        """Factors (draws, H) with mean 1 for standard normal ``z`` (draws, H), lead 1 first."""
        bucket = lead_bucket(np.arange(1, z.shape[1] + 1))
        points = ndtri(SHAPE_POINTS)
        shaped = np.interp(z, points, self.shape)
        beyond = np.clip(np.abs(z) - points[-1], 0.0, None) * np.sign(z)
        factors = np.exp(
            self.deviation[bucket] * (shaped + beyond * np.abs(self.shape[-1] / points[-1]))
        )
        return np.asarray(factors / factors.mean(axis=0))


def day_factor(combination: Combination, noise: Noise, concentration: float) -> DayFactor:
    """The factor's distribution from the inner back-test's log errors.

    What slot noise explains of a day's log total is taken off, since answers add it again per
    slot: dispersion / mean + slot_variance x ``concentration`` (the sum of squared shares).
    """
    errors = combination.errors
    if not len(errors.actual):
        flat = np.full(len(BUCKETS), PRIOR_DEVIATION)
        return DayFactor(
            flat * np.array([1, 1, 1.2, 1.6, 2.2]), np.full(len(BUCKETS), 0.5), ndtri(SHAPE_POINTS)
        )
    mean = np.maximum(combination.inner_mean, 0.5)
    residual = np.log(np.maximum(errors.actual, 0.5) / mean)
    counting = noise.dispersion / mean + noise.slot_variance * concentration
    bucket = lead_bucket(errors.lead)
    days = len(np.unique(errors.day))
    deviation = _deviations(residual, counting, bucket, errors.origin) * small_sample(days)
    persistence = _persistence(residual, bucket, errors.origin)
    standardised = residual / np.sqrt(deviation[bucket] ** 2 + counting)
    return DayFactor(deviation, persistence, _shape(standardised))


def small_sample(days: int) -> float:
    """What a deviation estimated from ``days`` distinct days must grow by.

    Student's t instead of the normal at the edge of the 80 % band, and the estimation error of a
    weekday's own level, a mean over ``days`` / 7 days: sqrt(1 + 7 / days).
    """
    student = float(stdtrit(max(days - 1, 2), 0.9) / ndtri(0.9))
    return student * math.sqrt(1.0 + 7.0 / max(days, 1))


def _deviations(
    residual: Floats, counting: Floats, bucket: NDArray[np.int64], origin: NDArray[np.int64]
) -> Floats:
    variance = np.empty(len(BUCKETS))
    former, weight = PRIOR_DEVIATION**2, PRIOR_DAYS
    for b in NEXT_WEEK_FIRST:
        rows = bucket == b
        excess = np.clip(residual[rows], -1.5, 1.5) ** 2 - counting[rows]
        days = min(float(rows.sum()), 8.0 * len(np.unique(origin[rows])))
        variance[b] = max((excess.mean() * days if days else 0.0) + former * weight, 0) / (
            days + weight
        )
        if b != 0:
            former = variance[b]
        weight = LENT_DAYS
    return np.sqrt(np.maximum(variance, 1e-4))


def _persistence(residual: Floats, bucket: NDArray[np.int64], origin: NDArray[np.int64]) -> Floats:
    share = np.full(len(BUCKETS), 0.4)
    for b in range(1, len(BUCKETS)):
        rows = bucket == b
        groups = [residual[rows & (origin == o)] for o in np.unique(origin[rows])]
        groups = [g for g in groups if len(g) > 2]
        if len(groups) < 3:
            share[b] = share[b - 1]
            continue
        between = np.mean([g.mean() ** 2 for g in groups])
        within = np.mean([g.var() for g in groups])
        share[b] = np.clip(between / max(between + within, 1e-9), 0.05, 0.95)
    return share


def _shape(standardised: Floats) -> Floats:
    """Quantiles of the standardised errors, half normal until hundreds are seen; deviation 1."""
    normal = ndtri(SHAPE_POINTS)
    if len(standardised) < 30:
        return np.asarray(normal)
    seen = np.quantile(np.clip(standardised - np.median(standardised), -4, 4), SHAPE_POINTS)
    believed = len(standardised) / (len(standardised) + 100.0)
    mixed = believed * seen + (1 - believed) * normal
    return np.asarray(mixed / max(np.sqrt(np.mean(mixed**2)), 1e-9))
