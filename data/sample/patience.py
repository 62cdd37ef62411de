"""Who waits, who gives up: every call draws its wait and its patience.

An interval is an M/M/n+M queue in its steady state. With arrival rate l, service rate m, n agents
and impatience rate t, the wait V a patient caller would have has the density
f(v) = l p exp(l (1 - exp(-t v)) / t - n m v), v > 0, p the share of time with n - 1 calls
(Zeltyn and Mandelbaum 2005, Call centers with impatient customers: M/M/n+G).
"""

from dataclasses import dataclass

import numpy as np
from scipy.integrate import cumulative_trapezoid
from scipy.special import gammaln, pdtr

from data.sample.axes import INTERVAL_SECONDS
from models.arrays import Counts, Flags, Floats

ANSWER_WITHIN = 20.0  # seconds
WAITS = 2400.0 * (np.arange(80) / 79) ** 2.5  # (W,) seconds: where the distribution is evaluated


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an interval's calls; every array has the shape of the counts."""

    answered: Counts
    abandoned: Counts
    answered_in_time: Counts
    wait_seconds: Floats  # of answered and abandoned callers together


def nothing_yet(shape: tuple[int, ...]) -> Outcome:
    """Zeros to be filled pool by pool."""
    return Outcome(
        answered=np.zeros(shape, dtype=np.int64),
        abandoned=np.zeros(shape, dtype=np.int64),
        answered_in_time=np.zeros(shape, dtype=np.int64),
        wait_seconds=np.zeros(shape),
    )


def rostered(load: Floats, safety: float, rng: np.random.Generator) -> Counts:
    """Agents (D, S) for a pool's expected load in erlangs, as planners err and people are ill.

    ``safety`` is what is planned above the load, in roots of the load.
    """
    days = len(load)
    expected = load * rng.normal(1, 0.05, (days, 1))
    wanted = np.ceil(expected + safety * np.sqrt(expected))
    bad_day = np.where(rng.random((days, 1)) < 0.04, 0.86, 1.0)
    present = np.round(wanted * rng.normal(1.01, 0.03, (days, 1)) * bad_day)
    return np.maximum(present, 2).astype(np.int64)


def waiting(calls: Floats, aht: Floats, agents: Counts, patience: float) -> Floats:
    """P(wait <= w) for a patient caller (N, W) in N intervals; calls > 0, aht and w in seconds."""
    rate = calls / INTERVAL_SECONDS
    spent = (1 - np.exp(-WAITS / patience)) * patience
    density = np.exp(rate[:, None] * spent - (agents / aht)[:, None] * WAITS)
    waits = rate[:, None] * cumulative_trapezoid(density, WAITS, axis=1, initial=0)
    load = rate * aht
    last_free = np.exp((agents - 1) * np.log(load) - load - gammaln(agents))
    at_once = pdtr(agents - 1, load) / last_free
    return (at_once[:, None] + waits) / (at_once + waits[:, -1])[:, None]


def outcome(
    offered: Counts, aht: Floats, agents: Counts, patience: float, rng: np.random.Generator
) -> Outcome:
    """Let every call of a pool's queues (D, S, K) wait in its interval (D, S).

    ``aht`` and ``patience`` are in seconds.
    """
    calls = offered.sum(axis=2).ravel()
    busy = np.flatnonzero(calls)
    reached = waiting(
        calls[busy].astype(np.float64), aht.ravel()[busy], agents.ravel()[busy], patience
    )
    cells = np.repeat(np.arange(offered.size), offered.ravel())  # (calls,)
    rank = np.cumsum(calls > 0) - 1  # of an interval among the busy ones
    wait = _drawn_waits(reached, rank[cells // offered.shape[2]], rng)
    gives_up = rng.exponential(patience, len(cells))
    answered = wait <= gives_up
    in_time = answered & (wait <= ANSWER_WITHIN)
    waited = np.bincount(cells, np.minimum(wait, gives_up), offered.size).astype(np.float64)
    return Outcome(
        answered=_counted(cells, answered, offered),
        abandoned=_counted(cells, ~answered, offered),
        answered_in_time=_counted(cells, in_time, offered),
        wait_seconds=waited.reshape(offered.shape),
    )


def _drawn_waits(reached: Floats, row: Counts, rng: np.random.Generator) -> Floats:
    """One wait a call, from the distribution (N, W) of the call's row, by inversion."""
    size = reached.shape[1]
    draw = rng.random(len(row))
    ladder = (reached + np.arange(len(reached))[:, None]).ravel()  # ascending over all rows
    above = np.minimum(np.searchsorted(ladder, draw + row, side="right") - row * size, size - 1)
    below = np.maximum(above - 1, 0)
    low, high = reached[row, below], reached[row, above]
    part = (draw - low) / np.where(high > low, high - low, 1)
    return np.where(above == 0, 0, WAITS[below] + part * (WAITS[above] - WAITS[below]))


def _counted(cells: Counts, chosen: Flags, offered: Counts) -> Counts:
    return np.bincount(cells[chosen], minlength=offered.size).reshape(offered.shape)
