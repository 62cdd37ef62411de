"""The shifts that contracts allow on a pool's days: starts, lengths, and where breaks lie.

Of shifts that begin before anybody calls, or end after, those nearest to the open hours are listed,
and others only where they are at work while all of these have a break.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data.plan import Contract
from data.plan.contracts import Break
from data.plan.days.breaks import DayLength, day_length, starts
from data.shifts import Pause
from data.shifts.cover import covered
from models.arrays import Floats


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


@lru_cache(maxsize=512)
def kinds(contract: Contract, minutes: tuple[int, ...], length: int) -> tuple[Kind, ...]:
    """The contract's shifts on a day with open intervals at ``minutes``, each of ``length``."""
    return tuple(
        kind
        for hours in contract.day_hours
        for kind in _of_length(contract, hours, minutes, length)
    )


def _of_length(
    contract: Contract, hours: float, minutes: tuple[int, ...], length: int
) -> Iterator[Kind]:
    day = day_length(contract, hours)
    begins, placed = starts(contract, day), day.placed(contract.start_every)
    found = [_kind(x, day, hours, breaks) for x in begins for breaks in placed]
    opens, closes = min(minutes), max(minutes) + length
    near = np.array([_is_near(begins, x, opens, closes) for x in found], np.bool_)
    cover = np.array([x.cover(minutes, length) for x in found]).reshape(len(found), len(minutes))
    listed = cover[near].max(axis=0, initial=0.0)
    used = (near | (cover > listed).any(axis=1)) & cover.any(axis=1)
    return (x for x, keep in zip(found, used.tolist(), strict=True) if keep)


def _kind(start: int, day: DayLength, hours: float, breaks: Sequence[Break]) -> Kind:
    pauses = tuple(Pause(start + x.earliest, x.minutes, x.paid) for x in breaks)
    return Kind(start, start + day.attendance, hours, pauses)


def _is_near(begins: range, kind: Kind, opens: int, closes: int) -> bool:
    """Whether no shift that begins a step nearer to the open hours is at work in as many."""
    later, sooner = kind.start + begins.step, kind.start - begins.step
    too_early = later in begins and later <= opens
    too_late = sooner in begins and kind.start > opens and kind.end - begins.step >= closes
    return not (too_early or too_late)
