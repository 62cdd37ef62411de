"""From a release's numbers and the plan of the night to the arrays that are kept for good."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine

from data.accuracy.expected_aht import expected_aht
from data.accuracy.groups import groups
from data.accuracy.naive import known_totals, seasonal_naive
from data.accuracy.publication import (
    DAY_COLUMNS,
    DAYS,
    GROUPINGS,
    INTERVAL_LEADS,
    INTERVALS,
    PROBABILITIES,
    FrozenArray,
    Grouping,
    NewPublication,
)
from data.calendar.clock import interval_grid
from data.calendar.interval_map import interval_map
from data.plan import Plan
from data.plan.days.events import event_factors
from data.plan.store import StoredPlan
from models.accuracy import seasonal_scale
from models.arrays import Floats
from models.demand import IntervalMap, QueueDemand, Stream, interval_means, period_volume
from models.numeric.ratios import ratio


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands of the plan's queues from the first day on."""

    streams: Mapping[str, Stream]  # with the plan's events
    totals: Mapping[str, Floats]  # (known days,) calls up to the origin
    naive: Mapping[str, Floats]  # (H,)
    aht: Mapping[str, Floats]  # (H,) seconds
    at: IntervalMap


def frozen(
    engine: Engine,
    stored: StoredPlan,
    origin: date,
    demands: Sequence[QueueDemand],
) -> NewPublication:
    """What stands after the last known day ``origin``; ``demands`` begin on the day after it.

    Reads the last year of history up to the origin, for the seasonal naive forecast.
    """
    plan, horizon = stored.plan, len(demands[0].day_mean)
    days = [origin + timedelta(days=1 + x) for x in range(horizon)]
    standing = _standing(engine, plan, origin, days, {x.queue: x for x in demands})
    arrays = [_days(plan, x, standing) for x in GROUPINGS]
    halves = _intervals(standing, 1440 // plan.interval_minutes)
    return NewPublication(stored.id, origin, horizon, (*arrays, halves))


def _standing(
    engine: Engine,
    plan: Plan,
    origin: date,
    days: Sequence[date],
    demands: Mapping[str, QueueDemand],
) -> _Standing:
    queues = [queue for queue in plan.queues if queue.id in demands]
    lift = event_factors(plan, days, {x.id: demands[x.id].day_mean for x in queues})
    totals = {x.id: known_totals(engine, plan, x, origin) for x in queues}
    grid = interval_grid(days[0], len(days), plan.timezone, plan.interval_minutes)
    every = np.ones(len(days))
    return _Standing(
        streams={x.id: Stream(demands[x.id], every, lift[x.id]) for x in queues},
        totals=totals,
        naive={
            x.id: np.where(
                demands[x.id].day_mean > 0, seasonal_naive(totals[x.id], origin, days), 0.0
            )
            for x in queues
        },
        aht={x.id: expected_aht(plan, x, demands[x.id], days) for x in queues},
        at=interval_map(grid),
    )


def _days(plan: Plan, grouping: Grouping, standing: _Standing) -> FrozenArray:
    members = {
        name: [x for x in queues if x in standing.streams]
        for name, queues in groups(plan, grouping).items()
    }
    rows = {name: _day_columns(queues, standing) for name, queues in members.items() if queues}
    axes = {"series": list(rows), "columns": list(DAY_COLUMNS)}
    return FrozenArray(grouping, DAYS, axes, np.array(list(rows.values()), dtype=np.float32))


def _day_columns(queues: Sequence[str], standing: _Standing) -> Floats:
    """(H, columns) of a group."""
    streams = [standing.streams[x] for x in queues]
    machine = np.sum([x.demand.day_mean for x in streams], axis=0)
    calls = np.array([x.demand.day_mean * x.lift for x in streams])  # (queues, H)
    volume = period_volume(streams, standing.at, np.array(PROBABILITIES), np.arange(len(machine)))
    aht = np.array([standing.aht[x] for x in queues])
    weight = np.where(np.isnan(aht), 0.0, calls)
    seconds = ratio((weight * np.nan_to_num(aht)).sum(axis=0), weight.sum(axis=0), np.nan)
    naive = np.sum([standing.naive[x] for x in queues], axis=0)
    known = np.sum([standing.totals[x] for x in queues], axis=0)
    scale = np.full(len(machine), seasonal_scale(np.where(known > 0, known, np.nan)))
    columns = (machine, calls.sum(axis=0), *volume.quantiles.T, seconds, naive, scale)
    return np.stack(columns, axis=1)


def _intervals(standing: _Standing, slots: int) -> FrozenArray:
    """The machine's half-hours, to three digits: what events do to them, they do to the day."""
    rows = [_slots(replace(x, lift=1.0), standing.at, slots) for x in standing.streams.values()]
    axes = {"series": list(standing.streams)}
    return FrozenArray("queue", INTERVALS, axes, np.array(rows, dtype=np.float16))


def _slots(stream: Stream, at: IntervalMap, slots: int) -> Floats:
    """(leads, slots) calls; a doubled label of autumn is summed."""
    horizon = len(stream.demand.day_mean)
    label = at.day * slots + at.slot
    calls = np.bincount(label, interval_means(stream, at), minlength=horizon * slots)
    return calls.astype(np.float64).reshape(horizon, slots)[:INTERVAL_LEADS]
