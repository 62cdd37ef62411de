"""How wrong the combined level was, by lead: the distribution of the day factor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from models.arrays import Floats, Index
from training.day_shape.slot_noise import Noise
from training.level.combine import BUCKETS, ORIGIN_STEP, Combination, lead_bucket
from training.level.other_story import OtherStory

PRIOR_DEVIATION = 0.10  # of the log day factor, before anything is seen
PRIOR_DAYS = 3.0
LENT_DAYS = 12.0
WINDOW_DAYS = 8.0  # what an origin's days of a range of leads count for: they miss together
NEXT_WEEK_FIRST = (1, 0, 2, 3, 4)  # a single next day an origin says least: it borrows from a week
GROWTH = np.array([1.0, 1.0, 1.2, 1.6, 2.2])  # of the deviation with the lead, before any evidence
SHAPE_POINTS = np.linspace(0.5 / 99, 1 - 0.5 / 99, 99)
PRIOR_IGNORANCE = 0.25  # variance of a special day's log effect over the effect's square
PRIOR_SPECIAL_DAYS = 6.0
LONGEST_SHAPED = 28  # days: beyond, the errors of an origin move together
PRIOR_PERSISTENCE = 0.4
LENT_WEEKS = 6.0
FEWEST_WEEK_DAYS = 3
MISSED = 0.2  # share of days outside the 80 % range, aimed at
ADAPTATION = 0.2  # of the log scale, for an origin whose days all miss
FARTHEST_SCALE = 0.5  # of the logarithm
LEAST_DEVIATION = 0.01
GOLDEN = 0.6180339887498949  # multiples of it spread evenly over every stretch of them


@dataclass(frozen=True, slots=True)
class DayKinds:
    """What the spread must know of all D + H days."""

    group: Index  # (D + H,) of ``training.day_shape.slot_noise``
    effect: Floats  # (D + H,) log effect of holidays and their neighbours; 0: a usual day
    concentration: float  # sum of squared shares of a day
    history_days: int  # D


@dataclass(frozen=True, slots=True)
class DayFactor:
    """log factor = story(day) + deviation(day) * shape(z), z standard normal."""

    deviation: Floats  # (buckets,) of usual days, by lead
    doubt: Floats  # (H,) further variance of the logarithm, of special days
    persistence: Floats  # (buckets,): share of the variance that an origin's days have in common
    shape: Floats  # (99,): standardised quantiles at SHAPE_POINTS
    story: OtherStory  # of the H days

    def draws(self, z: Floats, told: Floats) -> Floats:
        """Factors (draws, H) with mean 1 for standard normal ``z`` (draws, H), lead 1 first.

        ``told`` (draws,) between 0 and 1 says which story a draw tells.
        """
        bucket = lead_bucket(np.arange(1, z.shape[1] + 1))
        deviation = np.sqrt(self.deviation[bucket] ** 2 + self.doubt)
        points = ndtri(SHAPE_POINTS)
        shaped = np.interp(z, points, self.shape)
        beyond = np.clip(np.abs(z) - points[-1], 0.0, None) * np.sign(z)
        stretched = shaped + beyond * np.abs(self.shape[-1] / points[-1])
        factors = np.exp(self.story.drawn(told) + deviation * stretched)
        return np.asarray(factors / factors.mean(axis=0))

    def evenly(self, count: int, horizon: int) -> Floats:
        """(count, horizon) equally likely factors, the same levels on each of the H days."""
        level = (np.arange(count) + 0.5) / count
        told = np.asarray(np.arange(1, count + 1) * GOLDEN % 1.0, np.float64)
        return self.draws(np.repeat(ndtri(level)[:, None], horizon, axis=1), told)


@dataclass(frozen=True, slots=True)
class _Misses:
    """Log errors of the inner back-test's days, (m,) each."""

    residual: Floats
    counting: Floats  # variance that slot noise explains; answers add it again per slot
    bucket: Index
    origin: Index
    lead: Index
    day: Index
    effect: Floats
    undecided: Floats  # variance of not knowing which of two stories holds

    @property
    def usual(self) -> NDArray[np.bool_]:
        """Days that are not special."""
        return np.asarray(self.effect == 0)


def day_factor(
    combination: Combination, noise: Noise, days: DayKinds, story: OtherStory
) -> DayFactor:
    """The factor's distribution from the inner back-test's log errors.

    Their deviation by lead is that of usual days; special days are the less known the larger their
    effect is. A scale by lead then follows the share of days outside the 80 % range from inner
    origin to inner origin (adaptive conformal inference: Gibbs and Candes, NeurIPS 2021).
    """
    errors = combination.errors
    effect = days.effect[days.history_days :]
    if not len(errors.actual):
        deviation = PRIOR_DEVIATION * GROWTH
        prior = np.full(len(BUCKETS), PRIOR_PERSISTENCE)
        return DayFactor(deviation, PRIOR_IGNORANCE * effect**2, prior, ndtri(SHAPE_POINTS), story)
    misses = _misses(combination, noise, days)
    deviation = _deviations(misses) * small_sample(len(np.unique(misses.day)))
    ignorance = _ignorance(misses, deviation)
    doubt = ignorance * misses.effect**2 + misses.undecided
    standardised = misses.residual / np.sqrt(
        deviation[misses.bucket] ** 2 + doubt + misses.counting
    )
    shape = _shape(standardised[errors.lead <= LONGEST_SHAPED])
    scaled = _scaled(deviation, _scales(misses, standardised, shape), misses)
    persistence = _persistence(misses, scaled)
    return DayFactor(scaled, ignorance * effect**2, persistence, shape, story)


def _misses(combination: Combination, noise: Noise, days: DayKinds) -> _Misses:
    errors = combination.errors
    mean = np.maximum(combination.inner_mean, 0.5)
    bucket = lead_bucket(errors.lead)
    variance = noise.variances(bucket, days.group[errors.day])
    return _Misses(
        residual=np.log(np.maximum(errors.actual, 0.5) / mean),
        counting=noise.dispersion / mean + variance * days.concentration,
        bucket=bucket,
        origin=errors.origin,
        lead=errors.lead,
        day=errors.day,
        effect=days.effect[errors.day],
        undecided=combination.inner_story.variance,
    )


def small_sample(days: int) -> float:
    """What a deviation estimated from ``days`` distinct days must grow by.

    Student's t instead of the normal at the edge of the 80 % band.
    """
    return float(stdtrit(max(days - 1, 2), 0.9) / ndtri(0.9))


def _deviations(misses: _Misses) -> Floats:
    variance = np.empty(len(BUCKETS))
    former, weight = PRIOR_DEVIATION**2, PRIOR_DAYS
    fresh = _fresh_shares()
    for b in NEXT_WEEK_FIRST:
        rows = (misses.bucket == b) & misses.usual
        explained = misses.counting[rows] + misses.undecided[rows]
        excess = np.clip(misses.residual[rows], -1.5, 1.5) ** 2 - explained
        days = min(float(rows.sum()), WINDOW_DAYS * fresh[b] * len(np.unique(misses.origin[rows])))
        seen = excess.mean() * days if days else 0.0
        variance[b] = max(seen + former * weight, 0.0) / (days + weight)
        if b != 0:
            former = variance[b]
        weight = LENT_DAYS
    return np.sqrt(np.maximum(variance, LEAST_DEVIATION**2))


def _ignorance(misses: _Misses, deviation: Floats) -> float:
    """The variance of special days' log errors beyond usual days' over the squared effect."""
    special = ~misses.usual
    prior = PRIOR_IGNORANCE * PRIOR_SPECIAL_DAYS
    if not special.any():
        return PRIOR_IGNORANCE
    excess = (
        np.clip(misses.residual, -1.5, 1.5) ** 2
        - misses.counting
        - misses.undecided
        - deviation[misses.bucket] ** 2
    )[special]
    square = misses.effect[special] ** 2
    days, number = np.unique(misses.day[special], return_inverse=True)
    often = np.bincount(number)
    of_day, size = np.bincount(number, excess) / often, np.bincount(number, square) / often
    typical = max(float(size.mean()), 1e-6)
    found = (of_day.sum() + prior * typical) / (size.sum() + PRIOR_SPECIAL_DAYS * typical)
    return float(np.clip(found, 0.0, 1.0)) if len(days) else PRIOR_IGNORANCE


def _scales(misses: _Misses, standardised: Floats, shape: Floats) -> Floats:
    """(buckets,) factors of the deviation, moved after every inner origin by its misses."""
    low, high = np.interp([MISSED / 2, 1 - MISSED / 2], SHAPE_POINTS, shape)
    log_scale, fresh = np.zeros(len(BUCKETS)), _fresh_shares()
    for b in range(len(BUCKETS)):
        for origin in np.unique(misses.origin[misses.bucket == b]):
            z = standardised[(misses.bucket == b) & (misses.origin == origin)]
            scaled = z / np.exp(log_scale[b])
            missed = float(((scaled < low) | (scaled > high)).mean())
            moved = log_scale[b] + ADAPTATION * fresh[b] * (missed - MISSED)
            log_scale[b] = np.clip(moved, -FARTHEST_SCALE, FARTHEST_SCALE)
    return np.exp(log_scale)


def _fresh_shares() -> Floats:
    """(buckets,) share of an origin's days that the origin before it did not have."""
    return np.array([min(1.0, ORIGIN_STEP / days) for days in np.diff((*BUCKETS, 2 * BUCKETS[-1]))])


def _scaled(deviation: Floats, scales: Floats, misses: _Misses) -> Floats:
    """The deviations whose ranges, slot noise included, are ``scales`` (buckets,) times as wide."""
    counting = float(misses.counting.mean())
    variance = scales**2 * (deviation**2 + counting) - counting
    return np.sqrt(np.maximum(variance, LEAST_DEVIATION**2))


def _persistence(misses: _Misses, deviation: Floats) -> Floats:
    """(buckets,) the share that makes weeks as uncertain as the inner back-test's weeks were.

    A week's mean of n days with deviation d has variance d^2 (p + (1 - p) / n).
    """
    share, former = np.empty(len(BUCKETS)), PRIOR_PERSISTENCE
    rows = misses.usual
    _, week = np.unique(
        np.stack([misses.origin[rows], (misses.lead[rows] - 1) // 7]), axis=1, return_inverse=True
    )
    days = np.bincount(week)
    mean = np.bincount(week, misses.residual[rows]) / days
    noise = np.bincount(week, misses.counting[rows]) / days**2
    noise += np.bincount(week, misses.undecided[rows]) / days  # one story a week
    middle = np.bincount(week, misses.lead[rows]) / days
    bucket = lead_bucket(middle.astype(np.int64))
    for b in range(1, len(BUCKETS)):
        own = (np.maximum(bucket, 1) == b) & (days >= FEWEST_WEEK_DAYS)
        if own.any():
            ratio = (mean[own] ** 2 - noise[own]).mean() / deviation[b] ** 2
            alone = (1.0 / days[own]).mean()
            found = (ratio - alone) / (1.0 - alone)
            weeks = float(own.sum()) * _fresh_shares()[b]
            former = (weeks * found + LENT_WEEKS * former) / (weeks + LENT_WEEKS)
        former = float(np.clip(former, 0.05, 0.95))
        share[b] = former
    share[0] = share[1]
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
