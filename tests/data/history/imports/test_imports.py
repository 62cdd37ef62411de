"""What is kept of every import: who, when, which files, what they changed."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.database.schema import history_blocks, history_import_rows
from data.history.finding import ImportFinding
from data.history.imports import (
    IdempotencyKeyError,
    ImportedFile,
    KeptFinding,
    Provenance,
    UnknownImportError,
    answered,
    list_imports,
    load_import,
    undo,
)
from data.history.reading.refusals import HistoryRefusedError
from data.history.series_rows import SeriesRows
from data.history.store import ImportResult, import_history
from tests.data.history.history_cases import make_engine, read, rows
from tests.data.history.imports.import_cases import START, Given, give, series, stored

FINDING = ImportFinding(
    "aht_in_minutes", True, "calls.csv", "billing-fr", "", (2, 3), 2, "5 minutes", "write 300"
)


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Engine:
    return make_engine(tmp_path)


def counted(engine: Engine) -> tuple[int, int]:
    """Pieces that imports gave, and blobs that hold them."""
    with engine.connect() as connection:
        tables = (history_import_rows, history_blocks)
        pieces, blobs = (
            connection.execute(select(func.count()).select_from(x)).scalar_one() for x in tables
        )
    return pieces, blobs


def test_an_import_says_who_when_what_and_what_it_changed(engine: Engine) -> None:
    began = int(time.time())
    give(engine, series({0: 1, 1: 1, 2: 1}))
    files = [
        Given([series({0: 1, 1: 2})], name="a.csv", sha256="a" * 64, profile="genesys"),
        Given([series({2: 1, 3: 1})], name="b.csv", sha256="b" * 64, warnings=("look",)),
    ]
    provenance = Provenance("ann", "http", (FINDING,), ("aht_in_minutes",))
    result = import_history(engine, files, False, provenance)
    record = load_import(engine, result.import_id or 0)
    assert began <= record.imported_at <= time.time()
    assert (record.author, record.origin) == ("ann", "http")
    assert record.files == (
        ImportedFile("a.csv", "a" * 64, "genesys", 2),
        ImportedFile("b.csv", "b" * 64, "standard", 2),
    )
    counts = (record.rows, record.new, record.changed, record.unchanged, record.skipped)
    assert counts == (4, 1, 1, 2, 0)
    assert (record.first, record.last) == (START, START + 3 * 1800)
    assert record.findings == (KeptFinding("aht_in_minutes", True, str(FINDING)),)
    assert record.accepted == ("aht_in_minutes",)
    assert record.warnings == ("look",)
    assert (record.undone_at, record.undone_by) == (None, None)


def test_a_file_whose_name_is_no_text_is_kept_under_what_can_be_read(engine: Engine) -> None:
    name = os.fsdecode(b"f\xe9vrier \x00.csv")
    files = [Given([series({0: 1})], name=name, warnings=(f"{name}: look",))]
    import_history(engine, files, skip_bad_rows=False)
    (record,) = list_imports(engine)
    assert (record.files[0].name, record.warnings) == ("f?vrier \0.csv", ("f?vrier \0.csv: look",))


def test_imports_are_listed_newest_first(engine: Engine) -> None:
    ids = [give(engine, series({x: 1})) for x in range(3)]
    assert [x.id for x in list_imports(engine)] == ids[::-1]


def test_an_import_nobody_made_is_not_known(engine: Engine) -> None:
    assert list_imports(engine) == ()
    with pytest.raises(UnknownImportError, match="there is no import 1"):
        load_import(engine, 1)


def test_refused_rows_that_were_skipped_are_counted_once_each(engine: Engine) -> None:
    file = read(rows("2025-09-01 08:30,billing-fr,4", "soon,nobody,-4", "later,billing-fr,1"))
    import_history(engine, [file], skip_bad_rows=True)
    (record,) = list_imports(engine)
    assert (record.rows, record.skipped) == (1, 2)


def test_what_is_refused_leaves_no_record(engine: Engine) -> None:
    with pytest.raises(HistoryRefusedError):
        import_history(engine, [read(rows("soon,billing-fr,4"))], skip_bad_rows=False)
    assert list_imports(engine) == ()


def test_a_file_without_rows_is_kept_as_one(engine: Engine) -> None:
    import_history(engine, [read(rows())], skip_bad_rows=False)
    (record,) = list_imports(engine)
    assert (record.rows, record.first, record.files[0].rows) == (0, None, 0)
    assert undo(engine, record.id, "me").gone == 0


def test_the_same_rows_again_are_kept_once_however_often_they_come(engine: Engine) -> None:
    grown = {x: x % 7 for x in range(9_400)}
    give(engine, series(grown))
    pieces, blobs = counted(engine)
    give(engine, series(grown))
    assert counted(engine) == (2 * pieces, blobs)
    give(engine, series({**grown, 9_400: 1}))
    assert counted(engine) == (3 * pieces, blobs + 1)


def test_rows_that_are_parts_of_daily_totals_are_marked_and_corrected(engine: Engine) -> None:
    give(engine, series({0: 5, 1: 5}, spread=True))
    before = stored(engine)
    assert [x[-1] for x in before] == [1, 1]
    result = import_history(engine, [Given([series({0: 5})])], skip_bad_rows=False)
    assert (result.changed, result.warnings) == (1, ())
    assert [x[-1] for x in stored(engine)] == [0, 1]
    undo(engine, result.import_id or 0, "me")
    assert stored(engine) == before


def test_values_that_a_correction_leaves_out_are_counted_though_others_came(engine: Engine) -> None:
    give(engine, series({0: 5, 1: 5}, aht_seconds=300))
    gained = [series({x: 5 for x in range(2, 9)}, aht_seconds=300), series({1: 5})]
    result = import_history(engine, [Given(gained)], skip_bad_rows=False)
    assert result.warnings == (
        "1 rows lost their aht_seconds: the rows that replaced them do not give it",
    )


def with_key(engine: Engine, rows: SeriesRows, request: str = "f" * 64) -> ImportResult:
    provenance = Provenance("key", "http", idempotency_key="k1", request_sha256=request)
    return import_history(
        engine, [Given([rows])], False, provenance, lambda x: json.dumps({"import": x.import_id})
    )


def test_a_request_is_answered_as_the_first_time(engine: Engine) -> None:
    assert answered(engine, "k1", "f" * 64) is None
    result = with_key(engine, series({0: 1}))
    assert answered(engine, "k1", "f" * 64) == json.dumps({"import": result.import_id})
    assert answered(engine, "k2", "f" * 64) is None
    undo(engine, result.import_id or 0, "me")
    assert answered(engine, "k1", "f" * 64) == json.dumps({"import": result.import_id})


def test_a_key_that_comes_with_another_request_is_refused(engine: Engine) -> None:
    with_key(engine, series({0: 1}))
    with pytest.raises(IdempotencyKeyError, match=r"came with another request, .* import 1: send"):
        answered(engine, "k1", "e" * 64)


def test_of_two_requests_of_one_key_at_once_one_is_done(engine: Engine) -> None:
    with_key(engine, series({0: 1}))
    before = stored(engine)
    with pytest.raises(IdempotencyKeyError, match="has meanwhile become import 1: ask again"):
        with_key(engine, series({0: 9}))
    assert stored(engine) == before
    assert len(list_imports(engine)) == 1


def test_imports_at_the_same_time_take_turns_in_the_order_of_their_ids(engine: Engine) -> None:
    def one(calls: int) -> tuple[int, int]:
        return give(engine, series(dict.fromkeys(range(4_000), calls))), calls

    with ThreadPoolExecutor(4) as pool:
        given = dict(pool.map(one, range(1, 13)))
    assert {x[3] for x in stored(engine)} == {given[max(given)]}
    for import_id in sorted(given, reverse=True)[:-1]:
        undo(engine, import_id, "me")
    assert {x[3] for x in stored(engine)} == {given[min(given)]}


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import Engine, event
from data.history.store import import_history
from tests.data.history.history_cases import make_engine
from tests.data.history.imports.import_cases import Given, series
engine = make_engine(Path(sys.argv[1]))
def die_at(moment):
    if moment.startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *_: die_at(statement))
event.listen(engine, "commit", lambda c: die_at("commit"))
import_history(engine, [Given([series({x: 1 for x in range(5000)})])], skip_bad_rows=False)
"""


@pytest.mark.parametrize(
    "moment",
    ["INSERT INTO history ", "INSERT INTO history_blocks", "UPDATE history_imports", "commit"],
)
def test_a_killed_import_leaves_neither_rows_nor_record(
    engine: Engine, tmp_path: Path, moment: str
) -> None:
    give(engine, series({0: 7}))
    before, pieces = stored(engine), counted(engine)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path), moment], env={**os.environ}
    )
    assert ended.returncode == -signal.SIGKILL
    assert stored(engine) == before
    assert (len(list_imports(engine)), counted(engine)) == (1, pieces)
    assert give(engine, series({0: 8})) == 2
