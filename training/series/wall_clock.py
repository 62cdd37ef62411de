"""Histories that come without a plan: a CSV on a naive wall-clock grid, queue by queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.calendar.holidays import FIRST, LAST
from data.errors import PlannerError
from data.history.left_out_zeros import share_left_out
from data.history.notation.dates import offset_minutes
from data.plan.days.drivers import no_drivers
from training.series.opening import learned_open_slots
from training.series.outages import outages, without
from training.series.queue import QueueSeries

DELIMITERS = (",", ";", "\t")
REQUIRED = ("interval_start", "queue", "offered")
SHORTEST_INTERVAL = 15  # minutes
DAY_MINUTES = 1440
# A local date, or a local time with or without its offset, which is the group.
START = (
    r"^\d{4}-\d\d-\d\d"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?(?P<offset>Z|[+-]\d\d(?::?\d\d)?)?)?$"
)


class HistoryFileError(PlannerError):
    """A history that cannot be read; the message names the file, the row and the remedy."""


@dataclass(frozen=True, slots=True)
class WallClockHistory:
    """One queue's counts by local day and wall-clock slot, as the file has them."""

    queue: str
    first: date
    counts: NDArray[np.float64]  # (D, S); NaN: no row
    interval_minutes: int

    def series(self, origin: date, horizon_days: int, holidays: Mapping[date, str]) -> QueueSeries:
        """What was known on ``origin``, with the horizon after it; open hours learned from it.

        Absent rows are zeros where the counts say that zeros are left out.
        """
        known = (origin - self.first).days + 1
        counts = self.counts[:known]
        days = [self.first + timedelta(days=i) for i in range(known + horizon_days)]
        open_slots = learned_open_slots(counts, days, holidays)
        drivers = no_drivers(len(days))
        is_open = open_slots[:known]
        if share_left_out(counts, is_open) is not None:
            counts = np.where(is_open & np.isnan(counts), 0.0, counts)
        gone = outages(counts, is_open, days, holidays, drivers.weight)
        counts = without(counts, self.first, gone)
        return QueueSeries(self.queue, self.first, counts, open_slots, holidays, drivers)


def read_wall_clock(file: Path, timezone: str) -> list[WallClockHistory]:
    """Every queue of a CSV; starts with an offset are put on the clock of ``timezone``."""
    frame = _checked_frame(file, timezone)
    minutes = _interval_minutes(frame, file)
    _refuse_off_grid(frame, minutes, file)
    day = frame["start"].dt.normalize()
    slot = ((frame["start"] - day).dt.total_seconds() // 60).astype(int) // minutes
    frame = frame.assign(day=day, slot=slot)
    return [
        _one_queue(str(queue), part, minutes) for queue, part in frame.groupby("queue", sort=True)
    ]


def _one_queue(queue: str, part: pd.DataFrame, minutes: int) -> WallClockHistory:
    first = part["day"].min()
    row = (part["day"] - first).dt.days.to_numpy()
    slot = part["slot"].to_numpy()
    shape = (int(row.max()) + 1, DAY_MINUTES // minutes)
    sums, seen = np.zeros(shape), np.zeros(shape, bool)
    np.add.at(sums, (row, slot), part["offered"].to_numpy())
    seen[row, slot] = True
    return WallClockHistory(queue, first.date(), np.where(seen, sums, np.nan), minutes)


def _checked_frame(file: Path, timezone: str) -> pd.DataFrame:
    raw = _raw_frame(file)
    _refuse(file, raw, "queue", raw["queue"] == "", "the queue's name")
    offered = pd.to_numeric(raw["offered"], errors="coerce")
    countable = (offered >= 0) & (offered < np.inf) & (offered % 1 == 0)
    _refuse(file, raw, "offered", ~countable, "a count of calls: a whole number, 0 or more")
    start = _local_starts(raw, file, timezone)
    return pd.DataFrame({"queue": raw["queue"], "start": start, "offered": offered})


def _raw_frame(file: Path) -> pd.DataFrame:
    """The file's cells as text, its delimiter found in its header."""
    try:
        with file.open(encoding="utf-8-sig") as lines:
            header = lines.readline()
        delimiter = max(DELIMITERS, key=header.count)
        raw = pd.read_csv(
            file, sep=delimiter, dtype=str, encoding="utf-8-sig", keep_default_na=False
        ).fillna("")
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise HistoryFileError(
            f"{file}: cannot be read as CSV in UTF-8: {str(error).strip()}"
        ) from error
    missing = [name for name in REQUIRED if name not in raw.columns]
    if missing:
        raise HistoryFileError(
            f"{file}: row 1: no column {', '.join(missing)}; needed are {', '.join(REQUIRED)}"
        )
    if raw.empty:
        raise HistoryFileError(f"{file}: row 2: nothing below the header; give it the calls")
    return raw


def _local_starts(raw: pd.DataFrame, file: Path, timezone: str) -> "pd.Series[pd.Timestamp]":
    """(rows,) naive local starts: as written, or on the clock of ``timezone`` from an offset."""
    text = raw["interval_start"]
    start = pd.to_datetime(text, errors="coerce", format="ISO8601", utc=True)
    bad = start.isna() | ~text.str.match(START)
    _refuse(file, raw, "interval_start", bad, "an ISO 8601 time, e.g. 2025-09-30T08:00:00")
    far = (start.dt.year < FIRST.year) | (start.dt.year > LAST.year)
    _refuse(file, raw, "interval_start", far, f"a time of {FIRST.year} to {LAST.year}")
    offsets = text.str.extract(START)["offset"]
    unknown = {x for x in offsets.dropna().unique() if offset_minutes(x) is None}
    wanted = "an interval's start: no time zone has this offset (08:00-08:30 is a span)"
    _refuse(file, raw, "interval_start", offsets.isin(unknown), wanted)
    aware = offsets.notna()
    local = start.dt.tz_convert(timezone).dt.tz_localize(None)
    return local.where(aware, start.dt.tz_localize(None))


def _refuse(file: Path, raw: pd.DataFrame, column: str, bad: "pd.Series[bool]", hint: str) -> None:
    if not bad.any():
        return
    row = int(np.flatnonzero(bad.to_numpy())[0])
    value = raw[column].iloc[row]
    more = f" (and {int(bad.sum()) - 1} more rows)" if bad.sum() > 1 else ""
    raise HistoryFileError(f"{file}: row {row + 2}: {column} is {value!r}{more}; write {hint}")


def _interval_minutes(frame: pd.DataFrame, file: Path) -> int:
    """The smallest step between different starts of a queue and day; a day where there is one."""
    starts = frame.drop_duplicates(["queue", "start"]).sort_values(["queue", "start"])
    same = (starts["queue"] == starts["queue"].shift()) & (
        starts["start"].dt.normalize() == starts["start"].shift().dt.normalize()
    )
    steps = (starts["start"] - starts["start"].shift())[same].dt.total_seconds() / 60
    if not len(steps):
        return DAY_MINUTES
    minutes = float(steps.min())
    if minutes < SHORTEST_INTERVAL or DAY_MINUTES % minutes != 0:
        raise HistoryFileError(
            f"{file}: row {int(steps.idxmin()) + 2}: it starts {minutes:g} minutes after another "
            f"row of its queue; write intervals of {SHORTEST_INTERVAL} minutes or more that divide "
            "a day"
        )
    return int(minutes)


def _refuse_off_grid(frame: pd.DataFrame, minutes: int, file: Path) -> None:
    since_midnight = (frame["start"] - frame["start"].dt.normalize()).dt.total_seconds()
    off = np.flatnonzero(since_midnight % (minutes * 60) != 0)
    if off.size:
        start = frame["start"].iloc[off[0]]
        raise HistoryFileError(
            f"{file}: row {off[0] + 2}: interval_start {start} is not on the {minutes}-minute grid "
            "of the file; write starts that are whole intervals after midnight"
        )
