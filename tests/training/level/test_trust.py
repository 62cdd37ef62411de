"""Which days of history are believed: outages are not, usual days and lasting changes are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Floats
from tests.training.series_cases import Case
from training.level.trust import SHORTEST_JUDGED, day_shocks, day_trust, trust_of

CASE = Case(days=194, calls=1000.0)  # to a Friday in July
ODD = 150  # a working day with working days all around


def with_day(factor: float, case: Case = CASE, day: int = ODD) -> Floats:
    """The counts with one day's times ``factor``."""
    counts = case.counts()
    counts[day] = np.round(factor * counts[day])
    return counts


def trust(counts: Floats, case: Case = CASE) -> Floats:
    return day_trust(case.series(counts))


def test_usual_days_are_believed_in_full() -> None:
    assert (trust(CASE.counts()) == 1).all()


@pytest.mark.parametrize("factor", [0.0, 0.1, 0.5, 2.5])
@pytest.mark.parametrize("day", [3, ODD, CASE.days - 1])
def test_a_day_far_from_what_was_due_is_not_believed_wherever_it_stands(
    factor: float, day: int
) -> None:
    found = trust(with_day(factor, day=day))
    assert found[day] == 0
    assert np.delete(found, day).mean() > 0.97


def test_a_day_a_little_off_is_believed_in_part() -> None:
    assert 0.5 < trust(with_day(0.8))[ODD] < 1


def test_a_week_without_service_says_nothing_about_the_days_around_it() -> None:
    counts, week = CASE.counts(), slice(140, 145)  # Monday to Friday
    counts[week] = np.round(0.2 * counts[week])
    found = trust(counts)
    assert (found[week] == 0).all()
    assert (found[np.r_[126:140, 145:159]] == 1).all()


@pytest.mark.parametrize(("since", "factor"), [(100, 1.4), (165, 1.6)])
def test_a_lasting_change_of_level_is_no_reason_for_doubt(since: int, factor: float) -> None:
    case = replace(CASE, level={since: factor})
    found = trust(case.counts(), case)
    assert (found[since:] == 1).all()
    assert found.mean() > 0.97


def test_a_strange_day_stands_out_from_its_neighbours_however_the_level_moved() -> None:
    case = replace(CASE, level={100: 1.6})
    assert trust(with_day(0.6, case), case)[ODD] == 0


def test_a_holiday_that_comes_back_every_year_is_learned_and_not_doubted() -> None:
    case = Case(days=800, calls=1000.0, closed_on_holidays=False)
    series = case.series()
    holidays = series.features.holiday[: case.days] & series.open_days[: case.days]
    counts = case.counts()
    counts[holidays] = np.round(0.4 * counts[holidays])
    found = trust(counts, case)
    assert holidays.sum() > 15
    assert (found[holidays] > 0.5).mean() > 0.9
    assert found[holidays].mean() > 0.8


def test_growth_that_planners_told_is_no_shock() -> None:
    counts = CASE.counts()
    counts[ODD:] = np.round(2 * counts[ODD:])
    plain = CASE.series(counts)
    exposure = np.where(np.arange(len(plain.days)) < ODD, 0.5, 1.0)
    told = replace(plain, drivers=replace(plain.drivers, exposure=exposure))
    near = slice(ODD - 10, ODD + 10)
    assert np.nanmax(np.abs(day_shocks(plain)[near])) > 0.3
    assert np.nanmax(np.abs(day_shocks(told)[near])) < 0.15


@pytest.mark.parametrize(
    ("open_days", "believed"), [(SHORTEST_JUDGED - 1, 1), (SHORTEST_JUDGED, 0)]
)
def test_a_short_history_judges_no_day(open_days: int, believed: float) -> None:
    case = Case(days=open_days, calls=1000.0, week=(1.3, 1.1, 1.0, 0.95, 1.05, 0.4, 0.4))
    case = replace(case, closed_on_holidays=False)
    assert trust(with_day(0.1, case, day=15), case)[15] == believed


def test_a_weight_that_planners_stated_is_taken_as_stated() -> None:
    series = CASE.series(with_day(0.0))
    stated = np.full(len(series.days), np.nan)
    stated[ODD], stated[ODD + 1], stated[CASE.days :] = 1.0, 0.25, 0.5
    found = day_trust(replace(series, drivers=replace(series.drivers, weight=stated)))
    assert (found[ODD], found[ODD + 1], found[ODD + 2]) == (1.0, 0.25, 1.0)
    assert found.shape == (CASE.days,)


def test_a_shock_is_the_log_ratio_to_what_was_due_and_closed_days_have_none() -> None:
    shocks = day_shocks(CASE.series(with_day(0.6)))
    assert shocks[ODD] == pytest.approx(np.log(0.6), abs=0.1)
    closed = ~CASE.open_slots[: CASE.days].any(axis=1)
    assert np.isnan(shocks[closed]).all()
    assert abs(np.median(shocks[~closed])) < 0.01


SHOCKS = st.lists(st.floats(-3, 3), min_size=5, max_size=60).map(np.array)


@given(SHOCKS)
def test_the_farther_off_a_day_is_the_less_it_is_believed(shocks: Floats) -> None:
    found = trust_of(shocks)
    assert ((found >= 0) & (found <= 1)).all()
    assert (np.diff(found[np.argsort(np.abs(shocks))]) <= 0).all()
    np.testing.assert_array_equal(found, trust_of(-shocks))
    assert (found == 1).sum() >= len(shocks) / 2  # at least those within the median


@given(SHOCKS)
def test_days_without_a_shock_are_believed_and_change_nothing(shocks: Floats) -> None:
    with_closed = np.insert(shocks, 2, np.nan)
    found = trust_of(with_closed)
    assert found[2] == 1
    np.testing.assert_array_equal(np.delete(found, 2), trust_of(shocks))


def test_trust_falls_as_hubers_weights_do_and_ends_at_eight_deviations() -> None:
    shocks = np.zeros(101)
    shocks[:4] = [0.059, 0.12, 0.159, 0.161]  # deviations of 0.02
    assert trust_of(shocks)[:5] == pytest.approx([1, 0.5, 3 / 7.95, 0, 1])


def test_where_nothing_is_judged_everything_is_believed() -> None:
    assert trust_of(np.full(9, np.nan)).tolist() == [1.0] * 9
