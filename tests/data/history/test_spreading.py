"""Daily totals are put on the plan's intervals as the queue's own stored intervals lie."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal
from sqlalchemy import Engine, insert, update

from data.calendar.clock import day_start, interval_grid, local_day, local_offsets
from data.database.schema import history
from data.history.daily.spreading import SpreadRefusedError, SpreadSeries, spread_days
from data.history.daily.total import shared, spread_counts
from data.history.demand import read_demand
from data.history.series_rows import MISSING, SeriesRows
from models.arrays import Counts
from tests.data.history.history_cases import BRUSSELS, make_engine, make_plan

QUEUE = "billing-fr"
HOURS = (480, 720)  # 08:00 to 12:00
PLAN = replace(make_plan(hours=HOURS), daily_totals_spread=frozenset({QUEUE}))
MORNING = np.array([40, 30, 20, 10, 8, 6, 4, 2])
MONDAY = date(2025, 9, 1)
counts = st.integers(0, 5000)


def stored(
    folder: Path, shape: Sequence[int] = tuple(MORNING), days: int = 28, site: str = ""
) -> Engine:
    """Half-hours from 08:00 on, the same on every day; on Mondays the other way round."""
    engine = make_engine(folder)
    rows = []
    for day in (MONDAY + timedelta(days=x) for x in range(days)):
        first = day_start(day, BRUSSELS) + 8 * 3600
        calls = shape[::-1] if day.weekday() == 0 else shape
        rows += [
            {"queue": QUEUE, "site": site, "interval_start": first + i * 1800, "offered": int(x)}
            for i, x in enumerate(calls)
        ]
    with engine.begin() as connection:
        connection.execute(insert(history), rows)
    return engine


def totals(days: Sequence[date], offered: Sequence[int], site: str = "") -> SeriesRows:
    """Daily rows: nine of ten calls answered, an AHT, two seconds of wait a call."""
    came = np.array(offered, dtype=np.int64)
    return SeriesRows(
        queue=QUEUE,
        site=site,
        lines=np.arange(2, 2 + len(days)),
        starts=np.array([day_start(x, BRUSSELS) for x in days], dtype=np.int64),
        offered=came,
        answered=came * 9 // 10,
        abandoned=came - came * 9 // 10,
        answered_in_time=np.full(len(days), MISSING),
        aht_seconds=np.full(len(days), 321.5),
        wait_seconds=(came * 2).astype(np.float64),
    )


def of_day(found: SpreadSeries, day: date) -> Counts:
    days = [local_day(x, BRUSSELS) for x in found.rows.starts.tolist()]
    return np.asarray(found.rows.offered[np.array([x == day for x in days])])


# The sums of a day.


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=96).filter(lambda x: sum(x) > 0.01),
    st.tuples(counts, counts, counts, counts),
    st.booleans(),
)
def test_counts_sum_to_the_days_and_keep_their_bounds(
    shares: list[float], drawn: tuple[int, ...], unsaid: bool
) -> None:
    offered, answered, abandoned, in_time = np.sort(drawn)[::-1].tolist()
    abandoned = min(abandoned, offered - answered)
    in_time = min(in_time, answered)
    answered = MISSING if unsaid else answered
    found = spread_counts(offered, answered, abandoned, in_time, np.array(shares))
    assert (found.offered.sum(), found.abandoned.sum()) == (offered, abandoned)
    assert found.answered_in_time.sum() == in_time
    assert (found.abandoned >= 0).all()
    assert (found.offered[np.array(shares) == 0] == 0).all()
    if unsaid:
        assert (found.answered == MISSING).all()
        return
    assert found.answered.sum() == answered
    assert (found.answered + found.abandoned <= found.offered).all()
    assert (found.answered_in_time <= found.answered).all()


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=96), counts, counts)
def test_calls_answered_of_the_interval_before_are_kept_too(
    shares: list[float], offered: int, more: int
) -> None:
    found = spread_counts(offered, offered + more, MISSING, MISSING, np.array(shares))
    assert found.answered.sum() == offered + more
    assert (found.answered >= found.offered).all()
    assert (found.abandoned == MISSING).all()


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=96).filter(any), counts)
def test_no_part_is_a_whole_call_off_its_share(weights: list[int], total: int) -> None:
    exact = total * np.array(weights) / sum(weights)
    assert (np.abs(shared(total, np.array(weights)) - exact) < 1).all()


# A queue's days.


def test_a_day_gets_the_shape_of_its_weekday(tmp_path: Path) -> None:
    monday, tuesday = date(2025, 9, 29), date(2025, 9, 30)
    found = spread_days(stored(tmp_path), PLAN, totals([monday, tuesday], [1200, 1200]))
    assert_array_equal(of_day(found, tuesday), MORNING * 10)
    assert of_day(found, monday).sum() == 1200
    assert of_day(found, monday)[-1] > of_day(found, monday)[0]
    assert (found.refused, found.warnings, found.rows.spread) == ((), (), True)


def test_what_is_said_of_the_day_is_kept_and_what_is_not_stays_missing(tmp_path: Path) -> None:
    given_day = totals([date(2025, 9, 30)], [777])
    found = spread_days(stored(tmp_path), PLAN, given_day).rows
    assert found.offered.sum() == 777
    assert found.answered.sum() == given_day.answered[0]
    assert_array_equal(found.answered + found.abandoned, found.offered)
    assert (found.answered_in_time == MISSING).all()
    weight = found.answered / found.answered.sum()
    assert np.nansum(weight * found.aht_seconds) == pytest.approx(321.5)
    assert found.wait_seconds.sum() == pytest.approx(1554)
    assert (found.lines == 2).all()
    unsaid = replace(given_day, aht_seconds=np.array([np.nan]), wait_seconds=np.array([np.nan]))
    found = spread_days(stored(tmp_path / "b"), PLAN, unsaid).rows
    assert np.isnan([found.aht_seconds, found.wait_seconds]).all()


def test_a_day_without_calls_is_zeros_over_its_open_hours(tmp_path: Path) -> None:
    found = spread_days(stored(tmp_path), PLAN, totals([date(2025, 9, 30)], [0])).rows
    assert_array_equal(found.offered, np.zeros(8))
    assert np.isnan(found.aht_seconds).all()


@pytest.mark.parametrize(
    ("day", "intervals"), [(date(2025, 10, 26), 50), (date(2025, 3, 30), 46), (MONDAY, 48)]
)
def test_a_day_on_which_the_clock_changes_has_its_own_intervals(
    tmp_path: Path, day: date, intervals: int
) -> None:
    plan = replace(make_plan(), daily_totals_spread=frozenset({QUEUE}))
    engine = stored(tmp_path, shape=[5] * 32)
    open_all_day = replace(plan, opening_hours=())
    with engine.begin() as connection:
        connection.execute(history.delete())
        grid = interval_grid(date(2025, 5, 5), 28, BRUSSELS, 30)
        rows = [
            {"queue": QUEUE, "site": "", "interval_start": x, "offered": 3}
            for x in grid.starts.tolist()
        ]
        connection.execute(insert(history), rows)
    found = spread_days(engine, open_all_day, totals([day], [4 * intervals])).rows
    assert_array_equal(found.offered, np.full(intervals, 4))
    assert len(set(found.starts.tolist())) == intervals


def test_a_holiday_is_like_the_holidays_that_are_stored(tmp_path: Path) -> None:
    holidays = [MONDAY + timedelta(days=x) for x in (1, 9, 17)]  # Tuesday, Wednesday, Thursday
    calendar = {x: "Holiday" for x in [*holidays, date(2025, 10, 1)]}
    plan = replace(PLAN, calendars={"BE": calendar})
    engine = stored(tmp_path)
    with engine.begin() as connection:
        for day in holidays:
            first = day_start(day, BRUSSELS) + 8 * 3600
            for i in range(8):
                at = history.c.interval_start == first + i * 1800
                connection.execute(update(history).where(at).values(offered=500 if i == 4 else 1))
    found = spread_days(engine, plan, totals([date(2025, 9, 30), date(2025, 10, 1)], [120, 120]))
    assert_array_equal(of_day(found, date(2025, 9, 30)), MORNING)
    assert of_day(found, date(2025, 10, 1))[4] > 90


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return stored(tmp_path_factory.mktemp("known"))


@given(st.lists(counts, min_size=1, max_size=40))
def test_any_days_keep_their_sums_within_their_open_hours(
    known: Engine, offered: list[int]
) -> None:
    days = [date(2025, 10, 1) + timedelta(days=x) for x in range(len(offered))]
    told = totals(days, offered)
    found = spread_days(known, PLAN, told).rows
    hours = [x % 86_400 // 60 for x in (found.starts + local_offsets(found.starts, BRUSSELS))]
    assert min(hours) >= HOURS[0]
    assert max(hours) < HOURS[1]
    assert_array_equal(np.diff(found.starts) > 0, True)
    at = found.lines - 2
    for name in ("offered", "answered", "abandoned"):
        assert_array_equal(np.bincount(at, getattr(found, name)), getattr(told, name))
    assert np.bincount(at, found.wait_seconds) == pytest.approx(told.wait_seconds)


# What is left out and refused.


def test_counted_half_hours_of_the_day_stand_and_are_compared(tmp_path: Path) -> None:
    days = [date(2025, 9, 2), date(2025, 9, 3), date(2025, 9, 30)]
    found = spread_days(stored(tmp_path), PLAN, totals(days, [120, 150, 100]))
    assert {local_day(x, BRUSSELS) for x in found.rows.starts.tolist()} == {days[2]}
    left, differ = found.warnings
    assert "2 days have intervals stored already" in left
    assert "2025-09-03 150 not 120" in differ
    assert "2025-09-02" not in differ


def test_another_sites_half_hours_are_no_obstacle(tmp_path: Path) -> None:
    engine = stored(tmp_path, site="liege")
    found = spread_days(engine, PLAN, totals([date(2025, 9, 2)], [120], "morocco"))
    assert (found.rows.offered.sum(), found.warnings) == (120, ())
    assert len(spread_days(engine, PLAN, totals([date(2025, 9, 2)], [120])).rows) == 0


def test_a_spread_day_is_corrected_by_a_later_total_and_teaches_no_shape(tmp_path: Path) -> None:
    engine = stored(tmp_path)
    day = date(2025, 9, 16)
    first = day_start(day, BRUSSELS)
    inside = history.c.interval_start.between(first, first + 86_399)
    with engine.begin() as connection:
        connection.execute(update(history).where(inside).values(spread=1, offered=900))
    found = spread_days(engine, PLAN, totals([day], [1200]))
    assert_array_equal(found.rows.offered, MORNING * 10)
    read = read_demand(engine, PLAN, QUEUE)
    assert int(read.spread.sum()) == 8


def test_calls_on_a_closed_day_are_refused_with_the_row(tmp_path: Path) -> None:
    weekdays = frozenset(range(5))
    opening = (replace(PLAN.opening_hours[0], weekdays=weekdays),)
    plan = replace(PLAN, opening_hours=opening)
    days = [date(2025, 10, 3), date(2025, 10, 4), date(2025, 10, 5)]
    found = spread_days(stored(tmp_path), plan, totals(days, [120, 7, 0]))
    (refused,) = found.refused
    assert (refused.line, refused.day) == (3, days[1])
    assert "7 calls while the plan has billing-fr closed (Saturday): correct" in refused.reason
    assert found.rows.offered.sum() == 120


def test_a_total_within_the_day_is_refused(tmp_path: Path) -> None:
    given_day = totals([date(2025, 9, 30)], [100])
    later = replace(given_day, starts=given_day.starts + 3600)
    (refused,) = spread_days(stored(tmp_path), PLAN, later).refused
    assert "a daily total stands at 00:00" in refused.reason


def test_a_queue_whose_plan_does_not_say_so_is_refused_with_both_ways_out(tmp_path: Path) -> None:
    plan = replace(PLAN, daily_totals_spread=frozenset())
    with pytest.raises(SpreadRefusedError, match=r"export .* by interval, or write daily_totals_"):
        spread_days(stored(tmp_path), plan, totals([date(2025, 9, 30)], [100]))


@pytest.mark.parametrize("days", [0, 19])
def test_a_queue_without_weeks_of_intervals_is_refused(tmp_path: Path, days: int) -> None:
    engine = stored(tmp_path, days=days) if days else make_engine(tmp_path)
    with pytest.raises(SpreadRefusedError, match=f"day shape from: {days} whole days of 30-minute"):
        spread_days(engine, PLAN, totals([date(2025, 9, 30)], [100]))
