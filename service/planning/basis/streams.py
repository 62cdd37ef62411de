"""Which calls belong together: queues as routed to sites and pools."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.demand import (
    IntervalMap,
    Stream,
    Volume,
    interval_means,
    interval_volume,
    period_volume,
)
from models.queues import Pool, Queue
from service.planning.basis.current import Current, busier
from service.planning.basis.overflow import taken
from service.planning.basis.span import Periods, QuestionError, Span, periods, span_of
from service.planning.basis.terms import Granularity


def whole(current: Current, queue: Queue) -> Stream:
    """All of a queue's calls, wherever they are answered."""
    demand = current.demand(queue)
    return Stream(demand, np.ones(len(demand.day_mean)), current.lift[queue.id])


def routed(current: Current, queue: Queue, site: str, span: Span) -> Stream | None:
    """A queue's calls that the plan sends to a site; None where it never does in the span.

    QuestionError where the span begins before the queue's first routing step.
    """
    own = taken(current, queue, site)
    if own is None:
        return None
    within = own.routed[np.unique(span.at.day)]
    if np.isnan(within).any():
        raise QuestionError("from", _uncovered(current, queue, own.routed, span.first))
    if not within.any():
        return None
    return Stream(own.demand, np.nan_to_num(own.routed), current.lift[queue.id])


def _uncovered(current: Current, queue: Queue, share: Floats, first: date) -> str:
    covered = np.flatnonzero(~np.isnan(share))
    if not len(covered):
        return f"the plan routes queue {queue.id} only after the release's horizon"
    day = current.release.head.first_day + timedelta(days=int(covered[0]))
    return f"from is {first}; the plan routes queue {queue.id} from {day} on"


def machine_means(streams: list[Stream], at: IntervalMap) -> Floats:
    """(n,) mean calls as the release has them, without the plan's events."""
    plain = [replace(stream, lift=1.0) for stream in streams]
    return np.asarray(np.sum([interval_means(stream, at) for stream in plain], axis=0))


def volume(streams: list[Stream], at: IntervalMap, when: Periods, probabilities: Floats) -> Volume:
    """Calls of all streams together in every period; a queue's parts are one stream again."""
    streams = _joined(streams)
    if when.granularity in ("interval", "hour"):
        return interval_volume(streams, at, probabilities, when.of_interval)
    horizon = len(streams[0].demand.day_mean)
    period_of_day = np.full(horizon, -1)
    period_of_day[at.day] = when.of_interval
    return period_volume(streams, at, probabilities, period_of_day)


@lru_cache(maxsize=16)  # what-ifs of handling, targets and people leave the calls as they are
def pools_volume(
    current: Current,
    pools: tuple[Pool, ...],
    factor: float,
    days: tuple[date, date],
    granularity: Granularity,
    probabilities: tuple[float, ...],
) -> Volume:
    """Calls of pools together in every period, all of them times a factor."""
    span, asked = span_of(current, *days), current if factor == 1.0 else busier(current, factor)
    routes = [
        routed(asked, queue, pool.site, span)
        for pool in pools
        for queue in asked.plan.queues
        if pool.takes(queue)
    ]
    streams = [x for x in routes if x is not None]
    return volume(streams, span.at, periods(span, granularity), np.array(probabilities))


def _joined(streams: list[Stream]) -> list[Stream]:
    """One stream a queue: thinned parts of one queue vary together, not each for itself."""
    joined: dict[str, Stream] = {}
    for stream in streams:
        former = joined.get(stream.demand.queue)
        routed = stream.routed if former is None else former.routed + stream.routed
        joined[stream.demand.queue] = replace(stream, routed=routed)
    return list(joined.values())


def open_intervals(stream: Stream, at: IntervalMap) -> NDArray[np.bool_]:
    """(n,): where the queue takes calls and some of them are meant."""
    return (stream.demand.shares[at.day, at.slot] > 0) & (stream.routed[at.day] > 0)
