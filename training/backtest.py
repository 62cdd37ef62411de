"""Forecasts as they would have been made at past origins, for any history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel, delayed, parallel_config
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from data.calendar.holidays import expand
from models.arrays import Floats
from models.numeric.counts import count_quantiles, factor_nodes
from training.day_shape.pooling import with_lent_weeks
from training.fit import QueueFit, fit_queue
from training.series.queue import QueueSeries
from training.series.wall_clock import HistoryFileError, WallClockHistory, read_wall_clock

PROBABILITIES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])
LEVELS = 400  # equally likely day factors behind the quantiles


@dataclass(frozen=True, slots=True)
class BacktestRequest:
    """Which origins to stand on and how far to look from each."""

    timezone: str
    holidays: str
    origins: tuple[date, ...]
    horizon_days: int


def backtest(file: Path, request: BacktestRequest, jobs: int) -> pd.DataFrame:
    """One row per queue, origin and interval of every day of the horizon, closed slots zero."""
    histories = read_wall_clock(file, request.timezone)
    holidays = expand(request.holidays)
    tasks = [(one, origin) for one in histories for origin in request.origins]
    for one, origin in tasks:
        _refuse_origin(one, origin, file)
    with parallel_config(backend="loky", n_jobs=jobs, inner_max_num_threads=1):
        parts: list[pd.DataFrame] = Parallel()(
            delayed(forecast_rows)(series, one.interval_minutes)
            for origin in request.origins
            for one, series in zip(
                histories, _series(histories, origin, request, holidays), strict=True
            )
        )
    return pd.concat(parts, ignore_index=True)


def _refuse_origin(history: WallClockHistory, origin: date, file: Path) -> None:
    last = history.first + timedelta(days=len(history.counts) - 1)
    if not history.first + timedelta(days=13) <= origin <= last:
        raise HistoryFileError(
            f"{file}: origin {origin}: queue {history.queue} is known from {history.first} to "
            f"{last}; an origin needs two weeks before it"
        )


def _series(
    histories: Sequence[WallClockHistory],
    origin: date,
    request: BacktestRequest,
    holidays: Mapping[date, str],
) -> list[QueueSeries]:
    """Every queue as it was known on ``origin``, with what the file's other queues lend it."""
    known = [one.series(origin, request.horizon_days, holidays) for one in histories]
    return with_lent_weeks(known, [""] * len(known))


def forecast_rows(series: QueueSeries, interval_minutes: int) -> pd.DataFrame:
    """The forecast of one queue from the last day of its history as rows."""
    origin = series.days[series.history_days - 1]
    with threadpool_limits(1):
        fit = fit_queue(series)
    means = (fit.day_mean[:, None] * fit.shares).ravel()
    rows = pd.DataFrame(
        {
            "queue": series.queue,
            "origin": origin.isoformat(),
            "interval_start": _labels(origin, series.horizon_days, interval_minutes),
            "mean": means,
        }
    )
    names = [f"q{p:g}" for p in PROBABILITIES]
    return rows.join(pd.DataFrame(_quantiles(fit, means), columns=names))


def _quantiles(fit: QueueFit, means: Floats) -> NDArray[np.int64]:
    horizon, slots = fit.shares.shape
    factors = factor_nodes(fit.factor.evenly(LEVELS, horizon))
    return count_quantiles(
        means,
        np.repeat(factors, slots, axis=0),
        np.full(len(means), fit.noise.dispersion),
        np.repeat(fit.slot_variance, slots),
        PROBABILITIES,
    )


def _labels(origin: date, horizon_days: int, minutes: int) -> Sequence[str]:
    starts = pd.date_range(
        pd.Timestamp(origin) + pd.Timedelta(days=1),
        periods=horizon_days * 1440 // minutes,
        freq=pd.Timedelta(minutes=minutes),
    )
    return list(starts.strftime("%Y-%m-%dT%H:%M:%S"))
