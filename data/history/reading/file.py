"""A history CSV (``standard`` profile) read into arrays, every bad cell named.

Reading needs the plan, which says the queues, the sites and the grid, and touches no database.
Columns are read by the different texts they hold, so that a million rows cost seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np

from data.calendar.clock import local_iso
from data.history.reading.checks import RefusedRows, row_refusals
from data.history.reading.columns import RawColumns, read_columns
from data.history.reading.csv import CsvTable, csv_table, records_at
from data.history.reading.interval import interval_found
from data.history.reading.naming import CELLS, named_refusals
from data.history.reading.places import Places, duplicate_refusals, place_rows
from data.history.reading.refusals import HistoryRefusedError, Refusal, RejectedRow
from data.history.reading.rows import HistoryRows, kept_rows, series_of
from data.history.reading.times import FileClock, TimeRefusal, refusal_reason
from data.history.series_rows import SeriesRows
from data.plan import Plan
from data.suggestion import suggestion

__all__ = ["HistoryFile", "HistoryRefusedError", "HistoryRows", "Refusal", "read_history"]


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A file as read: what can be stored, and what cannot."""

    name: str
    sha256: str  # of the file as it came, hexadecimal
    profile: str
    unended: bool  # the last line has no line end: it may be cut
    columns: tuple[str, ...]
    delimiter: str
    interval_minutes: int
    rows: HistoryRows
    refused: tuple[Refusal, ...]
    rejected: tuple[RejectedRow, ...]
    warnings: tuple[str, ...]

    def series(self) -> Iterator[SeriesRows]:
        """The rows that can be stored, queue by queue and site by site; may be asked again."""
        yield from series_of(self.rows)


def read_history(
    source: bytes | str | Path,
    name: str,
    plan: Plan,
    timezone: str | None,
    now: datetime | None = None,
) -> HistoryFile:
    """Read a history CSV: bytes, a path, or text already decoded.

    ``timezone`` is the clock of times without offset. Rows that break a rule are in ``refused``
    and ``rejected``, the others in ``rows``. Raises HistoryRefusedError where the file as a whole
    cannot be read: not UTF-8, a wrong header, another interval length than the plan's.
    """
    _require_zone(name, timezone)
    table = csv_table(source, name)
    queues, sites = tuple(x.id for x in plan.queues), ("", *(x.id for x in plan.sites))
    raw = read_columns(table, queues, sites)
    clock = FileClock(timezone, plan.timezone, plan.interval_minutes, now or datetime.now(UTC))
    places = place_rows(raw, len(sites), clock)
    _require_interval(table, places, plan)
    groups = _without_ragged(
        [
            *_time_refusals(places, clock),
            *row_refusals(raw.values, queues, sites),
            *duplicate_refusals(places),
        ],
        raw,
    )
    keep = np.ones(places.starts.size, dtype=np.bool_)
    for group in groups:
        keep[group.rows] = False
    refused, rejected = named_refusals(table, groups)
    return HistoryFile(
        name=name,
        sha256=table.sha256,
        profile="standard",
        unended=not table.text.endswith(("\n", "\r")),
        columns=table.columns,
        delimiter=table.delimiter,
        interval_minutes=plan.interval_minutes,
        rows=kept_rows(raw.values, places.starts, keep, queues, sites),
        refused=refused,
        rejected=rejected,
        warnings=tuple(_warnings(table, places, clock)),
    )


def _require_zone(name: str, timezone: str | None) -> None:
    if timezone is None:
        return
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        reason = f"no time zone: {suggestion(timezone, available_timezones())}"
        raise HistoryRefusedError([Refusal(name, 1, "--timezone", timezone, reason)]) from error


def _require_interval(table: CsvTable, places: Places, plan: Plan) -> None:
    order = places.order
    found = interval_found(places.series[order], places.starts[order], plan.timezone)
    if found not in (None, plan.interval_minutes):
        reason = (
            f"the file's intervals are {found} minutes long, the plan's {plan.interval_minutes}: "
            "export the history in the plan's intervals, or change interval_minutes in the plan"
        )
        raise table.refused(1, "interval_start", f"{found} minutes", reason)


def _time_refusals(places: Places, clock: FileClock) -> Iterator[RefusedRows]:
    for refusal in TimeRefusal:
        rows = np.flatnonzero(places.refusal == refusal)
        if rows.size and refusal != TimeRefusal.NONE:
            yield RefusedRows(rows, "interval_start", refusal_reason(refusal, clock))


def _without_ragged(groups: list[RefusedRows], raw: RawColumns) -> list[RefusedRows]:
    """A row with shifted cells is refused once, not for each cell that is out of place."""
    if not raw.ragged.size:
        return groups
    reason = "more or fewer cells than the header has"
    return [RefusedRows(raw.ragged, CELLS, reason), *(x.without(raw.ragged) for x in groups)]


def _warnings(table: CsvTable, places: Places, clock: FileClock) -> Iterator[str]:
    if not places.starts.size:
        yield f"{table.name}: no rows below the header"
    lines = records_at(table, {int(x.rows[0]) for x in places.once})
    for once in places.once:
        start = np.array([once.start], dtype=np.int64)
        taken = local_iso(start, clock.timezone or clock.plan_timezone)[0]
        yield (
            f"{table.name}: row {lines[int(once.rows[0])][0]}: the clock shows this time twice, "
            f"the file has it once ({once.rows.size} rows): taken as the first, {taken}"
        )
