"""Undoing an import leaves what the others give, to the last bit."""

import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text, update
from sqlalchemy.exc import IntegrityError

from data.database import connect
from data.database.schema import history_blocks
from data.history.imports import (
    UndoneAlreadyError,
    UndoResult,
    UnknownImportError,
    list_imports,
    undo,
)
from data.history.imports.alone import NotStoredError
from data.history.imports.given import DamagedImportError
from data.history.quality.report import check_history
from data.history.series_rows import SeriesRows
from data.history.store import import_history
from tests.data.history.history_cases import make_engine, make_plan, read, rows
from tests.data.history.imports.import_cases import QUEUES, Given, give, series, stored

SLOTS = st.integers(0, 5).map(lambda x: x * 11)  # over the edge of a block
SERIES = st.builds(
    series,
    offered=st.dictionaries(SLOTS, st.integers(0, 3), min_size=1),
    queue=st.sampled_from(QUEUES),
    site=st.sampled_from(["", "liege"]),
    spread=st.booleans(),
    aht_seconds=st.sampled_from([float("nan"), 300.1, 1 / 3]),
)
FILES = st.lists(st.lists(SERIES, max_size=3).map(Given), min_size=1, max_size=2)
STEPS = st.lists(st.one_of(FILES, st.integers(0, 20)), min_size=1, max_size=8)


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Engine:
    return make_engine(tmp_path)


@pytest.fixture(scope="module", name="empty")
def _empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    make_engine(folder).dispose()
    with sqlite3.connect(folder / "relais.db") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "relais.db"


@given(steps=STEPS)
def test_any_imports_and_undos_equal_the_kept_imports_alone(
    empty: Path, steps: list[list[Given] | int]
) -> None:
    with TemporaryDirectory() as name:
        one, other = (_copy(empty, Path(name) / x) for x in ("one.db", "other.db"))
        kept: dict[int, list[Given]] = {}
        for step in steps:
            if not isinstance(step, int):
                import_id = import_history(one, step, skip_bad_rows=False).import_id
                assert import_id is not None
                kept[import_id] = step
            elif kept:
                before, chosen = stored(one), list(kept)[step % len(kept)]
                result = undo(one, chosen, "me")
                del kept[chosen]
                after = stored(one)
                assert result.gone == len(before) - len(after)
                assert result.brought_back == len(set(after) - set(before))
        for files in kept.values():
            import_history(other, files, skip_bad_rows=False)
        assert stored(one) == stored(other)
        one.dispose()
        other.dispose()


def _copy(database: Path, to: Path) -> Engine:
    shutil.copy(database, to)
    return connect(f"sqlite:///{to}")


def test_a_wrong_file_undone_leaves_history_and_its_quality_as_they_were(engine: Engine) -> None:
    give(engine, series(dict.fromkeys(range(0, 480), 7), aht_seconds=301.7))
    plan = make_plan()
    before, quality = stored(engine), check_history(engine, plan)
    wrong = give(engine, series(dict.fromkeys(range(300, 600, 2), 900)))
    assert stored(engine) != before
    assert check_history(engine, plan) != quality
    result = undo(engine, wrong, "me")
    assert result == UndoResult(wrong, gone=60, brought_back=90, kept=0)
    assert stored(engine) == before
    assert check_history(engine, plan) == quality


def test_rows_that_a_later_import_gave_stand(engine: Engine) -> None:
    first = give(engine, series({0: 1, 1: 1}))
    give(engine, series({1: 2}))
    assert undo(engine, first, "me") == UndoResult(first, gone=1, brought_back=0, kept=1)
    assert [x[3] for x in stored(engine)] == [2]


def test_rows_of_an_undone_import_are_never_brought_back(engine: Engine) -> None:
    imports = [give(engine, series({0: x})) for x in (1, 2, 3)]
    undo(engine, imports[1], "me")
    undo(engine, imports[2], "me")
    assert [x[3] for x in stored(engine)] == [1]


def test_of_two_files_of_an_import_the_later_is_brought_back(engine: Engine) -> None:
    files = [Given([series({0: 1})]), Given([series({0: 2})])]
    result = import_history(engine, files, skip_bad_rows=False)
    assert (result.rows, result.new, result.changed) == (2, 1, 1)
    undo(engine, give(engine, series({0: 3})), "me")
    assert [x[3] for x in stored(engine)] == [2]
    assert undo(engine, result.import_id or 0, "me").gone == 1


def test_the_same_file_again_is_kept_and_outlives_the_first(engine: Engine) -> None:
    first, again = (give(engine, series({0: 1, 1: 2})) for _ in range(2))
    assert undo(engine, first, "me") == UndoResult(first, gone=0, brought_back=0, kept=2)
    assert len(stored(engine)) == 2
    assert undo(engine, again, "me").gone == 2
    assert stored(engine) == []


def test_what_is_undone_says_when_and_by_whom(engine: Engine) -> None:
    chosen = give(engine, series({0: 1}))
    undo(engine, chosen, "ann")
    (record,) = list_imports(engine)
    assert (record.undone_by, record.rows) == ("ann", 1)
    assert record.undone_at is not None
    assert record.undone_at >= record.imported_at


def test_undoing_twice_is_refused_with_the_remedy(engine: Engine) -> None:
    chosen = give(engine, series({0: 1}))
    undo(engine, chosen, "ann")
    with pytest.raises(UndoneAlreadyError, match=r"undone on 2.* by ann already; import its files"):
        undo(engine, chosen, "bob")
    assert list_imports(engine)[0].undone_by == "ann"


def test_an_unknown_import_is_refused(engine: Engine) -> None:
    with pytest.raises(UnknownImportError, match="there is no import 7; relais history imports"):
        undo(engine, 7, "me")


def test_a_file_undone_and_imported_again_is_as_it_was(engine: Engine) -> None:
    file = read(rows("2025-09-01 08:30,billing-fr,4", "2025-09-01 09:00,billing-fr,0"))
    import_history(engine, [file], skip_bad_rows=False)
    before = stored(engine)
    undo(engine, 1, "me")
    assert stored(engine) == []
    assert import_history(engine, [file], skip_bad_rows=False).new == 2
    assert stored(engine) == before


def test_an_error_in_the_middle_undoes_nothing(engine: Engine) -> None:
    chosen = give(engine, series({0: 1, 1: 2}), series({0: 3}, queue="Contract-NL"))
    before = stored(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "CREATE TRIGGER no BEFORE DELETE ON history WHEN OLD.offered = 2 "
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        )
    with pytest.raises(IntegrityError, match="no"):
        undo(engine, chosen, "me")
    assert stored(engine) == before
    assert list_imports(engine)[0].undone_at is None


def test_rows_that_are_damaged_are_said_and_nothing_is_undone(engine: Engine) -> None:
    give(engine, series({0: 1}))
    chosen = give(engine, series({0: 2}))
    before = stored(engine)
    with engine.begin() as connection:
        connection.execute(update(history_blocks).values(blob=b"torn"))
    with pytest.raises(DamagedImportError, match="the history is as it was"):
        undo(engine, chosen, "me")
    assert stored(engine) == before


def test_a_busy_database_is_said_in_one_sentence(engine: Engine) -> None:
    chosen = give(engine, series({0: 1}))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    with sqlite3.connect(str(engine.url.database)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotStoredError, match=r"as it was: .*database is locked; try again"):
            undo(engine, chosen, "me")
    assert len(stored(engine)) == 1


def many() -> SeriesRows:
    return series(dict.fromkeys(range(10_000), 5), aht_seconds=250.25)


def test_a_history_of_several_blocks_is_undone_whole(engine: Engine) -> None:
    before = give(engine, many())
    as_it_was = stored(engine)
    longer = give(engine, series(dict.fromkeys(range(-20, 10_100), 6)))
    assert undo(engine, longer, "me") == UndoResult(longer, 120, 10_000, 0)
    assert stored(engine) == as_it_was
    assert undo(engine, before, "me").gone == 10_000
