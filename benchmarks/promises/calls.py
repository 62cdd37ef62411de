"""One day of one pool, call by call: who is answered in time.

First come, first served; whoever waits as long as his patience gives up. Agents change at the ends
of intervals: those who are on a call finish it, and those of the last interval stay until nobody
waits. Shares no code with the product, nor with the simulation of its tests.
"""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from math import inf

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Call = tuple[float, float, float]  # when it comes, how long it lasts, how long its caller waits


def answered_in_time(
    calls: Iterable[Call], agents: Sequence[int], interval: float, within: float
) -> list[bool]:
    """Of calls in the order of their coming, in seconds from the start of the first interval.

    ``now`` is the earliest time at which another caller can be the next to be answered: nobody
    overtakes, and until somebody gave up there was no agent free for him.
    """
    edges = [interval * (i + 1) for i in range(len(agents) - 1)] + [inf]
    ends: list[float] = []  # a heap: when each call that is under way ends
    now, place, edge, there = 0.0, 0, edges[0], agents[0]
    found: list[bool] = []
    for arrival, service, patience in calls:
        gives_up = arrival + patience
        if arrival > now:
            now = arrival
        while True:
            while now >= edge:
                place += 1
                edge, there = edges[place], agents[place]
            while ends and ends[0] <= now:
                heappop(ends)
            if now >= gives_up:
                found.append(False)
                break
            if len(ends) < there:
                heappush(ends, now + service)
                found.append(now - arrival <= within)
                break
            later = ends[0] if ends and ends[0] < edge else edge
            now = later if later < gives_up else gives_up
    return found


def played(
    random: np.random.Generator,
    rates: Floats,
    aht: Floats,
    patience: Floats,
    agents: Sequence[int],
    interval: float,
    within: float,
) -> tuple[Counts, Counts]:
    """Calls offered and answered in time (I,) of one day's intervals, by when they came.

    ``rates`` (I,) are the calls an interval is to bring, ``aht`` and ``patience`` (I,) seconds:
    Poisson calls at any time of the interval, exponential handling times and patience.
    """
    offered = random.poisson(rates)
    of_call = np.repeat(np.arange(len(rates)), offered)
    arrival = np.sort((of_call + random.random(len(of_call))) * interval)
    service = random.standard_exponential(len(of_call)) * aht[of_call]
    waits = random.standard_exponential(len(of_call)) * patience[of_call]
    calls = zip(arrival.tolist(), service.tolist(), waits.tolist(), strict=True)
    in_time = np.array(answered_in_time(calls, agents, interval, within), bool)
    return offered, np.bincount(of_call[in_time], minlength=len(rates))
