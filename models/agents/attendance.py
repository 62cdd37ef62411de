"""Who comes to work: people absent are absent all day, whatever half-hours they work.

A day's people take over from each other: who came first goes first, after a full-timer's day at
the latest or when fewer are needed. So half-hours that are near each other share their people, and
of a long day's people nobody works from its first half-hour to its last.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats, Index
from models.numeric.sums import summed_by

PARTS = 1.0 / 6.0  # the mean of f (1 - f) over parts f of one person
_SINGLE = 500  # people


@dataclass(frozen=True, slots=True)
class Shifts:
    """Of n intervals, by the numbers of a day's people in the order in which they come."""

    started: Floats  # (n,) how many have come by then, parts of one included
    left: Floats  # (n,) how many of them have gone home


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


def shifts(people: Floats, day: Index, longest: int) -> Shifts:
    """Of ``people`` (n,) at work in intervals of ``day`` (n,), each in ``longest`` at most."""
    _, first, number = np.unique(day, return_index=True, return_inverse=True)
    place = np.arange(len(day)) - first[number]
    started, left = people.copy(), np.zeros_like(people)
    for position in range(1, int(place.max(initial=0)) + 1):
        now = np.flatnonzero(place == position)
        tired = started[now - longest] if position >= longest else 0.0
        spare = started[now - 1] - people[now]
        left[now] = np.maximum(np.maximum(left[now - 1], spare), tired)
        started[now] = left[now] + people[now]
    return Shifts(started, left)


def present(
    work: Shifts, day: Index, absence: Floats, random: np.random.Generator, draws: int
) -> Index:
    """(draws, n) whole people at work and present; parts of one are there on that part of days.

    ``absence`` (D,) of every day; a person's absence is that of all the day's intervals. More than
    some hundred people come and go in small groups.
    """
    most = work.started.max(initial=0.0)
    group = 1 + int(most) // _SINGLE
    days, number = np.unique(day, return_inverse=True)
    shape = (int(np.ceil(most / group)) + 1, draws, len(days))
    come = np.zeros((shape[0] + 1, *shape[1:]), np.int32)  # how many of the first groups' people
    np.cumsum(_coming(random, group, absence[days], shape), axis=0, out=come[1:])
    part = random.random((draws, len(days)), np.float32)[:, number]
    every = np.arange(draws)[:, None]
    until, since = (np.floor(x / group + part).astype(np.int64) for x in (work.started, work.left))
    return np.asarray(come[until, every, number] - come[since, every, number], np.int64)


def _coming(
    random: np.random.Generator, group: int, absence: Floats, shape: tuple[int, int, int]
) -> Index:
    if group > 1:
        return random.binomial(group, 1.0 - absence, shape)
    return np.asarray(random.random(shape, np.float32) >= absence, np.int64)
