"""History in the database: files in, one transaction each time; what is there, per queue."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from data.database.schema import history
from data.history.demand import QueueHistory, read_demand
from data.history.reading.file import HistoryFile
from data.history.reading.refusals import HistoryRefusedError, Refusal
from data.history.upsert import VALUES, upsert

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
class ImportResult:
    """What an import did; ``first`` and ``last`` are the starts it held, UTC epoch seconds."""

    rows: int
    new: int
    changed: int
    unchanged: int
    first: int | None
    last: int | None
    warnings: tuple[str, ...]


def import_history(
    engine: Engine, files: Sequence[HistoryFile], skip_bad_rows: bool
) -> ImportResult:
    """Store files in their order, in one transaction: all of it or nothing.

    A row of a later file replaces the one that is there for its interval, queue and site, whole:
    what it leaves out is not known any more. Storing the same again changes nothing. Raises
    HistoryRefusedError, nothing stored, where a row was refused and bad rows are not skipped.
    """
    refused = [x for file in files for x in file.refused]
    if refused and not skip_bad_rows:
        raise HistoryRefusedError(refused)
    with engine.begin() as connection:
        before = _known(connection)
        written = sum(upsert(connection, x) for file in files for x in file.series())
        after = _known(connection)
        warnings = [*(y for x in files for y in x.warnings), *_lost(before, after)]
        spans = [x for file in files for x in _spans(file)]
        warnings += _mixed_sites(connection, {x for x, _, _ in spans})
    rows = sum(x.rows for x in files)
    new = after["rows"] - before["rows"]
    return ImportResult(
        rows=rows,
        new=new,
        changed=written - new,
        unchanged=rows - written,
        first=min((x for _, x, _ in spans), default=None),
        last=max((x for _, _, x in spans), default=None),
        warnings=tuple(warnings),
    )


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


def _spans(file: HistoryFile) -> Iterator[tuple[str, int, int]]:
    """Of every series that has rows: its queue, its first and its last start."""
    return ((x.queue, int(x.starts[0]), int(x.starts[-1])) for x in file.series() if len(x))


def _write_rejects(file: HistoryFile, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=file.delimiter, lineterminator="\n")
        writer.writerow([*file.columns, "reason"])
        writer.writerows([*x.cells, x.reason] for x in file.rejected)
    return path


def _known(connection: Connection) -> dict[str, int]:
    """How many rows there are, and in how many of them each value is known."""
    columns = [func.count(history.c[x]).label(x) for x in VALUES]
    found = connection.execute(select(func.count().label("rows"), *columns)).one()
    return dict(found._mapping)


def _lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    return [
        f"{before[x] - after[x]} rows lost their {x}: the rows that replaced them do not give it"
        for x in VALUES
        if after[x] < before[x]
    ]


def _mixed_sites(connection: Connection, queues: set[str]) -> list[str]:
    """Warn of queues whose rows with and without a site overlap: demand would count both."""
    spans = {x: [_span(connection, x, named) for named in (False, True)] for x in sorted(queues)}
    return [
        f"{queue}: rows with and without a site cover the same days: demand is the sum of both"
        for queue, (unnamed, named) in spans.items()
        if unnamed and named and unnamed[0] <= named[1] and named[0] <= unnamed[1]
    ]


def _span(connection: Connection, queue: str, named: bool) -> tuple[int, int] | None:
    """First and last start of a queue's rows with, or without, a site."""
    site = history.c.site > "" if named else history.c.site == ""
    start = history.c.interval_start
    wanted = select(func.min(start), func.max(start)).where(history.c.queue == queue, site)
    first, last = connection.execute(wanted).one()
    return None if first is None else (first, last)
