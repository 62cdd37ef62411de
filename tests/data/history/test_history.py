"""History in the database: stored whole or not at all, corrected, read back as demand."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError

from data.calendar.clock import interval_grid, local_iso
from data.database.schema import history
from data.history.reading.file import HistoryFile
from data.history.store import (
    HistoryRefusedError,
    ImportResult,
    history_span,
    import_history,
    read_demand,
    write_rejects,
)
from data.plan import Plan
from tests.data.history.history_cases import (
    BRUSSELS,
    make_engine,
    make_plan,
    make_site,
    read,
    rows,
    taken,
)

SITES = "interval_start,queue,offered,site"
FULL = f"{SITES},answered,abandoned,aht_seconds,wait_seconds"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(tmp_path)
    yield engine
    engine.dispose()


def stored(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(history)).scalar_one()


def days_of(first: date, days: int, site: str = "", without: tuple[str, ...] = ()) -> list[str]:
    grid = interval_grid(first, days, BRUSSELS, 30)
    lines = zip(local_iso(grid.starts, BRUSSELS), grid.slot.tolist(), strict=True)
    return [f"{x},billing-fr,{slot},{site}" for x, slot in lines if x not in without]


def store(engine: Engine, *files: HistoryFile, skip_bad_rows: bool = False) -> ImportResult:
    return import_history(engine, files, skip_bad_rows)


@pytest.mark.parametrize(("day", "intervals"), [("2025-03-30", 46), ("2025-10-26", 50)])
@pytest.mark.parametrize("naive", [True, False])
def test_days_of_23_and_25_hours_come_back_as_they_went_in(
    engine: Engine, day: str, intervals: int, naive: bool
) -> None:
    grid = interval_grid(date.fromisoformat(day), 1, BRUSSELS, 30)
    times = [x[:19] if naive else x for x in local_iso(grid.starts, BRUSSELS)]
    file = read(rows(*(f"{x},billing-fr,{i}" for i, x in enumerate(times))))
    store(engine, file)
    demand = read_demand(engine, make_plan(), "billing-fr")
    assert demand.starts.tolist() == grid.starts.tolist()
    assert demand.offered.tolist() == list(range(intervals))
    assert demand.complete.all()


def test_the_same_file_again_changes_nothing(engine: Engine) -> None:
    file = read(rows(*days_of(date(2025, 9, 1), 2, "liege"), header=SITES))
    first, again = store(engine, file), store(engine, file)
    assert (first.rows, first.new, first.changed, first.unchanged) == (96, 96, 0, 0)
    assert (again.rows, again.new, again.changed, again.unchanged) == (96, 0, 0, 96)
    assert (first.first, first.last) == (taken(file).starts[0], taken(file).starts[-1])
    assert stored(engine) == 96


def test_a_later_file_corrects_an_earlier_one_in_one_import_and_in_the_next(engine: Engine) -> None:
    files = [read(rows(f"2025-09-01 08:30,billing-fr,{x}")) for x in (1, 2, 3)]
    store(engine, *files[:2])
    assert read_demand(engine, make_plan(), "billing-fr").offered.tolist() == [2]
    assert store(engine, files[2]).changed == 1
    assert read_demand(engine, make_plan(), "billing-fr").offered.tolist() == [3]


def test_a_correction_that_leaves_a_value_out_says_so(engine: Engine) -> None:
    store(engine, read(rows("2025-09-01 08:30,billing-fr,4,,4,0,430,9", header=FULL)))
    result = store(engine, read(rows("2025-09-01 08:30,billing-fr,5")))
    assert "1 rows lost their aht_seconds" in "\n".join(result.warnings)
    assert np.isnan(read_demand(engine, make_plan(), "billing-fr").aht_seconds).all()


def test_nothing_of_any_file_is_stored_where_one_row_is_refused(engine: Engine) -> None:
    good = read(rows("2025-09-01 08:30,billing-fr,4"))
    bad = read(rows("2025-09-01 09:00,billing-fr,4", "2025-09-01 09:30,billing-fr,-4"))
    with pytest.raises(HistoryRefusedError, match=r"calls.csv: row 3: offered: .-4.: negative"):
        store(engine, good, bad)
    assert stored(engine) == 0


def test_skipping_bad_rows_stores_the_good_ones_and_writes_the_others(
    engine: Engine, tmp_path: Path
) -> None:
    text = rows("2025-09-01 09:00;billing-fr;4", "soon;billing;-4").replace(",", ";")
    file = read(text)
    assert store(engine, file, skip_bad_rows=True).new == 1
    (path,) = write_rejects([file], tmp_path / "rejects")
    assert path.name == "calls.csv.rejected.csv"
    with path.open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    assert [row[x] for x in file.columns] == ["soon", "billing", "-4"]
    assert row["reason"].startswith("interval_start: not a time")


def test_files_without_bad_rows_write_no_rejects(tmp_path: Path) -> None:
    assert write_rejects([read(rows("2025-09-01 09:00,billing-fr,4"))], tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_an_error_in_the_middle_of_an_import_stores_nothing(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER full AFTER INSERT ON history WHEN NEW.offered = 47 "
                "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        )
    files = [
        read(rows(*days_of(date(2025, 9, 1), 1)[:40], header=SITES)),
        read(rows(*days_of(date(2025, 9, 2), 1), header=SITES)),
    ]
    with pytest.raises(IntegrityError, match="disk full"):
        store(engine, *files)
    assert stored(engine) == 0
    store(engine, files[0])
    assert stored(engine) == 40


def test_no_files_are_no_change(engine: Engine) -> None:
    assert store(engine) == ImportResult(0, 0, 0, 0, None, None, ())


def test_the_span_tells_each_queues_first_and_last_start_and_rows(engine: Engine) -> None:
    file = read(rows("2025-09-01 08:30,billing-fr,4", "2025-09-01 09:30,billing-fr,4"))
    store(engine, file)
    first, last = taken(file).starts.tolist()
    assert history_span(engine) == {"billing-fr": (first, last, 2)}


def test_demand_is_the_sum_over_sites(engine: Engine) -> None:
    lines = [
        "2025-09-01 08:30,billing-fr,10,liege,8,1,400,20",
        "2025-09-01 08:30,billing-fr,30,morocco,24,3,500,90",
    ]
    store(engine, read(rows(*lines, header=FULL)))
    demand = read_demand(engine, make_plan(), "billing-fr")
    got = (demand.offered, demand.answered, demand.abandoned, demand.wait_seconds)
    assert [x.tolist() for x in got] == [[40], [32], [4], [110]]
    assert demand.aht_seconds.tolist() == [(8 * 400 + 24 * 500) / 32]


def test_aht_is_weighted_by_offered_where_answered_is_not_given(engine: Engine) -> None:
    lines = [
        "2025-09-01 08:30,billing-fr,10,liege,,,400,",
        "2025-09-01 08:30,billing-fr,30,morocco,20,,500,5",
        "2025-09-01 09:00,billing-fr,10,liege,0,,,",
        "2025-09-01 09:00,billing-fr,30,morocco,20,,500,5",
    ]
    store(engine, read(rows(*lines, header=FULL)))
    demand = read_demand(engine, make_plan(), "billing-fr")
    assert demand.aht_seconds.tolist() == [(10 * 400 + 20 * 500) / 30, 500]
    assert np.isnan(demand.answered).tolist() == [True, False]
    assert np.isnan(demand.wait_seconds).all()


def test_a_queue_without_history_is_empty(engine: Engine) -> None:
    demand = read_demand(engine, make_plan(), "billing-fr")
    assert demand.starts.size == demand.complete.size == demand.aht_seconds.size == 0


def test_demand_ends_with_the_local_day_that_is_asked(engine: Engine) -> None:
    store(engine, read(rows(*days_of(date(2025, 9, 1), 3), header=SITES)))
    demand = read_demand(engine, make_plan(), "billing-fr", date(2025, 9, 2))
    assert local_iso(demand.starts[-1:], BRUSSELS) == ["2025-09-02T23:30:00+02:00"]


def incomplete(engine: Engine, lines: list[str], plan: Plan | None = None) -> list[str]:
    store(engine, read(rows(*lines, header=SITES)))
    demand = read_demand(engine, plan or make_plan(), "billing-fr")
    return local_iso(demand.starts[~demand.complete], BRUSSELS)


def test_an_interval_that_lacks_a_live_sites_row_is_incomplete(engine: Engine) -> None:
    lost = "2025-09-01T10:00:00+02:00"
    lines = days_of(date(2025, 9, 1), 1, "liege")
    lines += days_of(date(2025, 9, 1), 1, "morocco", without=(lost,))
    assert incomplete(engine, lines) == [lost]


def test_a_lost_day_of_a_live_site_is_incomplete(engine: Engine) -> None:
    lines = days_of(date(2025, 9, 1), 28, "liege") + days_of(date(2025, 9, 1), 9, "morocco")
    lines += days_of(date(2025, 9, 11), 18, "morocco")
    assert {x[:10] for x in incomplete(engine, lines)} == {"2025-09-10"}


def test_a_site_before_its_first_and_after_its_last_row_owes_nothing(engine: Engine) -> None:
    lines = days_of(date(2025, 9, 1), 14, "liege") + days_of(date(2025, 9, 8), 14, "morocco")
    assert incomplete(engine, lines) == []


def test_a_site_that_never_works_at_weekends_owes_no_weekend(engine: Engine) -> None:
    lines = days_of(date(2025, 9, 1), 28, "liege")
    for week in range(4):
        lines += days_of(date(2025, 9, 1) + timedelta(weeks=week), 5, "morocco")
    assert incomplete(engine, lines) == []


def test_a_site_owes_nothing_on_a_day_the_plan_has_it_shut(engine: Engine) -> None:
    lines = days_of(date(2025, 9, 1), 28, "liege") + days_of(date(2025, 9, 1), 9, "morocco")
    lines += days_of(date(2025, 9, 11), 18, "morocco")
    plan = make_plan(calendars={"BE": {date(2025, 9, 10): "a holiday"}})
    assert incomplete(engine, lines, plan) == []


def test_a_site_that_has_closed_owes_nothing_after_its_last_day(engine: Engine) -> None:
    plan = make_plan(sites=(make_site("liege", closes=date(2025, 9, 9)), make_site("morocco")))
    lines = days_of(date(2025, 9, 1), 28, "morocco") + days_of(date(2025, 9, 1), 9, "liege")
    lines += days_of(date(2025, 9, 28), 1, "liege")
    assert incomplete(engine, lines, plan) == []


def test_one_site_alone_is_always_complete(engine: Engine) -> None:
    lines = days_of(date(2025, 9, 1), 2, "liege", without=("2025-09-01T10:00:00+02:00",))
    assert incomplete(engine, lines) == []
