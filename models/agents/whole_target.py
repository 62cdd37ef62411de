"""A target measured over days, weeks or months: fewer agents where callers lose least by it."""

import numpy as np
from numpy.typing import NDArray

from models.agents.staffing import PoolLoad, meets_target, outcome, smallest_agents
from models.arrays import Counts, Floats, Index
from models.queueing.outcome import Outcome
from models.queues import ServiceTarget

_ENDLESS = 1e15  # seconds: a wait without end, in a sum


def fewer_over_periods(
    load: PoolLoad, target: ServiceTarget, agents: Counts, period: Index, min_agents: int
) -> Counts:
    """(n,) agents so that each ``period`` (n,) as a whole still meets the target.

    From ``agents`` (n,), that meet it interval by interval, one after the other is taken away where
    the fewest calls are answered late by it: marginal analysis (Fox, "Discrete optimization via
    marginal analysis", Management Science 13, 1966). The occupancy cap stays an interval's own, and
    an interval with calls keeps an agent.
    """
    calm = ServiceTarget(0.0, target.answer_within, max_occupancy=target.max_occupancy)
    floor = np.maximum(smallest_agents(load, calm), min_agents)
    _, number = np.unique(period, return_inverse=True)
    found, every = agents.copy(), np.arange(len(agents))
    now = _served(load, target, every, found)
    fewer = _served(load, target, every, found - 1)
    total = _summed(now, number)
    going = np.ones(total.shape[1], bool)
    while going.any():
        chosen = _cheapest(now[0] - fewer[0], (found > floor) & going[number], number)
        change = fewer[:, chosen] - now[:, chosen]
        tried = total[:, number[chosen]] + change
        good = meets_target(_outcome(tried), target)
        taken = chosen[good]
        total[:, number[taken]] += change[:, good]
        found[taken] -= 1
        now[:, taken] = fewer[:, taken]
        fewer[:, taken] = _served(load, target, taken, found[taken] - 1)
        going[:] = False
        going[number[taken]] = True
    return found


def _served(load: PoolLoad, target: ServiceTarget, cases: Index, agents: Counts) -> Floats:
    """(6, m) calls of an ``Outcome`` and all calls; fewer than no agents serve nobody."""
    found = outcome(load, target, cases, np.maximum(agents, 0).astype(float))
    shares = np.stack(
        [
            found.answered_in_time,
            found.answered,
            found.abandoned_in_time,
            np.minimum(found.answered_wait, _ENDLESS),
            found.waiting,
            np.ones(len(cases)),
        ]
    )
    return np.asarray(shares * load.calls[cases])


def _summed(served: Floats, number: Index) -> Floats:
    """(6, periods)."""
    return np.stack([np.bincount(number, x) for x in served])


def _outcome(calls: Floats) -> Outcome:
    whole = np.where(calls[5] > 0, calls[5], 1.0)
    return Outcome(*(calls[:5] / whole))


def _cheapest(loss: Floats, allowed: NDArray[np.bool_], number: Index) -> Index:
    """Of each period the allowed interval with the least loss."""
    candidates = np.flatnonzero(allowed)
    order = candidates[np.lexsort((loss[candidates], number[candidates]))]
    return np.asarray(order[np.unique(number[order], return_index=True)[1]])
