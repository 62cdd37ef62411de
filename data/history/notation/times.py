"""The times of history rows: texts to instants, on the clock of the file.

Each different text is judged once; only what a row's neighbours decide (which of the two autumn
hours is meant, whether it is on the grid) is decided where series are put in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from itertools import count

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, EPOCH, utc_of_local
from data.history.notation.dates import DateReader, Shown, UndecidedDateError, WrongOffsetError

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it, a year is a slip of the keyboard
READABLE = (  # beyond these the clock database says nothing
    (datetime(1900, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(seconds=1),
    (datetime(2200, 1, 1, tzinfo=UTC) - EPOCH) // timedelta(seconds=1),
)
REMEMBERED = 200_000  # different texts kept at a time
ZONE_MARK = "\x1f"  # parts a text from the zone its row names


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
    UNDECIDED = 9
    WRONG_OFFSET = 10


@dataclass(frozen=True, slots=True)
class FileClock:
    """How to read a file's times: its zone for naive ones, the plan's grid, the time it is now."""

    timezone: str | None
    plan_timezone: str
    interval_minutes: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """What texts say, (n,) each; a start is doubled where ``gap`` seconds later it is again."""

    starts: NDArray[np.int64]  # UTC epoch seconds
    gap: NDArray[np.int64]
    span: NDArray[np.int64]  # seconds, 0: not said; a day where there is no time of day
    refusal: NDArray[np.int64]  # TimeRefusal

    def at(self, rows: NDArray[np.int64]) -> "Times":
        """Those of some rows."""
        return Times(self.starts[rows], self.gap[rows], self.span[rows], self.refusal[rows])


class TimeColumn:
    """Reads the texts of a file's times, remembering each."""

    def __init__(self, clock: FileClock, reader: DateReader, epoch: bool = False) -> None:
        self._clock, self._reader, self._epoch = clock, reader, epoch
        self._codes: dict[str, int] = {}
        self._known = np.zeros((4, 0), dtype=np.int64)

    def read(self, texts: Sequence[str]) -> Times:
        """The next texts; one may end in ZONE_MARK and the zone of its row."""
        new = list(dict.fromkeys(x for x in texts if x not in self._codes))
        if len(self._codes) > REMEMBERED:
            self._codes.clear()
            self._known = self._known[:, :0]
            new = list(dict.fromkeys(texts))
        if new:
            self._codes.update(zip(new, count(len(self._codes)), strict=False))
            self._known = np.concatenate([self._known, self._judged(new)], axis=1)
        codes = np.fromiter(map(self._codes.__getitem__, texts), np.int64, len(texts))
        return Times(*self._known[:, codes])

    def _judged(self, texts: list[str]) -> NDArray[np.int64]:
        """Starts, gaps, spans and refusals of texts, (4, u)."""
        read = [self._shown(x.partition(ZONE_MARK)[0]) for x in texts]
        seconds = np.array([x.seconds for x, _ in read], dtype=np.int64)
        span = np.array([DAY if x.dated_only else x.span for x, _ in read], dtype=np.int64)
        refusal = np.array([x for _, x in read], dtype=np.int64)
        first, second = seconds.copy(), seconds.copy()
        naive = np.array([not x.has_offset for x, _ in read], dtype=np.bool_) & (refusal == 0)
        if naive.any():
            zones = [self._zone(x) for x in texts]
            for zone in set(zones):
                rows = naive & np.array([x == zone for x in zones], dtype=np.bool_)
                self._convert(zone, rows, seconds, span, refusal, first, second)
        self._mark_far(first, refusal)
        return np.stack([first, second - first, span, refusal])

    def _zone(self, text: str) -> str | None:
        return text.partition(ZONE_MARK)[2] or self._clock.timezone

    def _convert(
        self,
        zone: str | None,
        rows: NDArray[np.bool_],
        seconds: NDArray[np.int64],
        span: NDArray[np.int64],
        refusal: NDArray[np.int64],
        first: NDArray[np.int64],
        second: NDArray[np.int64],
    ) -> None:
        if zone is None:
            refusal[rows] = TimeRefusal.NO_ZONE
            return
        first[rows], second[rows], exists = utc_of_local(seconds[rows], zone)
        dated = span[rows] == DAY  # the day it names begins once, midnight or not
        second[rows] = np.where(dated, first[rows], second[rows])
        refusal[rows] = np.where(exists | dated, TimeRefusal.NONE, TimeRefusal.NONEXISTENT)

    def _shown(self, text: str) -> tuple[Shown, TimeRefusal]:
        nothing = Shown(0)
        if not text.strip():
            return nothing, TimeRefusal.MISSING
        if self._epoch:
            return _epoch(text)
        try:
            shown = self._reader.read(text)
        except UndecidedDateError:
            return nothing, TimeRefusal.UNDECIDED
        except WrongOffsetError:
            return nothing, TimeRefusal.WRONG_OFFSET
        except (ValueError, OverflowError):
            return nothing, TimeRefusal.UNREADABLE
        if not READABLE[0] <= shown.seconds < READABLE[1]:
            early = shown.seconds < READABLE[0]
            return nothing, TimeRefusal.TOO_EARLY if early else TimeRefusal.TOO_LATE
        return shown, TimeRefusal.NONE

    def _mark_far(self, first: NDArray[np.int64], refusal: NDArray[np.int64]) -> None:
        fine = refusal == TimeRefusal.NONE
        latest = self._clock.now + timedelta(days=1)
        refusal[fine & (first < (EARLIEST - EPOCH).total_seconds())] = TimeRefusal.TOO_EARLY
        refusal[fine & (first > (latest - EPOCH).total_seconds())] = TimeRefusal.TOO_LATE


def _epoch(text: str) -> tuple[Shown, TimeRefusal]:
    try:
        return Shown(int(float(text)), has_offset=True), TimeRefusal.NONE
    except (ValueError, OverflowError):
        return Shown(0), TimeRefusal.UNREADABLE


def refusal_reason(refusal: TimeRefusal, clock: FileClock) -> str:
    """What to say of a row with that refusal."""
    minutes = clock.interval_minutes
    return {
        TimeRefusal.NONE: "",
        TimeRefusal.MISSING: "missing: every row needs its interval's start",
        TimeRefusal.UNREADABLE: "not a time: write it like 2025-10-26T02:30:00+01:00",
        TimeRefusal.NO_ZONE: "a local time: write its offset, or name its zone with --timezone "
        f"(the plan's is {clock.plan_timezone})",
        TimeRefusal.DATE_ONLY: f"no time of day, and the plan's intervals have {minutes} minutes",
        TimeRefusal.NONEXISTENT: f"the clock of {clock.timezone} skips this time in spring",
        TimeRefusal.TOO_EARLY: "before 1990",
        TimeRefusal.TOO_LATE: "in the future: history ends today",
        TimeRefusal.OFF_GRID: f"off the grid of {minutes}-minute intervals on the clock of "
        f"{clock.plan_timezone}",
        TimeRefusal.UNDECIDED: "day first or month first? No date of the file decides: say "
        "--date-order day-first or month-first, or write years with four digits",
        TimeRefusal.WRONG_OFFSET: "no time zone has this offset: write the interval's start and "
        "its offset, like 2025-03-03T08:00:00+01:00",
    }[refusal]
