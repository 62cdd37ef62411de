"""Blocks of history rows into the table and out of it: the same statements on both databases."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect

from data.database.schema import history
from data.history.block import COUNTS, VALUES, Block, differs
from models.arrays import Floats

KEY = ("queue", "site", "interval_start")
WHOLE = {VALUES.index(x) for x in (*COUNTS, "spread")}  # rows of values that are whole numbers


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a block changed in the table."""

    new: int
    changed: int
    lost: NDArray[np.int64]  # (VALUES,) rows that knew the value and know it no more


def correct(connection: Connection, given: Block) -> Corrected:
    """Store a block; a row that is there with other values is replaced whole."""
    there, values = stored_values(connection, given)
    changed = there & differs(given.values, values)
    lost = ~np.isnan(values) & np.isnan(given.values) & there
    write(connection, given.where(~there | changed))
    return Corrected(int((~there).sum()), int(changed.sum()), lost.sum(axis=1))


def stored_values(connection: Connection, like: Block) -> tuple[NDArray[np.bool_], Floats]:
    """Whether the table has a row at each start of a block (n,), and its values (VALUES, n)."""
    start = history.c.interval_start
    query = select(start, *(history.c[x] for x in VALUES)).where(
        history.c.queue == like.queue,
        history.c.site == like.site,
        start.between(int(like.starts[0]), int(like.starts[-1])),
    )
    there = np.zeros(len(like), dtype=np.bool_)
    values = np.full((len(VALUES), len(like)), np.nan)
    if rows := connection.execute(query).all():
        instants, *columns = zip(*rows, strict=True)
        starts = np.array(instants, dtype=np.int64)
        at = np.searchsorted(like.starts, starts)
        asked = like.starts[at] == starts
        there[at[asked]] = True
        found = np.array(columns, dtype=np.float64)  # None becomes NaN
        values[:, at[asked]] = found[:, asked]
    return there, values


def write(connection: Connection, block: Block) -> None:
    """Put rows in, whole, in the place of those that are there."""
    if len(block):
        connection.exec_driver_sql(_statement(connection.dialect.name), _tuples(block))


def remove(connection: Connection, block: Block) -> None:
    """Take a block's starts out of the table."""
    if not len(block):
        return
    statement = delete(history).where(
        history.c.queue == block.queue,
        history.c.site == block.site,
        history.c.interval_start == bindparam("start"),
    )
    connection.execute(statement, [{"start": x} for x in block.starts.tolist()])


def _statement(database: str) -> str:
    insert = sqlite.insert if database == "sqlite" else postgresql.insert
    dialect: Dialect = (
        SQLiteDialect_pysqlite(paramstyle="qmark")
        if database == "sqlite"
        else PGDialect_psycopg(paramstyle="format")  # type: ignore[no-untyped-call]
    )
    new = insert(history)
    replace = new.on_conflict_do_update(
        index_elements=KEY, set_={x: new.excluded[x] for x in VALUES}
    )
    return str(replace.compile(dialect=dialect, column_keys=[*KEY, *VALUES]))


def _tuples(block: Block) -> Sequence[tuple[object, ...]]:
    columns = (_objects(x, i in WHOLE) for i, x in enumerate(block.values))
    n = len(block)
    return list(
        zip([block.queue] * n, [block.site] * n, block.starts.tolist(), *columns, strict=True)
    )


def _objects(values: Floats, whole: bool) -> list[object]:
    known = ~np.isnan(values)
    numbers = np.where(known, values, 0.0).astype(np.int64) if whole else values
    if known.all():
        return list(numbers.tolist())
    objects = numbers.astype(object)
    objects[~known] = None
    return list(objects)
