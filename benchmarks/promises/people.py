"""Who is on the phone: a day's people, their shifts, and those of them who do not come that day."""

from collections import deque
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from benchmarks.promises.calls import Counts, Floats

Roster = tuple[tuple[int, ...], ...]  # for each interval, who is on shift


def come(
    random: np.random.Generator, agents: Floats, absence: float, off_phone: float, full_day: float
) -> Counts:
    """Agents (I,) who are on the phone in each interval of one day.

    ``agents`` (I,) are expected there, so that agents / (1 - absence) are on shift for the phones.
    The day's people are its scheduled time over a full-timer's day of ``full_day`` intervals, and
    each is away all day with probability ``absence``. Parts of a person are rounded at random, up
    in some intervals and down in others, so that the day's hours are what they are.
    """
    part = random.random()
    hours = np.floor(np.cumsum(agents / (1.0 - absence)) + part)
    needed = np.diff(hours, prepend=0.0).astype(np.int64)
    scheduled = float(agents.sum()) / (1.0 - absence - off_phone)
    people = max(int(scheduled / full_day + part), int(needed.max(initial=0)))
    present = (random.random(people) >= absence).tolist()
    shifts = roster(tuple(needed.tolist()), people)
    return np.array([sum(present[x] for x in on) for on in shifts], np.int64)


@lru_cache(maxsize=4096)
def roster(needed: Sequence[int], people: int) -> Roster:
    """Who of the day's people is on shift in each interval, ``needed`` of them.

    Whoever came first goes first: when fewer are needed, and for good when his part of the day's
    work is done. Everybody's part is the same, to an interval; who is sent away before he has done
    it comes back when nobody is new, and where all have done theirs, who has done least stays on.
    """
    work = sum(needed) / max(people, 1)
    part = [int((k + 1) * work) - int(k * work) for k in range(people)]
    done, fresh = [0] * people, deque(range(people))
    on: deque[int] = deque()
    shifts = []
    for count in needed:
        on = deque(x for x in on if done[x] < part[x])
        while len(on) > count:
            fresh.append(on.popleft())
        while len(on) < count:
            on.append(fresh.popleft() if fresh else _least(done, on))
        shifts.append(tuple(on))
        for x in on:
            done[x] += 1
    return tuple(shifts)


def _least(done: Sequence[int], on: Sequence[int]) -> int:
    """Of those who are not on shift, who has done least."""
    there = set(on)
    return min((x for x in range(len(done)) if x not in there), key=lambda x: done[x])
