"""What becomes of a pool's calls with given agents, over the distribution of its load."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.queueing import erlang
from models.queueing.offered_wait import NOBODY, offered_wait
from models.queues import Definition

# Three-point Gauss-Hermite: exact for polynomials up to the fifth degree of a normal variable.
_HERMITE = np.array([-np.sqrt(3.0), 0.0, np.sqrt(3.0)])
_HERMITE_WEIGHTS = np.array([1.0, 4.0, 1.0]) / 6.0


@dataclass(frozen=True, slots=True)
class LoadNodes:
    """What the load may be, over its expected value: K values with their probabilities.

    A load is high because many call, or because few agents came or calls last long: ``calls`` tells
    how many call at each value.
    """

    factors: Floats  # (n, K)
    weights: Floats  # (K,)
    calls: Floats  # (n, K), up to a factor of each row
    absent: "Absent | None" = None  # whom the factors stand for too; None: everybody comes

    def taken(self, cases: Index) -> "LoadNodes":
        """Of some of the n intervals."""
        absent = None if self.absent is None else self.absent.taken(cases)
        return LoadNodes(self.factors[cases], self.weights, self.calls[cases], absent)

    def mean(self, shares: Floats) -> Floats:
        """(s, n K) per call at each value -> (s, n) per call."""
        calls = self.calls * self.weights
        calls /= calls.sum(axis=1, keepdims=True)
        return np.asarray((shares.reshape(len(shares), *calls.shape) * calls).sum(axis=2))


@dataclass(frozen=True, slots=True)
class Absent:
    """People who stay away, told apart from the load."""

    share: Floats  # (n,) of those on the roster
    apart: LoadNodes  # what the load may be, whoever comes

    def taken(self, cases: Index) -> "Absent":
        """Of some of the n intervals."""
        return Absent(self.share[cases], self.apart.taken(cases))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Shares of the offered calls, (n,) each; calls of busy times count for more."""

    answered_in_time: Floats
    answered: Floats
    abandoned_in_time: Floats  # short abandons: within their threshold
    answered_wait: Floats  # seconds that answered callers waited, per offered call
    waiting: Floats  # calls that wait at all

    @property
    def abandoned_share(self) -> Floats:
        """Calls given up over offered."""
        return 1.0 - self.answered

    @property
    def asa(self) -> Floats:
        """The mean wait of answered calls in seconds; infinite where the queue grows.

        NaN where nobody is answered: no wait is as short as was promised. With a certain load it
        falls as agents are added (waits of answered calls fall in likelihood ratio), so that it is
        met from some number of agents on.
        """
        return ratio(self.answered_wait, self.answered, np.nan)

    def service_level(self, definition: Definition) -> Floats:
        """By one of the four definitions; NaN where it is a share of no calls."""
        early = self.abandoned_in_time if definition == "abandoned_in_time_ok" else 0.0
        return ratio(self.answered_in_time + early, self.among(definition), np.nan)

    @property
    def shares(self) -> tuple[Floats, ...]:
        """All of them, in their order."""
        return (
            self.answered_in_time,
            self.answered,
            self.abandoned_in_time,
            self.answered_wait,
            self.waiting,
        )

    def among(self, definition: Definition) -> Floats:
        """Which calls the service level is a share of, per offered call."""
        if definition == "answered":
            return self.answered
        if definition == "excluding_short_abandons":
            return 1.0 - self.abandoned_in_time
        return np.ones_like(self.answered)


def certain(count: int) -> LoadNodes:
    """The load is the expected one for sure, in ``count`` intervals."""
    one = np.ones((count, 1))
    return LoadNodes(one, np.ones(1), one)


def lognormal(
    variance: Floats,
    centre: Floats | float = 1.0,
    aht: Floats | float = 0.0,
    attendance: Floats | float = 0.0,
    covariance: Floats | None = None,
) -> LoadNodes:
    """Calls around ``centre``, their AHT and the agents who come, independent and lognormal.

    ``variance`` (n,) is that of the load by calls over its squared mean; ``aht`` and ``attendance``
    are those of the mean handling time and of the agents around their expected number. The load an
    agent who came feels is calls x AHT / attendance; where it is x, the calls expected are in
    proportion to x to the power of their ``covariance`` (n,) with it, over its variance: without
    one all the load is that of the interval's own calls.
    """
    shared = variance if covariance is None else covariance
    own, missing = np.log1p(shared), np.log1p(attendance)
    total = np.log1p(variance) + np.log1p(aht) + missing
    deviation = np.sqrt(total)[:, None]
    factors = np.exp(deviation * _HERMITE)
    mean = np.reshape(centre * np.exp(missing), (-1, 1))
    part = ratio(own, total, 1.0)[:, None]
    factors *= mean / (factors @ _HERMITE_WEIGHTS)[:, None]
    return LoadNodes(factors, _HERMITE_WEIGHTS, factors**part)


def outcome_a(
    agents: Floats,
    erlangs: Floats,
    aht: Floats,
    patience: Floats,
    within: float,
    nodes: LoadNodes,
    short: float | None = None,
) -> Outcome:
    """By Erlang A; (n,) each, ``aht``, ``patience`` and the threshold ``within`` in seconds.

    ``short`` is the threshold of short abandons if it is another. Without load nobody waits;
    without agents everybody waits and gives up.
    """
    early = within if short is None else short
    load = (erlangs[:, None] * nodes.factors).ravel()
    n, handling, patient = (
        np.repeat(x, nodes.factors.shape[1]) for x in (agents.astype(float), aht, patience)
    )
    shares = np.zeros((5, len(load)))
    shares[:2] = 1.0
    alone = (load > 0) & (n < NOBODY)
    shares[:2, alone] = 0.0
    shares[2, alone] = -np.expm1(-early / patient[alone])
    shares[4, alone] = 1.0
    busy = (load > 0) & (n >= NOBODY)
    if busy.any():
        unit = patient[busy]
        cases = n[busy], load[busy], handling[busy] / unit
        found = offered_wait(*cases, within / unit)
        sooner = found if early == within else offered_wait(*cases, early / unit)
        shares[:, busy] = (
            found.answered_in_time,
            found.answered_in_time + found.answered_late,
            sooner.abandoned_in_time,
            found.answered_wait * unit,
            found.waiting,
        )
    return Outcome(*nodes.mean(shares))


def outcome_c(
    agents: Floats, erlangs: Floats, aht: Floats, within: float, nodes: LoadNodes
) -> Outcome:
    """By Erlang C, where nobody gives up; (n,) each."""
    load = erlangs[:, None] * nodes.factors
    n, handling = agents.astype(float)[:, None], aht[:, None]
    level = erlang.service_level(n, load, handling, within)
    shares = np.stack(
        [
            level,
            np.ones_like(level),
            np.zeros_like(level),
            erlang.asa(n, load, handling),
            erlang.wait_probability(n, load),
        ]
    )
    return Outcome(*nodes.mean(shares.reshape(5, -1)))
