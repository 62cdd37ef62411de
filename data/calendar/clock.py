"""The callers' clock: the intervals, periods and labels of local time, on arrays.

Instants are UTC epoch seconds; a *clock* is a time zone's offsets as an array of changes, so that
fifty thousand labels cost two array operations and not fifty thousand look-ups.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Granularity = Literal["hour", "day", "week", "month"]

DAY = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True, slots=True)
class IntervalGrid:
    """Every interval of some consecutive local days, in time order.

    ``slot`` is the place on the wall clock (minutes after midnight // interval_minutes): absent
    where spring skips it, twice where autumn doubles it.
    """

    starts: NDArray[np.int64]  # (n,) UTC epoch seconds, ascending
    day: NDArray[np.int32]  # (n,) index into days
    slot: NDArray[np.int32]  # (n,)
    days: tuple[date, ...]
    interval_minutes: int
    timezone: str


@dataclass(frozen=True, slots=True)
class _Clock:
    since: NDArray[np.int64]  # (k,) UTC epoch seconds, ascending
    offset: NDArray[np.int64]  # (k,) seconds east of UTC from then on

    def offsets(self, starts: NDArray[np.int64]) -> NDArray[np.int64]:
        found: NDArray[np.int64] = self.offset[np.searchsorted(self.since, starts, "right") - 1]
        return found


def interval_grid(first: date, days: int, timezone: str, interval_minutes: int) -> IntervalGrid:
    """Every interval that begins on the ``days`` local days from ``first`` on.

    An interval begins where the local clock shows a multiple of ``interval_minutes`` (a divisor
    of 1440); with 1440 it begins with the local day, even where that day has no midnight.
    """
    midnight = (first.toordinal() - EPOCH_ORDINAL) * DAY
    clock = _clock(timezone, midnight - 2 * DAY, midnight + (days + 2) * DAY)
    step = interval_minutes * 60
    starts, local = _grid_instants(clock, step, midnight + (days + 2) * DAY)
    if interval_minutes == 24 * 60:
        starts, local = _firsts_of_days(clock, starts, local)
    inside = (local >= midnight) & (local < midnight + days * DAY)
    since = local[inside] - midnight
    return IntervalGrid(
        starts=starts[inside],
        day=(since // DAY).astype(np.int32),
        slot=(since % DAY // step).astype(np.int32),
        days=tuple(first + timedelta(days=x) for x in range(days)),
        interval_minutes=interval_minutes,
        timezone=timezone,
    )


def day_start(day: date, timezone: str) -> int:
    """The first instant of a local day (of the next one there was, where the zone skipped it)."""
    grid = interval_grid(day, 3, timezone, 24 * 60)
    return int(grid.starts[0])


def local_day(start: int, timezone: str) -> date:
    """The local day an instant falls on."""
    return datetime.fromtimestamp(start, ZoneInfo(timezone)).date()


def local_offsets(starts: NDArray[np.int64], timezone: str) -> NDArray[np.int32]:
    """Seconds east of UTC at each instant, (n,)."""
    if not starts.size:
        return np.zeros(0, dtype=np.int32)
    clock = _clock(timezone, int(starts.min()), int(starts.max()))
    return clock.offsets(starts).astype(np.int32)


def utc_of_local(
    local: NDArray[np.int64], timezone: str
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """The instants at which a local clock shows naive times, (n,) seconds as if they were UTC.

    Returns the first and the second such instant, (n,) each, equal where the time occurs once,
    and whether it occurs at all: where it does not, both are the change of the clock.
    """
    if not local.size:
        return local, local, np.zeros(0, dtype=np.bool_)
    clock = _clock(timezone, int(local.min()) - 2 * DAY, int(local.max()) + 2 * DAY)
    before, after = clock.offsets(local - DAY), clock.offsets(local + DAY)
    first, second = local - before, local - after
    is_first, is_second = clock.offsets(first) == before, clock.offsets(second) == after
    exists = is_first | is_second
    change = clock.since[np.searchsorted(clock.since, first, "right") - 1]
    return (
        np.where(is_first, first, np.where(exists, second, change)),
        np.where(is_second, second, np.where(exists, first, change)),
        exists,
    )


def local_iso(starts: NDArray[np.int64], timezone: str) -> list[str]:
    """ISO 8601 local times with their offset, such as 2025-10-26T02:30:00+01:00."""
    offsets = local_offsets(starts, timezone)
    return _with_offset(starts + offsets, offsets)


def utc_iso(starts: NDArray[np.int64]) -> list[str]:
    """ISO 8601 times in UTC, such as 2025-10-26T01:30:00Z."""
    return [f"{x}Z" for x in _naive_iso(starts)]


def clock_time(minutes: int) -> str:
    """A time of the day, such as 08:30, of minutes after midnight; its end is 24:00."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def local_periods(
    starts: NDArray[np.int64], timezone: str, granularity: Granularity
) -> tuple[NDArray[np.int64], list[str]]:
    """The local hour, day, ISO week or month of each instant: index (n,) and the labels.

    Periods that occur are in time order. An hour is labelled by its start with offset (the doubled
    autumn hour is two), a longer period by the date of its first day, a week's Monday.
    """
    offsets = local_offsets(starts, timezone)
    local: NDArray[np.int64] = starts + offsets
    if granularity == "hour":
        instants, at, index = np.unique(
            starts - local % 3600, return_index=True, return_inverse=True
        )
        return index.astype(np.int64), _with_offset(instants + offsets[at], offsets[at])
    firsts, index = np.unique(_first_day(local // DAY, granularity), return_inverse=True)
    return index.astype(np.int64), [str(x) for x in np.datetime_as_string(firsts)]


def _first_day(days: NDArray[np.int64], granularity: Granularity) -> NDArray[np.datetime64]:
    if granularity == "week":
        days = days - (days + EPOCH_WEEKDAY) % 7
    dates = days.astype("datetime64[D]")
    return (
        dates.astype("datetime64[M]").astype("datetime64[D]") if granularity == "month" else dates
    )


def _naive_iso(seconds: NDArray[np.int64]) -> list[str]:
    texts: list[str] = np.datetime_as_string(seconds.astype("datetime64[s]")).tolist()
    return texts


def _with_offset(local: NDArray[np.int64], offsets: NDArray[np.int32]) -> list[str]:
    suffixes = {x: _offset_text(x) for x in np.unique(offsets).tolist()}
    return [
        text + suffixes[offset]
        for text, offset in zip(_naive_iso(local), offsets.tolist(), strict=True)
    ]


def _offset_text(offset: int) -> str:
    minutes, seconds = divmod(abs(offset), 60)
    text = f"{'-' if offset < 0 else '+'}{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{text}:{seconds:02d}" if seconds else text


def _grid_instants(
    clock: _Clock, step: int, end: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The instants up to ``end`` when the clock shows multiples of ``step``, and what it shows."""
    untils = [*clock.since[1:].tolist(), end]
    starts, local = [], []
    for since, until, offset in zip(
        clock.since.tolist(), untils, clock.offset.tolist(), strict=True
    ):
        shown = np.arange(-(-(since + offset) // step) * step, until + offset, step, dtype=np.int64)
        starts.append(shown - offset)
        local.append(shown)
    return np.concatenate(starts), np.concatenate(local)


def _firsts_of_days(
    clock: _Clock, starts: NDArray[np.int64], local: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first instant of each local day, and its day's midnight, from midnights and changes."""
    instants = np.concatenate([starts, clock.since])
    days = np.concatenate([local, clock.since + clock.offset]) // DAY
    order = np.argsort(instants, kind="stable")
    unique, at = np.unique(days[order], return_index=True)
    return instants[order][at], unique * DAY


def _clock(timezone: str, first: int, last: int) -> _Clock:
    """The offsets that hold from ``first`` to ``last`` (UTC epoch seconds)."""
    years = range(_year(first), _year(last) + 1)
    changes = [x for year in years for x in _changes(timezone, year) if x[0] <= last]
    held = max(i for i, x in enumerate(changes) if x[0] <= first)
    later = [b for a, b in pairwise(changes[held:]) if a[1] != b[1]]
    kept = [(first, changes[held][1]), *later]
    return _Clock(
        np.array([x[0] for x in kept], dtype=np.int64),
        np.array([x[1] for x in kept], dtype=np.int64),
    )


def _year(instant: int) -> int:
    return (EPOCH + timedelta(seconds=instant)).year


@lru_cache(maxsize=1024)
def _changes(timezone: str, year: int) -> tuple[tuple[int, int], ...]:
    """The year's beginning and every change of the clock in it: (UTC epoch seconds, offset)."""
    zone = ZoneInfo(timezone)
    ordinals = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal() + 1)
    samples = [(x - EPOCH_ORDINAL) * DAY for x in ordinals]
    offsets = [_offset(zone, x) for x in samples]
    changes = [(samples[0], offsets[0])]
    for i in range(len(samples) - 1):
        if offsets[i] != offsets[i + 1]:
            changes.append((_change(zone, samples[i], samples[i + 1]), offsets[i + 1]))
    return tuple(changes)


def _change(zone: ZoneInfo, before: int, after: int) -> int:
    """The second at which the offset becomes that of ``after``, by bisection."""
    new = _offset(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        before, after = (before, middle) if _offset(zone, middle) == new else (middle, after)
    return after


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = (EPOCH + timedelta(seconds=instant)).astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
