"""The callers' clock, judged by zoneinfo one instant at a time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import data  # noqa: F401 (zones come from the pinned tzdata package)
from data.calendar.clock import (
    day_start,
    interval_grid,
    local_day,
    local_iso,
    local_offsets,
    local_periods,
    utc_iso,
    utc_of_local,
)

ZONES = sorted(x for x in available_timezones() if "/" in x and not x.startswith("Etc/"))
BRUSSELS = "Europe/Brussels"


def instants(*texts: str) -> NDArray[np.int64]:
    return np.array([int(datetime.fromisoformat(x).timestamp()) for x in texts], dtype=np.int64)


def local(start: int, timezone: str) -> datetime:
    return datetime.fromtimestamp(start, ZoneInfo(timezone))


def test_a_day_without_clock_change_has_48_half_hours() -> None:
    grid = interval_grid(date(2025, 10, 25), 1, BRUSSELS, 30)
    assert grid.slot.tolist() == list(range(48))


def test_the_spring_day_lacks_the_skipped_half_hours() -> None:
    grid = interval_grid(date(2025, 3, 30), 1, BRUSSELS, 30)
    assert grid.slot.tolist() == [0, 1, 2, 3, *range(6, 48)]
    assert set(np.diff(grid.starts)) == {1800}


def test_the_autumn_day_has_its_doubled_half_hours_twice() -> None:
    grid = interval_grid(date(2025, 10, 26), 1, BRUSSELS, 30)
    assert grid.slot.tolist() == [0, 1, 2, 3, 4, 5, 4, 5, *range(6, 48)]
    assert set(np.diff(grid.starts)) == {1800}


def test_a_daily_grid_has_days_of_23_and_25_hours() -> None:
    grid = interval_grid(date(2025, 1, 1), 366, BRUSSELS, 1440)
    hours = np.diff(grid.starts) // 3600
    assert sorted(set(hours.tolist())) == [23, 24, 25]
    assert grid.day.tolist() == list(range(366))
    assert not grid.slot.any()


def test_a_day_whose_midnight_does_not_exist_begins_with_its_first_instant() -> None:
    grid = interval_grid(date(2024, 4, 26), 1, "Africa/Cairo", 1440)
    assert local_iso(grid.starts, "Africa/Cairo") == ["2024-04-26T01:00:00+03:00"]
    assert interval_grid(date(2024, 4, 26), 1, "Africa/Cairo", 30).slot.tolist() == [*range(2, 48)]


def test_a_day_that_the_zone_skipped_has_no_interval() -> None:
    for minutes in (30, 1440):
        grid = interval_grid(date(2011, 12, 29), 3, "Pacific/Apia", minutes)
        assert sorted(set(grid.day.tolist())) == [0, 2]
    assert day_start(date(2011, 12, 30), "Pacific/Apia") == day_start(
        date(2011, 12, 31), "Pacific/Apia"
    )


def test_hours_of_a_zone_with_a_half_hour_offset_begin_on_its_own_clock() -> None:
    grid = interval_grid(date(2025, 6, 1), 1, "Asia/Kolkata", 60)
    assert utc_iso(grid.starts)[0] == "2025-05-31T18:30:00Z"
    assert grid.slot.tolist() == list(range(24))


def test_morocco_leaves_its_ramadan_clock_and_is_utc_for_good_from_september_2026() -> None:
    asked = instants(
        "2026-02-14T12:00Z", "2026-02-15T12:00Z", "2026-03-22T12:00Z", "2026-09-21T12:00Z"
    )
    assert local_offsets(asked, "Africa/Casablanca").tolist() == [3600, 0, 3600, 0]


@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(1990, 1, 1), date(2040, 12, 31)),
    days=st.integers(1, 40),
    minutes=st.sampled_from([15, 30, 60, 1440]),
)
@settings(max_examples=150)
def test_a_grid_agrees_with_zoneinfo_in_every_zone(
    zone: str, first: date, days: int, minutes: int
) -> None:
    grid = interval_grid(first, days, zone, minutes)
    assert (np.diff(grid.starts) > 0).all()
    shown = [local(x, zone) for x in grid.starts.tolist()]
    assert [x.date() for x in shown] == [grid.days[i] for i in grid.day]
    if minutes < 1440:
        assert [x.hour * 60 + x.minute for x in shown] == (grid.slot * minutes).tolist()
        steps = np.diff(grid.starts)
        shifts = np.diff(local_offsets(grid.starts, zone))
        assert (steps[shifts == 0] == minutes * 60).all()
        assert (
            grid.starts.size
            == sum(
                (day_start(day + timedelta(days=1), zone) - day_start(day, zone)) // (minutes * 60)
                for day in grid.days
            )
            or (shifts % (minutes * 60)).any()
        )


@given(
    zone=st.sampled_from(ZONES),
    start=st.integers(631_152_000, 2_240_000_000),
)
@settings(max_examples=300)
def test_the_instants_of_a_local_time_are_zoneinfos_two_folds(zone: str, start: int) -> None:
    naive = local(start, zone).replace(tzinfo=None, fold=0)
    seconds = np.array([int(naive.replace(tzinfo=UTC).timestamp())], dtype=np.int64)
    first, second, exists = utc_of_local(seconds, zone)
    folds = [int(naive.replace(tzinfo=ZoneInfo(zone), fold=x).timestamp()) for x in (0, 1)]
    assert [first[0], second[0], exists[0]] == [*folds, True]


def test_a_local_time_that_spring_skips_does_not_exist() -> None:
    naive = instants("2025-03-30T01:30Z", "2025-03-30T02:00Z", "2025-03-30T02:30Z")
    first, second, exists = utc_of_local(naive, BRUSSELS)
    assert exists.tolist() == [True, False, False]
    assert utc_iso(first)[1:] == utc_iso(second)[1:] == ["2025-03-30T01:00:00Z"] * 2


@given(
    zone=st.sampled_from(ZONES),
    starts=st.lists(st.integers(631_152_000, 2_240_000_000), min_size=1, max_size=20),
)
def test_labels_are_what_zoneinfo_writes(zone: str, starts: list[int]) -> None:
    array = np.array(starts, dtype=np.int64)
    assert local_iso(array, zone) == [local(x, zone).isoformat() for x in starts]
    assert [datetime.fromisoformat(x).timestamp() for x in utc_iso(array)] == starts


def test_no_instants_have_no_labels() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert (local_iso(none, BRUSSELS), utc_iso(none)) == ([], [])
    assert local_periods(none, BRUSSELS, "week")[1] == []


def test_the_doubled_autumn_hour_is_two_periods() -> None:
    starts = instants("2025-10-26T00:30Z", "2025-10-26T00:00Z", "2025-10-26T01:30Z")
    index, labels = local_periods(starts, BRUSSELS, "hour")
    assert labels == ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00"]
    assert index.tolist() == [0, 0, 1]


def test_days_weeks_and_months_are_the_local_ones() -> None:
    starts = instants("2025-08-31T21:59Z", "2025-08-31T22:00Z", "2025-09-07T22:00Z")
    labels = {x: local_periods(starts, BRUSSELS, x) for x in ("day", "week", "month")}
    assert labels["day"][1] == ["2025-08-31", "2025-09-01", "2025-09-08"]
    assert labels["week"][1] == ["2025-08-25", "2025-09-01", "2025-09-08"]
    assert labels["month"][1] == ["2025-08-01", "2025-09-01"]
    assert labels["month"][0].tolist() == [0, 1, 1]


def test_the_local_day_of_an_instant_is_the_callers() -> None:
    assert local_day(int(instants("2025-08-31T22:00Z")[0]), BRUSSELS) == date(2025, 9, 1)
