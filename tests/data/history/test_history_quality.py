"""What the check of the stored history finds, and what it leaves alone."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from data.calendar.clock import interval_grid, local_iso
from data.history.quality.report import Finding, check_history, render
from data.history.store import import_history
from data.plan import Plan
from tests.data.history.history_cases import BRUSSELS, make_engine, make_plan, read, rows

FIRST = date(2025, 6, 2)  # a Monday
DAYS = 84
PLAN = make_plan(hours=(8 * 60, 18 * 60))

Calls = Callable[[date, int], int | None]  # day, slot -> calls; None: no row


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(tmp_path)
    yield engine
    engine.dispose()


def usual(day: date, slot: int) -> int | None:
    if not 16 <= slot < 36:
        return None
    noise = np.random.default_rng([day.toordinal(), slot])
    return int(noise.poisson(40 if day.weekday() else 60))


def store(engine: Engine, calls: Calls, site: str = "", queue: str = "billing-fr") -> None:
    grid = interval_grid(FIRST, DAYS, BRUSSELS, 30)
    times = local_iso(grid.starts, BRUSSELS)
    cells = zip(times, grid.day.tolist(), grid.slot.tolist(), strict=True)
    found = ((time, calls(grid.days[day], slot)) for time, day, slot in cells)
    lines = [f"{time},{queue},{x},{site}" for time, x in found if x is not None]
    header = "interval_start,queue,offered,site"
    import_history(engine, [read(rows(*lines, header=header))], False)


def check(engine: Engine, plan: Plan = PLAN) -> list[Finding]:
    return [x for x in check_history(engine, plan) if x.kind != "silent_queue"]


def test_a_history_in_order_has_no_findings(engine: Engine) -> None:
    store(engine, usual)
    assert check(engine) == []


def test_a_queue_of_the_plan_without_history_is_silent(engine: Engine) -> None:
    store(engine, usual)
    silent = check_history(engine, PLAN)
    assert [(x.kind, x.queue, x.count) for x in silent] == [("silent_queue", "Contract-NL", 0)]


def test_a_gap_is_one_range_over_closed_hours(engine: Engine) -> None:
    lost = (date(2025, 7, 1), date(2025, 7, 2))
    store(engine, lambda day, slot: None if day in lost else usual(day, slot))
    (gap,) = check(engine)
    assert (gap.kind, gap.count) == ("gap", 40)
    assert (gap.first, gap.last) == ("2025-07-01T08:00:00+02:00", "2025-07-02T17:30:00+02:00")


def test_a_day_with_half_its_rows_is_half_filled_also_at_the_end(engine: Engine) -> None:
    last = FIRST + timedelta(days=DAYS - 1)
    store(engine, lambda day, slot: None if day == last and slot >= 26 else usual(day, slot))
    (half,) = check(engine)
    assert (half.kind, half.count) == ("half_filled_day", 10)
    assert half.first == "2025-08-24T13:00:00+02:00"
    assert half.detail == "rows for 10 of 20 open intervals"


def test_missing_rows_of_one_site_are_told_with_the_site(engine: Engine) -> None:
    lost = date(2025, 7, 1)
    store(engine, usual, "liege")
    store(engine, lambda day, slot: None if day == lost else usual(day, slot), "morocco")
    kinds = {(x.kind, x.site, x.count) for x in check(engine)}
    assert ("incomplete", "morocco", 20) in kinds
    assert not any(kind == "gap" for kind, _, _ in kinds)


def test_a_strike_day_and_a_doubled_day_are_outliers(engine: Engine) -> None:
    factor = {date(2025, 7, 1): 0.1, date(2025, 7, 21): 2.0}
    store(engine, lambda day, slot: scaled(usual(day, slot), factor.get(day, 1.0)))
    found = check(engine)
    assert {x.kind for x in found} == {"outlier"}
    assert [x.first[:10] for x in found] == ["2025-07-01", "2025-07-21"]
    assert "on Tuesday 2025-07-01" in found[0].detail


def scaled(calls: int | None, factor: float) -> int | None:
    return None if calls is None else round(calls * factor)


def test_a_holiday_of_the_plan_is_no_outlier(engine: Engine) -> None:
    holiday = date(2025, 7, 21)
    store(engine, lambda day, slot: scaled(usual(day, slot), 0.1 if day == holiday else 1.0))
    plan = make_plan(hours=(8 * 60, 18 * 60), calendars={"BE": {holiday: "a holiday"}})
    assert check(engine, plan) == []


def test_hours_with_hardly_a_call_are_an_outage(engine: Engine) -> None:
    struck = {(date(2025, 7, 1), x) for x in (20, 21)}
    store(engine, lambda day, slot: 1 if (day, slot) in struck else usual(day, slot))
    (outage,) = check(engine)
    assert (outage.kind, outage.count) == ("outlier", 2)
    assert (outage.first, outage.last) == (
        "2025-07-01T10:00:00+02:00",
        "2025-07-01T10:30:00+02:00",
    )


def test_a_quiet_queue_has_no_outages(engine: Engine) -> None:
    store(engine, lambda day, slot: None if usual(day, slot) is None else rare(day, slot))
    assert check(engine) == []


def rare(day: date, slot: int) -> int:
    return int(np.random.default_rng([day.toordinal(), slot]).poisson(0.4))


def test_calls_while_closed_are_one_finding(engine: Engine) -> None:
    late = {(date(2025, 7, 1), 36): 3, (date(2025, 7, 4), 37): 5, (date(2025, 7, 5), 37): 0}
    store(engine, lambda day, slot: late.get((day, slot), usual(day, slot)))
    (closed,) = check(engine)
    assert (closed.kind, closed.count) == ("closed_calls", 2)
    assert closed.detail == "8 calls while closed, most (5) at 2025-07-04T18:30:00+02:00"


def test_clock_changes_are_neither_gaps_nor_outliers(engine: Engine) -> None:
    grid = interval_grid(date(2025, 2, 1), 270, BRUSSELS, 30)
    lines = [f"{x},billing-fr,9" for x in local_iso(grid.starts, BRUSSELS)]
    import_history(engine, [read(rows(*lines))], False)
    assert check(engine, make_plan()) == []


def test_the_table_has_a_line_a_finding_below_its_totals(engine: Engine) -> None:
    lost = (date(2025, 7, 1), 20)
    store(engine, lambda day, slot: None if (day, slot) == lost else usual(day, slot))
    lines = render(check_history(engine, PLAN)).splitlines()
    assert lines[0] == "1 gap, 1 silent_queue"
    assert lines[1].split() == ["kind", "queue", "site", "first", "last", "count", "detail"]
    assert lines[2].split()[:6] == [
        "gap",
        "billing-fr",
        "-",
        "2025-07-01T10:00:00+02:00",
        "2025-07-01T10:00:00+02:00",
        "1",
    ]
    assert lines[1].index("detail") == lines[2].index("open, and")


def test_the_table_shows_the_largest_of_many_and_sums_up_the_rest(engine: Engine) -> None:
    lost = {(date(2025, 7, x), 20) for x in range(1, 20, 2)} | {(date(2025, 7, 19), 21)}
    store(engine, lambda day, slot: None if (day, slot) in lost else usual(day, slot))
    gaps = [x for x in render(check(engine)).splitlines() if x.startswith("gap ")]
    assert len(gaps) == 6
    assert any(x.split()[3:6:2] == ["2025-07-19T10:00:00+02:00", "2"] for x in gaps)
    assert gaps[-1].endswith("5      5 more")


def test_no_findings_are_said_in_words() -> None:
    assert render([]).startswith("nothing to look at")
