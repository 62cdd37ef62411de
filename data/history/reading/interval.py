"""The interval length of a file: what its rows say, else what the steps between them show."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, local_offsets
from data.history.reading.spool import Rows

DAILY = 24 * 60
LENGTHS = (15, 30, 60, DAILY)  # minutes
HOUR = 60
HOURS = 6  # rows of a day, each an hour after the other, that are no chance
ENOUGH_STEPS = 12  # fewer say nothing: a correction may hold one row an hour


class WrongIntervalError(ValueError):
    """A file whose intervals do not become the plan's; the text says which and why."""


@dataclass(slots=True)
class IntervalSurvey:
    """What the series of a file show, added up as they are walked through."""

    timezone: str
    stated: Counter[int] = field(default_factory=Counter)  # rows by the minutes they say
    rows: int = 0
    _steps: Counter[int] = field(default_factory=Counter)
    _aligned: Counter[int] = field(default_factory=Counter)

    def add(self, rows: Rows) -> None:
        """Look at a series, (n,) by ascending start."""
        lengths, counts = np.unique(rows["minutes"], return_counts=True)
        self.stated.update(dict(zip(lengths.tolist(), counts.tolist(), strict=True)))
        steps = np.diff(rows["start"])
        found, times = np.unique(steps[steps > 0], return_counts=True)
        self._steps.update(dict(zip(found.tolist(), times.tolist(), strict=True)))
        local = rows["start"] + local_offsets(rows["start"], self.timezone)
        for step in {*(x * 60 for x in LENGTHS), *found[times.argsort()[-3:]].tolist()}:
            self._aligned[step] += int((local % step == 0).sum())
        self.rows += rows.size

    def merge(self, other: "IntervalSurvey") -> None:
        """Add what another series showed."""
        self.stated += other.stated
        self.rows += other.rows
        self._steps += other._steps
        self._aligned += other._aligned

    def minutes(self, plan_minutes: int) -> int:
        """The length of the rows that do not say theirs."""
        found = self.found()
        if found is not None:
            return found
        finer = [x for x in (plan_minutes, 15) if self._aligned[x * 60] == self.rows]
        return finer[0] if finer else plan_minutes

    def found(self) -> int | None:
        """The commonest step, where it is more than half of all and most rows begin at it."""
        steps = self._steps.total()
        if steps < ENOUGH_STEPS:
            return None
        step, times = self._steps.most_common(1)[0]
        if times * 2 <= steps or self._aligned[step] * 2 <= self.rows:
            return None
        minutes = step // 60
        return minutes if minutes in LENGTHS or 0 < minutes < 30 else None


def require_fit(lengths: Iterable[int], plan_minutes: int) -> None:
    """WrongIntervalError unless intervals of these minutes add up to the plan's, or are days."""
    different = sorted(set(lengths))
    if DAILY in different and len(different) > 1:
        raise WrongIntervalError(
            "the file has daily totals and shorter intervals: import them one after the other"
        )
    for minutes in different:
        if minutes == DAILY or (plan_minutes <= 60 and plan_minutes % minutes == 0):
            continue
        shorter = "cannot be split" if minutes > plan_minutes else "do not add up"
        raise WrongIntervalError(
            f"the file's intervals are {minutes} minutes long, the plan's {plan_minutes}: they "
            f"{shorter}; export the history in intervals of {plan_minutes} minutes"
            + (", or set interval_minutes in the plan" if minutes in LENGTHS else "")
        )


def coarse_days(rows: Rows, minutes: int, timezone: str) -> NDArray[np.int64]:
    """The first lines of days whose rows are an hour apart in a series of shorter steps, (k,).

    ``rows`` (n,) ascend. A day tells it by HOURS rows and no step but the hour.
    """
    local = rows["start"] + local_offsets(rows["start"], timezone)
    if minutes >= HOUR or not rows.size:
        return np.zeros(0, dtype=np.int64)
    days, first, size = np.unique(local // DAY, return_index=True, return_counts=True)
    within = np.diff(rows["start"]) == HOUR * 60
    same_day = np.diff(local // DAY) == 0
    at = np.searchsorted(days, (local // DAY)[1:])
    hourly = np.bincount(at, weights=within & same_day, minlength=days.size)
    return np.asarray(rows["line"][first[(size >= HOURS) & (hourly == size - 1)]])


def off_grid(
    starts: NDArray[np.int64], minutes: NDArray[np.int64], timezone: str
) -> NDArray[np.bool_]:
    """Which starts (n,) are no multiple of their intervals' lengths (n,) on the local clock."""
    local = starts + local_offsets(starts, timezone)
    return np.asarray(local % np.minimum(minutes * 60, DAY) != 0)
