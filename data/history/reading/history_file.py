"""A table as it was read: what can be stored of it, what cannot, and what is to be said."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from data.calendar.clock import local_iso
from data.history.formats.layout import Layout
from data.history.reading.columns import TableReader
from data.history.reading.intake import Intake
from data.history.reading.naming import named_refusals
from data.history.reading.refusals import Refusal, RejectedRow
from data.history.reading.spool import Rows, Spool
from data.history.series_rows import SeriesRows
from data.history.source.table import SourceTable
from data.plan import Plan


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


def history_file(
    table: SourceTable, layout: Layout, plan: Plan, reader: TableReader, intake: Intake
) -> HistoryFile:
    """A table that was read and taken in, with the cells of what is refused."""
    used = layout.used()
    refused, rejected = named_refusals(table, layout, [*reader.refused, *intake.refused])
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
        warnings=tuple(_warnings(table.name, layout, reader, intake)),
        queues=tuple(x.id for x in plan.queues),
        sites=("", *(x.id for x in plan.sites)),
        spool=intake.spool,
    )


def _warnings(name: str, layout: Layout, reader: TableReader, intake: Intake) -> Iterator[str]:
    if not reader.last_line:
        yield f"{name}: no rows below the header"
    for once in intake.once:
        start = np.array([once.start], dtype=np.int64)
        taken = local_iso(start, reader.clock.timezone or reader.clock.plan_timezone)[0]
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
