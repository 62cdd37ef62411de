"""Calls while the plan has the queue closed, and open days and hours without rows."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from data.calendar.clock import EPOCH
from data.history.belief.day_sheet import day_name
from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding
from data.history.left_out_zeros import asked, share_left_out
from data.plan import Plan
from data.plan.days.opening import open_slots
from models.arrays import Flags

KINDS = ("closed_calls", "zeros_left_out", "days_missing", "ends_early", "one_row_a_day")
FEWEST_SINGLE = 10  # days of one row each that are no chance
MANY = 0.2  # of the calls while closed
FEWEST_CALLS = 20.0
USUAL_CALLS = 10.0  # of a day that cannot be empty by chance
SHORT = 0.75  # of the usual last hour of a day


def opening_findings(rows: QueueRows, usual: Usual, plan: Plan) -> Iterator[ImportFinding]:
    """Doubts about a queue's rows beside the plan's opening hours."""
    first, last = int(rows.calls.days[0]), int(rows.calls.days[-1])
    dates = [EPOCH.date() + timedelta(days=x) for x in range(first, last + 1)]
    is_open = open_slots(plan, plan.queue(rows.queue), dates)
    if rows.calls.calls.shape[1] == 1:  # totals of days
        is_open = np.asarray(is_open.any(axis=1, keepdims=True))
    calls = np.full(is_open.shape, np.nan)
    calls[rows.calls.days - first] = rows.calls.calls
    yield from _closed(rows, np.nan_to_num(calls), is_open)
    if rows.queue not in plan.zeros_left_out:
        share = share_left_out(calls, is_open)
        if share is not None:
            everything = np.ones(rows.lines.size, dtype=np.bool_)
            yield rows.finding(
                "zeros_left_out", False, everything, "rows seem to be left out", asked(share)
            )
    yield from _missing(rows, usual, is_open)
    yield from _early(rows, is_open)
    yield from _single(rows, is_open)


def _closed(rows: QueueRows, calls: np.ndarray, is_open: Flags) -> Iterator[ImportFinding]:
    while_closed = np.where(is_open, 0.0, calls).sum(axis=1)
    lost, everyone = float(while_closed.sum()), float(calls.sum())
    if not lost:
        return
    grave = lost >= FEWEST_CALLS and lost > MANY * everyone
    days = np.flatnonzero(while_closed) + int(rows.calls.days[0])
    looks = f"{lost:,.0f} calls ({lost / everyone:.1%}) while the plan has the queue closed"
    remedy = "correct [[opening_hours]] of the plan, or the clock of the file"
    yield rows.finding("closed_calls", grave, rows.on_days(days), looks, remedy)


def _missing(rows: QueueRows, usual: Usual, is_open: Flags) -> Iterator[ImportFinding]:
    """Open days between the first and the last without a row, here or stored."""
    days = np.arange(is_open.shape[0]) + int(rows.calls.days[0])
    there = np.isin(days, rows.calls.days) | np.isin(days, usual.calls.days)
    absent = days[is_open.any(axis=1) & ~there]
    if absent.size and float(np.median(rows.calls.totals)) >= USUAL_CALLS:
        named = ", ".join(day_name(x) for x in absent[:4].tolist())
        more = f" and {absent.size - 4} days more" if absent.size > 4 else ""
        nothing = np.zeros(rows.lines.size, dtype=np.bool_)
        looks = f"open days without a row: {named}{more}"
        yield rows.finding("days_missing", False, nothing, looks, "export them too")


def _early(rows: QueueRows, is_open: Flags) -> Iterator[ImportFinding]:
    """A last day that ends long before the others do and before it closes."""
    there = ~np.isnan(rows.calls.calls)
    if there.shape[0] < 4:
        return
    slots = np.arange(there.shape[1])
    lasts = np.where(there, slots, -1).max(axis=1)
    closes = int(np.where(is_open[-1], slots, -1).max())
    usual = float(np.median(lasts[:-1][-20:]))
    began = int(np.argmax(there[-1]))
    if lasts[-1] < closes and lasts[-1] - began < SHORT * (min(usual, closes) - began):
        looks = f"the last day, {day_name(rows.calls.days[-1])}, ends hours before the others"
        days = rows.on_days(rows.calls.days[-1:])
        yield rows.finding("ends_early", False, days, looks, "export the whole day")


def _single(rows: QueueRows, is_open: Flags) -> Iterator[ImportFinding]:
    """One row a day at the same time, where many intervals are open: a day's total?"""
    there = ~np.isnan(rows.calls.calls)
    if there.shape[0] < FEWEST_SINGLE or there.shape[1] == 1 or (there.sum(axis=1) > 1).any():
        return
    same = np.unique(there.argmax(axis=1)).size == 1
    if same and is_open.any(axis=1).any() and float(np.median(rows.calls.totals)) >= USUAL_CALLS:
        everything = np.ones(rows.lines.size, dtype=np.bool_)
        looks = f"one row a day, at the same time, on {there.shape[0]} days: totals of days?"
        remedy = "export intervals, or dates without a time of day"
        yield rows.finding("one_row_a_day", True, everything, looks, remedy)
