"""Which days of a file of daily totals have stored intervals already, and whether both agree."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from data.calendar.clock import local_day
from data.history.demand import read_site_rows
from data.history.series_rows import SeriesRows
from data.plan import Plan
from models.arrays import Flags, Floats

AGREED = 0.01  # of the larger of both totals
NAMED = 3  # days


@dataclass(frozen=True, slots=True)
class StoredDays:
    """Of the n days of a series of daily totals, ascending."""

    days: tuple[date, ...]
    counted: Flags  # (n,) with intervals that were counted, no parts of a daily total
    offered: Floats  # (n,) calls of those intervals


def stored_days(engine: Engine, plan: Plan, series: SeriesRows) -> StoredDays:
    """Of the queue, at the same site; at any where the series or the stored rows name none."""
    days = tuple(local_day(x, plan.timezone) for x in series.starts.tolist())
    plain = replace(plan, zeros_left_out=frozenset())  # only what stands there
    rows = read_site_rows(engine, plain, series.queue, days[-1], days[0])
    same = np.array([not series.site or x in ("", series.site) for x in rows.sites], dtype=np.bool_)
    counted = rows.present & ~rows.spread & same[:, None]
    calls = np.where(counted, rows.values["offered"], 0.0).sum(axis=0)
    found: dict[date, float] = {}
    for at in np.flatnonzero(counted.any(axis=0)).tolist():
        day = local_day(int(rows.starts[at]), plan.timezone)
        found[day] = found.get(day, 0.0) + float(calls[at])
    return StoredDays(
        days=days,
        counted=np.array([x in found for x in days], dtype=np.bool_),
        offered=np.array([found.get(x, 0.0) for x in days]),
    )


def stored_warnings(series: SeriesRows, stored: StoredDays) -> Iterator[str]:
    """Which totals are left out, and which of them say something else than what is stored."""
    at = np.flatnonzero(stored.counted)
    if not at.size:
        return
    where = f"{series.queue} {series.site}".strip()
    plural = "s have" if at.size > 1 else " has"
    yield (
        f"{where}: {at.size} day{plural} intervals stored already, which stand; left out of the "
        f"daily totals: {_listed([str(stored.days[i]) for i in at])}"
    )
    told, counted = series.offered[at], stored.offered[at]
    differ = np.abs(told - counted) > AGREED * np.maximum(np.maximum(told, counted), 1.0)
    if differ.any():
        apart = [f"{stored.days[i]} {series.offered[i]:,} not {stored.offered[i]:,.0f}" for i in at]
        said = [x for x, y in zip(apart, differ.tolist(), strict=True) if y]
        yield f"{where}: daily totals are not the sums of the stored intervals: {_listed(said)}"


def _listed(parts: list[str]) -> str:
    more = f", and {len(parts) - NAMED} more" if len(parts) > NAMED else ""
    return ", ".join(parts[:NAMED]) + more
