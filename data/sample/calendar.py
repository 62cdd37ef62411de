"""The sample's days: what kind of day each is, and when its queues are open."""

from dataclasses import dataclass

import holidays
import numpy as np

from data.sample.axes import B2B, HOURS, Days, sample_days
from models.arrays import Counts, Flags, Floats

SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Calendar:
    """Facts of every day (D,); ``usual`` and ``open`` are (D, S, Q)."""

    days: Days
    weekday: Counts  # 0 = Monday
    years: Floats  # since the first day
    angle: Floats  # place in the year, 0 to 2 pi
    day_of_month: Counts
    month: Counts
    holiday: Flags
    bridge: Flags  # a working day between two free ones
    days_after: Counts  # 1, 2: first, second working day after a holiday; 0: none
    usual: Flags  # open on a day of that weekday without an exception
    open: Flags

    @property
    def working(self) -> Flags:
        """Monday to Friday without holidays (D,)."""
        return (self.weekday < SATURDAY) & ~self.holiday


def sample_calendar() -> Calendar:
    """The calendar of the whole sample, with Belgian public holidays."""
    days = sample_days()
    weekday = (days.astype(np.int64) + 3) % 7  # 1970-01-01 was a Thursday
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day_of_month = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    day_of_year = (days - days.astype("datetime64[Y]")).astype(np.int64)
    holiday = _belgian_holidays(days)
    usual = _usual_hours(weekday, holiday)
    return Calendar(
        days=days,
        weekday=weekday,
        years=np.arange(len(days)) / 365.25,
        angle=2 * np.pi * day_of_year / 365.25,
        day_of_month=day_of_month,
        month=month,
        holiday=holiday,
        bridge=_bridges(weekday, holiday),
        days_after=_days_after(weekday, holiday),
        usual=usual,
        open=usual & _before_early_close(month, day_of_month, weekday)[:, :, None],
    )


def _belgian_holidays(days: Days) -> Flags:
    years = range(days[0].item().year, days[-1].item().year + 1)
    known = holidays.country_holidays("BE", years=years)
    return np.isin(days, np.array(sorted(known), dtype="datetime64[D]"))


def _usual_hours(weekday: Counts, holiday: Flags) -> Flags:
    """Monday to Friday 08:00-20:00, Saturday 09:00-13:00 for residential callers (D, S, Q)."""
    working = (weekday < SATURDAY)[:, None, None]
    morning = ((HOURS >= 9) & (HOURS < 13))[None, :, None]
    saturday = (weekday == SATURDAY)[:, None, None] & morning & ~B2B
    usual: Flags = (working | saturday) & ~holiday[:, None, None]
    return usual


def _before_early_close(month: Counts, day_of_month: Counts, weekday: Counts) -> Flags:
    """On the eves of Christmas and New Year the doors close at 16:00 (D, S)."""
    eve = (month == 12) & np.isin(day_of_month, (24, 31)) & (weekday < SATURDAY)
    before: Flags = ~eve[:, None] | (HOURS < 16)
    return before


def _bridges(weekday: Counts, holiday: Flags) -> Flags:
    free = holiday | (weekday >= SATURDAY)
    between = np.roll(free, 1) & np.roll(free, -1)
    return ~free & between


def _days_after(weekday: Counts, holiday: Flags) -> Counts:
    weekday_holiday = holiday & (weekday < SATURDAY)
    working = np.flatnonzero((weekday < SATURDAY) & ~holiday)
    first = np.diff(np.cumsum(weekday_holiday)[working], prepend=0) > 0
    after = np.zeros(len(weekday), dtype=np.int64)
    after[working[1:][first[:-1]]] = 2
    after[working[first]] = 1
    return after
