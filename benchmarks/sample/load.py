"""Calls and erlangs of the sample's pools against their truth, by month and half-hour of the day.

Part of ``benchmarks.sample``, which writes it into ``benchmarks/sample.md``.
"""

import numpy as np
import pandas as pd

from data.plan import Plan
from data.sample.axes import HOURS, INTERVAL_SECONDS, known_days
from data.sample.generator import simulate
from data.sample.handling import true_aht
from models.arrays import Floats
from models.demand import interval_means
from models.queues import Pool, Queue
from service.planning.basis.current import Current
from service.planning.basis.span import Span, span_of
from service.planning.basis.streams import routed
from service.planning.staffing.workload import queue_calls

BUSY = 5.0  # erlangs: half-hours whose load is judged
MINUTES = 30


def loads(current: Current, seed: int) -> pd.DataFrame:
    """One row a pool and open half-hour: forecast and true calls and erlangs."""
    first, last = current.release.head.first_day, current.release.head.last_day
    span = span_of(current, first, last)
    sample, known = simulate(seed), known_days()
    calls, aht = sample.mean[known:], true_aht(sample.calendar, sample.mean)[known:]
    parts = [_pool_rows(current, pool, span, calls, aht) for pool in current.plan.pools]
    return pd.concat(parts, ignore_index=True)


def _pool_rows(
    current: Current, pool: Pool, span: Span, calls: Floats, aht: Floats
) -> pd.DataFrame:
    """``calls`` and ``aht`` (H, S, Q) are the true ones of the horizon."""
    slot = span.at.slot - round(HOURS[0] * 60 / MINUTES)
    on = np.flatnonzero((slot >= 0) & (slot < len(HOURS)))
    day, hour = span.at.day[on], slot[on]
    sums = np.zeros((4, len(on)))
    for number, queue in _queues(current.plan, pool):
        stream = routed(current, queue, pool.site, span)
        if stream is None:
            continue
        ours = interval_means(stream, span.at)[on]
        seconds = queue_calls(current, queue, stream, pool.site, span).aht.seconds[on]
        true = calls[day, hour, number] * stream.routed[day]
        sums += [ours, true, ours * seconds, true * aht[day, hour, number]]
    names = ("calls", "true_calls", "load", "true_load")
    rows = pd.DataFrame(dict(zip(names, sums, strict=True)))
    rows[["load", "true_load"]] /= INTERVAL_SECONDS
    month = pd.to_datetime(pd.Series(span.days)).dt.strftime("%Y-%m").to_numpy()
    keys = {"pool": pool.name, "month": month[day], "clock": HOURS[hour]}
    return rows.assign(**keys)[rows["true_calls"] > 0]


def _queues(plan: Plan, pool: Pool) -> list[tuple[int, Queue]]:
    return [(i, queue) for i, queue in enumerate(plan.queues) if pool.takes(queue)]


def bias(rows: pd.DataFrame, by: str | list[str], of: str) -> "pd.Series[float]":
    """Forecast over true ``of``, less one, in %."""
    sums = rows.groupby(by)[[of, f"true_{of}"]].sum()
    return 100 * (sums[of] / sums[f"true_{of}"] - 1)


def text(rows: pd.DataFrame) -> str:
    """The tables of one seed."""
    parts = []
    for of, name in (("calls", "Calls"), ("load", "Load")):
        by_pool = bias(rows, ["pool", "month"], of).unstack()
        parts.append(f"{name} by pool and month, bias in %:\n{_table(by_pool)}")
    clock = bias(rows, ["clock", "month"], "calls").unstack()
    parts.append(f"Calls by half-hour of the day and month, all pools, bias in %:\n{_table(clock)}")
    cells = rows.groupby(["pool", "month", "clock"])[["load", "true_load"]]
    busy = cells.sum()[cells.mean()["true_load"] >= BUSY]
    off = 100 * (busy["load"] / busy["true_load"] - 1)
    told = (
        f"{(off.abs() <= 6).mean():.0%} within 6 %, worst {off.min():+.1f} and {off.max():+.1f} %"
    )
    parts.append(f"Load by pool, month and half-hour of {BUSY:g} erlangs or more: {told}.")
    return "\n\n".join(parts)


def _table(frame: pd.DataFrame) -> str:
    return frame.to_string(float_format="%+.1f", na_rep="")
