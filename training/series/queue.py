"""One queue's history on its wall-clock grid: whole days, whole slots."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from data.plan.days.drivers import Drivers
from models.arrays import Flags, Floats
from models.numeric.ratios import ratio
from training.series.features import DayFeatures, day_features

MIN_COVERED = 0.5  # a day with less of its usual calls observed says nothing about its level


@dataclass(frozen=True)
class QueueSeries:
    """Days 0..D-1 are history, D..D+H-1 the horizon."""

    queue: str
    first: date
    counts: Floats  # (D, S) offered; NaN: missing, not zero
    open_slots: Flags  # (D + H, S)
    holidays: Mapping[date, str]
    drivers: Drivers  # (D + H) days
    lent: Floats | None = None  # (7, S) calls of queues like it; their shape may be borrowed
    spread: Flags | None = None  # (D,) days that are spread daily totals: level, no shape

    @property
    def history_days(self) -> int:
        """D."""
        return len(self.counts)

    @property
    def horizon_days(self) -> int:
        """H."""
        return len(self.open_slots) - len(self.counts)

    @cached_property
    def shaped(self) -> Flags:
        """(D,): days whose calls were counted where they stand in the day."""
        days = self.history_days
        return np.ones(days, bool) if self.spread is None else np.asarray(~self.spread[:days])

    @cached_property
    def shaped_days(self) -> int:
        """Days up to the last that tells a shape: shapes are learned and judged as of then."""
        return int(np.flatnonzero(self.shaped)[-1]) + 1 if self.shaped.any() else 0

    @cached_property
    def days(self) -> tuple[date, ...]:
        """All D + H days."""
        return tuple(self.first + timedelta(days=i) for i in range(len(self.open_slots)))

    @cached_property
    def weekday(self) -> NDArray[np.int64]:
        """(D + H,), 0 = Monday."""
        return np.array([day.weekday() for day in self.days])

    @cached_property
    def open_days(self) -> Flags:
        """(D + H,): days with an open slot."""
        return np.asarray(self.open_slots.any(axis=1))

    @cached_property
    def lent_shares(self) -> Floats | None:
        """(7, S): the lent calls as shares of this queue's open slots; None: nothing is lent."""
        if self.lent is None or self.counts.shape[1] == 1:
            return None
        ever = [self.open_slots[self.weekday == day].any(axis=0) for day in range(7)]
        calls = np.where(np.stack(ever), self.lent, 0.0)
        sums = calls.sum(axis=1, keepdims=True)
        if not (sums > 0).any():
            return None
        return ratio(calls, sums, 0.0)

    @cached_property
    def features(self) -> DayFeatures:
        """Calendar columns of all D + H days."""
        return day_features(self.days, self.holidays, self.drivers)

    @cached_property
    def totals(self) -> Floats:
        """(D,): calls a day, NaN where closed or hardly observed; gaps filled by usual shares."""
        seen = ~np.isnan(self.counts) & self.open_slots[: self.history_days]
        usual = _usual_counts(self.counts, self.weekday[: self.history_days], seen)
        expected = np.where(self.open_slots[: self.history_days], usual, 0.0).sum(axis=1)
        observed = np.where(seen, usual, 0.0).sum(axis=1)
        counted = np.where(seen, self.counts, 0.0).sum(axis=1)
        covered = ratio(observed, expected, 0.0)
        usable = (covered >= MIN_COVERED) & self.open_days[: self.history_days]
        return np.where(usable, counted / np.where(usable, covered, 1.0), np.nan)

    @cached_property
    def levels(self) -> Floats:
        """(D,): ``totals`` at the last day's exposure."""
        return np.asarray(self.totals / self.drivers.exposure[: self.history_days])


def _usual_counts(counts: Floats, weekday: NDArray[np.int64], seen: Flags) -> Floats:
    """(D, S): the mean count of the same weekday and slot, a little above zero."""
    filled = np.where(seen, counts, 0.0)
    usual = np.zeros_like(counts)
    for day in range(7):
        rows = weekday == day
        if rows.any():
            usual[rows] = filled[rows].sum(axis=0) / np.maximum(seen[rows].sum(axis=0), 1)
    return usual + 1e-6
