"""Components of the daily level, each judged on series whose truth is known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.arrays import Floats
from tests.training.series_cases import Case, day_index
from training.level.calendar_columns import calendar_columns
from training.level.components import COMPONENTS, USUAL, level_forecasts, usable
from training.level.known_days import KnownDays
from training.level.past_averages import last_year, weekday_average
from training.level.recent_level import recent_level
from training.level.regression import fit_log_linear

SHORT = Case(days=70, horizon=14)
LONG = Case(days=800, horizon=91, yearly=0.4, calls=1000.0)
CASES = pytest.mark.parametrize("case", [SHORT, LONG], ids=["ten weeks", "two years"])


def trusting(case: Case) -> Floats:
    return np.ones(case.days)


def components(case: Case, counts: Floats | None = None) -> dict[str, Floats]:
    return level_forecasts(COMPONENTS, known_days(case, counts))


def known_days(case: Case, counts: Floats | None = None) -> KnownDays:
    return KnownDays(case.series(counts), case.days, trusting(case))


def future_calls(case: Case) -> Floats:
    return np.asarray(case.truth[case.days :].sum(axis=1))


def miss(case: Case, mean: Floats) -> float:
    calls = future_calls(case)
    return float(np.abs(mean - calls).sum() / calls.sum())


@CASES
def test_every_component_covers_every_day_and_is_zero_on_closed_ones(case: Case) -> None:
    closed = ~case.open_slots[case.days :].any(axis=1)
    assert closed.any()
    for name, mean in components(case).items():
        assert mean.shape == (case.horizon,), name
        assert (mean[closed] == 0).all(), name
        assert (np.isfinite(mean) & (mean >= 0)).all(), name


def week(case: Case, mean: Floats) -> Floats:
    """(6,) what Monday to Saturday have of a mean day's calls."""
    weekday = np.array([day.weekday() for day in case.dates[case.days :]])
    is_open = case.open_slots[case.days :].any(axis=1)
    calls = np.array([mean[(weekday == day) & is_open].mean() for day in range(6)])
    return np.asarray(calls / calls.mean())


def astray(case: Case, mean: Floats) -> float:
    """How far a weekday is from what it should be of a mean day, at most."""
    return float(np.abs(week(case, mean) - week(case, future_calls(case))).max())


@CASES
def test_every_component_learns_the_week(case: Case) -> None:
    found = components(case)
    for name, mean in found.items():
        assert astray(case, mean) < 0.05, name
        assert miss(case, mean) < 0.17, name
    assert min(miss(case, mean) for mean in found.values()) < 0.06


@CASES
def test_a_flat_mean_would_not_pass_for_the_week(case: Case) -> None:
    calls = future_calls(case)
    flat = np.where(calls > 0, calls[calls > 0].mean(), 0.0)
    assert astray(case, flat) > 0.5
    assert miss(case, flat) > 0.17


def test_components_have_names_of_their_own_and_one_is_the_usual_average() -> None:
    assert len({x.name for x in COMPONENTS}) == len(COMPONENTS)
    assert USUAL in COMPONENTS


def names(case: Case, origin: int | None = None) -> set[str]:
    known = KnownDays(case.series(), origin or case.days, trusting(case))
    return {x.name for x in usable(COMPONENTS, known)}


def test_a_component_is_asked_only_where_its_needs_are_met() -> None:
    year = replace(SHORT, days=548)
    assert "calendar" in names(year)
    assert "calendar" not in names(replace(SHORT, days=549))
    assert "calendar" not in names(LONG, origin=200)  # the history is long wherever one stands
    assert "last year x growth" in names(year, origin=392)
    assert "last year x growth" not in names(year, origin=391)
    assert names(SHORT) == {x.name for x in COMPONENTS if x.name != "last year x growth"}


def test_the_order_of_the_components_is_that_of_their_names() -> None:
    known = known_days(LONG)
    assert usable(COMPONENTS[::-1], known) == usable(COMPONENTS, known)


@CASES
def test_what_comes_after_the_origin_changes_nothing(case: Case) -> None:
    origin = case.days - 21
    counts, other = case.counts(), case.counts()
    other[origin:] *= 3
    before, after = (
        level_forecasts(COMPONENTS, KnownDays(case.series(x), origin, trusting(case)))
        for x in (counts, other)
    )
    for name, mean in before.items():
        assert (mean == after[name]).all(), name


def test_the_weekday_average_is_the_mean_of_its_last_open_days() -> None:
    series = SHORT.series()
    known = np.arange(70.0) + 1
    known[63] = np.nan  # the last Monday was closed
    average = weekday_average(series, known, 2)
    assert average[0] == (known[56] + known[49]) / 2
    assert average[1] == (known[64] + known[57]) / 2
    assert average[7] == average[0]


def test_a_weekday_never_seen_takes_the_mean_of_the_others() -> None:
    series = SHORT.series()
    known = np.full(70, 10.0)
    known[6::7] = np.nan
    assert (weekday_average(series, known, 8) == 10.0).all()


def test_last_year_grows_as_the_last_weeks_did() -> None:
    case = replace(LONG, level={400: 1.3}, yearly=0.3, horizon=56)
    series = case.series()
    grown = last_year(series, series.totals, trusting(case)) * series.open_days[case.days :]
    assert miss(case, grown) < 0.1


@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_last_year_keeps_the_edges_of_a_yearly_peak(factor: float) -> None:
    begin = LONG.days - 336  # comes again 28 days ahead
    peaks = {begin: factor, begin + 28: 1.0, begin + 364: factor}
    case = replace(LONG, yearly=0.1, horizon=56, level=peaks)
    series = case.series()
    found = last_year(series, series.totals, trusting(case)) * series.open_days[case.days :]
    truth = case.truth[case.days :].sum(axis=1)
    for week in (slice(21, 28), slice(28, 35), slice(35, 42)):  # before the edge, and after it
        assert found[week].sum() == pytest.approx(truth[week].sum(), rel=0.08)


def test_days_of_last_year_that_nobody_trusts_do_not_come_again() -> None:
    case = replace(LONG, horizon=56)
    there = slice(case.days - 340, case.days - 326)
    counts, trust = case.counts(), trusting(case)
    counts[there] *= 3.0
    trust[there] = 0.0
    with_it, without = case.series(counts), case.series()
    found = last_year(with_it, with_it.totals, trust)
    usual = last_year(without, without.totals, trusting(case))
    weeks = slice(14, 42)  # a year after, and the weeks beside
    assert np.nansum(found[weeks]) == pytest.approx(np.nansum(usual[weeks]), rel=0.03)


def test_the_regression_tells_the_seasons_apart() -> None:
    series = LONG.series()
    columns = calendar_columns(series, 800)
    fitted = fit_log_linear(columns, series.totals, trusting(LONG)).mean(columns)
    mean = np.where(series.open_days[800:], fitted[800:], 0.0)
    assert miss(LONG, mean) < 0.06


def test_a_short_history_gets_no_yearly_waves() -> None:
    fixed = SHORT.series().features.fixed.shape[1]
    assert calendar_columns(SHORT.series(), 70).shape[1] == fixed
    assert calendar_columns(LONG.series(), 800).shape[1] > fixed


def test_a_bridge_day_is_learned_from_those_before() -> None:
    case = Case(days=day_index(Case(), date(2025, 5, 12)), horizon=28, calls=2000.0)
    bridges = [date(2023, 5, 19), date(2024, 5, 10)]
    friday = day_index(case, date(2025, 5, 30)) - case.days
    counts = case.counts()
    for bridge in bridges:
        counts[day_index(case, bridge)] *= 0.5
    plain = components(case)["drifting calendar"][friday]
    assert components(case, counts)["drifting calendar"][friday] < 0.85 * plain


def test_days_without_trust_have_no_say() -> None:
    counts, trust = SHORT.counts(), trusting(SHORT)
    counts[60], trust[60] = 0.0, 0.0
    other = counts.copy()
    other[60] = 500.0
    columns = calendar_columns(SHORT.series(), 70)
    fitted = [fit_log_linear(columns, SHORT.series(x).totals, trust) for x in (counts, other)]
    np.testing.assert_allclose(fitted[0].effects, fitted[1].effects)


def test_the_level_follows_recent_days_and_is_pulled_to_no_shift() -> None:
    up = np.full(60, np.log(1.2))
    assert 0.8 * np.log(1.2) < recent_level(up, np.ones(60), 14.0) < np.log(1.2)
    assert 0 < recent_level(up[:2], np.ones(2), 14.0) < 0.6 * np.log(1.2)
    assert recent_level(np.full(60, np.nan), np.ones(60), 14.0) == 0.0


def test_a_level_shift_beyond_belief_is_cut() -> None:
    assert recent_level(np.full(60, 3.0), np.ones(60), 14.0) < 1.0
