"""The rows that each import gave, kept block by block; which of them stand."""

from itertools import count

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from data.database.schema import history_blocks, history_import_rows, history_imports
from data.errors import PlannerError
from data.history.block import COUNTS, VALUES, Block
from data.stored_arrays import DamagedBytesError, compressed, decompressed
from models.arrays import Floats

FORMAT = 1  # of the numbers in a blob: steps from start to start, counts, spread, durations
_NOT_KNOWN = -1  # of a count
_AFTER_COUNTS = 1 + len(COUNTS)


class DamagedImportError(PlannerError):
    """Rows that an import gave cannot be read again."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"the history is as it was: rows that an import gave are damaged in the database "
            f"(history_blocks {sha256[:12]}); restore a copy of it, or import corrected files"
        )


def keep(connection: Connection, import_id: int, pieces: "count[int]", block: Block) -> None:
    """Keep a block as the import's next piece; what is there already is not kept twice."""
    stored = compressed(_numbers(block), FORMAT)
    of = sqlite if connection.dialect.name == "sqlite" else postgresql
    connection.execute(of.insert(history_blocks).values(stored).on_conflict_do_nothing())
    place = {"import_id": import_id, "piece": next(pieces), "queue": block.queue}
    place |= {"site": block.site, "block": block.number, "sha256": stored["sha256"]}
    connection.execute(insert(history_import_rows).values(place))


def places(connection: Connection, import_id: int) -> list[tuple[str, str, int]]:
    """Queue, site and block of everything an import gave, each once, in order."""
    of = history_import_rows.c
    key = (of.queue, of.site, of.block)
    query = select(*key).where(of.import_id == import_id).distinct().order_by(*key)
    return [(queue, site, number) for queue, site, number in connection.execute(query)]


def starts_given(
    connection: Connection, import_id: int, place: tuple[str, str, int]
) -> NDArray[np.int64]:
    """The starts (n,) that an import gave of a place, ascending."""
    of = history_import_rows.c
    query = select(of.sha256).where(of.import_id == import_id, *_at(place)).distinct()
    shas = connection.execute(query).scalars().all()
    return np.unique(np.concatenate([_restored(connection, x)[0] for x in shas]))


def standing(
    connection: Connection, place: tuple[str, str, int], starts: NDArray[np.int64]
) -> tuple[NDArray[np.bool_], Floats]:
    """What the imports that are not undone say of starts (n,), the latest of each.

    Whether any gives the row (n,), and its values (VALUES, n).
    """
    found = np.zeros(starts.size, dtype=np.bool_)
    values = np.full((len(VALUES), starts.size), np.nan)
    for sha256 in _newest_first(connection, place):
        if found.all():
            break
        given, of_given = _restored(connection, sha256)
        at = np.searchsorted(given, starts).clip(max=given.size - 1)
        says = ~found & (given[at] == starts)
        values[:, says] = of_given[:, at[says]]
        found |= says
    return found, values


def _newest_first(connection: Connection, place: tuple[str, str, int]) -> list[str]:
    """The blobs that kept imports gave of a place, each once, where it came last."""
    of = history_import_rows.c
    kept = history_imports.c.undone_at.is_(None)
    query = select(of.sha256).join(history_imports, history_imports.c.id == of.import_id)
    newest = query.where(kept, *_at(place)).order_by(of.import_id.desc(), of.piece.desc())
    return list(dict.fromkeys(connection.execute(newest).scalars()))


def _at(place: tuple[str, str, int]) -> tuple[ColumnElement[bool], ...]:
    queue, site, number = place
    of = history_import_rows.c
    return of.queue == queue, of.site == site, of.block == number


def _numbers(block: Block) -> NDArray[np.int64]:
    """A block as whole numbers (1 + VALUES, n); durations by their bits."""
    counts = block.values[: len(COUNTS)]
    known = np.where(np.isnan(counts), _NOT_KNOWN, counts).astype(np.int64)
    durations = np.ascontiguousarray(block.values[len(COUNTS) : -1]).view(np.int64)
    steps = np.diff(block.starts, prepend=0)
    return np.vstack([steps, known, block.values[-1].astype(np.int64), durations])


def _restored(connection: Connection, sha256: str) -> tuple[NDArray[np.int64], Floats]:
    """The starts (n,) and values (VALUES, n) of a blob."""
    query = select(history_blocks.c.blob).where(history_blocks.c.sha256 == sha256)
    try:
        numbers = decompressed(connection.execute(query).scalar_one(), sha256)
    except DamagedBytesError as error:
        raise DamagedImportError(sha256) from error
    counts = numbers[1:_AFTER_COUNTS]
    values = np.empty((len(VALUES), numbers.shape[1]))
    values[: len(COUNTS)] = np.where(counts == _NOT_KNOWN, np.nan, counts)
    values[len(COUNTS) : -1] = numbers[_AFTER_COUNTS + 1 :].view(np.float64)
    values[-1] = numbers[_AFTER_COUNTS]
    return np.cumsum(numbers[0]), values
