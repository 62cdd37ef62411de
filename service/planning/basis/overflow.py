"""Calls that a site takes no more of in an hour go to the other sites of their queue."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from data.plan import Overflow
from models.arrays import Floats
from models.demand import QueueDemand
from models.numeric.ratios import ratio
from models.queues import Queue
from service.planning.basis.current import Current

Shares = dict[str, dict[str, Floats]]  # queue -> site -> (H, S); NaN where routing covers nothing


@dataclass(frozen=True, slots=True)
class Taken:
    """A site's part of a queue: the demand with the site's own half-hours, and its daily share."""

    demand: QueueDemand
    routed: Floats  # (H,)


def taken(current: Current, queue: Queue, site: str) -> Taken | None:
    """None where the plan never sends the site calls of the queue."""
    demand, routing = current.demand(queue), current.routing[queue.id]
    if not any(x.match.takes(queue) for x in current.plan.overflow):
        share = routing.get(site)
        return None if share is None else Taken(demand, share)
    share = _slot_shares(current)[queue.id].get(site)
    return None if share is None else _of_slots(demand, share)


def _of_slots(demand: QueueDemand, share: Floats) -> Taken:
    """Daily share and half-hours of a share (H, S) of every half-hour's calls."""
    own = demand.shares * np.nan_to_num(share)
    routed = own.sum(axis=1)
    shares = ratio(own, routed[:, None], 0.0)
    uncovered = np.isnan(share).all(axis=1)
    return Taken(replace(demand, shares=shares), np.where(uncovered, np.nan, routed))


@lru_cache(maxsize=4)
def _slot_shares(current: Current) -> Shares:
    """The routing plan's shares, then every overflow of the plan in its order."""
    shares: Shares = {}
    for queue in current.plan.queues:
        slots = current.demand(queue).shares.shape
        shares[queue.id] = {
            site: np.repeat(share[:, None], slots[1], axis=1)
            for site, share in current.routing[queue.id].items()
        }
    for overflow in current.plan.overflow:
        _spill(current, shares, overflow)
    return shares


def _spill(current: Current, shares: Shares, overflow: Overflow) -> None:
    queues = [
        x for x in current.plan.queues if overflow.match.takes(x) and overflow.site in shares[x.id]
    ]
    if not queues:
        return
    calls = {x.id: _calls(current, x) for x in queues}
    sent = np.sum(
        [calls[x.id] * np.nan_to_num(shares[x.id][overflow.site]) for x in queues], axis=0
    )
    most = overflow.calls_per_hour * current.plan.interval_minutes / 60.0
    kept = np.minimum(ratio(np.full(sent.shape, most), sent, 1.0), 1.0)
    kept = np.where(_during(current, overflow)[:, None], kept, 1.0)
    for queue in queues:
        _move(shares[queue.id], overflow.site, kept)


def _calls(current: Current, queue: Queue) -> Floats:
    """(H, S) mean calls, events included."""
    demand = current.demand(queue)
    return np.asarray((demand.day_mean * current.lift[queue.id])[:, None] * demand.shares)


def _during(current: Current, overflow: Overflow) -> NDArray[np.bool_]:
    head = current.release.head
    days: list[date] = [head.first_day + timedelta(days=x) for x in range(head.horizon_days)]
    return np.array([overflow.first <= day <= overflow.last for day in days])


def _move(of_queue: Mapping[str, Floats], site: str, kept: Floats) -> None:
    """What is not kept goes to the others by their shares; without another it stays."""
    others = {x: share for x, share in of_queue.items() if x != site}
    there = np.sum([np.nan_to_num(x) for x in others.values()], axis=0) if others else 0.0
    moved = np.where(np.asarray(there) > 0, of_queue[site] * (1.0 - kept), 0.0)
    of_queue[site][...] -= moved
    for share in others.values():
        share += moved * ratio(share, np.broadcast_to(there, share.shape), 0.0)
