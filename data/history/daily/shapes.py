"""How a queue's calls lie in the day, from its stored intervals: what daily totals are spread by.

Simple on purpose and close to the day: intervals of the same weekday, the nearer in time the more.
What training learns of a shape is for days to come and belongs to a release; a daily total lies in
the past and is stored for good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import interval_grid, local_day
from data.history.demand import QueueHistory
from data.plan import Plan
from data.plan.days.drivers import drivers_of
from data.plan.days.opening import open_slots
from models.arrays import Flags, Floats
from models.numeric.ratios import ratio
from models.queues import Queue

FEWEST_DAYS = 20  # four weeks of Mondays to Fridays
COVERED = 0.9  # of a day's open intervals, at least
HALF_LIFE = 56.0  # days, before and after
LENT = 200.0  # calls' worth of the shape of weekdays like it
ALIKE = 0.85  # of the calls of two shapes that overlap
FEWEST_HOLIDAYS = 3


@dataclass(frozen=True, slots=True)
class DayShapes:
    """Days that tell how calls lie in the day, (n, S) by the callers' clock."""

    numbers: NDArray[np.int64]  # (n,) ordinals of the days
    weekday: NDArray[np.int64]  # (n,) 0 = Monday
    holiday: Flags  # (n,)
    calls: Floats  # (n, S) of open intervals; 0 where none was seen
    seen: Floats  # (n, S) 1 where an open interval was seen, else 0

    def __len__(self) -> int:
        return len(self.numbers)

    def shares(self, day: date, holiday: bool) -> Floats:
        """(S,) what the slots of a day get of its calls, up to a factor.

        A holiday is like other holidays, where three were open. Few calls of a weekday borrow the
        shape of weekdays like it, none at all that of all of them.
        """
        near = 0.5 ** (np.abs(self.numbers - day.toordinal()) / HALF_LIFE)
        near = np.asarray(near / near.max())
        kinds = np.arange(7)[:, None] == self.weekday
        calls, rates = self._means(kinds * (near * ~self.holiday))
        as_holiday = holiday and int(self.holiday.sum()) >= FEWEST_HOLIDAYS
        own = self._means((near * self.holiday)[None, :]) if as_holiday else (calls, rates)
        at = 0 if as_holiday else day.weekday()
        shape, behind = _normed(own[1])[at], own[0][at]
        alike = np.minimum(_normed(rates), shape).sum(axis=1) > ALIKE
        lending = alike if alike.any() else calls > 0
        lent = _normed(self._means((lending @ kinds * near * ~self.holiday)[None, :])[1])[0]
        weight = behind / (behind + LENT)
        return np.asarray(weight * shape + (1.0 - weight) * lent)

    def _means(self, weight: Floats) -> tuple[Floats, Floats]:
        """Of weights (k, n): the calls behind them (k,), and the mean calls of a slot (k, S)."""
        sums = weight @ self.calls
        return np.asarray(sums.sum(axis=1)), ratio(sums, weight @ self.seen, 0.0)


def day_shapes(plan: Plan, queue: Queue, history: QueueHistory) -> DayShapes:
    """Of the days with intervals, at least one: nearly whole, not spread, not forgotten."""
    first, last = (local_day(int(history.starts[i]), plan.timezone) for i in (0, -1))
    grid = interval_grid(first, (last - first).days + 1, plan.timezone, plan.interval_minutes)
    days = grid.days
    at = np.minimum(np.searchsorted(grid.starts, history.starts), grid.starts.size - 1)
    good = (grid.starts[at] == history.starts) & history.complete
    counts = _means(history, good, grid.day[at], grid.slot[at], (len(days), _slots(plan)))
    is_open = open_slots(plan, queue, days)
    counts = np.where(is_open, counts, np.nan)
    spread = np.zeros(len(days), dtype=np.bool_)
    spread[grid.day[at[history.spread]]] = True
    weight = np.nan_to_num(drivers_of(plan, queue, days, len(days)).weight, nan=1.0)
    chosen = _whole(counts, is_open) & ~spread & (weight > 0)
    return DayShapes(
        numbers=np.array([x.toordinal() for x in days], dtype=np.int64)[chosen],
        weekday=np.array([x.weekday() for x in days], dtype=np.int64)[chosen],
        holiday=holidays_of(plan, days)[chosen],
        calls=np.nan_to_num(counts[chosen]),
        seen=1.0 - np.isnan(counts[chosen]),
    )


def holidays_of(plan: Plan, days: Sequence[date]) -> Flags:
    """Which days are the callers' public holidays, (n,)."""
    calendar = plan.calendars.get(plan.holidays, {})
    return np.array([x in calendar for x in days], dtype=np.bool_)


def _means(
    history: QueueHistory,
    good: Flags,
    day: NDArray[np.int32],
    slot: NDArray[np.int32],
    shape: tuple[int, int],
) -> Floats:
    """(D, S) calls, of the two hours of an autumn label their mean; NaN where there is no row."""
    sums, rows = np.zeros(shape), np.zeros(shape)
    np.add.at(sums, (day[good], slot[good]), history.offered[good])
    np.add.at(rows, (day[good], slot[good]), 1.0)
    return ratio(sums, rows, np.nan)


def _whole(counts: Floats, is_open: Flags) -> Flags:
    """(D,) days with calls and nearly all of their open intervals."""
    seen = ~np.isnan(counts)
    covered = seen.sum(axis=1) >= COVERED * is_open.sum(axis=1)
    return np.asarray(covered & (np.nansum(counts, axis=1) > 0))


def _normed(rates: Floats) -> Floats:
    """Rates (k, S) that sum to 1 in each row with calls."""
    return ratio(rates, rates.sum(axis=1, keepdims=True), 0.0)


def _slots(plan: Plan) -> int:
    return 1440 // plan.interval_minutes
