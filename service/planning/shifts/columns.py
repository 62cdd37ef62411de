"""The shifts that contracts allow on a pool's days: starts, lengths, and where breaks may lie.

The longest unpaid break may begin at every step of its window; other breaks lie together early, in
the middle or late in theirs. Of shifts that begin before anybody calls, or end after, only those
nearest to the open hours are listed: the others cover no more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from data.plan import Contract
from data.plan.contracts import Break
from data.shifts import Pause, Shift
from models.arrays import Floats, Index

_PLACES = (0.0, 0.5, 1.0)  # of a window


@dataclass(frozen=True, slots=True)
class Kind:
    """A shift that a contract allows on some day; minutes after the site's midnight."""

    start: int
    end: int
    paid_hours: float
    breaks: tuple[Pause, ...]

    def cover(self, minutes: Sequence[int], length: int) -> Floats:
        """(s,) the part of intervals of ``length`` that begin at ``minutes`` it takes calls."""
        return covered(self, np.array(minutes, np.float64), length)


def covered(shift: Kind | Shift, minutes: Floats | Index, length: int) -> Floats:
    """(s,) the part of intervals of ``length`` that begin at ``minutes`` (s,) it takes calls."""
    begins = np.asarray(minutes, np.float64)
    gone = [_overlap(begins, length, x.start, x.start + x.minutes) for x in shift.breaks]
    there = _overlap(begins, length, shift.start, shift.end)
    return np.asarray((there - np.sum(gone, axis=0)) / length, np.float64)


@lru_cache(maxsize=512)
def kinds(contract: Contract, minutes: tuple[int, ...], length: int) -> tuple[Kind, ...]:
    """The contract's shifts on a day with open intervals at ``minutes``, each of ``length``."""
    found = [
        kind
        for hours in contract.day_hours
        for kind in _of_length(contract, hours, minutes, length)
        if kind.cover(minutes, length).any()
    ]
    return tuple(dict.fromkeys(found))


def _of_length(
    contract: Contract, hours: float, minutes: tuple[int, ...], length: int
) -> Iterator[Kind]:
    breaks, attendance = _taken(contract.breaks, round(hours * 60))
    for start in _starts(contract, attendance, minutes[0], minutes[-1] + length):
        for pauses in _pauses(breaks, start, contract.start_every):
            yield Kind(start, start + attendance, hours, pauses)


def _taken(breaks: Sequence[Break], paid: int) -> tuple[list[Break], int]:
    """The breaks that a day of ``paid`` minutes is long enough for, and the whole day."""
    unpaid = sum(x.minutes for x in breaks if not x.paid)
    taken = [x for x in breaks if x.earliest + x.minutes <= paid + unpaid]
    return taken, paid + sum(x.minutes for x in taken if not x.paid)


def _starts(contract: Contract, attendance: int, opens: int, closes: int) -> Iterator[int]:
    step = contract.start_every
    first = -(-contract.earliest_start // step) * step
    last = contract.latest_end - attendance
    for start in range(first, last + 1, step):
        too_early = start + step <= opens and start + step <= last
        too_late = start > opens and start + attendance - step >= closes and start - step >= first
        if not (too_early or too_late):
            yield start


def _pauses(breaks: list[Break], start: int, step: int) -> Iterator[tuple[Pause, ...]]:
    """Every way to place them without overlap."""
    longest = max((x for x in breaks if not x.paid), key=lambda x: x.minutes, default=None)
    others = [x for x in breaks if x is not longest]
    for at in range(longest.earliest, longest.latest + 1, step) if longest else [0]:
        main = [Pause(start + at, longest.minutes, False)] if longest else []
        for place in _PLACES if any(x.latest > x.earliest for x in others) else _PLACES[:1]:
            short = [Pause(start + _at(x, place), x.minutes, x.paid) for x in others]
            pauses = tuple(sorted([*main, *short], key=lambda x: x.start))
            if all(x.start + x.minutes <= y.start for x, y in pairwise(pauses)):
                yield pauses


def _at(pause: Break, place: float) -> int:
    """Minutes after the start, in steps of five."""
    return pause.earliest + 5 * round(place * (pause.latest - pause.earliest) / 5)


def _overlap(begins: Floats, length: int, start: int, end: int) -> Floats:
    return np.asarray(
        np.maximum(np.minimum(begins + length, end) - np.maximum(begins, start), 0.0), np.float64
    )
