"""Hours in which nothing was counted: found, left out, and nothing else with them."""

from datetime import date

import numpy as np
import pytest

from models.arrays import Floats
from tests.training.series_cases import Case
from training.fit import fit_queue
from training.series.outages import Outage, outages, without

CASE = Case(days=140, horizon=14, calls=900.0, week=(1.3, 1.1, 1.0, 0.95, 1.05, 0.0, 0.0))
TUESDAY = 134  # of the last week
OPEN = slice(6, 18)


def found(counts: Floats, case: Case = CASE) -> list[Outage]:
    return outages(
        counts,
        case.open_slots[: case.days],
        case.dates,
        case.series().holidays,
        np.full(case.days, np.nan),
    )


def with_hours(value: float, day: int = TUESDAY, case: Case = CASE) -> Floats:
    counts = case.counts()
    counts[day, 9:14] = np.floor(counts[day, 9:14] * value)
    return counts


@pytest.mark.parametrize("left", [0.0, 0.015])
def test_hours_with_hardly_a_call_are_an_outage(left: float) -> None:
    assert found(with_hours(left)) == [Outage(CASE.dates[TUESDAY], 9, 14)]


def test_a_feed_that_stops_at_noon_of_the_last_day_is_an_outage() -> None:
    counts = CASE.counts()
    last = int(np.flatnonzero(counts.sum(axis=1))[-1])
    counts[last, 11:] = 0.0
    assert found(counts) == [Outage(CASE.dates[last], 11, 18)]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("calls", [5.0, 40.0, 600.0])
def test_true_counts_hold_no_outage(calls: float, seed: int) -> None:
    case = Case(days=400, calls=calls, seed=seed)
    assert found(case.counts(), case) == []


def test_a_quiet_day_and_a_day_without_any_call_are_no_outages() -> None:
    counts = CASE.counts()
    counts[TUESDAY] = np.floor(counts[TUESDAY] * 0.05)
    counts[TUESDAY - 7] = 0.0
    assert found(counts) == []


def test_hours_that_are_closed_day_after_day_are_other_hours() -> None:
    counts = CASE.counts()
    counts[-14:, 15:] = 0.0
    assert found(counts) == []


def test_a_day_that_is_stated_is_as_stated() -> None:
    stated = np.full(CASE.days, np.nan)
    stated[TUESDAY] = 1.0
    holidays: dict[date, str] = {}
    is_open = CASE.open_slots[: CASE.days]
    assert outages(with_hours(0.0), is_open, CASE.dates, holidays, stated) == []


@pytest.mark.training
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_outage_of_hours_leaves_the_next_days_within_a_hundredth(seed: int) -> None:
    case = Case(days=420, horizon=14, calls=600.0, week=CASE.week, seed=seed)
    usual = fit_queue(case.series()).day_mean
    day = next(
        x
        for x in range(case.days - 4, case.days - 10, -1)
        if case.dates[x].weekday() < 4 and case.open_slots[x].any()
    )
    counts = with_hours(0.0, day, case)
    gone = found(counts, case)
    assert [x.day for x in gone] == [case.dates[day]]
    again = fit_queue(case.series(without(counts, case.first, gone))).day_mean
    np.testing.assert_allclose(again[usual > 0], usual[usual > 0], rtol=0.01)
