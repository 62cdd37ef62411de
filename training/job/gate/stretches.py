"""Days of a history that are told together: the calls of a stretch over what was due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from models.arrays import Flags


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive days of one kind, closed days between them included."""

    first: date
    last: date
    places: tuple[int, ...]

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first} to {self.last}"


def stretches(last: date, on: Flags, passed: Flags) -> Iterator[Stretch]:
    """The runs of ``on`` (n,), whose last place is the day ``last``; ``passed`` days end no run."""
    start = last - timedelta(days=len(on) - 1)
    run: list[int] = []
    for place in np.flatnonzero(on | ~passed).tolist():
        if on[place]:
            run.append(place)
        elif run:
            yield _stretch(start, run)
            run = []
    if run:
        yield _stretch(start, run)


def _stretch(start: date, run: list[int]) -> Stretch:
    return Stretch(start + timedelta(days=run[0]), start + timedelta(days=run[-1]), tuple(run))


def times(ratio: float) -> str:
    """A ratio as it is said: 2.0 times, 1.37 times."""
    return f"{ratio:.1f} times" if ratio >= 1.5 else f"{ratio:.2f} times"
