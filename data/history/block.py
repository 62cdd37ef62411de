"""Rows of a queue and site of some three months: how much of a history is held at a time.

Blocks begin at fixed instants, so that a file which has grown shares all but its last with the file
it was, and what is known of a block of time is found under one number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from data.history.series_rows import SeriesRows
from models.arrays import Floats

SPAN = 1 << 23  # seconds: 97 days, 4,660 half-hours
COUNTS = ("offered", "answered", "abandoned", "answered_in_time")
DURATIONS = ("aht_seconds", "wait_seconds")
VALUES = (*COUNTS, *DURATIONS, "spread")


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """At least one row of a queue and site, by ascending start, each start once."""

    queue: str
    site: str  # "": not said
    starts: NDArray[np.int64]  # (n,) UTC epoch seconds, all within one SPAN
    values: Floats  # (VALUES, n); NaN where not known; ``spread`` is 0 or 1

    def __len__(self) -> int:
        return int(self.starts.size)

    @property
    def number(self) -> int:
        """Which SPAN since 1970 it lies in."""
        return int(self.starts[0]) // SPAN

    def where(self, chosen: NDArray[np.bool_]) -> "Block":
        """The rows that ``chosen`` (n,) marks."""
        return Block(self.queue, self.site, self.starts[chosen], self.values[:, chosen])


def blocks_of(rows: SeriesRows) -> Iterator[Block]:
    """The rows, block by block."""
    edges = np.flatnonzero(np.diff(rows.starts // SPAN)) + 1
    bounds = [0, *edges.tolist(), len(rows)] if len(rows) else []
    for first, end in pairwise(bounds):
        part = slice(first, end)
        yield Block(rows.queue, rows.site, rows.starts[part], _values(rows, part))


def differs(one: Floats, other: Floats) -> NDArray[np.bool_]:
    """Where values (VALUES, n) are not the same, (n,); what neither knows is the same."""
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    return np.asarray(~same.all(axis=0))


def _values(rows: SeriesRows, part: slice) -> Floats:
    values = np.empty((len(VALUES), part.stop - part.start))
    for row, name in enumerate((*COUNTS, *DURATIONS)):
        values[row] = getattr(rows, name)[part]
    counts = values[: len(COUNTS)]
    counts[counts < 0] = np.nan  # MISSING
    values[-1] = rows.spread
    return values
