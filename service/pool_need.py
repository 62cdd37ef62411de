"""What one pool needs in every interval of a span: its calls, agents and people on the roster."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from data.plan import Site
from data.plan.handling import planned_aht
from models.demand import Stream, interval_means
from models.queues import Pool, Queue, ServiceTarget, Shrinkage
from models.shrinkage import scheduled_agents
from models.staffing import staff
from service.current import Current, NotReadyError
from service.pool_method import Method, pool_load, pool_patience
from service.span import QuestionError, Span
from service.streams import open_intervals, routed

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Number = TypeVar("Number", np.float64, np.int64)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a question changes for itself; None and 1 leave the plan and the release as they are."""

    share: float | None = None
    answer_within: float | None = None
    max_occupancy: float | None = None
    leave: Decimal | None = None
    absence: Decimal | None = None
    off_phone: Decimal | None = None
    aht_factor: float = 1.0
    volume_factor: float = 1.0

    def target(self, target: ServiceTarget) -> ServiceTarget:
        """A pool's target under the changes."""
        return replace(
            target,
            share=target.share if self.share is None else self.share,
            answer_within=(
                target.answer_within if self.answer_within is None else self.answer_within
            ),
            max_occupancy=(
                target.max_occupancy if self.max_occupancy is None else self.max_occupancy
            ),
        )

    def shrinkage(self, shrinkage: Shrinkage) -> Shrinkage:
        """A day's shrinkage under the changes."""
        return Shrinkage(
            leave=shrinkage.leave if self.leave is None else self.leave,
            absence=shrinkage.absence if self.absence is None else self.absence,
            off_phone=shrinkage.off_phone if self.off_phone is None else self.off_phone,
        )


@dataclass(frozen=True, slots=True)
class PoolNeed:
    """(n,) arrays over a span's intervals; closed intervals are zero, nothing offered is NaN."""

    pool: Pool
    target: ServiceTarget
    streams: list[Stream]
    open: NDArray[np.bool_]
    calls: Floats
    aht: Floats  # seconds
    erlangs: Floats
    agents: Counts
    scheduled: Counts
    service_level: Floats
    asa: Floats  # seconds
    occupancy: Floats
    abandoned_share: Floats  # NaN where the model knows no giving up
    scheduled_hours: Floats  # agent hours / (1 - absence - off phone)
    paid_hours: Floats  # agent hours / (1 - leave - absence - off phone) / schedule efficiency


def pool_need(
    found: Current, pool: Pool, asked: Span, what_if: WhatIf, method: Method
) -> PoolNeed | None:
    """A pool's need; None where no call reaches it in the span.

    Raises NotReadyError where a queue's AHT, or for Erlang A its patience, is neither learned nor
    planned, QuestionError for a target that is none.
    """
    routes = [(q, routed(found, q, pool.site, asked)) for q in found.plan.queues if pool.takes(q)]
    factor = what_if.volume_factor
    reached = [(q, replace(s, lift=s.lift * factor)) for q, s in routes if s is not None]
    if not reached:
        return None
    streams = [stream for _, stream in reached]
    calls, aht = _load(found, reached, asked)
    is_open = np.logical_or.reduce([open_intervals(x, asked.at) for x in streams])
    handled = aht * what_if.aht_factor
    load = pool_load(calls, handled, _seconds(asked), streams, asked, method)
    if method.model == "erlang_a":
        load = replace(load, patience=pool_patience(found, reached, asked, method))
    load = load.chosen(is_open)
    site, target = found.plan.site(pool.site), what_if.target(pool.target)
    need = staff(load, target, site.min_agents)
    agents = _spread(need.agents, is_open, 0)
    roster = _roster(site, what_if, agents, asked, found.plan.schedule_efficiency)
    return PoolNeed(
        pool=pool,
        target=target,
        streams=streams,
        open=is_open,
        calls=calls,
        aht=np.where(calls > 0, aht * what_if.aht_factor, np.nan),
        erlangs=_spread(load.erlangs, is_open, 0.0),
        agents=agents,
        service_level=_spread(need.service_level, is_open, np.nan),
        asa=_spread(need.asa, is_open, np.nan),
        occupancy=_spread(need.occupancy, is_open, 0.0),
        abandoned_share=_spread(need.abandoned_share, is_open, np.nan),
        scheduled=roster[0],
        scheduled_hours=roster[1],
        paid_hours=roster[2],
    )


def _believable(shrinkage: Shrinkage, what_if: WhatIf) -> Shrinkage:
    if shrinkage.paid >= 1:
        shares = ("leave", "absence", "off_phone")
        raise QuestionError(
            next((x for x in shares if getattr(what_if, x) is not None), "off_phone"),
            f"leave {shrinkage.leave}, absence {shrinkage.absence} and off phone "
            f"{shrinkage.off_phone} add up to {shrinkage.paid}; together they must stay below 1",
        )
    return shrinkage


def _seconds(asked: Span) -> float:
    return asked.grid.interval_minutes * 60.0


def _load(
    found: Current, reached: list[tuple[Queue, Stream]], asked: Span
) -> tuple[Floats, Floats]:
    """Calls (n,) and their mean AHT (n,): each queue's, weighted by its calls."""
    calls, seconds = np.zeros(len(asked.at.day)), np.zeros(len(asked.at.day))
    for queue, stream in reached:
        means = interval_means(stream, asked.at)
        calls += means
        handled = _queue_aht(found, queue, stream, asked)
        _require_known(queue, np.isnan(handled) & (means > 0), asked)
        seconds += means * np.where(means > 0, handled, 0.0)
    return calls, np.divide(seconds, calls, out=np.zeros_like(calls), where=calls > 0)


def _queue_aht(found: Current, queue: Queue, stream: Stream, asked: Span) -> Floats:
    """(n,) seconds: learned where the release knows it, else as planned; NaN where neither."""
    weekday = np.array([day.weekday() for day in asked.days])
    learned: Floats = stream.demand.aht[weekday[asked.grid.day], asked.at.slot]
    if not np.isnan(learned).any():
        return learned
    planned = planned_aht(found.plan, queue, asked.days)[asked.grid.day]
    return np.where(np.isnan(learned), planned, learned)


def _require_known(queue: Queue, unknown: NDArray[np.bool_], asked: Span) -> None:
    """NotReadyError where calls are expected whose AHT is unknown, (n,)."""
    if unknown.any():
        day = asked.days[asked.grid.day[np.argmax(unknown)]]
        raise NotReadyError(
            f"queue {queue.id} has no AHT on {day}: import history with aht_seconds and train, "
            "or plan it in [[handling]]"
        )


def _spread(values: NDArray[Number], is_open: NDArray[np.bool_], closed: float) -> NDArray[Number]:
    whole = np.full(len(is_open), closed, values.dtype)
    whole[is_open] = values
    return whole


def _roster(
    site: Site, what_if: WhatIf, agents: Counts, asked: Span, efficiency: float
) -> tuple[Counts, Floats, Floats]:
    """Scheduled agents, scheduled hours and paid hours (n,), by each day's shrinkage."""
    by_day: dict[Shrinkage, list[int]] = {}
    for number, day in enumerate(asked.days):
        shrinkage = _believable(what_if.shrinkage(site.shrinkage_on(day)), what_if)
        by_day.setdefault(shrinkage, []).append(number)
    scheduled = np.zeros_like(agents)
    hours = agents * (_seconds(asked) / 3600.0)
    rostered, paid = np.zeros(len(agents)), np.zeros(len(agents))
    for shrinkage, days in by_day.items():
        on = np.isin(asked.grid.day, days)
        scheduled[on] = scheduled_agents(agents[on], shrinkage.rostered)
        rostered[on] = hours[on] / float(1 - shrinkage.rostered)
        paid[on] = hours[on] / float(1 - shrinkage.paid) / efficiency
    return scheduled, rostered, paid
