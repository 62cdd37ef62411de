"""The times of history rows: texts to instants, on the clock of the file and the plan's grid.

Each different text is judged once; only what a row's neighbours decide (which of the two autumn
hours is meant) is decided by row.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, EPOCH, interval_grid, local_day, utc_of_local

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it, a year is a slip of the keyboard
READABLE_YEARS = range(1900, 2200)  # beyond these the clock database says nothing


class TimeRefusal(IntEnum):
    """Why a text is no interval start; NONE where it is one."""

    NONE = 0
    MISSING = 1
    UNREADABLE = 2
    NO_ZONE = 3
    DATE_ONLY = 4
    NONEXISTENT = 5
    TOO_EARLY = 6
    TOO_LATE = 7
    OFF_GRID = 8


@dataclass(frozen=True, slots=True)
class FileClock:
    """How to read a file's times: its zone for naive ones, the plan's grid, the time it is now."""

    timezone: str | None
    plan_timezone: str
    interval_minutes: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """What the different texts of a file say, (u,) each; ``second`` differs in a doubled hour."""

    first: NDArray[np.int64]  # UTC epoch seconds
    second: NDArray[np.int64]
    refusal: NDArray[np.int8]  # TimeRefusal


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """Rows whose ambiguous time came once and was taken as the first of the two."""

    start: int  # UTC epoch seconds it was taken as
    rows: NDArray[np.int64]


def read_times(texts: list[str], clock: FileClock) -> Times:
    """Judge each different text of ``interval_start``."""
    read = [_read(x.strip(), clock) for x in texts]
    seconds = np.array([x[0] for x in read], dtype=np.int64)
    refusal = np.array([x[1] for x in read], dtype=np.int8)
    naive = np.array([x[2] for x in read], dtype=np.bool_) & (refusal == TimeRefusal.NONE)
    first, second = seconds.copy(), seconds.copy()
    if clock.timezone is not None:
        first[naive], second[naive], exists = utc_of_local(seconds[naive], clock.timezone)
        if clock.interval_minutes == 24 * 60:  # the day it names begins once, midnight or not
            second[naive] = first[naive]
        else:
            refusal[naive] = np.where(exists, TimeRefusal.NONE, TimeRefusal.NONEXISTENT)
    _mark_far(first, refusal, clock)
    _mark_off_grid(first, second, refusal, clock)
    return Times(first, second, refusal)


def starts_in_order(
    times: Times, codes: NDArray[np.int64], series: NDArray[np.int64]
) -> tuple[NDArray[np.int64], list[OnceOnly]]:
    """The instant of each row, (n,), doubled hours taken in the order of the file.

    ``codes`` (n,) point into ``times``, ``series`` (n,) tell queue and site apart; a negative
    series is a row refused for another reason.
    """
    starts = times.first[codes]
    doubled = np.flatnonzero((times.second > times.first)[codes] & (series >= 0))
    if not doubled.size:
        return starts, []
    order = doubled[np.lexsort((doubled, starts[doubled], series[doubled]))]
    same = (np.diff(starts[order]) == 0) & (np.diff(series[order]) == 0)
    repeats = np.concatenate([[False], same])
    once = order[~repeats & ~np.concatenate([same, [False]])]
    later = order[repeats]
    alone = [OnceOnly(int(x), once[starts[once] == x]) for x in np.unique(starts[once])]
    starts[later] = times.second[codes[later]]
    return starts, alone


def refusal_reason(refusal: TimeRefusal, clock: FileClock) -> str:
    """What to say of a row with that refusal."""
    minutes = clock.interval_minutes
    return {
        TimeRefusal.NONE: "",
        TimeRefusal.MISSING: "missing: every row needs its interval's start",
        TimeRefusal.UNREADABLE: "not a time: write it like 2025-10-26T02:30:00+01:00",
        TimeRefusal.NO_ZONE: "a local time: write its offset, or name its zone with --timezone",
        TimeRefusal.DATE_ONLY: f"no time of day, and the plan's intervals have {minutes} minutes",
        TimeRefusal.NONEXISTENT: f"the clock of {clock.timezone} skips this time in spring",
        TimeRefusal.TOO_EARLY: "before 1990",
        TimeRefusal.TOO_LATE: "in the future: history ends today",
        TimeRefusal.OFF_GRID: f"off the grid of {minutes}-minute intervals on the clock of "
        f"{clock.plan_timezone}",
    }[refusal]


def _read(text: str, clock: FileClock) -> tuple[int, TimeRefusal, bool]:
    """Epoch seconds (of a naive time: as if it were UTC), the refusal, whether it is naive."""
    if not text:
        return 0, TimeRefusal.MISSING, False
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return 0, TimeRefusal.UNREADABLE, False
    if when.year not in READABLE_YEARS:
        return 0, TimeRefusal.TOO_EARLY if when.year < 1990 else TimeRefusal.TOO_LATE, False
    if when.tzinfo is not None:
        return _seconds(when), TimeRefusal.NONE, False
    return _seconds(when.replace(tzinfo=UTC)), _naive_fault(text, clock), True


def _naive_fault(text: str, clock: FileClock) -> TimeRefusal:
    if clock.timezone is None:
        return TimeRefusal.NO_ZONE
    dated = len(text) <= len("2025-10-26")
    return TimeRefusal.DATE_ONLY if dated and clock.interval_minutes < 24 * 60 else TimeRefusal.NONE


def _seconds(when: datetime) -> int:
    since = when - EPOCH
    # A fraction of a second is off every grid; so is the second that rounding up reaches.
    return since.days * DAY + since.seconds + (since.microseconds > 0)


def _mark_far(first: NDArray[np.int64], refusal: NDArray[np.int8], clock: FileClock) -> None:
    fine = refusal == TimeRefusal.NONE
    refusal[fine & (first < _seconds(EARLIEST))] = TimeRefusal.TOO_EARLY
    refusal[fine & (first > _seconds(clock.now + timedelta(days=1)))] = TimeRefusal.TOO_LATE


def _mark_off_grid(
    first: NDArray[np.int64], second: NDArray[np.int64], refusal: NDArray[np.int8], clock: FileClock
) -> None:
    fine = np.flatnonzero(refusal == TimeRefusal.NONE)
    if not fine.size:
        return
    begin: date = local_day(int(first[fine].min()), clock.plan_timezone)
    days = (local_day(int(second[fine].max()), clock.plan_timezone) - begin).days + 1
    grid = interval_grid(begin, days, clock.plan_timezone, clock.interval_minutes).starts
    on_grid = np.isin(first[fine], grid) & np.isin(second[fine], grid)
    refusal[fine[~on_grid]] = TimeRefusal.OFF_GRID
