"""Handling times by weekday and slot, learned from the queue's own calls, few ones with pooling."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.numeric.ratios import ratio
from training.handling.pulling import pulled

MEMORY = 728.0  # days: half-life of how slots and weekdays differ
NEWS = 56.0  # days: half-life of what has changed, followed where calls are many
EXPONENTIAL = 1.0  # variance of one call's time over its squared mean, where it is not known


def learned_aht(
    aht: Floats,
    calls: Floats,
    weekday: NDArray[np.int64],
    level: Floats | float = 1.0,
    call_variance: float = EXPONENTIAL,
) -> Floats:
    """(7, S) seconds from (D, S) means over ``calls``; NaN everywhere where nothing is known.

    ``level`` (D,) is what each day's calls took over the last day's. How slots, weekdays and both
    together differ has a long memory; how the queue and its slots have changed of late is laid over
    it. Each effect is pulled to none as far as its own calls leave room.
    """
    plain = aht / np.broadcast_to(level, len(aht))[:, None]
    known = (plain > 0) & (calls > 0)
    if not known.any():
        return np.full((7, aht.shape[1]), np.nan)
    count, seconds = np.where(known, calls, 0.0), np.where(known, plain, 0.0)
    long, late = (_decayed(seconds, count, weekday, x, call_variance) for x in (MEMORY, NEWS))
    table = np.full((7, aht.shape[1]), long.mean)
    table = long.slots(table)
    table = long.weekdays(table)
    table = long.both(table)
    return late.slots(table * late.level(table))


@dataclass(frozen=True, slots=True)
class _Work:
    """Calls and what they took, by weekday and slot (7, S)."""

    seconds: Floats
    calls: Floats
    squares: Floats  # calls by the square of their weight
    call_variance: float

    @property
    def mean(self) -> float:
        """Seconds a call."""
        return float(self.seconds.sum() / self.calls.sum())

    def level(self, table: Floats) -> float:
        """What the calls took over what ``table`` (7, S) says."""
        return float(self.seconds.sum() / (self.calls * table).sum())

    def slots(self, table: Floats) -> Floats:
        """The table with each slot's own over it."""
        return table * self._own(self._parts(table).sum(axis=1))

    def weekdays(self, table: Floats) -> Floats:
        """The table with each weekday's own over it."""
        return table * self._own(self._parts(table).sum(axis=2))[:, None]

    def both(self, table: Floats) -> Floats:
        """The table with each weekday's slot's own over it."""
        parts = self._parts(table)
        return table * self._own(parts.reshape(len(parts), -1)).reshape(table.shape)

    def _parts(self, table: Floats) -> Floats:
        """(3, 7, S) that add up over slots and weekdays."""
        return np.stack([self.seconds, self.calls * table, self.squares * table**2])

    def _own(self, parts: Floats) -> Floats:
        """(k,) factors of parts (3, k), pulled to 1."""
        seconds, expected, squares = parts
        known = expected > 0
        effect = np.log(np.where(known, ratio(seconds, expected, 1.0), 1.0))
        error = self.call_variance * ratio(squares, expected**2, np.inf)
        return np.exp(pulled(effect, error))


def _decayed(
    seconds: Floats,
    calls: Floats,
    weekday: NDArray[np.int64],
    half_life: float,
    call_variance: float,
) -> _Work:
    """Older days weigh less, by half every ``half_life`` days."""
    weight = 0.5 ** (np.arange(len(calls) - 1, -1, -1) / half_life)
    of_day = np.asarray(weekday[None, :] == np.arange(7)[:, None]) * weight  # (7, D)
    return _Work(
        seconds=of_day @ (calls * seconds),
        calls=of_day @ calls,
        squares=(of_day * weight) @ calls,
        call_variance=call_variance,
    )
