"""History in the database: files in, one transaction each time; what is there, per queue."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, func, select

from data.database.schema import history
from data.history.block import COUNTS, DURATIONS, VALUES, blocks_of
from data.history.demand import QueueHistory, read_demand
from data.history.given_file import GivenFile
from data.history.imports.alone import alone
from data.history.imports.entry import ImportResult, close_entry, open_entry
from data.history.imports.given import keep
from data.history.imports.provenance import NOT_SAID, Provenance
from data.history.imports.record import ImportedFile
from data.history.reading.file import HistoryFile
from data.history.reading.refusals import HistoryRefusedError, Refusal
from data.history.series_rows import SeriesRows
from data.history.upsert import correct

__all__ = [
    "HistoryRefusedError",
    "ImportResult",
    "QueueHistory",
    "Refusal",
    "history_span",
    "import_history",
    "read_demand",
    "write_rejects",
]


@dataclass(frozen=True, slots=True)
class _Stored:
    """What storing the rows of one queue and site of a file did."""

    queue: str
    rows: int
    new: int
    changed: int
    lost: NDArray[np.int64]  # (VALUES,)
    first: int
    last: int


def import_history(
    engine: Engine,
    files: Sequence[GivenFile],
    skip_bad_rows: bool,
    provenance: Provenance = NOT_SAID,
    answer: Callable[[ImportResult], str] | None = None,
) -> ImportResult:
    """Store files in their order, in one transaction: all of it or nothing.

    A row of a later file replaces the one that is there for its interval, queue and site, whole:
    what it leaves out is not known any more. Storing the same again changes nothing. The import is
    kept with what the files gave, so that it can be undone; ``answer`` writes what a request of
    the provenance's key is answered from then on.

    Raises HistoryRefusedError, nothing stored, where a row was refused and bad rows are not
    skipped; IdempotencyKeyError where the key has been used; NotStoredError where the database is
    busy or full.
    """
    refused = [x for file in files for x in file.refused]
    if refused and not skip_bad_rows:
        raise HistoryRefusedError(refused)
    if not files:
        return ImportResult(0, 0, 0, 0, None, None, ())
    with alone(engine) as connection:
        import_id = open_entry(connection, provenance)
        # Mapped, so that no series is held while the next one is made.
        store = partial(_store, connection, import_id, count())
        stored = [list(map(store, filter(len, x.series()))) for x in files]
        result = _result(connection, import_id, files, list(chain.from_iterable(stored)))
        given = [
            ImportedFile(x.name, x.sha256, x.profile, sum(y.rows for y in of_file))
            for x, of_file in zip(files, stored, strict=True)
        ]
        close_entry(connection, result, given, answer(result) if answer else None)
    return result


def write_rejects(files: Sequence[HistoryFile], folder: Path) -> list[Path]:
    """Write the refused rows of each file, as they stood, with a ``reason``; the files written."""
    return [
        _write_rejects(x, folder / f"{Path(x.name).name}.rejected.csv") for x in files if x.rejected
    ]


def history_span(engine: Engine) -> dict[str, tuple[int, int, int]]:
    """Of every queue with history: first start, last start (UTC epoch seconds), rows."""
    start = history.c.interval_start
    spans = select(history.c.queue, func.min(start), func.max(start), func.count())
    with engine.connect() as connection:
        found = connection.execute(spans.group_by(history.c.queue).order_by(history.c.queue))
        return {queue: (first, last, rows) for queue, first, last, rows in found}


def _write_rejects(file: HistoryFile, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=file.delimiter, lineterminator="\n")
        writer.writerow([*file.columns, "reason"])
        writer.writerows([*x.cells, x.reason] for x in file.rejected)
    return path


def _store(
    connection: Connection, import_id: int, pieces: "count[int]", rows: SeriesRows
) -> _Stored:
    """The rows of a queue and site, kept as they were given and laid over what is there."""
    corrected = []
    for block in blocks_of(rows):
        corrected.append(correct(connection, block))
        keep(connection, import_id, pieces, block)
    return _Stored(
        queue=rows.queue,
        rows=len(rows),
        new=sum(x.new for x in corrected),
        changed=sum(x.changed for x in corrected),
        lost=np.sum([x.lost for x in corrected], axis=0),
        first=int(rows.starts[0]),
        last=int(rows.starts[-1]),
    )


def _result(
    connection: Connection, import_id: int, files: Sequence[GivenFile], stored: Sequence[_Stored]
) -> ImportResult:
    rows, new = sum(x.rows for x in stored), sum(x.new for x in stored)
    changed = sum(x.changed for x in stored)
    warnings = [y for x in files for y in x.warnings]
    warnings += _lost(stored)
    return ImportResult(
        rows=rows,
        new=new,
        changed=changed,
        unchanged=rows - new - changed,
        first=min((x.first for x in stored), default=None),
        last=max((x.last for x in stored), default=None),
        warnings=tuple(warnings),
        skipped=sum(len({y.row for y in x.refused}) for x in files),
        import_id=import_id,
    )


def _lost(stored: Sequence[_Stored]) -> list[str]:
    none = np.zeros(len(VALUES), dtype=np.int64)
    lost = dict(zip(VALUES, sum((x.lost for x in stored), none).tolist(), strict=True))
    return [
        f"{lost[x]} rows lost their {x}: the rows that replaced them do not give it"
        for x in (*COUNTS, *DURATIONS)
        if lost[x]
    ]
