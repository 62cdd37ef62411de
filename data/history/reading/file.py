"""A table of past calls read into rows by series, every bad cell named.

Reading needs the plan, which says the queues, the sites and the grid, and touches no database. The
file is walked through twice: once to learn how it writes its dates and numbers, once to read them;
what comes of it waits on disk, so that memory holds some thousand rows at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from data.calendar.clock import local_iso
from data.calendar.zone_names import zone_hint
from data.history.formats.head import RECORDS, Head
from data.history.formats.layout import DateOrder, Layout
from data.history.formats.recognition import recognised
from data.history.formats.unknown import UnknownFormError
from data.history.notation.cells import NameColumn
from data.history.notation.names import name_index
from data.history.notation.numbers import MixedMarksError, UnsettledError
from data.history.notation.survey import Forms, surveyed, taken_for_granted
from data.history.notation.times import FileClock
from data.history.reading.columns import KnownNames, TableReader, TooManyRefusedError
from data.history.reading.intake import Intake, taken_in
from data.history.reading.interval import WrongIntervalError
from data.history.reading.naming import named_refusals
from data.history.reading.records import Table, chunks_of, even_chunks
from data.history.reading.refusals import HistoryRefusedError, Refusal, RejectedRow
from data.history.reading.spool import Rows, Spool
from data.history.series_rows import SeriesRows
from data.history.source.file import opened_file
from data.history.source.table import SourceTable
from data.plan import Plan
from data.suggestion import suggestion

__all__ = ["HistoryFile", "HistoryRefusedError", "Refusal", "read_history"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the owner of files says of them; the rest they must tell themselves."""

    profile: str = "auto"  # a name, or the path of a mapping
    timezone: str | None = None  # of times without offset
    date_order: DateOrder | None = None
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A table as read: what can be stored, and what cannot."""

    name: str
    sha256: str  # of the file as it came, hexadecimal
    profile: str
    taken_for: str  # a sentence
    used: tuple[tuple[str, str], ...]  # columns, and what each is taken for
    left: tuple[str, ...]  # columns that say nothing the history keeps
    unended: bool  # the last line has no line end: it may be cut
    columns: tuple[str, ...]
    delimiter: str
    interval_minutes: int  # of its rows, once added up; of daily totals, a day's
    rows: int
    refused: tuple[Refusal, ...]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]
    queues: tuple[str, ...] = field(repr=False)
    sites: tuple[str, ...] = field(repr=False)
    spool: Spool = field(repr=False)

    def series(self) -> Iterator[SeriesRows]:
        """The rows that can be stored, queue by queue and site by site; may be asked again."""
        for number in self.spool.series():
            queue, site = divmod(number, len(self.sites))
            yield _series(self.queues[queue], self.sites[site], self.spool.read(number))


class UnknownTableError(HistoryRefusedError):
    """A table of no known form."""


def read_history(
    source: bytes | str | Path,
    name: str,
    plan: Plan,
    timezone: str | None,
    now: datetime | None = None,
) -> HistoryFile:
    """Read the one table of a file: bytes, a path, or text already decoded."""
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    (found,) = read_files(raw, name, plan, Reading(timezone=timezone, now=now))
    return found


def read_files(source: bytes | Path, name: str, plan: Plan, reading: Reading) -> list[HistoryFile]:
    """Read every table of a file.

    Rows that break a rule are in ``refused`` and ``rejected``, the others in ``series()``. Raises
    HistoryRefusedError where a table as a whole cannot be read: not text, of no known form, with
    intervals that do not become the plan's.
    """
    _require_zone(name, reading.timezone)
    with opened_file(source, name) as tables:
        return _known_tables(tables, plan, reading)


def _known_tables(tables: Sequence[SourceTable], plan: Plan, reading: Reading) -> list[HistoryFile]:
    """The tables of a file that are history; a sheet of notes beside them is left out, and told."""
    found: list[HistoryFile] = []
    left: list[UnknownTableError] = []
    for table in tables:
        try:
            found.append(_read(table, plan, reading))
        except UnknownTableError as error:
            left.append(error)
    if not found and left:
        raise left[0]
    if left:
        told = tuple(f"left out: {x.refusals[0].file}: {x.refusals[0].reason}" for x in left)
        found[0] = replace(found[0], warnings=(*found[0].warnings, *told))
    return found


def head_of(table: Table) -> Head:
    """The records in which a table's form is looked for."""
    pairs = chain.from_iterable(zip(*x, strict=True) for x in table.chunks())
    first = list(islice(pairs, RECORDS))
    lines, records = zip(*first, strict=True) if first else ((), ())
    return Head(table.name, table.delimiter, lines, tuple(map(tuple, records)))


def _read(table: SourceTable, plan: Plan, reading: Reading) -> HistoryFile:
    layout = _layout(table, reading)
    _require_known(table, layout, plan)
    timezone = layout.when.zone or reading.timezone
    now = reading.now or datetime.now(UTC)
    clock = FileClock(timezone, plan.timezone, plan.interval_minutes, now)
    try:
        reader = _reader(table, layout, clock, plan, reading.date_order)
        intake = taken_in(reader, layout, plan)
    except WrongIntervalError as error:
        raise _refused(table, "interval_start", "", str(error)) from error
    except TooManyRefusedError as error:
        some, _ = named_refusals(table, layout, error.groups)
        raise HistoryRefusedError(some) from error
    refused, rejected = named_refusals(table, layout, [*reader.refused, *intake.refused])
    return _history_file(table, layout, plan, clock, reader, intake, refused, rejected)


def _reader(
    table: SourceTable, layout: Layout, clock: FileClock, plan: Plan, order: DateOrder | None
) -> TableReader:
    """The table read; walked through twice only where its first texts do not tell its forms."""
    names, delimiter = _names(plan, layout), _delimiter(table)
    granted = taken_for_granted(layout, delimiter)
    if granted is not None:
        try:
            return _walked(table, layout, TableReader(layout, granted, clock, names))
        except UnsettledError:
            names = _names(plan, layout)
    forms = _forms(table, layout, order)
    return _walked(table, layout, TableReader(layout, forms, clock, names))


def _walked(table: SourceTable, layout: Layout, reader: TableReader) -> TableReader:
    for chunk in even_chunks(table, layout):
        reader.read(chunk)
    return reader


def _delimiter(table: SourceTable) -> str:
    return "cells" if table.kind == "sheet" else table.delimiter


def _layout(table: SourceTable, reading: Reading) -> Layout:
    try:
        return recognised(head_of(table), reading.profile)
    except UnknownFormError as error:
        raise UnknownTableError([Refusal(table.name, *x) for x in error.refusals]) from error


def _require_known(table: SourceTable, layout: Layout, plan: Plan) -> None:
    """The queues that a mapping names are the plan's."""
    known = tuple(x.id for x in plan.queues)
    for name, queue in layout.queues:
        if queue not in known:
            reason = f'[queues] "{name}": no queue of the plan: {suggestion(queue, known)}'
            raise _refused(table, layout.profile, queue, reason)


def _forms(table: SourceTable, layout: Layout, order: DateOrder | None) -> Forms:
    try:
        return surveyed(layout, chunks_of(table, layout), _delimiter(table), order)
    except MixedMarksError as error:
        reason = f"{error}: nothing tells which is meant; write all numbers in one way"
        raise _refused(table, "file", "", reason) from error


def _names(plan: Plan, layout: Layout) -> KnownNames:
    queues, sites = tuple(x.id for x in plan.queues), ("", *(x.id for x in plan.sites))
    return KnownNames(
        queues,
        sites,
        NameColumn(name_index(queues, plan.queue_aliases, layout.queues)),
        NameColumn(name_index(sites, plan.site_aliases, ())),
    )


def _history_file(
    table: SourceTable,
    layout: Layout,
    plan: Plan,
    clock: FileClock,
    reader: TableReader,
    intake: Intake,
    refused: tuple[Refusal, ...],
    rejected: tuple[RejectedRow, ...],
) -> HistoryFile:
    used = layout.used()
    return HistoryFile(
        name=table.name,
        sha256=table.sha256,
        profile=layout.profile,
        taken_for=layout.label,
        used=tuple((layout.columns[x], used[x]) for x in sorted(used)),
        left=tuple(x for i, x in enumerate(layout.columns) if x and i not in used),
        unended=table.unended,
        columns=layout.columns,
        delimiter=table.delimiter,
        interval_minutes=intake.minutes,
        rows=intake.spool.rows,
        refused=refused,
        rejected=rejected,
        warnings=tuple(_warnings(table.name, layout, clock, reader, intake)),
        queues=tuple(x.id for x in plan.queues),
        sites=("", *(x.id for x in plan.sites)),
        spool=intake.spool,
    )


def _warnings(
    name: str, layout: Layout, clock: FileClock, reader: TableReader, intake: Intake
) -> Iterator[str]:
    if not reader.last_line:
        yield f"{name}: no rows below the header"
    for once in intake.once:
        start = np.array([once.start], dtype=np.int64)
        taken = local_iso(start, clock.timezone or clock.plan_timezone)[0]
        yield (
            f"{name}: row {once.lines[0]}: the clock shows this time twice, "
            f"the file has it once ({once.lines.size} rows): taken as the first, {taken}"
        )
    yield from (f"{name}: {x}" for x in intake.told)
    yield from (f"{name}: left out: {x} {y}" for y, x in reader.left_out.rows.items())
    yield from (f"{name}: {x}" for x in layout.notes)


def _series(queue: str, site: str, rows: Rows) -> SeriesRows:
    return SeriesRows(
        queue,
        site,
        rows["line"],
        rows["start"],
        rows["offered"].astype(np.int64),
        rows["answered"].astype(np.int64),
        rows["abandoned"].astype(np.int64),
        rows["answered_in_time"].astype(np.int64),
        aht_seconds=rows["aht"],
        wait_seconds=rows["wait"],
    )


def _require_zone(name: str, timezone: str | None) -> None:
    if timezone is None:
        return
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = f"no time zone: {zone_hint(timezone)}"
        raise HistoryRefusedError([Refusal(name, 1, "--timezone", timezone, reason)]) from error


def _refused(table: SourceTable, column: str, value: str, reason: str) -> HistoryRefusedError:
    return HistoryRefusedError([Refusal(table.name, 1, column, value, reason)])
