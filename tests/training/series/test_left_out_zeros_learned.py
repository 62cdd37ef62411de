"""Zeros that a file leaves out are learned as zeros, so that forecasts are as with them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.calendar.holidays import expand
from models.arrays import Floats
from tests.training.series_cases import Case
from training.fit import fit_queue
from training.series.history_notes import notes
from training.series.queue import QueueSeries
from training.series.wall_clock import read_wall_clock

CASE = Case(days=418, horizon=28, slots=48, calls=25.0, week=(1.2, 1.0, 1.0, 0.9, 0.9, 0.0, 0.0))


def without_zeros(calls: Floats) -> Floats:
    return np.where(calls > 0, calls, np.nan)


def written(folder: Path, calls: Floats) -> QueueSeries:
    """As ``relais backtest`` reads a file of rows with calls."""
    lines = ["interval_start,queue,offered"]
    for day, slot in zip(*np.nonzero(calls), strict=True):
        start = f"{CASE.dates[day]}T{slot // 2:02d}:{slot % 2 * 30:02d}"
        lines.append(f"{start},queue,{calls[day, slot]:.0f}")
    path = folder / "calls.csv"
    path.write_text("\n".join([*lines, ""]))
    (history,) = read_wall_clock(path, "Europe/Brussels")
    return history.series(CASE.dates[CASE.days - 1], CASE.horizon, expand("BE"))


def test_training_asks_about_zeros_that_are_not_declared() -> None:
    found = notes(CASE.series(without_zeros(CASE.counts())))
    assert any("are rows left out where nobody called?" in x for x in found)
    assert not any("are rows left out" in x for x in notes(CASE.series()))


@pytest.mark.training
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_file_without_zeros_is_forecast_as_one_with_them(tmp_path: Path, seed: int) -> None:
    calls = replace(CASE, seed=seed).counts()
    told = fit_queue(CASE.series(calls)).day_mean.sum()
    assert fit_queue(written(tmp_path, calls)).day_mean.sum() == pytest.approx(told, rel=0.03)
