"""What part of an interval somebody on a shift takes calls: breaks, paid or not, are away."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from data.shifts import Pause, Shift
from models.arrays import Floats, Index


class Worked(Protocol):
    """A shift, or a kind of shifts; minutes after the site's midnight."""

    @property
    def start(self) -> int:
        """When it begins."""

    @property
    def end(self) -> int:
        """When it ends."""

    @property
    def breaks(self) -> Sequence[Pause]:
        """When nobody is there."""


def covered(shift: Worked, minutes: Floats | Index, length: int) -> Floats:
    """(s,) the part of intervals of ``length`` that begin at ``minutes`` (s,) it takes calls."""
    begins = np.asarray(minutes, np.float64)
    gone = [_overlap(begins, length, x.start, x.start + x.minutes) for x in shift.breaks]
    there = _overlap(begins, length, shift.start, shift.end)
    return np.asarray((there - np.sum(gone, axis=0)) / length, np.float64)


def on_shift(shifts: Sequence[Shift], day: Index, minute: Index, length: int) -> Floats:
    """(s,) people of the ``shifts`` in intervals that begin at ``minute`` (s,) of ``day`` (s,).

    Days are ordinals. Breaks count against them.
    """
    there = [(x.day.toordinal(), x.start, x.end, x.people) for x in shifts]
    gone = [
        (x.day.toordinal(), y.start, y.start + y.minutes, -x.people)
        for x in shifts
        for y in x.breaks
    ]
    on, start, end, people = np.array(there + gone).reshape(-1, 4).T[:, :, None]  # (e, 1) each
    part = _overlap(np.asarray(minute, np.float64), length, start, end) * (on == day)  # (e, s)
    return np.asarray((people * part).sum(axis=0) / length)


def _overlap(begins: Floats, length: int, start: int | Index, end: int | Index) -> Floats:
    return np.asarray(
        np.maximum(np.minimum(begins + length, end) - np.maximum(begins, start), 0.0), np.float64
    )
