"""A queue's history as demand: the sum over the sites that answered its calls."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from data.calendar.clock import day_start
from data.database.schema import history
from data.history.left_out_zeros import open_starts, without_rows
from data.history.quality.sites import owed_rows
from data.plan import Plan
from models.arrays import Flags, Floats

VALUES = ("offered", "answered", "abandoned", "answered_in_time", "aht_seconds", "wait_seconds")


@dataclass(frozen=True, slots=True)
class SiteRows:
    """A queue's rows laid out by site and interval; NaN where there is no row or no value."""

    sites: tuple[str, ...]  # "" is: not said
    starts: NDArray[np.int64]  # (n,) UTC epoch seconds, ascending, each with at least one row
    present: NDArray[np.bool_]  # (sites, n) whether there is a row
    values: dict[str, Floats]  # (sites, n) by name: VALUES
    spread: Flags  # (sites, n) part of a daily total: when in the day it came was not seen


@dataclass(frozen=True, slots=True)
class QueueHistory:
    """What a queue's callers did, interval by interval, in time order; (n,) each."""

    starts: NDArray[np.int64]  # UTC epoch seconds
    offered: Floats
    complete: NDArray[np.bool_]  # False: a live site's row is missing, the numbers are not low
    aht_seconds: Floats  # NaN where not known
    answered: Floats  # NaN where a site does not say
    abandoned: Floats
    wait_seconds: Floats
    sites: SiteRows  # the same by site
    spread: Flags  # a site's row is part of a daily total


def read_demand(
    engine: Engine, plan: Plan, queue_id: str, last: date | None = None
) -> QueueHistory:
    """A queue's history up to the local day ``last`` (None: all of it), summed over sites.

    AHT is the mean over sites weighted by calls answered, by calls offered where a site does not
    say; a site without AHT has no say. ``data.history.quality.sites`` tells when a site is missing.
    """
    return over_sites(plan, read_site_rows(engine, plan, queue_id, last))


def over_sites(plan: Plan, rows: SiteRows) -> QueueHistory:
    """A queue's rows summed over the sites, of which the plan tells which owe one."""
    owed = owed_rows(rows.starts, rows.present, rows.sites, plan)
    return QueueHistory(
        starts=rows.starts,
        offered=np.nansum(rows.values["offered"], axis=0),
        complete=np.asarray((rows.present | ~owed).all(axis=0)),
        aht_seconds=_aht(rows),
        answered=_total(rows, "answered"),
        abandoned=_total(rows, "abandoned"),
        wait_seconds=_total(rows, "wait_seconds"),
        sites=rows,
        spread=np.asarray(rows.spread.any(axis=0)),
    )


def read_site_rows(
    engine: Engine, plan: Plan, queue_id: str, last: date | None, first: date | None = None
) -> SiteRows:
    """A queue's rows from the local day ``first`` to ``last`` by site and interval.

    Zeros that are left out are included where the plan says so.
    """
    columns = [history.c[x] for x in ("site", "interval_start", "spread", *VALUES)]
    wanted = select(*columns).where(history.c.queue == queue_id)
    if last is not None:
        until = day_start(last + timedelta(days=1), plan.timezone)
        wanted = wanted.where(history.c.interval_start < until)
    if first is not None:
        wanted = wanted.where(history.c.interval_start >= day_start(first, plan.timezone))
    with engine.connect() as connection:
        rows = connection.execute(wanted).all()
    names, instants, parts, *given = zip(*rows, strict=True) if rows else [()] * len(columns)
    sites, site = np.unique(np.array(names, dtype=np.str_), return_inverse=True)
    starts, at = np.unique(np.array(instants, dtype=np.int64), return_inverse=True)
    present = np.zeros((sites.size, starts.size), dtype=np.bool_)
    present[site, at] = True
    values = {x: np.full(present.shape, np.nan) for x in VALUES}
    for name, column in zip(VALUES, given, strict=True):
        values[name][site, at] = np.array(column, dtype=np.float64)  # None becomes NaN
    spread = np.zeros(present.shape, dtype=np.bool_)
    spread[site, at] = np.array(parts, dtype=np.bool_)
    found = SiteRows(tuple(sites.tolist()), starts, present, values, spread)
    return _with_zeros(found, plan, queue_id) if len(starts) else found


def _with_zeros(rows: SiteRows, plan: Plan, queue_id: str) -> SiteRows:
    """The rows with those of nobody's calls, where the plan says that they are left out."""
    if queue_id not in plan.zeros_left_out:
        return rows
    starts = np.union1d(rows.starts, open_starts(plan, plan.queue(queue_id), rows.starts))
    shape, at = (len(rows.sites), len(starts)), np.searchsorted(starts, rows.starts)
    present = np.zeros(shape, dtype=np.bool_)
    present[:, at] = rows.present
    zeros = without_rows(present)
    values = {x: np.full(shape, np.nan) for x in VALUES}
    for name, known in rows.values.items():
        values[name][:, at] = known
        values[name][zeros] = np.nan if name == "aht_seconds" else 0.0
    spread = np.zeros(shape, dtype=np.bool_)
    spread[:, at] = rows.spread
    return SiteRows(rows.sites, starts, present | zeros, values, spread)


def _total(rows: SiteRows, name: str) -> Floats:
    """The sum over the sites with a row; NaN where one of them does not say."""
    return np.asarray(np.where(rows.present, rows.values[name], 0.0).sum(axis=0))


def _aht(rows: SiteRows) -> Floats:
    aht, answered = rows.values["aht_seconds"], rows.values["answered"]
    calls = np.where(np.isnan(answered), rows.values["offered"], answered)
    weight = np.where(np.isnan(aht), 0.0, np.nan_to_num(calls))
    calls_known = weight.sum(axis=0)
    seconds = (np.nan_to_num(aht) * weight).sum(axis=0)
    known = calls_known > 0
    unknown = np.full(known.shape, np.nan)
    return np.asarray(np.divide(seconds, calls_known, out=unknown, where=known))
