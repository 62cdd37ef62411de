"""Shapes that move: over the year, from year to year, and in told periods."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.arrays import Flags, Floats
from tests.training.series_cases import Case
from training.day_shape.profile import choose_profile, day_shares, usual_shares
from training.day_shape.season import FEWEST_DAYS, SHORTEST, shape_season
from training.fit import future_shares
from training.series.queue import QueueSeries

CASE = Case(days=3 * 365, horizon=182, calls=2000.0)
OPEN = slice(6, 18)
HOURS = np.linspace(-1.0, 1.0, 12)  # of the open slots


def moved_by(log: Floats, case: Case = CASE) -> Floats:
    """(D + H, S) true means of the case, each day's shape moved by ``log`` (D + H,) x HOURS."""
    mean = case.truth.copy()
    totals = mean.sum(axis=1, keepdims=True)
    mean[:, OPEN] *= np.exp(log[:, None] * HOURS)
    return np.asarray(mean * totals / np.maximum(mean.sum(axis=1, keepdims=True), 1e-9))


def series_of(mean: Floats, case: Case = CASE, seed: int = 1, **told: Flags) -> QueueSeries:
    counts = np.random.default_rng(seed).poisson(mean[: case.days]).astype(np.float64)
    series = case.series(counts)
    return replace(series, drivers=replace(series.drivers, periods=told))


def forecast(series: QueueSeries) -> Floats:
    """(H, S) shares."""
    trust = np.ones(series.history_days)
    return future_shares(series, trust, choose_profile(series, trust))


def misses(series: QueueSeries, mean: Floats) -> Floats:
    """(S,) forecast over true calls of the horizon's open slots, less one."""
    future = mean[series.history_days :]
    calls = forecast(series) * future.sum(axis=1, keepdims=True)
    return np.asarray(calls.sum(axis=0)[OPEN] / future.sum(axis=0)[OPEN] - 1.0)


def years(case: Case = CASE) -> Floats:
    return np.asarray((np.arange(len(case.dates)) - case.days + 1) / 365.25)


@pytest.mark.parametrize("phase", [0.0, 1.5, 3.0])
def test_a_wave_over_the_year_is_foretold(phase: float) -> None:
    mean = moved_by(0.3 * np.cos(2 * np.pi * years() + phase))
    assert np.abs(misses(series_of(mean), mean)).max() < 0.03


def test_a_wave_and_a_drift_are_told_apart() -> None:
    mean = moved_by(0.2 * np.sin(2 * np.pi * years()) + 0.08 * np.minimum(years(), 0.0))
    assert np.abs(misses(series_of(mean), mean)).max() < 0.03


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_shape_that_stands_still_is_hardly_moved(seed: int) -> None:
    season = shape_season(series_of(CASE.truth, seed=seed), CASE.days, np.ones(CASE.days))
    moved = np.abs(season[CASE.open_slots] - 1.0)
    assert moved.mean() < 0.01
    assert moved.max() < 0.05


def test_few_calls_move_the_shape_less_than_they_say() -> None:
    """Two calls a slot and day are too few to be sure of, but they are not ignored."""
    small = replace(CASE, calls=30.0)
    mean = moved_by(0.3 * np.cos(2 * np.pi * years(small)), small)
    series = series_of(mean, small)
    future = mean[small.days :]
    true = future / np.maximum(future.sum(axis=1, keepdims=True), 1e-9)
    unmoved = day_shares(
        usual_shares(
            series,
            small.days,
            np.ones(small.days),
            choose_profile(series, np.ones(small.days)),
            np.ones(series.open_slots.shape),
        )[small.days :],
        series.open_slots[small.days :],
    )
    assert np.abs(forecast(series) - true).sum() < 0.7 * np.abs(unmoved - true).sum()


def test_below_a_year_of_history_no_season_is_known() -> None:
    case = replace(CASE, days=SHORTEST - 1)
    mean = moved_by(0.3 * np.cos(2 * np.pi * years(case)), case)
    season = shape_season(series_of(mean, case), case.days, np.ones(case.days))
    assert (season == 1.0).all()


def test_a_season_knows_nothing_of_the_days_after_its_origin() -> None:
    mean = moved_by(0.3 * np.cos(2 * np.pi * years()))
    series, origin = series_of(mean), 500
    other = series.counts.copy()
    other[origin:] = other[origin:, ::-1]
    trust = np.ones(CASE.days)
    one, two = (shape_season(x, origin, trust) for x in (series, replace(series, counts=other)))
    np.testing.assert_array_equal(one, two)


def spring(case: Case = CASE) -> Flags:
    """Four weeks that begin eleven days earlier every year; the last lie in the horizon."""
    firsts = (date(2023, 3, 23), date(2024, 3, 11), date(2025, 3, 1), date(2026, 2, 18))
    on = [any(0 <= (day - first).days < 28 for first in firsts) for day in case.dates]
    return np.array(on)


def test_a_told_period_seen_twice_is_recovered_the_third_time() -> None:
    case = replace(CASE, days=(date(2025, 2, 1) - CASE.first).days, horizon=60)
    told = spring(case)
    mean = moved_by(np.where(told, 0.8, 0.0), case)
    series = series_of(mean, case, Ramadan=told)
    found, true = forecast(series), mean[case.days :]
    for days in (told[case.days :], ~told[case.days :]):
        morning = found[days][:, :12].sum() / found[days].sum()
        assert morning == pytest.approx(true[days][:, :12].sum() / true[days].sum(), abs=0.012)
    untold = forecast(replace(series, drivers=replace(series.drivers, periods={})))
    on = told[case.days :]
    assert untold[on][:, :12].sum() - found[on][:, :12].sum() > 0.1 * found[on].sum()


def test_school_holidays_have_a_shape_as_other_periods_have() -> None:
    school = np.array([day.month in (7, 8) for day in CASE.dates])
    case = replace(CASE, days=(date(2025, 6, 1) - CASE.first).days, horizon=150)
    mean = moved_by(np.where(school, 0.5, 0.0), CASE)[: len(case.dates)]
    series = case.series(np.random.default_rng(1).poisson(mean[: case.days]).astype(np.float64))
    school = school[: len(case.dates)]
    series = replace(series, drivers=replace(series.drivers, school_holiday=school))
    for days in (school[case.days :], ~school[case.days :]):
        found, true = forecast(series)[days], mean[case.days :][days]
        morning = true[:, :12].sum() / true.sum()
        assert found[:, :12].sum() / found.sum() == pytest.approx(morning, abs=0.02)


def test_a_period_of_few_known_days_has_no_shape() -> None:
    told = np.zeros(len(CASE.dates), bool)
    told[300 : 300 + FEWEST_DAYS - 1] = True
    told[CASE.days + 5 : CASE.days + 20] = True
    trust = np.ones(CASE.days)
    plain = shape_season(series_of(CASE.truth), CASE.days, trust)
    found = shape_season(series_of(CASE.truth, Fair=told), CASE.days, trust)
    np.testing.assert_allclose(found, plain, atol=1e-6)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(14, 1200),
    st.sampled_from([1, 24, 48]),
    st.sampled_from([0.0, 1.0, 50.0, 3000.0]),
    st.floats(-1.5, 1.5),
    st.integers(0, 40),
)
def test_shares_sum_to_one_and_are_zero_where_closed(
    days: int, slots: int, calls: float, size: float, told: int
) -> None:
    case = Case(days=days, horizon=28, slots=slots, calls=calls)
    mean = case.truth * np.exp(size * np.cos(2 * np.pi * years(case)))[:, None]
    on = np.arange(len(case.dates)) % 50 < told
    series = series_of(mean, case, Fair=on)
    found, is_open = forecast(series), case.open_slots[days:]
    np.testing.assert_allclose(found.sum(axis=1), is_open.any(axis=1).astype(float))
    assert (found[~is_open] == 0).all()
    assert (found >= 0).all()
