"""Who comes to work: people absent are absent all day, whatever half-hours they work.

A day's people take over from each other: who came first goes first, after a full-timer's day at
the latest or when fewer are needed. So half-hours that are near each other share their people, and
of a long day's people nobody works from its first half-hour to its last.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from models.arrays import Flags, Floats, Index
from models.numeric.sums import summed_by

PARTS = 1.0 / 6.0  # the mean of f (1 - f) over parts f of one person
_SINGLE = 500  # people
_SPREAD = 6.0  # standard deviations
_PEOPLE = 1  # a stream of a seed and day


@dataclass(frozen=True, slots=True)
class Shifts:
    """Of n intervals, by the numbers of a day's people in the order in which they come."""

    started: Floats  # (n,) how many have come by then, parts of one included
    left: Floats  # (n,) how many of them have gone home


@dataclass(frozen=True, slots=True)
class Draws:
    """How many futures; the same seed and day draw the same ones."""

    count: int
    seed: int
    first: int  # the number of the first day

    @property
    def every(self) -> Index:
        """(count, 1)."""
        return np.arange(self.count)[:, None]


def varied(agents: Floats, absence: Floats) -> Floats:
    """(n,) variance of those who come over their squared expected number, ``agents`` (n,) > 0.

    Of N scheduled agents each is absent with probability ``absence`` (n,) by himself: binomial, so
    absence / (1 - absence) / N. Where some are absent, those expected are no whole people: one more
    or less is there on some days, which is 1 / 6 of a squared agent on average.
    """
    rounding = np.where(absence > 0, PARTS / agents**2, 0.0)
    return np.asarray(absence / agents + rounding)


def absence_variance(
    effect: Floats, work: Shifts, day: Index, absence: Floats, count: int
) -> Floats:
    """(..., D) of sums over ``count`` days; ``effect`` (..., n) is what one person less does.

    Each person's is the sum over the intervals he works, whoever else is there, and each stays away
    by himself with probability ``absence`` (n,): the first term of the sum's decomposition by
    people (Hoeffding, Annals of Mathematical Statistics 19, 1948). Where some stay away, those on
    the roster are parts of people: one more or less is there, 1 / 6 squared on average.
    """
    once = effect**2 * (work.started - work.left)
    for lag in range(1, len(day)):
        both = np.where(day[lag:] == day[:-lag], work.started[:-lag] - work.left[lag:], 0.0)
        if not (both > 0).any():
            break
        once[..., :-lag] += 2.0 * effect[..., :-lag] * effect[..., lag:] * np.maximum(both, 0.0)
    by_chance = absence * (1.0 - absence) * once + np.where(absence > 0, PARTS, 0.0) * effect**2
    return summed_by(by_chance, day, count)


def shifts(people: Floats, day: Index, longest: Index | int) -> Shifts:
    """Of ``people`` (n,) at work in intervals of ``day`` (n,), each in ``longest`` at most.

    Of a day's intervals all have the same ``longest`` (n,).
    """
    _, first, number = np.unique(day, return_index=True, return_inverse=True)
    place, most = np.arange(len(day)) - first[number], np.broadcast_to(longest, day.shape)
    started, left = people.copy(), np.zeros_like(people)
    for position in range(1, int(place.max(initial=0)) + 1):
        now = np.flatnonzero(place == position)
        since = position - most[now]
        tired = np.where(since >= 0, started[first[number[now]] + np.maximum(since, 0)], 0.0)
        spare = started[now - 1] - people[now]
        left[now] = np.maximum(np.maximum(left[now - 1], spare), tired)
        started[now] = left[now] + people[now]
    return Shifts(started, left)


def chances(agents: Floats, absence: Floats) -> Floats:
    """(n, K) of 0, 1, ... whole people present where ``agents`` (n,) are expected.

    On the roster are agents / (1 - ``absence``), parts of one on that part of days, each of whom
    stays away by himself.
    """
    rostered, likely = agents / (1.0 - absence), float(agents.max(initial=0.0))
    people = ceil(rostered.max(initial=0.0))
    most = min(people, ceil(likely + _SPREAD * sqrt(likely) + _SPREAD))
    found = np.zeros((most + 1, len(agents)))
    found[0] = 1.0
    for person in range(people):
        comes = (1.0 - absence) * np.clip(rostered - person, 0.0, 1.0)
        arrived = comes * found
        found -= arrived
        found[1:] += arrived[:-1]
    return found.T


def present(work: Shifts, day: Index, absence: Floats, draws: Draws) -> Index:
    """(draws, n) whole people at work and present; parts of one are there on that part of days.

    ``day`` (n,) is 0..D-1 and ``absence`` (D,); a person's absence is that of all the day's
    intervals. More than some hundred people come and go in small groups.
    """
    found = np.zeros((draws.count, len(day)), np.int64)
    group = 1 + int(work.started.max(initial=0.0)) // _SINGLE
    for number in np.unique(day).tolist():
        on = np.flatnonzero(day == number)
        started, left = work.started[on] / group, work.left[on] / group
        most = 8 * ceil((started.max() + 1.0) / 8.0)  # so that nearly as many people share draws
        come, part = _coming(draws, number, float(absence[number]), most, group)
        until, since = (np.floor(x + part).astype(np.int64) for x in (started, left))
        found[:, on] = come[until, draws.every] - come[since, draws.every]
    return found


@lru_cache(maxsize=64)
def _coming(
    draws: Draws, day: int, absence: float, people: int, group: int
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """(people + 1, draws) how many of the first groups' people come, and a part of one (draws, 1).

    Of fewer people the first ones are the same.
    """
    random = np.random.default_rng((draws.seed, draws.first + day, _PEOPLE))
    part = random.random((draws.count, 1), np.float32)
    come = np.zeros((people + 1, draws.count), np.int32)
    np.cumsum(_groups(random, absence, (people, draws.count), group), axis=0, out=come[1:])
    return come, part


def _groups(
    random: np.random.Generator, absence: float, shape: tuple[int, int], group: int
) -> Index | Flags:
    if group > 1:
        return random.binomial(group, 1.0 - absence, shape)
    return np.asarray(random.random(shape, np.float32) >= absence)
