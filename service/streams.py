"""Which calls belong together: queues as routed to sites and pools."""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.plan_events import event_factors
from data.plan_routing import shares
from models.demand import (
    IntervalMap,
    Stream,
    Volume,
    interval_means,
    interval_volume,
    period_volume,
)
from models.queues import Queue
from service.current import Current
from service.span import Periods, QuestionError, Span

Floats = NDArray[np.float64]


@lru_cache(maxsize=256)
def _daily_shares(found: Current, queue: Queue) -> dict[str, Floats]:
    """Site -> (H,) share of the queue on every day of the horizon; NaN before the first step."""
    return shares(found.plan, queue, _horizon(found))


@lru_cache(maxsize=256)
def _lift(found: Current, queue: Queue) -> Floats:
    """(H,) what the plan's events multiply the queue's calls by."""
    return event_factors(found.plan, queue, _horizon(found), found.demand(queue).day_mean)


def _horizon(found: Current) -> list[date]:
    head = found.release.head
    return [head.first_day + timedelta(days=i) for i in range(head.horizon_days)]


def whole(found: Current, queue: Queue) -> Stream:
    """All of a queue's calls, wherever they are answered."""
    demand = found.demand(queue)
    return Stream(demand, np.ones(len(demand.day_mean)), _lift(found, queue))


def routed(found: Current, queue: Queue, site: str, asked: Span) -> Stream | None:
    """A queue's calls that the plan sends to a site; None where it never does in the span.

    QuestionError where the span begins before the queue's first routing step.
    """
    share = _daily_shares(found, queue).get(site)
    if share is None:
        return None
    within = share[np.unique(asked.at.day)]
    if np.isnan(within).any():
        raise QuestionError("from", _uncovered(found, queue, share, asked.first))
    if not within.any():
        return None
    return Stream(found.demand(queue), np.nan_to_num(share), _lift(found, queue))


def _uncovered(found: Current, queue: Queue, share: Floats, first: date) -> str:
    covered = np.flatnonzero(~np.isnan(share))
    if not len(covered):
        return f"the plan routes queue {queue.id} only after the release's horizon"
    day = found.release.head.first_day + timedelta(days=int(covered[0]))
    return f"from is {first}; the plan routes queue {queue.id} from {day} on"


def machine_means(streams: list[Stream], at: IntervalMap) -> Floats:
    """(n,) mean calls as the release has them, without the plan's events."""
    plain = [replace(stream, lift=1.0) for stream in streams]
    return np.asarray(np.sum([interval_means(stream, at) for stream in plain], axis=0))


def volume(streams: list[Stream], at: IntervalMap, when: Periods, probabilities: Floats) -> Volume:
    """Calls of all streams together in every period."""
    if when.granularity in ("interval", "hour"):
        return interval_volume(streams, at, probabilities, when.of_interval)
    horizon = len(streams[0].demand.day_mean)
    period_of_day = np.full(horizon, -1)
    period_of_day[at.day] = when.of_interval
    return period_volume(streams, at, probabilities, period_of_day)


def open_intervals(stream: Stream, at: IntervalMap) -> NDArray[np.bool_]:
    """(n,): where the queue takes calls and some of them are meant."""
    return (stream.demand.shares[at.day, at.slot] > 0) & (stream.routed[at.day] > 0)
