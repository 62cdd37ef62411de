"""Which calls belong together: queues as routed to sites and pools."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.plan_routing import shares
from models.demand import IntervalMap, Stream, Volume, interval_volume, period_volume
from models.queues import Queue
from service.current import Current
from service.span import Periods, QuestionError, Span

Floats = NDArray[np.float64]


@lru_cache(maxsize=256)
def _daily_shares(found: Current, queue: Queue) -> dict[str, Floats]:
    """Site -> (H,) share of the queue on every day of the horizon; NaN before the first step."""
    head = found.release.head
    days = [head.first_day + timedelta(days=i) for i in range(head.horizon_days)]
    return shares(found.plan, queue, days)


def whole(found: Current, queue: Queue) -> Stream:
    """All of a queue's calls, wherever they are answered."""
    demand = found.demand(queue)
    return Stream(demand, np.ones(len(demand.day_mean)))


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
    return Stream(found.demand(queue), np.nan_to_num(share))


def _uncovered(found: Current, queue: Queue, share: Floats, first: date) -> str:
    covered = np.flatnonzero(~np.isnan(share))
    if not len(covered):
        return f"the plan routes queue {queue.id} only after the release's horizon"
    day = found.release.head.first_day + timedelta(days=int(covered[0]))
    return f"from is {first}; the plan routes queue {queue.id} from {day} on"


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
