"""An import taken back: history is then what the others give."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import Connection, Engine, select, update

from data.database.schema import history_imports
from data.errors import PlannerError
from data.history.block import Block, differs
from data.history.imports.alone import alone
from data.history.imports.given import places, standing, starts_given
from data.history.imports.record import UnknownImportError
from data.history.upsert import remove, stored_values, write


class UndoneAlreadyError(PlannerError):
    """The import was undone before."""

    def __init__(self, import_id: int, undone_at: int, undone_by: str) -> None:
        when = datetime.fromtimestamp(undone_at, UTC).strftime("%Y-%m-%d %H:%M UTC")
        who = f" by {undone_by}" if undone_by else ""
        super().__init__(
            f"import {import_id} was undone on {when}{who} already; import its files again to "
            "have their rows back"
        )


@dataclass(frozen=True, slots=True)
class UndoResult:
    """What became of the rows that the import gave, each counted once."""

    import_id: int
    gone: int  # no other import gives them
    brought_back: int  # they have another import's values again
    kept: int  # they stand as they were: a later import gives them, or an earlier one the same


def undo(engine: Engine, import_id: int, author: str) -> UndoResult:
    """Take an import back, in one transaction: a row is as the latest other import gives it.

    Raises UnknownImportError, and UndoneAlreadyError where it was undone before.
    """
    with alone(engine) as connection:
        _mark(connection, import_id, author)
        counts = np.zeros(3, dtype=np.int64)
        for place in places(connection, import_id):
            counts += _undo(connection, import_id, place)
    gone, brought_back, kept = counts.tolist()
    return UndoResult(import_id, gone, brought_back, kept)


def _mark(connection: Connection, import_id: int, author: str) -> None:
    of = history_imports.c
    query = select(of.undone_at, of.undone_by).where(of.id == import_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise UnknownImportError(import_id)
    if row.undone_at is not None:
        raise UndoneAlreadyError(import_id, row.undone_at, row.undone_by)
    undone = {"undone_at": int(time.time()), "undone_by": author}
    connection.execute(update(history_imports).where(of.id == import_id).values(undone))


def _undo(
    connection: Connection, import_id: int, place: tuple[str, str, int]
) -> tuple[int, int, int]:
    """Of one place, rows gone, brought back and kept."""
    starts = starts_given(connection, import_id, place)
    given, values = standing(connection, place, starts)
    should = Block(place[0], place[1], starts, values)
    _, stored = stored_values(connection, should)
    changed = given & differs(values, stored)
    remove(connection, should.where(~given))
    write(connection, should.where(changed))
    gone, brought_back = int((~given).sum()), int(changed.sum())
    return gone, brought_back, len(should) - gone - brought_back
