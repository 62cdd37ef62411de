"""A table of past calls read into rows by series, every bad cell named.

Reading needs the plan, which says the queues, the sites and the grid, and touches no database. The
file is walked through once where its dates and numbers are plain, else first to learn how it writes
them; what comes of it waits on disk, so that memory holds one series at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
from data.history.reading.history_file import HistoryFile, history_file
from data.history.reading.intake import taken_in
from data.history.reading.interval import WrongIntervalError
from data.history.reading.naming import named_refusals
from data.history.reading.records import Table, chunks_of, even_chunks
from data.history.reading.refusals import HistoryRefusedError, Refusal
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
    return history_file(table, layout, plan, reader, intake)


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
            pass  # a text that only the whole file settles
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
