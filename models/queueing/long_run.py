"""How much what callers get varies by chance: the long-run variance of Erlang A's chain.

Calls arrive at rate A, are handled at rate 1 each and given up at rate r each (times in AHT), so
that the number x in the system is a birth-death chain. Whether a call that finds x there counts is
a chance of its own, and neighbouring calls find alike states: the number that counts, of many
calls, varies more than coins would, many times so in large pools. The sum of a function h of mean 0
over the calls has, per call, the variance

    V = sum pi [Var(h | x) + (h + u)^2] + sum pi (d / A) u_(x-1)^2,   u = -G / pi,
    G_x = sum over y <= x of pi_y h_y

by Poisson's equation of the chain (Whitt, "Asymptotic formulas for Markov processes with
applications to simulation", Operations Research 40, 1992), d_x the rate of leaving x. Of a short
interval, whose calls see few changes of state, it is less: Whitt's exponential correction with the
relaxation time sum (G^2 / pi) / (A sum pi h^2).

That a call is answered in time is taken as chance of its own, given x. Who leaves while it waits is
its neighbours' chance too: simulated variances are 0 to 12 % above these where 20 s are allowed to
answer (calls of 300 s, 12 to 40 agents), 6 to 22 % where 60 s are.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio
from models.queues import Definition

_MOST_WAITING = 2000  # states beyond the agents: longer queues answer nobody in time
_NEGLIGIBLE = 1e-14  # probability of a state
_DEVIATIONS = 12.0  # below the agents, beyond which states are not reached at the loads asked


@dataclass(frozen=True, slots=True)
class Served:
    """Per call, of K loads: what counts, out of what, and how both vary; (K,) each."""

    counted: Floats  # the numerator of the service level, over offered
    among: Floats  # its denominator, over offered
    lost: Floats  # given up
    alone: Floats  # variance of counted - level x among, were calls independent
    together: Floats  # what neighbours add to it in the long run
    relaxation: Floats  # in AHT: how long a state is remembered


@dataclass(frozen=True, slots=True)
class Limits:
    """What counts, in AHT: answered ``within``, and given up so early that it is ``short``."""

    within: float
    short: float
    definition: Definition


def served(agents: int, erlangs: Floats, patience: float, limits: Limits) -> Served:
    """Of whole ``agents`` >= 1 at loads (K,) > 0; ``patience`` in AHT."""
    first = max(0, agents - int(_DEVIATIONS * np.sqrt(agents)) - 10)
    waiting = np.arange(1.0, _places(agents, float(erlangs.max()), patience) + 1)
    found = _fates(agents, waiting, patience, limits)
    free = np.ones(agents - first)
    counted, among, lost = (
        np.concatenate([x, y])
        for x, y in zip((free, free, 0.0 * free), _defined(found, limits.definition), strict=True)
    )
    leaving = np.concatenate([np.arange(first, agents), agents + (waiting - 1.0) / patience])
    return _summed(erlangs, leaving, counted, among, lost)


def _places(agents: int, most: float, patience: float) -> int:
    """States beyond the agents that the largest load reaches."""
    mean = max(most - agents, 0.0) * patience
    reach = mean + 9.0 * np.sqrt(most * (1.0 + patience)) + 20.0
    return min(int(reach), _MOST_WAITING)


def _fates(
    agents: int, waiting: Floats, patience: float, limits: Limits
) -> tuple[Floats, Floats, Floats]:
    """Of a call that is the k-th to wait: in time, answered, given up early; (k,) each.

    Nobody is let in behind the last one who waits.
    """
    rate = agents * patience  # of answers, in patiences
    in_time = _answered(rate, waiting, limits.within / patience)
    answered = rate / (rate + waiting)
    in_time[-1] = answered[-1] = 0.0
    short = limits.short / patience
    early = 1.0 - _answered(rate, waiting, short)
    early -= np.exp(-short) * _later(rate, waiting, short)
    return in_time, answered, np.maximum(early, 0.0)


def _answered(rate: float, waiting: Floats, within: float) -> Floats:
    """(k,) of the callers, ``within`` patiences."""
    return np.asarray(rate / (rate + waiting) * (1.0 - _later(rate + 1.0, waiting, within)))


def _later(shape: float, count: Floats, within: float) -> Floats:
    """The regularised incomplete beta function I of exp(-``within``) at (shape, k), k = 1, 2, ...

    A sum of negative binomial terms, since k is whole.
    """
    gone = np.log(max(-np.expm1(-within), 1e-300))
    growth = np.log((shape + count[:-1] - 1.0) / count[:-1]) + gone
    terms = -shape * within + np.concatenate([[0.0], np.cumsum(growth)])
    return np.asarray(np.minimum(np.cumsum(np.exp(terms)), 1.0))


def _defined(
    fates: tuple[Floats, Floats, Floats], definition: Definition
) -> tuple[Floats, Floats, Floats]:
    """Numerator and denominator of the level, and calls given up."""
    in_time, answered, early = fates
    one, lost = np.ones(len(in_time)), 1.0 - answered
    if definition == "answered":
        return in_time, answered, lost
    if definition == "excluding_short_abandons":
        return in_time, one - early, lost
    return (in_time + early if definition == "abandoned_in_time_ok" else in_time), one, lost


def _summed(
    erlangs: Floats, leaving: Floats, counted: Floats, among: Floats, lost: Floats
) -> Served:
    """Of loads (K,) and what becomes of a call by the state that it finds (states,)."""
    pi = _stationary(erlangs, leaving)
    means = pi @ np.stack([counted, among, lost]).T  # (K, 3)
    level = ratio(means[:, 0], means[:, 1], 0.0)[:, None]
    square = counted - 2.0 * level * counted + level**2 * among
    together, relaxation = _neighbours(erlangs, leaving, pi, counted - level * among)
    return Served(
        counted=means[:, 0],
        among=means[:, 1],
        lost=means[:, 2],
        alone=np.maximum((pi * square).sum(axis=1), 0.0),
        together=together,
        relaxation=relaxation,
    )


def _stationary(erlangs: Floats, leaving: Floats) -> Floats:
    """(K, states) probabilities; none of what hardly ever is."""
    log_pi = np.cumsum(np.log(erlangs)[:, None] - np.log(np.maximum(leaving, 1.0))[None, :], axis=1)
    log_pi -= log_pi[:, :1]
    pi = np.exp(log_pi - log_pi.max(axis=1, keepdims=True))
    pi /= pi.sum(axis=1, keepdims=True)
    pi[pi < _NEGLIGIBLE] = 0.0
    return np.asarray(pi)


def _neighbours(
    erlangs: Floats, leaving: Floats, pi: Floats, beyond: Floats
) -> tuple[Floats, Floats]:
    """What they add to a call's variance (K,), and the relaxation time (K,), by Poisson's equation.

    ``beyond`` (K, states) is by how much a call that finds a state is expected to count too much.
    """
    weighted = pi * beyond
    running = _from_both_ends(weighted)
    step = -np.divide(running, pi, out=np.zeros_like(pi), where=pi > 0)
    before = np.concatenate([np.zeros((len(erlangs), 1)), step[:, :-1]], axis=1)
    together = (pi * step * (2.0 * beyond + step)).sum(axis=1)
    together += (pi * leaving * before**2).sum(axis=1) / erlangs
    relaxation = ratio(
        -(running * step).sum(axis=1), erlangs * (weighted * beyond).sum(axis=1), 0.0
    )
    return np.maximum(together, 0.0), relaxation


def _from_both_ends(weighted: Floats) -> Floats:
    """(K, states) sums up to each state of what sums to 0: each from its nearer end.

    From the other end a small tail would drown in rounding.
    """
    up = np.cumsum(weighted, axis=1)
    down = np.cumsum(weighted[:, ::-1], axis=1)[:, ::-1]
    place = np.abs(up).argmax(axis=1)[:, None]
    after = np.concatenate([-down[:, 1:], np.zeros((len(weighted), 1))], axis=1)
    return np.where(np.arange(weighted.shape[1]) <= place, up, after)
