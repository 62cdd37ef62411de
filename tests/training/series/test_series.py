"""Calls a day: gaps filled, closed days and days hardly observed left unknown."""

from dataclasses import replace

import numpy as np

from tests.training.series_cases import Case

CASE = Case(days=56, horizon=14, calls=400.0)
MONDAY = 49  # a usual one
OPEN_SLOTS = slice(6, 18)


def test_history_and_horizon_are_the_days_before_and_after_the_origin() -> None:
    series = CASE.series()
    assert (series.history_days, series.horizon_days) == (56, 14)
    assert series.days[0] == CASE.first
    assert len(series.days) == 70
    assert series.weekday[MONDAY] == 0


def test_a_day_without_gaps_is_the_sum_of_its_calls() -> None:
    counts = CASE.counts()
    totals = CASE.series(counts).totals
    known = ~np.isnan(totals)
    np.testing.assert_allclose(totals[known], counts.sum(axis=1)[known])


def test_closed_days_are_unknown_not_zero() -> None:
    series = CASE.series()
    closed = ~CASE.open_slots[:56].any(axis=1)
    assert closed.any()
    assert (np.isnan(series.totals) == closed).all()


def test_a_day_of_zeros_is_zero() -> None:
    counts = CASE.counts()
    counts[MONDAY] = 0
    assert CASE.series(counts).totals[MONDAY] == 0


def test_calls_outside_opening_hours_do_not_count() -> None:
    counts = CASE.counts()
    before = CASE.series(counts).totals[MONDAY]
    counts[MONDAY, 2] = 1000
    assert CASE.series(counts).totals[MONDAY] == before


def test_missing_intervals_are_filled_by_their_usual_share_of_the_day() -> None:
    counts = CASE.counts()
    whole = CASE.series(counts).totals[MONDAY]
    counts[MONDAY, 6:10] = np.nan  # a third of the day
    filled = CASE.series(counts).totals[MONDAY]
    assert np.nansum(counts[MONDAY]) < 0.75 * whole
    assert abs(filled / whole - 1) < 0.1


def test_a_day_of_which_hardly_anything_was_seen_is_unknown() -> None:
    counts = CASE.counts()
    counts[MONDAY, 6:16] = np.nan
    assert np.isnan(CASE.series(counts).totals[MONDAY])


def test_a_weekday_never_seen_open_is_unknown_every_week() -> None:
    counts = CASE.counts()
    counts[CASE.series().weekday[:56] == 2] = np.nan
    totals = CASE.series(counts).totals
    assert np.isnan(totals[2::7]).all()
    assert not np.isnan(totals[1::7]).all()


def test_daily_history_is_its_own_total() -> None:
    daily = replace(CASE, slots=1)
    counts = daily.counts()
    totals = daily.series(counts).totals
    known = ~np.isnan(totals)
    assert (totals[known] == counts[known, 0]).all()
