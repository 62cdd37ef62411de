"""Files taken by one road: read, spread where they are daily, doubted, stored or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from data.calendar.clock import interval_grid, local_iso
from data.database.schema import history
from data.history.belief.doubts import DoubtedHistoryError
from data.history.imports import list_imports, undo
from data.history.reading.file import HistoryRefusedError, Reading
from data.history.store import ImportResult
from data.history.taking import Taking, look_at, take
from data.plan import Plan
from tests.data.history.history_cases import BRUSSELS, make_engine, make_plan

NOW = datetime(2025, 11, 1, tzinfo=UTC)
READING = Reading(timezone=BRUSSELS, now=NOW)
HOURS = (8 * 60, 18 * 60)
HEADER = "interval_start,queue,offered,answered,abandoned,aht_seconds"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(tmp_path)
    yield engine
    engine.dispose()


def file(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "calls.csv"
    path.write_text("\n".join([header, *lines, ""]))
    return path


def half_hours(first: date, days: int, seed: int, aht: float = 300.0) -> list[str]:
    grid = interval_grid(first, days, BRUSSELS, 30)
    opened = (grid.slot >= 16) & (grid.slot < 36)
    starts = grid.starts[opened]
    chance = np.random.default_rng(seed)
    calls = chance.poisson(20 + 10 * np.sin((grid.slot[opened] - 16) / 20 * np.pi))
    gone = chance.binomial(calls, 0.04)
    return [
        f"{start},billing-fr,{n},{n - g},{g},{aht * chance.normal(1, 0.03):.1f}"
        for start, n, g in zip(local_iso(starts, BRUSSELS), calls, gone, strict=True)
    ]


def taken(engine: Engine, path: Path, plan: Plan, *accepted: str) -> ImportResult:
    looked = look_at(engine, plan, [(path, path.name)], READING)
    return take(engine, plan, looked, Taking(accepted=accepted))


def stored(engine: Engine) -> tuple[int, int]:
    """Rows, and the calls in them."""
    query = select(func.count(), func.sum(history.c.offered))
    with engine.connect() as connection:
        rows, calls = connection.execute(query).one()
    return rows, calls or 0


def test_a_right_file_is_stored_and_a_grave_finding_stores_nothing(
    engine: Engine, tmp_path: Path
) -> None:
    plan = make_plan(hours=HOURS)
    taken(engine, file(tmp_path, *half_hours(date(2025, 9, 1), 28, 1)), plan)
    before = stored(engine)
    minutes = file(tmp_path, *half_hours(date(2025, 9, 29), 14, 2, aht=5.0))
    with pytest.raises(DoubtedHistoryError, match="aht_in_minutes"):
        taken(engine, minutes, plan)
    assert stored(engine) == before
    assert len(list_imports(engine)) == 1


def test_what_is_accepted_is_stored_and_kept_with_the_import_and_can_be_undone(
    engine: Engine, tmp_path: Path
) -> None:
    plan = make_plan(hours=HOURS)
    taken(engine, file(tmp_path, *half_hours(date(2025, 9, 1), 28, 1)), plan)
    before = stored(engine)
    minutes = file(tmp_path, *half_hours(date(2025, 9, 29), 14, 2, aht=5.0))
    looked = look_at(engine, plan, [(minutes, "m")], READING)
    kinds = tuple(x.kind for x in looked.findings if x.grave)
    done = take(engine, plan, looked, Taking(accepted=kinds))
    newest = list_imports(engine)[0]
    assert (newest.id, set(newest.accepted)) == (done.import_id, set(kinds))
    undo(engine, newest.id, "planning")
    assert stored(engine) == before


def test_daily_totals_are_spread_where_the_plan_allows_it_and_whole(
    engine: Engine, tmp_path: Path
) -> None:
    plan = replace(make_plan(hours=HOURS), daily_totals_spread=frozenset({"billing-fr"}))
    taken(engine, file(tmp_path, *half_hours(date(2025, 8, 4), 42, 1)), plan)
    before = stored(engine)
    days = [f"2025-09-{x},billing-fr,{500 + x},,," for x in range(15, 29)]
    done = taken(engine, file(tmp_path, *days), plan)
    rows, calls = stored(engine)
    assert calls - before[1] == sum(500 + x for x in range(15, 29))
    assert rows - before[0] == done.new == 14 * 20


def test_daily_totals_are_refused_where_the_plan_does_not_allow_it(
    engine: Engine, tmp_path: Path
) -> None:
    days = [f"2025-09-{x},billing-fr,{500 + x},,," for x in range(15, 29)]
    with pytest.raises(HistoryRefusedError, match="daily_totals_are_spread = true"):
        taken(engine, file(tmp_path, *days), make_plan(hours=HOURS))
    assert stored(engine) == (0, 0)


def test_quarter_hours_add_up_their_aht_weighed_by_calls(engine: Engine, tmp_path: Path) -> None:
    lines = ["2025-09-01 09:00,billing-fr,10,10,0,100", "2025-09-01 09:15,billing-fr,30,30,0,300"]
    taken(engine, file(tmp_path, *lines), make_plan())
    with engine.connect() as connection:
        row = connection.execute(select(history)).one()
    assert (row.offered, row.answered, row.abandoned, row.aht_seconds) == (40, 40, 0, 250.0)


def test_half_an_interval_is_left_out_and_told(engine: Engine, tmp_path: Path) -> None:
    lines = [f"2025-09-01 {x},billing-fr,10,10,0,100" for x in ("09:00", "09:15", "09:45")]
    result = taken(engine, file(tmp_path, *lines), make_plan())
    assert stored(engine) == (1, 20)
    assert any("not whole" in x for x in result.warnings)


def test_where_zeros_are_left_out_half_an_interval_is_whole(engine: Engine, tmp_path: Path) -> None:
    plan = replace(make_plan(), zeros_left_out=frozenset({"billing-fr"}))
    lines = [f"2025-09-01 {x},billing-fr,10,10,0,100" for x in ("09:00", "09:15", "09:45")]
    taken(engine, file(tmp_path, *lines), plan)
    assert stored(engine) == (2, 30)


def test_two_names_of_one_queue_are_added_up(engine: Engine, tmp_path: Path) -> None:
    plan = replace(make_plan(), queue_aliases={"fixed": "billing-fr", "mobile": "billing-fr"})
    lines = ["2025-09-01 09:00,Fixed,10,10,0,100", "2025-09-01 09:00,Mobile,30,30,0,300"]
    taken(engine, file(tmp_path, *lines), plan)
    assert stored(engine) == (1, 40)


def test_a_form_that_never_ends_its_last_line_is_accepted_once(
    engine: Engine, tmp_path: Path
) -> None:
    plan = make_plan(hours=HOURS)
    path = file(tmp_path, *half_hours(date(2025, 9, 1), 7, 1))
    path.write_text(path.read_text().rstrip("\n"))
    with pytest.raises(DoubtedHistoryError, match="cut_last_line"):
        taken(engine, path, plan)
    taken(engine, path, plan, "cut_last_line")
    assert taken(engine, path, plan).unchanged == 7 * 20
