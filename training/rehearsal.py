"""A queue fitted as it would be today, on the history as it was some days ago."""

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Floats
from models.numeric.counts import count_quantiles, factor_nodes
from training.fit import QueueFit, fit_queue
from training.series.history_series import SHORTEST_HISTORY
from training.series.queue import QueueSeries

PROBABILITIES = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
LEVELS = 199  # equally likely day factors behind the quantiles


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What today's way of forecasting would have said of the last n days."""

    mean: Floats  # (n,) calls a day
    quantiles: Floats  # (n, len(PROBABILITIES))


def rehearsal(series: QueueSeries, days: int) -> Rehearsal | None:
    """The last ``days`` of the history foretold from the days before; None where these are few."""
    if days == 0 or series.history_days - days < SHORTEST_HISTORY:
        return None
    fit = fit_queue(_as_of(series, days))
    return Rehearsal(fit.day_mean, _quantiles(fit))


def _as_of(series: QueueSeries, days: int) -> QueueSeries:
    """The series without its last days, which become its horizon."""
    known, until = series.history_days - days, series.history_days
    told = series.drivers.until(until)
    exposure = told.exposure / told.exposure[known - 1]
    return replace(
        series,
        counts=series.counts[:known],
        open_slots=series.open_slots[:until],
        drivers=replace(told, exposure=exposure),
    )


def _quantiles(fit: QueueFit) -> Floats:
    draws = fit.factor.evenly(LEVELS, len(fit.day_mean))
    variance = fit.slot_variance * (fit.shares**2).sum(axis=1)
    dispersion = np.full(len(fit.day_mean), fit.noise.dispersion)
    found = count_quantiles(fit.day_mean, factor_nodes(draws), dispersion, variance, PROBABILITIES)
    return found.astype(np.float64)
