"""Weeks whose profile fits the usual one best some hours earlier or later.

The usual profile is the stored one, else that of most weeks of the file; where neither tells, the
plan's opening hours do.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import EPOCH, EPOCH_ORDINAL, EPOCH_WEEKDAY
from data.history.belief.day_sheet import DaySheet, day_name
from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding
from data.plan import Plan
from data.plan.days.opening import open_slots
from models.arrays import Flags, Floats

KINDS = ("clock_shifted",)
FEWEST_CALLS = 200.0  # of a week
FEWEST_DAYS = 3
FEWEST_WEEKS = 2
LIKE = 0.93  # correlation with the profile, shifted
CLEARLY = 2.0  # times nearer than unshifted
OUTSIDE = 0.01  # share of the calls while closed that a right clock does not have
FARTHEST = 13  # hours
REMEDY = "write the callers' local time, or times with their offset; --timezone says whose clock"


def clock_findings(rows: QueueRows, usual: Usual, plan: Plan) -> Iterator[ImportFinding]:
    """A doubt about a queue's clock, at most one."""
    minutes = rows.calls.interval_minutes
    if minutes > 60 or 60 % minutes:
        return
    known = usual.calls.totals.sum() >= FEWEST_CALLS and usual.calls.days.size >= FEWEST_DAYS
    reference = usual.calls if known else rows.calls
    found = _shifted_weeks(rows, reference, known, plan)
    if found is None and not known:
        found = _outside(rows, plan)
    if found is not None:
        shift, days = found
        looks = f"calls as of {abs(shift)} h {'later' if shift > 0 else 'earlier'} than usual"
        looks += f" from {day_name(days[0])} to {day_name(days[-1])}: another clock?"
        grave = days.size >= FEWEST_DAYS  # a single odd day may be a fault at a site
        yield rows.finding(KINDS[0], grave, rows.on_days(days), looks, REMEDY)


def _shifted_weeks(
    rows: QueueRows, reference: DaySheet, known: bool, plan: Plan
) -> tuple[int, NDArray[np.int64]] | None:
    weeks, week = np.unique((rows.calls.days + EPOCH_WEEKDAY) // 7, return_inverse=True)
    profiles, told = _week_profiles(rows.calls, week, 1 if known else FEWEST_DAYS)
    if not told.any():
        return None
    base = _profile(reference) if known else np.median(profiles[told], axis=0)
    shifts = np.where(told, best_shifts(profiles, base, 60 // plan.interval_minutes), 0)
    found, times = np.unique(shifts[shifts != 0], return_counts=True)
    least = min(FEWEST_WEEKS, weeks.size) if known else FEWEST_WEEKS
    if not times.size or times.max() < least:
        return None
    shift = int(found[times.argmax()])
    days = rows.calls.days[(shifts == shift)[week]]
    hours = _opening(rows, days, plan)
    other = _opening(rows, np.setdiff1d(reference.days, days), plan)
    return None if _moved(hours, other) else (shift, days)


def best_shifts(profiles: Floats, base: Floats, slots_an_hour: int) -> NDArray[np.int64]:
    """By how many hours each profile (weeks, slots) is the base one later, clearly; 0: by none."""
    hours = np.array(sorted(range(-FARTHEST, FARTHEST + 1), key=abs))
    turned = np.array([np.roll(base, x * slots_an_hour) for x in hours.tolist()])
    apart = 1.0 - _centred(profiles) @ _centred(turned).T  # (weeks, hours)
    best = apart.argmin(axis=1)
    least, unshifted = apart.min(axis=1), apart[:, 0]
    clear = (least < 1 - LIKE) & (unshifted > CLEARLY * least) & (unshifted > 0.03)
    return np.asarray(np.where(clear, hours[best], 0))


def _centred(profiles: Floats) -> Floats:
    """Rows whose products are correlations; of no variation: 0."""
    apart = profiles - profiles.mean(axis=1, keepdims=True)
    length = np.sqrt((apart**2).sum(axis=1, keepdims=True))
    return np.asarray(apart / np.where(length > 0, length, 1.0))


def _week_profiles(sheet: DaySheet, week: NDArray[np.int64], fewest: int) -> tuple[Floats, Flags]:
    """Calls (weeks, slots) as shares of each week's, and the weeks that tell enough."""
    firsts = np.flatnonzero(np.diff(week, prepend=-1))
    calls = np.add.reduceat(np.nan_to_num(sheet.calls), firsts, axis=0)
    totals = calls.sum(axis=1)
    told = (totals >= FEWEST_CALLS) & (np.bincount(week) >= fewest)
    return calls / np.maximum(totals, 1.0)[:, None], told


def _profile(sheet: DaySheet) -> Floats:
    """Calls (slots,) as shares of the whole."""
    calls = np.nansum(sheet.calls, axis=0)
    return np.asarray(calls / max(float(calls.sum()), 1.0))


def _opening(rows: QueueRows, days: NDArray[np.int64], plan: Plan) -> Flags:
    """Which slots (slots,) the plan has the queue open on any of the days."""
    dates = [EPOCH.date().fromordinal(int(x) + EPOCH_ORDINAL) for x in days.tolist()]
    return np.asarray(open_slots(plan, plan.queue(rows.queue), dates).any(axis=0))


def _moved(hours: Flags, other: Flags) -> bool:
    """Whether the plan itself has the hours elsewhere."""
    return bool(other.any() and hours.any() and (hours != other).any())


def _outside(rows: QueueRows, plan: Plan) -> tuple[int, NDArray[np.int64]] | None:
    """The shift that brings the calls into the plan's opening hours."""
    is_open = _opening(rows, rows.calls.days, plan)
    calls = np.nansum(rows.calls.calls, axis=0)
    if calls.sum() < FEWEST_CALLS or is_open.all() or not is_open.any():
        return None
    step = 60 // plan.interval_minutes
    outside = {
        hours: float(np.roll(calls, -hours * step)[~is_open].sum() / calls.sum())
        for hours in range(-FARTHEST, FARTHEST + 1)
    }
    best = min(outside, key=lambda x: (outside[x], abs(x)))
    last = calls[np.flatnonzero(is_open)[-step:]] if best < 0 else calls[is_open][:step]
    empty = last.sum() < 0.002 * calls.sum()
    if outside[0] < OUTSIDE or outside[best] > OUTSIDE / 10 or not empty:
        return None
    return best, rows.calls.days
