"""The rules a history row must keep, each a comparison of whole columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.notation.cells import (
    DOUBTFUL_NUMBER,
    LARGEST_COUNT,
    MISSING,
    NEGATIVE,
    NOT_A_NUMBER,
    NOT_WHOLE,
    PERCENT,
    TOO_LARGE,
)
from models.arrays import Flags

LONGEST_AHT = 4 * 3600
TOO_LONG = (
    "longer than four hours: AHT is in seconds (a spreadsheet shows 4:48 minutes as 04:48:00 where "
    "they were typed as hours: write 0:04:48)"
)

COUNT_REFUSALS = {
    NEGATIVE: "negative: a number of calls is 0 or more",
    NOT_WHOLE: "not a whole number of calls",
    TOO_LARGE: f"more than {LARGEST_COUNT:,} calls in one interval",
    PERCENT: "a percentage where a number of calls is meant",
}


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """Rows that break one rule, by the lines they stand in.

    ``others`` are the lines they clash with, ``choices`` what a cell could have said, ``column``
    the place of the cell, or what to call it where there is none.
    """

    lines: NDArray[np.int64]  # (k,)
    column: int | str
    reason: str
    others: NDArray[np.int64] | None = None  # (k,)
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """A column of a chunk as read, with the lines it stands in; (n,) both."""

    lines: NDArray[np.int64]
    column: int


def count_refusals(cells: Cells, count: NDArray[np.int64], needed: bool) -> Iterator[RefusedRows]:
    """What is wrong with a column of counts, (n,)."""
    if needed:
        yield from _where(cells, count == MISSING, "missing: write 0 for none")
    for refusal, reason in COUNT_REFUSALS.items():
        yield from _where(cells, count == refusal, reason)


def duration_refusals(cells: Cells, seconds: NDArray[np.float64]) -> Iterator[RefusedRows]:
    """What is wrong with a column of durations, (n,)."""
    yield from _where(cells, seconds == NOT_A_NUMBER, "not a number of seconds")
    doubtful = seconds == DOUBTFUL_NUMBER
    reason = (
        "a thousand or a decimal point? Nothing in the file decides: write it without the point, "
        "or say decimal in the [formats] of a mapping"
    )
    yield from _where(cells, doubtful, reason)
    negative = (seconds < 0) & (seconds != NOT_A_NUMBER) & ~doubtful
    yield from _where(cells, negative, "negative: a duration is 0 or more seconds")


def aht_refusals(
    cells: Cells, aht: NDArray[np.float64], calls: NDArray[np.int64]
) -> Iterator[RefusedRows]:
    """What is wrong with mean handle times (n,) of so many calls (n,)."""
    reason = "an AHT of zero although calls came: leave it empty where it is not known"
    yield from _where(cells, (aht == 0) & (calls > 0), reason)
    too_long = np.isfinite(aht) & (aht > LONGEST_AHT)
    yield from _where(cells, too_long, TOO_LONG)


def _where(cells: Cells, mask: Flags, reason: str) -> Iterator[RefusedRows]:
    if mask.any():
        yield RefusedRows(cells.lines[mask], cells.column, reason)
