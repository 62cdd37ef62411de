"""Poisson regression with a log link and a ridge: what calls a day depend on."""

import warnings
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import PoissonRegressor

from models.arrays import Floats

PRIOR_CALLS = 0.04  # ridge: an effect of scale 1 has a prior deviation of about 0.5 at 10 % noise
LEAST_WEIGHT = 1e-4
FEWEST_DAYS = 3
FARTHEST = 8.0  # of a log mean from the average: beyond is no forecast


@dataclass(frozen=True, slots=True)
class LogLinear:
    """log(mean / scale) = intercept + columns @ effects."""

    scale: float  # calls a day
    intercept: float
    effects: Floats  # (k,)

    def mean(self, columns: Floats) -> Floats:
        """Calls (days,) for ``columns`` (days, k)."""
        linear = self.intercept + columns @ self.effects
        return np.asarray(self.scale * np.exp(np.clip(linear, -FARTHEST, FARTHEST)))


def day_weights(trust: Floats, half_life: float) -> Floats:
    """(D,) weights of days: trust, halving every ``half_life`` days into the past."""
    age = np.arange(len(trust) - 1, -1, -1)
    return np.asarray(0.5 ** (age / half_life) * trust)


def fit_log_linear(columns: Floats, known: Floats, weights: Floats) -> LogLinear:
    """The likeliest effects of ``columns`` (D or more, k) on ``known`` (D,) calls, NaN: unknown."""
    rows = ~np.isnan(known) & (weights > LEAST_WEIGHT)
    if rows.sum() < FEWEST_DAYS:
        level = max(float(np.nanmean(known)), 0.1) if rows.any() else 0.1
        return LogLinear(level, 0.0, np.zeros(columns.shape[1]))
    scale = max(float(np.average(known[rows], weights=weights[rows])), 1e-6)
    model = PoissonRegressor(
        alpha=PRIOR_CALLS / weights[rows].sum(), solver="newton-cholesky", max_iter=30, tol=1e-5
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(columns[: len(known)][rows], known[rows] / scale, sample_weight=weights[rows])
    return LogLinear(scale, float(model.intercept_), np.asarray(model.coef_))


def effect_covariance(model: LogLinear, columns: Floats, known: Floats, weights: Floats) -> Floats:
    """(k, k) posterior covariance of the effects, by Laplace's approximation at the fit.

    Bishop, Pattern Recognition and Machine Learning, section 4.5; the likelihood is tempered by
    the days' own over-dispersion, so that noise of the days widens it.
    """
    rows = ~np.isnan(known) & (weights > LEAST_WEIGHT)
    of_day, mean = (
        columns[: len(known)][rows],
        model.mean(columns[: len(known)][rows]) / model.scale,
    )
    pull = weights[rows] * mean
    noise = float((weights[rows] * (known[rows] / model.scale - mean) ** 2 / mean).sum())
    precision = (of_day * pull[:, None]).T @ of_day + PRIOR_CALLS * np.eye(columns.shape[1])
    return np.asarray(np.linalg.inv(precision) * (noise / max(float(weights[rows].sum()), 1e-9)))
