"""What is missing from a queue's history, and what should not be there."""

from collections.abc import Iterator

import numpy as np

from data.calendar.clock import local_iso
from data.history.left_out_zeros import asked, share_left_out
from data.history.quality.series import Finding, Series, runs
from data.history.quality.sites import owed_rows
from data.plan import Plan
from models.arrays import Flags

HALF_FILLED = 0.75  # a day with rows for at most this share of its open intervals


def gaps(series: Series, told: Flags) -> Iterator[Finding]:
    """Open intervals between the first and the last row for which no site has a row.

    Those that are told of already, ``told`` (n,), are left out.

    A range runs on over closed hours: a lost Friday and Monday around a closed weekend are one.
    """
    starts = series.grid.starts
    inside = (starts >= series.rows.starts[0]) & (starts <= series.rows.starts[-1])
    opened = np.flatnonzero(series.opened & inside)
    for run in runs((~series.there & ~told)[opened]):
        yield series.finding("gap", starts[opened[run]], "open, and no site has a row")


def zeros_left_out(series: Series) -> Iterator[Finding]:
    """Open intervals without a row of a queue that never shows a zero and must have some."""
    grid, rows = series.grid, series.rows
    shape = (len(grid.days), 24 * 60 // grid.interval_minutes)
    inside = (grid.starts >= rows.starts[0]) & (grid.starts <= rows.starts[-1])
    counts, is_open = np.full(shape, np.nan), np.zeros(shape, dtype=np.bool_)
    counts[grid.day, grid.slot] = series.offered
    is_open[grid.day, grid.slot] = series.opened & inside
    share = share_left_out(counts, is_open)
    if share is not None:
        missing = grid.starts[series.opened & inside & ~series.there]
        yield series.finding("zeros_left_out", missing, asked(share))


def half_filled_days(series: Series) -> Iterator[Finding]:
    """Days that have rows, but for too few of their open intervals to be a day's calls."""
    days = len(series.grid.days)
    opened = np.bincount(series.grid.day[series.opened], minlength=days)
    filled = np.bincount(series.grid.day[series.opened & series.there], minlength=days)
    for day in np.flatnonzero((filled > 0) & (filled <= HALF_FILLED * opened)).tolist():
        missing = (series.grid.day == day) & series.opened & ~series.there
        detail = f"rows for {filled[day]} of {opened[day]} open intervals"
        yield series.finding("half_filled_day", series.grid.starts[missing], detail)


def incomplete(series: Series, plan: Plan) -> Iterator[Finding]:
    """Intervals for which some sites have a row and a live one has none."""
    rows = series.rows
    missing = owed_rows(rows.starts, rows.present, rows.sites, plan) & ~rows.present
    for site, without in zip(rows.sites, missing, strict=True):
        for run in runs(without):
            detail = "other sites have rows, this one has none"
            yield series.finding("incomplete", rows.starts[run], detail, site or "(not said)")


def closed_calls(series: Series) -> Iterator[Finding]:
    """All intervals with calls in which the plan has the queue closed, in one finding."""
    closed = np.flatnonzero(~series.opened & (np.nan_to_num(series.offered) > 0))
    if not closed.size:
        return
    calls, starts = series.offered[closed], series.grid.starts[closed]
    busiest = local_iso(starts[[calls.argmax()]], series.grid.timezone)[0]
    detail = f"{calls.sum():,.0f} calls while closed, most ({calls.max():,.0f}) at {busiest}"
    yield series.finding("closed_calls", starts, detail)
