"""Calls by local day and slot of the callers' clock."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, EPOCH_WEEKDAY
from models.arrays import Floats

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class DaySheet:
    """Calls (days, slots), NaN where there is no row; only days that have rows."""

    days: NDArray[np.int64]  # (days,) since 1970-01-01, ascending
    calls: Floats

    @property
    def interval_minutes(self) -> int:
        """Of a slot."""
        return int(24 * 60 // self.calls.shape[1])

    @property
    def totals(self) -> Floats:
        """Calls of each day, (days,)."""
        return np.asarray(np.nansum(self.calls, axis=1))

    def between(self, first: int, last: int) -> "DaySheet":
        """The days from ``first`` to ``last``."""
        kept = (self.days >= first) & (self.days <= last)
        return DaySheet(self.days[kept], self.calls[kept])

    def without(self, days: NDArray[np.int64]) -> "DaySheet":
        """The days that are not among ``days``."""
        kept = ~np.isin(self.days, days)
        return DaySheet(self.days[kept], self.calls[kept])

    def medians(self) -> Floats:
        """The usual calls (7, slots) of each weekday, Monday first; NaN where none is known."""
        usual = np.full((DAYS_A_WEEK, self.calls.shape[1]), np.nan)
        for weekday in range(DAYS_A_WEEK):
            usual[weekday] = _median(self.calls[weekdays(self.days) == weekday])
        return usual

    def means(self) -> Floats:
        """The mean calls (7, slots) of each weekday; NaN where none is known."""
        mean = np.full((DAYS_A_WEEK, self.calls.shape[1]), np.nan)
        for weekday in range(DAYS_A_WEEK):
            of_day = self.calls[weekdays(self.days) == weekday]
            rows = (~np.isnan(of_day)).sum(axis=0)
            np.divide(np.nansum(of_day, axis=0), rows, out=mean[weekday], where=rows > 0)
        return mean


def sheet_of(local: NDArray[np.int64], calls: Floats, interval_minutes: int) -> DaySheet:
    """Calls at the times ``local`` (n,) of the clock, in seconds, added up by day and slot."""
    slots = -(-24 * 60 // interval_minutes)
    days, day = np.unique(local // DAY, return_inverse=True)
    at = day * slots + local % DAY // (interval_minutes * 60)
    size = days.size * slots
    total: Floats = np.bincount(at, weights=np.nan_to_num(calls), minlength=size).astype(np.float64)
    total[np.bincount(at, minlength=size) == 0] = np.nan
    return DaySheet(days, total.reshape(days.size, slots))


def weekdays(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The weekday of each day since 1970-01-01, 0 is Monday."""
    return np.asarray((days + EPOCH_WEEKDAY) % DAYS_A_WEEK)


def day_name(day: int) -> str:
    """A day since 1970-01-01 as an ISO date."""
    return str(np.datetime64(int(day), "D"))


def _median(values: Floats) -> Floats:
    """The median of each column without NaN; NaN for a column of nothing else."""
    known = (~np.isnan(values)).sum(axis=0)
    middle = np.full(values.shape[1], np.nan)
    if not values.shape[0]:
        return middle
    ordered = np.sort(values, axis=0)  # NaN last
    columns = np.flatnonzero(known)
    low, high = (known[columns] - 1) // 2, known[columns] // 2
    middle[columns] = (ordered[low, columns] + ordered[high, columns]) / 2
    return middle
