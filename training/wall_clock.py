"""Histories that come without a plan: a CSV on a naive wall-clock grid, queue by queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import PlannerError
from training.opening import learned_open_slots
from training.series import QueueSeries

REQUIRED = ("interval_start", "queue", "offered")
STEPS = (15, 30, 60, 1440)  # minutes


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
        """What was known on ``origin``, with the horizon after it; open hours learned from it."""
        known = (origin - self.first).days + 1
        counts = self.counts[:known]
        days = [self.first + timedelta(days=i) for i in range(known + horizon_days)]
        open_slots = learned_open_slots(counts, days, holidays)
        return QueueSeries(self.queue, self.first, counts, open_slots, holidays)


def read_wall_clock(file: Path, timezone: str) -> list[WallClockHistory]:
    """Every queue of a CSV; starts with an offset are put on the clock of ``timezone``."""
    frame = _checked_frame(file, timezone)
    minutes = _interval_minutes(frame, file)
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
    shape = (int(row.max()) + 1, 1440 // minutes)
    sums, seen = np.zeros(shape), np.zeros(shape, bool)
    np.add.at(sums, (row, slot), part["offered"].to_numpy())
    seen[row, slot] = True
    return WallClockHistory(queue, first.date(), np.where(seen, sums, np.nan), minutes)


def _checked_frame(file: Path, timezone: str) -> pd.DataFrame:
    try:
        raw = pd.read_csv(file, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    except (OSError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise HistoryFileError(f"{file}: cannot be read as CSV: {error}") from error
    missing = [name for name in REQUIRED if name not in raw.columns]
    if missing:
        raise HistoryFileError(
            f"{file}: row 1: no column {', '.join(missing)}; needed are {', '.join(REQUIRED)}"
        )
    offered = pd.to_numeric(raw["offered"], errors="coerce")
    _refuse(file, raw, "offered", offered.isna() | (offered < 0), "a count of calls, 0 or more")
    start = pd.to_datetime(raw["interval_start"], errors="coerce", format="ISO8601", utc=True)
    _refuse(file, raw, "interval_start", start.isna(), "an ISO 8601 time, e.g. 2025-09-30T08:00:00")
    aware = raw["interval_start"].str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", regex=True)
    local = start.dt.tz_convert(timezone).dt.tz_localize(None)
    start = local.where(aware, start.dt.tz_localize(None))
    return pd.DataFrame({"queue": raw["queue"], "start": start, "offered": offered})


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
    minutes = int(steps.min()) if len(steps) else 1440
    if minutes not in STEPS:
        raise HistoryFileError(
            f"{file}: intervals of {minutes} minutes; known lengths are {STEPS} minutes"
        )
    within = frame["start"].dt.hour * 60 + frame["start"].dt.minute
    off = (within % minutes != 0) | (frame["start"].dt.second != 0)
    if off.any():
        row = int(np.flatnonzero(off.to_numpy())[0])
        raise HistoryFileError(
            f"{file}: row {row + 2}: not on the {minutes}-minute grid of the file"
        )
    return minutes
