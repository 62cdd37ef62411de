"""What no longer arrives is said at once: queues, sites, and the ends of days."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.calendar.clock import interval_grid, local_iso
from data.history.quality.arrivals import no_longer_arriving
from data.history.quality.report import check_history
from data.history.quality.series import Finding
from data.history.store import import_history
from data.plan import Plan, Routing, RoutingStep
from models.queues import Match
from tests.data.history.history_cases import BRUSSELS, make_engine, make_plan, make_site, read

FIRST = date(2025, 9, 1)
HOURS = (8 * 60, 18 * 60)
BOTH = ("billing-fr", "Contract-NL")
PLAN = make_plan(hours=HOURS)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(tmp_path)
    yield engine
    engine.dispose()


def lines(queue: str, days: int, site: str = "", first: int = 16, end: int = 36) -> list[str]:
    """Rows of the slots from ``first`` to ``end`` of each day."""
    grid = interval_grid(FIRST, days, BRUSSELS, 30)
    starts = grid.starts[(grid.slot >= first) & (grid.slot < end)]
    return [f"{x},{queue},9,{site}" for x in local_iso(starts, BRUSSELS)]


def told(
    engine: Engine, rows: list[str], plan: Plan = PLAN, last: date | None = None
) -> list[Finding]:
    text = "\n".join(["interval_start,queue,offered,site", *rows, ""])
    import_history(engine, [read(text, plan)], False)
    return no_longer_arriving(engine, plan, last)


def test_nothing_is_said_of_a_history_that_arrives_whole(engine: Engine) -> None:
    assert told(engine, [x for queue in BOTH for x in lines(queue, 14)]) == []


def test_a_queue_that_stays_silent_while_others_go_on_has_stopped(engine: Engine) -> None:
    (found,) = told(engine, lines(BOTH[0], 14) + lines(BOTH[1], 12))
    assert (found.kind, found.queue, found.count) == ("stopped_queue", "Contract-NL", 2)
    assert found.first == "2025-09-12T17:30:00+02:00"


def test_what_came_after_the_day_that_is_asked_says_nothing(engine: Engine) -> None:
    rows = lines(BOTH[0], 14) + lines(BOTH[1], 12)
    assert told(engine, rows, last=date(2025, 9, 12)) == []


def test_a_day_that_goes_on_is_no_day_of_silence(engine: Engine) -> None:
    others = lines(BOTH[0], 13, end=20)
    assert not [x for x in told(engine, others + lines(BOTH[1], 12)) if x.kind == "stopped_queue"]


def test_days_on_which_a_queue_is_closed_are_no_silence(engine: Engine) -> None:
    weekdays = replace(PLAN.opening_hours[0], weekdays=frozenset(range(5)))
    plan = replace(PLAN, opening_hours=(weekdays,))
    assert told(engine, lines(BOTH[0], 14) + lines(BOTH[1], 12), plan) == []


def test_a_site_that_the_plan_still_sends_calls_to_has_stopped(engine: Engine) -> None:
    shares = {"liege": 0.5, "morocco": 0.5}
    plan = replace(PLAN, routing=(Routing(Match(), "step", (RoutingStep(FIRST, shares),)),))
    rows = lines(BOTH[0], 14, "liege") + lines(BOTH[0], 11, "morocco")
    (found,) = told(engine, rows, plan)
    assert (found.kind, found.site, found.count) == ("stopped_site", "morocco", 3)


def test_a_site_that_has_closed_or_gets_no_calls_any_more_has_not(engine: Engine) -> None:
    steps = (
        RoutingStep(FIRST, {"liege": 0.5, "morocco": 0.5}),
        RoutingStep(date(2025, 9, 12), {"liege": 1.0}),
    )
    rows = lines(BOTH[0], 14, "liege") + lines(BOTH[0], 11, "morocco")
    moved = replace(PLAN, routing=(Routing(Match(), "step", steps),))
    assert told(engine, rows, moved) == []
    sites = (make_site("liege"), make_site("morocco", closes=date(2025, 9, 11)))
    closed = replace(moved, sites=sites, routing=(Routing(Match(), "step", steps[:1]),))
    assert no_longer_arriving(engine, closed) == []


@pytest.mark.parametrize(
    ("first", "end", "kind"), [(16, 34, "ends_early"), (18, 36, "begins_late")]
)
def test_an_export_that_lacks_an_hour_every_night_is_one_finding_and_no_gaps(
    engine: Engine, first: int, end: int, kind: str
) -> None:
    (found,) = told(engine, lines(BOTH[0], 14, first=first, end=end))
    assert (found.kind, found.count) == (kind, 14 * 2)
    assert "60 minutes" in found.detail
    checked = [x.kind for x in check_history(engine, PLAN) if x.queue == BOTH[0]]
    assert checked == [kind]


def test_a_last_day_without_its_end_is_a_part_of_a_day(engine: Engine) -> None:
    rows = lines(BOTH[0], 13) + [x for x in lines(BOTH[0], 14, end=33) if x[:10] == "2025-09-14"]
    (found,) = told(engine, rows)
    assert (found.kind, found.count) == ("part_day", 3)


def test_where_zeros_are_left_out_the_end_of_a_day_may_be_quiet(engine: Engine) -> None:
    plan = replace(PLAN, zeros_left_out=frozenset(BOTH))
    rows = lines(BOTH[0], 14, end=34) + lines(BOTH[1], 12, end=34)
    assert told(engine, rows, plan) == []


def test_a_last_day_of_which_half_came_is_said_and_a_first_one_is_no_news(engine: Engine) -> None:
    whole = lines(BOTH[0], 14)
    first, last = "2025-09-01", "2025-09-14"
    rows = [x for x in whole if not (x[:10] == last and x[11:16] >= "13:00")]
    (found,) = told(engine, [x for x in rows if not (x[:10] == first and x[11:16] < "09:00")])
    assert (found.kind, found.count, found.first[:10]) == ("half_filled_day", 10, last)
    checked = [(x.kind, x.first[:10]) for x in check_history(engine, PLAN) if x.queue == BOTH[0]]
    assert checked == [("part_day", first), ("half_filled_day", last)]


def test_a_part_of_a_day_hides_no_gap_before_it(engine: Engine) -> None:
    rows = [x for x in lines(BOTH[0], 40) if not (x[:10] == "2025-09-09" and x[11:16] >= "16:00")]
    rows = [x for x in rows if not (x[:10] == "2025-10-10" and x[11:16] >= "16:30")]
    assert [(x.kind, x.count) for x in told(engine, rows)] == [("part_day", 3)]
    checked = [(x.kind, x.count) for x in check_history(engine, PLAN) if x.queue == BOTH[0]]
    assert checked == [("part_day", 3), ("gap", 4)]


def test_calls_while_closed_do_not_make_a_day_whole(engine: Engine) -> None:
    late = lines(BOTH[0], 14, first=40, end=41)
    (found,) = told(engine, lines(BOTH[0], 14, end=34) + late)
    assert (found.kind, found.count) == ("ends_early", 28)


def test_an_export_that_has_ended_early_for_ten_days_is_said(engine: Engine) -> None:
    rows = [x for x in lines(BOTH[0], 30) if x[:10] < "2025-09-18" or x[11:16] < "17:00"]
    (found,) = told(engine, rows)
    assert (found.kind, found.count, found.first[:10]) == ("ends_early", 26, "2025-09-18")


def test_a_weekday_on_which_rows_never_come_is_no_silence(engine: Engine) -> None:
    sundays = ("2025-09-07", "2025-09-14")
    others = [x for x in lines(BOTH[1], 14) if x[:10] not in sundays]
    assert told(engine, lines(BOTH[0], 14) + others) == []


@pytest.mark.parametrize("first", [FIRST, date(2026, 1, 1)])
def test_a_site_has_stopped_where_the_plan_does_not_say_otherwise(
    engine: Engine, first: date
) -> None:
    shares = {"liege": 0.5, "morocco": 0.5}
    plan = replace(PLAN, routing=(Routing(Match(), "step", (RoutingStep(first, shares),)),))
    rows = lines(BOTH[0], 14, "liege") + lines(BOTH[0], 11, "morocco")
    assert [(x.kind, x.site) for x in told(engine, rows, plan)] == [("stopped_site", "morocco")]
    without = replace(PLAN, routing=())
    assert [x.kind for x in no_longer_arriving(engine, without)] == ["stopped_site"]


def test_a_site_that_gets_calls_by_the_plan_and_has_no_row_is_silent(engine: Engine) -> None:
    shares = {"liege": 0.5, "morocco": 0.5}
    plan = replace(PLAN, routing=(Routing(Match(), "step", (RoutingStep(FIRST, shares),)),))
    (found,) = told(engine, lines(BOTH[0], 14, "liege"), plan)
    assert (found.kind, found.site, found.count) == ("silent_site", "morocco", 14)
    later = replace(
        PLAN, routing=(Routing(Match(), "step", (RoutingStep(date(2026, 1, 1), shares),)),)
    )
    assert no_longer_arriving(engine, later) == []


def test_a_plan_without_opening_hours_says_nothing_of_ends(engine: Engine) -> None:
    assert told(engine, lines(BOTH[0], 14), replace(PLAN, opening_hours=())) == []
