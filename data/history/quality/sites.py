"""Which rows a queue's history should have from each site: an interval without one is incomplete.

A site owes a row for an interval of the queue
- between the site's own first and last row of that queue,
- on a day the plan does not say it is shut, and
- where it has rows of that local day on both sides of the interval, or has a row at that weekday
  and time of day in at least half of the weeks: so a lost morning or a lost day is missed, and
  hours or days that a site never works are not.
Callers that no site has a row for are a gap, which is not told here.
"""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, EPOCH, EPOCH_WEEKDAY, local_offsets
from data.plan import Plan
from models.arrays import Flags


def owed_rows(
    starts: NDArray[np.int64], present: Flags, sites: tuple[str, ...], plan: Plan
) -> Flags:
    """Whether each site owes a row for each interval, (sites, n).

    ``starts`` (n,) ascend and have a row from at least one site; ``present`` (sites, n) says from
    which.
    """
    local = starts + local_offsets(starts, plan.timezone)
    days = local // DAY
    slot = (days + EPOCH_WEEKDAY) % 7 * DAY + local % DAY
    owed = present.copy()
    for i, site in enumerate(sites):
        expected = _between_rows_of_day(present[i], days) | _usual(present[i], slot)
        owed[i] |= _spanned(present[i]) & expected & ~_shut(site, days, plan)
    return owed


def _spanned(present: Flags) -> Flags:
    """From the site's first row to its last."""
    seen = np.maximum.accumulate(present)
    ahead = np.maximum.accumulate(present[::-1])[::-1]
    return np.asarray(seen & ahead)


def _between_rows_of_day(present: Flags, days: NDArray[np.int64]) -> Flags:
    """Where the nearest rows before and after are of the same day."""
    at = np.arange(present.size)
    last = np.maximum.accumulate(np.where(present, at, -1))
    following = np.minimum.accumulate(np.where(present, at, present.size)[::-1])[::-1]
    found = (last >= 0) & (following < present.size)
    same = (days[last] == days) & (days[np.minimum(following, present.size - 1)] == days)
    return np.asarray(found & same)


def _usual(present: Flags, slot: NDArray[np.int64]) -> Flags:
    """Where the site has a row at that weekday and time in at least half of its weeks."""
    kinds, kind = np.unique(slot, return_inverse=True)
    spanned = _spanned(present)
    weeks = np.bincount(kind, weights=spanned, minlength=kinds.size)
    rows = np.bincount(kind, weights=present, minlength=kinds.size)
    return np.asarray(((2 * rows >= weeks) & (rows > 0))[kind])


def _shut(site_id: str, days: NDArray[np.int64], plan: Plan) -> Flags:
    """The days on which the plan says the site does not work."""
    site = next((x for x in plan.sites if x.id == site_id), None)
    if site is None:  # rows that do not say their site, or a site of an earlier plan
        return np.zeros(days.size, dtype=np.bool_)
    outside = _outside(days, site.opens, site.closes)
    if site.works_on_holidays:
        return outside
    holidays = [_ordinal(x) for x in plan.calendars.get(site.holidays, {})]
    return np.asarray(outside | np.isin(days, holidays))


def _outside(days: NDArray[np.int64], opens: date | None, closes: date | None) -> Flags:
    first = _ordinal(opens or date.min + timedelta(days=1))
    last = _ordinal(closes or date.max)
    return np.asarray((days < first) | (days > last))


def _ordinal(day: date) -> int:
    return (day - EPOCH.date()).days
