"""A database from before imports were kept loses nothing, and its history can be come back to."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, text

from data.database import connect, schema_version
from data.history.imports import list_imports, undo
from data.migrations import alembic_config, migrate
from tests.data.history.imports.import_cases import START, give, series, stored

ROWS: list[tuple[Any, ...]] = [
    ("billing-fr", "", START + x * 1800, x % 50, x % 3 or None, 0, None, x / 7, None)
    for x in range(10_000)
]
ROWS += [
    ("billing-fr", "liege", START - 10**9, 1, 1, 0, 1, 0.1, 12.0),
    ("billing-fr", "liege", START, 0, None, None, None, None, None),
    ("no-more", "", START, 7, 7, 0, 7, 300.25, 0.0),
]
INSERT = f"INSERT INTO history VALUES ({', '.join(':' + x for x in 'abcdefghi')})"


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Engine:
    """A database at the schema before, with history."""
    engine = connect(f"sqlite:///{tmp_path / 'relais.db'}")
    config = alembic_config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        rows = [dict(zip("abcdefghi", x, strict=True)) for x in ROWS]
        connection.execute(text(INSERT), rows)
    return engine


def test_rows_stay_as_they_were_and_become_the_first_import(engine: Engine) -> None:
    migrate(engine)
    assert stored(engine) == [(*x, 0) for x in sorted(ROWS, key=lambda x: x[:3])]
    (record,) = list_imports(engine)
    assert (record.id, record.origin, record.author, record.files) == (1, "before", "", ())
    assert (record.rows, record.new) == (len(ROWS), len(ROWS))
    assert (record.first, record.last) == (START - 10**9, START + 9_999 * 1800)


def test_undoing_later_imports_brings_the_rows_back(engine: Engine) -> None:
    migrate(engine)
    before = stored(engine)
    give(engine, series({x: 99 for x in range(-5, 6_000)}), series({0: 1}, site="liege"))
    result = undo(engine, 2, "me")
    assert (result.gone, result.brought_back) == (5, 6_001)
    assert stored(engine) == before


def test_what_was_there_can_itself_be_undone(engine: Engine) -> None:
    migrate(engine)
    give(engine, series({0: 5}))
    result = undo(engine, 1, "me")
    assert (result.gone, result.kept) == (len(ROWS) - 1, 1)
    assert [x[3] for x in stored(engine)] == [5]


def test_an_empty_history_becomes_no_import(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'relais.db'}")
    migrate(engine)
    assert list_imports(engine) == ()
    assert give(engine, series({0: 5})) == 1


KILLED = """
import os, signal, sys
from sqlalchemy import Engine, event
from data.database import connect
from data.migrations import migrate
def before(connection, cursor, statement, *_):
    if statement.startswith("INSERT INTO history_import_rows"):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "before_cursor_execute", before)
migrate(connect(f"sqlite:///{sys.argv[1]}"))
"""


def test_a_killed_migration_leaves_the_database_as_it_was(engine: Engine, tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "relais.db")])
    assert ended.returncode == -signal.SIGKILL
    assert schema_version(engine) == "0002"
    migrate(engine)
    assert len(stored(engine)) == list_imports(engine)[0].rows == len(ROWS)
