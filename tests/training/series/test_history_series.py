"""Stored history as the series that is fitted."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from data.history.store import import_history
from data.plan import Plan
from tests.data.history.history_cases import make_engine, make_plan, make_site, read, rows
from training.series.history_series import QueueInput, UnfitHistoryError, queue_input

QUEUE = "billing-fr"
HEADER = "interval_start,queue,offered,site,answered,aht_seconds"
AUTUMN = date(2025, 10, 26)  # the Sunday on which 02:00 to 03:00 comes twice
PLAN = make_plan(calendars={"BE": {}}, sites=(make_site("liege"), make_site("morocco")))


def line(start: str, offered: int, site: str = "liege", aht: str = "300") -> str:
    return f"{start},{QUEUE},{offered},{site},{offered},{aht}"


def days_of_october(first: int, last: int, site: str = "liege") -> list[str]:
    """One call at every full half-hour of those days at 08:00 to 09:00."""
    return [
        line(f"2025-10-{day:02d}T08:{minute}", 1, site)
        for day in range(first, last + 1)
        for minute in ("00", "30")
    ]


def stored(folder: Path, *lines: str) -> Engine:
    engine = make_engine(folder)
    import_history(engine, [read(rows(*lines, header=HEADER), PLAN)], skip_bad_rows=False)
    return engine


def given(engine: Engine, origin: date = AUTUMN, horizon: int = 7, plan: Plan = PLAN) -> QueueInput:
    return queue_input(engine, plan, plan.queues[0], origin, horizon)


def test_days_run_from_the_first_call_to_the_horizon(tmp_path: Path) -> None:
    series = given(stored(tmp_path, *days_of_october(6, 26))).series
    assert series.first == date(2025, 10, 6)
    assert (series.history_days, series.horizon_days) == (21, 7)
    assert series.counts.shape == (21, 48)
    assert (series.counts[:, 16:18] == 1).all()
    assert np.isnan(series.counts[:, 18]).all()
    assert series.open_slots.all()


def test_calls_after_the_origin_are_not_read(tmp_path: Path) -> None:
    engine = stored(tmp_path, *days_of_october(6, 26))
    assert given(engine, origin=date(2025, 10, 20)).series.history_days == 15


def test_both_autumn_hours_fall_into_the_slots_of_their_label(tmp_path: Path) -> None:
    times = [f"2025-10-26T02:{m}{offset}" for offset in ("+02:00", "+01:00") for m in ("00", "30")]
    night = [line(start, 3 + i) for i, start in enumerate(times)]
    series = given(stored(tmp_path, *days_of_october(6, 26), *night)).series
    assert series.counts[-1, 4:6].tolist() == [8, 10]


def test_an_interval_that_lacks_a_live_sites_row_is_missing_not_low(tmp_path: Path) -> None:
    both = [*days_of_october(6, 26), *days_of_october(6, 26, "morocco")]
    dropped = line("2025-10-15T08:30", 1, "morocco")
    assert dropped in both
    series = given(stored(tmp_path, *(x for x in both if x != dropped))).series
    assert series.counts[8, 16:18].tolist() == [2, 2]
    assert series.counts[9, 16] == 2
    assert np.isnan(series.counts[9, 17])


def test_handling_times_come_with_the_calls_they_are_means_over(tmp_path: Path) -> None:
    lines = [*days_of_october(6, 26), line("2025-10-26T10:00", 9, aht="420")]
    found = given(stored(tmp_path, *lines))
    assert (found.aht[-1, 20], found.answered[-1, 20]) == (420, 9)
    assert np.isnan(found.aht[-1, 21])
    assert found.answered[-1, 21] == 0


def test_less_than_two_weeks_is_too_little_and_says_so(tmp_path: Path) -> None:
    engine = stored(tmp_path, *days_of_october(6, 18))
    with pytest.raises(UnfitHistoryError, match="13 days of history up to 2025-10-18; 14 are"):
        given(engine, origin=date(2025, 10, 18))


def test_a_queue_without_history_is_told_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(UnfitHistoryError, match="relais history import FILE"):
        given(make_engine(tmp_path))


@pytest.mark.parametrize("minutes", [15, 60])
def test_a_plan_of_other_intervals_than_the_history_is_refused(
    tmp_path: Path, minutes: int
) -> None:
    engine = stored(tmp_path, *days_of_october(6, 26))
    with pytest.raises(UnfitHistoryError, match=f"not in the plan's {minutes}-minute intervals"):
        given(engine, plan=replace(PLAN, interval_minutes=minutes))


def test_handling_times_are_kept_by_site_where_several_answer(tmp_path: Path) -> None:
    lines = [
        line(f"2025-10-{day:02d}T09:{minute}", 10, site, aht)
        for day in range(1, 29)
        for minute in ("00", "30")
        for site, aht in (("liege", "300"), ("morocco", "360"))
    ]
    found = given(stored(tmp_path, *lines), origin=date(2025, 10, 28)).sites
    assert set(found) == {"liege", "morocco"}
    assert np.nanmax(found["morocco"].aht) == 360
    assert np.nanmin(found["liege"].aht) == 300
    assert found["morocco"].answered.sum() == 560
    assert (found["morocco"].slower == 1.0).all()


def abandoned(day: int, share: float) -> list[str]:
    given_up = round(10 * share)
    calls = f"{QUEUE},10,liege,{10 - given_up},{given_up},300"
    return [f"2025-10-{day:02d}T08:{minute},{calls}" for minute in ("00", "30")]


def with_abandoned(folder: Path, share: float) -> Engine:
    engine = make_engine(folder)
    lines = [x for day in range(1, 27) for x in abandoned(day, share)]
    header = "interval_start,queue,offered,site,answered,abandoned,aht_seconds"
    import_history(engine, [read(rows(*lines, header=header), PLAN)], skip_bad_rows=False)
    return engine


def test_repeats_of_those_who_gave_up_are_left_out_of_demand(tmp_path: Path) -> None:
    told = replace(PLAN, retry_shares={QUEUE: 0.5})
    found = given(with_abandoned(tmp_path, 0.4), plan=told)
    assert (found.series.counts[:, 16] == 8.0).all()
    assert (found.abandoned[:, 16] == 4.0).all()
    assert "50% of the calls that were given up" in found.notes[0]


@pytest.mark.parametrize(("share", "asked"), [(0.3, True), (0.2, False)])
def test_many_abandoned_calls_ask_for_a_retry_share(
    tmp_path: Path, share: float, asked: bool
) -> None:
    found = given(with_abandoned(tmp_path, share))
    assert any("retry_share in the plan" in x for x in found.notes) == asked
    assert (found.series.counts[:, 16] == 10.0).all()
