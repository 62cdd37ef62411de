"""Erlang B and Erlang C on arrays, without a loop over agents or intervals.

Loads are in erlangs (offered calls x AHT / interval length), times in seconds, results shares 0-1.
Agents may be fractional. The continuation to fractional agents is the usual one,
1/B(n, A) = A * integral over t >= 0 of exp(-A t) (1 + t)^n dt  (Jagerman, "Some properties of the
Erlang loss function", Bell System Technical Journal 53, 1974).

Edge values. No load: nobody waits. No agents and some load: everybody is blocked, everybody waits,
for ever. Load >= agents in Erlang C: the queue grows without bound; waiting is certain, waits are
infinite, the service level is 0 and ``stable`` is False.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincc, gammaln

from models.arrays import Counts, Flags, Floats, Index
from models.numeric.root import root
from models.numeric.search import smallest
from models.queueing.square_root import near_c
from models.queues import ServiceTarget

_TAIL = 1e-280  # below it gammaincc and the Poisson term run out of exponent: B then by its series
_SERIES_TERMS = 400
_BLOCK = 8192  # cases whose terms stay in the cache
_ROUNDING = 1e-12  # by which a share may be off


def erlang_b(agents: ArrayLike, erlangs: ArrayLike) -> Floats:
    """The share of calls blocked with no place to wait: Erlang B, elementwise.

    From the Poisson tail: 1/B = Q(n + 1, A) / p(n, A), where Q is the regularised upper incomplete
    gamma function and p(n, A) = A^n exp(-A) / Gamma(n + 1).
    """
    n, load = np.broadcast_arrays(np.asarray(agents, float), np.asarray(erlangs, float))
    blocked = np.where(n <= 0, np.where(load > 0, 1.0, 0.0), 0.0)
    busy = (n > 0) & (load > 0)
    blocked[busy] = np.exp(np.minimum(log_erlang_b(n[busy], load[busy]), 0.0))
    return blocked


def log_erlang_b(agents: Floats, erlangs: Floats) -> Floats:
    """The logarithm of Erlang B's continuation, (n,) each, for agents > -1 and erlangs > 0.

    It neither underflows nor overflows; below no agents it may exceed 0.
    """
    log_term = agents * np.log(erlangs) - erlangs - gammaln(agents + 1.0)
    tail = gammaincc(agents + 1.0, erlangs)
    usable = tail > _TAIL
    log_blocked = log_term - np.log(np.where(usable, tail, 1.0))
    log_blocked[~usable] = _overloaded_log_b(agents[~usable], erlangs[~usable])
    return log_blocked


def _overloaded_log_b(n: Floats, load: Floats) -> Floats:
    """Erlang B far above capacity, where both terms of the quotient underflow.

    1/B = 1 + n/A + n(n-1)/A^2 + ..., the integral by parts. There the load is above 640 erlangs
    and far above the agents, so that the terms shrink at least as fast as a geometric series.
    """
    k = np.arange(_SERIES_TERMS)
    ratios = (n[:, None] - k) / load[:, None]  # (cases, terms)
    return np.asarray(-np.log1p(np.cumprod(ratios, axis=1).sum(axis=1)))


def total_load_b(agents: ArrayLike, erlangs: ArrayLike, retry: ArrayLike) -> Floats:
    """First attempts and retries together in erlangs, elementwise: extended Erlang B.

    ``retry`` of the blocked calls try again, so that A = ``erlangs`` + retry A B(n, A). Raises
    ValueError unless 0 <= ``retry`` < 1: where all try again, the load grows without bound.
    """
    cases = np.broadcast_arrays(*(np.asarray(x, float) for x in (agents, erlangs, retry)))
    n, first, again = (x.ravel() for x in cases)
    if not ((again >= 0.0) & (again < 1.0)).all():
        raise ValueError("retry must be at least 0 and below 1")

    def beyond(some: Index, load: Floats) -> Floats:
        return np.asarray(load * (1.0 - again[some] * erlang_b(n[some], load)) - first[some])

    return root(beyond, first, first / (1.0 - again)).reshape(cases[0].shape)


def wait_probability(agents: ArrayLike, erlangs: ArrayLike) -> Floats:
    """The share of calls that wait when nobody gives up: Erlang C = n B / (n - A (1 - B))."""
    n, load = np.broadcast_arrays(np.asarray(agents, float), np.asarray(erlangs, float))
    return _delayed(n, load, erlang_b(n, load))


def _delayed(n: Floats, load: Floats, blocked: Floats) -> Floats:
    stable = n > load
    spare = np.where(stable, n - load * (1.0 - blocked), 1.0)
    return np.where(load <= 0, 0.0, np.where(stable, n * blocked / spare, 1.0))


def service_level(
    agents: ArrayLike, erlangs: ArrayLike, aht: ArrayLike, answer_within: ArrayLike
) -> Floats:
    """The share of calls answered within ``answer_within`` seconds by Erlang C.

    1 - C exp(-(n - A) T / AHT). Nobody gives up, so the four definitions of service level agree.
    """
    n, load, handling, within = np.broadcast_arrays(
        *(np.asarray(x, float) for x in (agents, erlangs, aht, answer_within))
    )
    patience_free = wait_probability(n, load)
    rate = np.maximum(n - load, 0.0) / np.where(handling > 0, handling, 1.0)
    late = np.where(handling > 0, patience_free * np.exp(-rate * within), 0.0)
    return np.where((load > 0) & (n <= load), 0.0, 1.0 - late)


def asa(agents: ArrayLike, erlangs: ArrayLike, aht: ArrayLike) -> Floats:
    """The mean wait in seconds by Erlang C, C x AHT / (n - A); infinite where the queue grows."""
    n, load, handling = np.broadcast_arrays(*(np.asarray(x, float) for x in (agents, erlangs, aht)))
    stable = n > load
    spare = np.where(stable, n - load, 1.0)
    wait = wait_probability(n, load) * handling / spare
    return np.where(load <= 0, 0.0, np.where(stable, wait, np.inf))


def wait_quantile(agents: float, erlangs: float, aht: float, share: float) -> float:
    """The wait in seconds that ``share`` of all calls stay within, by Erlang C.

    0 where as many do not wait at all, however 1 - ``share`` was rounded.
    """
    waiting = float(wait_probability(agents, erlangs))
    if waiting <= (1.0 - share) * (1.0 + _ROUNDING):
        return 0.0
    if agents <= erlangs:
        return float("inf")
    return float(aht / (agents - erlangs) * np.log(waiting / (1.0 - share)))


def queue_length(agents: ArrayLike, erlangs: ArrayLike) -> Floats:
    """The mean number of waiting calls by Erlang C, C A / (n - A): Little's law on ``asa``."""
    load = np.asarray(erlangs, float)
    return np.asarray(load * asa(agents, load, 1.0))


def occupancy(agents: ArrayLike, erlangs: ArrayLike) -> Floats:
    """Carried load / agents when nobody gives up; 1 where the queue grows, 0 without agents."""
    n, load = np.broadcast_arrays(np.asarray(agents, float), np.asarray(erlangs, float))
    busy = np.where(n > load, load / np.where(n > load, n, 1.0), 1.0)
    return np.where(n > 0, busy, 0.0)


def agents_b(erlangs: ArrayLike, max_blocked: float, retry: float = 0.0) -> Counts:
    """The smallest whole agents (lines) that block at most ``max_blocked`` of the attempts.

    With ``retry`` as in ``total_load_b``: the load that just reaches the limit is told by it.
    """
    load = np.atleast_1d(np.asarray(erlangs, float)) / (1.0 - retry * max_blocked)

    def blocks_few(cases: Index, lines: Floats) -> Flags:
        return erlang_b(lines, load[cases]) <= max_blocked

    return smallest(blocks_few, np.ceil(load))


def agents_c(
    erlangs: ArrayLike, aht: ArrayLike, target: ServiceTarget, max_wait_probability: float = 1.0
) -> Counts:
    """The smallest whole agents that meet every part of ``target`` by Erlang C.

    ``erlangs`` and ``aht`` (seconds) broadcast to one case each. Without load no agent is needed.
    ``max_abandoned`` always holds, since nobody gives up in this model.
    """
    load, handling = np.broadcast_arrays(
        np.atleast_1d(np.asarray(erlangs, float)), np.asarray(aht, float)
    )
    needed = np.zeros(load.shape, np.int64)
    busy = np.flatnonzero(load > 0)
    for first in range(0, len(busy), _BLOCK):
        some = np.unravel_index(busy[first : first + _BLOCK], load.shape)
        needed[some] = _agents_c_busy(load[some], handling[some], target, max_wait_probability)
    return needed


def _agents_c_busy(
    load: Floats, aht: Floats, target: ServiceTarget, max_wait_probability: float
) -> Counts:
    def good(cases: Index, n: Floats, blocked: Floats, spare_share: float = 0.0) -> Flags:
        waiting, spare, handling = _delayed(n, load[cases], blocked), n - load[cases], aht[cases]
        late = waiting * np.exp(-spare * target.answer_within / handling)
        enough = 1.0 - late >= target.share + spare_share
        if max_wait_probability < 1.0:
            enough &= waiting <= max_wait_probability - spare_share
        if target.max_asa is not None:
            enough &= waiting * handling <= target.max_asa * spare * (1.0 - spare_share)
        return enough

    stable = np.floor(load) + 1.0  # the first whole number above the load
    floor = np.maximum(stable, target.fewest_agents(load))
    n = np.maximum(near_c(load, aht, target.answer_within, target.share), floor)
    (wrong,) = (~_settled(good, load, n, floor)).nonzero()
    n[wrong] = smallest(
        lambda cases, tried: good(wrong[cases], tried, erlang_b(tried, load[wrong[cases]])),
        n[wrong],
        floor[wrong],
    )
    return n.astype(np.int64)


def _settled(good: Callable[..., Flags], load: Floats, n: Floats, floor: Floats) -> Flags:
    """Where n agents are surely good and n - 1 surely not, or below the floor.

    One evaluation tells of both: 1 / B(n) = 1 + n / (A B(n - 1)).
    """
    fewer = erlang_b(n - 1.0, load)
    blocked = load * fewer / (n + load * fewer)
    settled = good(np.arange(len(n)), n, blocked, _ROUNDING)
    (down,) = (n > floor).nonzero()
    settled[down] &= ~good(down, n[down] - 1.0, fewer[down], -_ROUNDING)
    return settled
