"""What a date says: weekday, holidays and their neighbours, place in month and year."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.plan.days.drivers import no_drivers
from tests.data.plan.plan_texts import calendar
from training.series.features import DayFeatures, day_features

YEAR = tuple(date(2025, 1, 1) + timedelta(days=i) for i in range(365))


def features(days: tuple[date, ...] = YEAR) -> DayFeatures:
    return day_features(days, calendar("BE"), no_drivers(len(days)))


def days_where(name: str) -> set[date]:
    found = features()
    on = found.fixed[:, found.names.index(name)] != 0
    return {day for day, x in zip(YEAR, on, strict=True) if x}


def column(name: str, days: tuple[date, ...] = YEAR) -> NDArray[np.float64]:
    found = features(days)
    return found.fixed[:, found.names.index(name)]


def test_every_day_has_exactly_one_weekday() -> None:
    weekdays = np.column_stack([column(f"weekday {i}") for i in range(7)])
    assert ((weekdays != 0).sum(axis=1) == 1).all()
    assert (weekdays.argmax(axis=1) == [day.weekday() for day in YEAR]).all()


def test_a_holiday_has_a_column_of_its_own_beside_that_of_all_holidays() -> None:
    every = {day for day in YEAR if day in calendar("BE")}
    assert days_where("holiday") == every
    christmas = date(2025, 12, 25)
    assert days_where(f"holiday {calendar('BE')[christmas]}") == {christmas}


def test_the_same_holiday_of_two_years_shares_its_column() -> None:
    days = tuple(date(2024, 1, 1) + timedelta(days=i) for i in range(731))
    easter = calendar("BE")[date(2025, 4, 21)]
    on = column(f"holiday {easter}", days) != 0
    assert [day for day, x in zip(days, on, strict=True) if x] == [
        date(2024, 4, 1),
        date(2025, 4, 21),
    ]


def test_the_friday_after_ascension_is_a_bridge_day_and_plain_days_are_not() -> None:
    bridges = days_where("bridge day")
    assert date(2025, 5, 30) in bridges
    assert date(2025, 11, 10) in bridges  # a Monday before a holiday on Tuesday
    assert date(2025, 5, 23) not in bridges
    assert not bridges & set(calendar("BE"))


def test_the_eve_of_a_holiday_and_the_working_day_after_it_are_marked() -> None:
    assert date(2025, 7, 20) in days_where("before holiday")
    after = days_where("after holiday")
    assert date(2025, 4, 22) in after  # the Tuesday after Easter Monday
    assert date(2025, 7, 22) in after
    assert date(2025, 3, 10) not in after  # a Monday after a plain weekend


def test_the_turn_of_the_year_is_marked_on_both_its_sides() -> None:
    assert days_where("turn of the year") == {date(2025, 12, d) for d in range(24, 32)}
    assert days_where("first week of the year") == {date(2025, 1, d) for d in range(1, 8)}


def test_a_day_means_the_same_whatever_days_stand_beside_it() -> None:
    some = tuple(day for day in YEAR if day.month == 3)
    common = [name for name in features(some).names if not name.startswith("holiday ")]
    rows = np.array([day in some for day in YEAR])
    for name in common:
        assert (column(name, some) == column(name)[rows]).all(), name


def test_the_wave_over_the_month_ends_where_it_began_in_months_of_any_length() -> None:
    for month in (2, 4, 5):
        days = tuple(day for day in YEAR if day.month == month)
        for name in (x for x in features(days).names if x.startswith("month")):
            assert abs(column(name, days).sum()) < 1e-9, name


def test_the_yearly_waves_come_back_after_four_years_and_not_before() -> None:
    days = tuple(date(2021, 1, 1) + timedelta(days=i) for i in range(1462))
    annual = features(days).annual
    assert np.abs(annual[1461] - annual[0]).max() < 1e-9
    assert np.abs(annual[180] - annual[0]).max() > 0.5


def test_bridge_days_of_a_weekday_have_a_column_beside_that_of_all() -> None:
    bridges = days_where("bridge day")
    weekdays = {name for name in features().names if name.startswith("bridge day ")}
    assert weekdays == {"bridge day Monday", "bridge day Friday"}
    assert days_where("bridge day Monday") == {day for day in bridges if day.weekday() == 0}
    assert days_where("bridge day Friday") == {day for day in bridges if day.weekday() == 4}


def test_each_day_around_new_year_has_a_column_beside_that_of_all() -> None:
    names = [name for name in features().names if name.startswith("turn day")]
    days = sorted(day for name in names for day in days_where(name))
    assert days == [date(2025, 1, 1), date(2025, 1, 2), *sorted(days_where("turn of the year"))]


def test_told_periods_have_columns_of_their_own() -> None:
    on = np.array([day.month == 3 for day in YEAR])
    told = replace(no_drivers(len(YEAR)), periods={"Ramadan": on, "fair": ~on & on})
    found = day_features(YEAR, calendar("BE"), told)
    assert (found.fixed[:, found.names.index("period Ramadan")] == on).all()
    assert "period fair" not in found.names
