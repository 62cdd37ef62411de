"""History rows into the table: one statement, run over plain tuples, the same on both databases."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect

from data.database.schema import history
from data.history.series_rows import SeriesRows

CHUNK = 5000  # rows held as Python objects at a time
KEY = ("queue", "site", "interval_start")
VALUES = (
    "offered",
    "answered",
    "abandoned",
    "answered_in_time",
    "aht_seconds",
    "wait_seconds",
)


def upsert(connection: Connection, rows: SeriesRows) -> int:
    """Store rows; one that is there with other values is replaced whole. How many it changed."""
    statement = _statement(connection.dialect.name)
    return sum(connection.exec_driver_sql(statement, chunk).rowcount for chunk in _chunks(rows))


def _statement(database: str) -> str:
    insert = sqlite.insert if database == "sqlite" else postgresql.insert
    dialect: Dialect = (
        SQLiteDialect_pysqlite(paramstyle="qmark")
        if database == "sqlite"
        else PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
    )
    new = insert(history)
    differs = or_(*(history.c[x].is_distinct_from(new.excluded[x]) for x in VALUES))
    replace = new.on_conflict_do_update(
        index_elements=KEY, set_={x: new.excluded[x] for x in VALUES}, where=differs
    )
    return str(replace.compile(dialect=dialect, column_keys=[*KEY, *VALUES]))


def _chunks(rows: SeriesRows) -> Iterator[Sequence[tuple[object, ...]]]:
    for at in range(0, len(rows), CHUNK):
        yield _tuples(rows, slice(at, at + CHUNK))


def _tuples(rows: SeriesRows, at: slice) -> Sequence[tuple[object, ...]]:
    starts = rows.starts[at].tolist()
    return list(
        zip(
            [rows.queue] * len(starts),
            [rows.site] * len(starts),
            starts,
            rows.offered[at].tolist(),
            _known(rows.answered[at], rows.answered[at] >= 0),
            _known(rows.abandoned[at], rows.abandoned[at] >= 0),
            _known(rows.answered_in_time[at], rows.answered_in_time[at] >= 0),
            _known(rows.aht_seconds[at], ~np.isnan(rows.aht_seconds[at])),
            _known(rows.wait_seconds[at], ~np.isnan(rows.wait_seconds[at])),
            strict=True,
        )
    )


def _known(
    values: NDArray[np.int64] | NDArray[np.float64], known: NDArray[np.bool_]
) -> list[object]:
    objects = values.astype(object)
    objects[~known] = None
    return list(objects)
