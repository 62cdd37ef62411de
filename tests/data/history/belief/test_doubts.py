"""What stops an import, what is accepted, and what is held against the plan's hours and sites."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.history.belief.doubts import (
    KINDS,
    DoubtedHistoryError,
    UnknownFindingError,
    require_believed,
)
from data.history.store import import_history
from data.plan import OpeningHours
from tests.data.history.belief.belief_cases import (
    FIRST,
    PLAN,
    QUEUES,
    Change,
    Row,
    Truth,
    doubts,
    empty_engine,
    grave,
    made_rows,
    shifted,
    stored_engine,
    text,
    times,
    with_cell,
)
from tests.data.history.history_cases import EVERY_DAY, make_engine, read

RIGHT = made_rows(Truth(seed=8), FIRST, 6)
MINUTES = with_cell("aht_seconds", lambda x: f"{float(x) / 60:.2f}")(RIGHT)


def hours(opens: int, closes: int) -> OpeningHours:
    return replace(PLAN.opening_hours[0], opens=opens, closes=closes, weekdays=EVERY_DAY)


def test_grave_findings_stop_until_each_kind_is_accepted(tmp_path: Path) -> None:
    found = doubts(MINUTES, empty_engine(tmp_path))
    with pytest.raises(DoubtedHistoryError, match=r"aht_in_minutes.*\n.*\nnothing was stored") as e:
        require_believed(found, ())
    assert {x.queue for x in e.value.findings} == set(QUEUES)
    require_believed(found, ("aht_in_minutes",))


def test_a_warning_stops_nothing(tmp_path: Path) -> None:
    gap = [x for x in RIGHT if not x[0].startswith("2025-03-12")]
    found = doubts(gap, empty_engine(tmp_path))
    assert {x.kind for x in found} == {"days_missing"}
    require_believed(found, ())


def test_an_accepted_kind_that_is_none_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownFindingError, match='did you mean "aht_in_minutes"'):
        require_believed([], ("aht_in_minute",))


def test_every_kind_is_named_once() -> None:
    assert len(KINDS) == len({*KINDS})


def test_a_shifted_clock_without_history_is_seen_by_the_opening_hours(tmp_path: Path) -> None:
    def moved(x: list[str]) -> list[str]:
        return [(datetime.fromisoformat(x[0]) - timedelta(hours=2)).isoformat(), *x[1:]]

    found = doubts([moved(x) for x in RIGHT], empty_engine(tmp_path))
    assert "clock_shifted" in grave(found)


def test_hours_that_the_plan_moves_are_no_shifted_clock(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    early, late = hours(480, 1080), hours(540, 1140)
    change = date(2025, 4, 14)
    plan = replace(
        PLAN,
        opening_hours=(
            replace(early, valid_to=change - timedelta(days=1)),
            replace(late, valid_from=change),
        ),
    )
    import_history(engine, [read(text(RIGHT), plan)], skip_bad_rows=False)
    later = [
        [(datetime.fromisoformat(x[0]) + timedelta(hours=1)).isoformat(), *x[1:]]
        for x in made_rows(Truth(seed=9), change, 4)
    ]
    assert grave(doubts(later, engine, plan)) == set()


def test_calls_while_closed_are_a_warning_and_many_are_grave(tmp_path: Path) -> None:
    engine = empty_engine(tmp_path)
    few, many = (replace(PLAN, opening_hours=(hours(480, x),)) for x in (1050, 720))
    assert [(x.kind, x.grave) for x in doubts(RIGHT, engine, few)] == [("closed_calls", False)] * 2
    assert grave(doubts(RIGHT, engine, many)) == {"closed_calls"}


def test_rows_without_a_site_beside_stored_ones_with_one_are_grave(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    named = "interval_start,queue,offered,site\n2025-03-03T09:00:00,billing-fr,10,liege\n"
    import_history(engine, [read(named, PLAN)], skip_bad_rows=False)
    unnamed = "interval_start,queue,offered\n2025-03-03T09:00:00,billing-fr,10\n"
    assert grave(doubts(unnamed, engine)) == {"sites_mixed"}
    assert doubts(named, engine) == []


def test_a_file_without_a_last_line_end_may_be_cut(tmp_path: Path) -> None:
    engine = empty_engine(tmp_path)
    found = doubts("interval_start,queue,offered\n2025-03-03T09:00:00,billing-fr,12", engine)
    assert grave(found) == {"cut_last_line"}
    assert "row 2" in str(found[0]) or "rows 2" in str(found[0])


def test_a_history_whose_days_are_all_alike_is_said_and_stops_nothing(tmp_path: Path) -> None:
    monday = [x for x in RIGHT if x[0].startswith("2025-03-03") and x[1] == QUEUES[0]]
    alike = [
        [x[0].replace("2025-03-03", f"2025-03-{day:02d}"), *x[1:]]
        for day in range(3, 8)
        for x in monday
    ]
    found = doubts(alike, empty_engine(tmp_path))
    assert "days_all_alike" in {x.kind for x in found}
    assert "day_repeated" not in {x.kind for x in found}


@pytest.fixture
def stored(tmp_path: Path) -> Engine:
    return stored_engine(tmp_path)


def after(change: Change) -> list[Row]:
    """The right week after the stored ones, changed."""
    return change(made_rows(Truth(seed=11), FIRST, 1))


def test_one_week_an_hour_or_two_off_is_a_shifted_clock(stored: Engine) -> None:
    assert not grave(doubts(after(lambda x: x), stored))
    for hours in (-2, -1, 1, 2):
        assert "clock_shifted" in grave(doubts(after(shifted(hours)), stored))


def test_one_day_off_is_said_and_stops_nothing(stored: Engine) -> None:
    day = [x for x in after(shifted(-2)) if x[0].startswith("2025-03-03")]
    found = [x for x in doubts(day, stored) if x.kind == "clock_shifted"]
    assert found
    assert not any(x.grave for x in found)


def test_a_week_at_twice_its_usual_is_said_and_stops_nothing(stored: Engine) -> None:
    found = doubts(after(times(1.9, FIRST, queue=QUEUES[0])), stored)
    assert "level_off_usual" in {x.kind for x in found}
    assert "level_off_usual" not in grave(found)


def test_one_row_a_day_at_the_same_time_is_a_total(tmp_path: Path) -> None:
    eight = [x for x in RIGHT if x[0][11:16] == "10:00"]
    assert "one_row_a_day" in grave(doubts(eight, empty_engine(tmp_path)))
