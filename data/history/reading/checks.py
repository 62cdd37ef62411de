"""The rules a history row must keep, each a comparison of whole columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.reading.cells import (
    LARGEST_COUNT,
    MISSING,
    NEGATIVE,
    NOT_A_NUMBER,
    NOT_WHOLE,
    TOO_LARGE,
    UNKNOWN,
)
from models.arrays import Flags

LONGEST_AHT = 4 * 3600
COUNTS = ("offered", "answered", "abandoned", "answered_in_time")
DECIMALS = ("aht_seconds", "wait_seconds")

COUNT_REFUSALS = {
    NEGATIVE: "negative: a number of calls is 0 or more",
    NOT_WHOLE: "not a whole number of calls",
    TOO_LARGE: f"more than {LARGEST_COUNT:,} calls in one interval",
}


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """Rows that break one rule.

    ``others`` are the rows they clash with, ``choices`` what a cell could have said.
    """

    rows: NDArray[np.int64]  # (k,)
    column: str
    reason: str
    others: NDArray[np.int64] | None = None  # (k,)
    choices: tuple[str, ...] = ()

    def without(self, rows: NDArray[np.int64]) -> "RefusedRows":
        """The same refusal, some rows left out."""
        kept = ~np.isin(self.rows, rows)
        others = None if self.others is None else self.others[kept]
        return RefusedRows(self.rows[kept], self.column, self.reason, others, self.choices)


@dataclass(frozen=True, slots=True)
class RowValues:
    """The columns of a file as read, (n,) each; absent optional columns are wholly missing."""

    queue: NDArray[np.int64]  # index into the plan's queues
    site: NDArray[np.int64]  # index into ("", the plan's sites...)
    counts: dict[str, NDArray[np.int64]]  # by COUNTS
    decimals: dict[str, NDArray[np.float64]]  # by DECIMALS


def row_refusals(
    values: RowValues, queues: tuple[str, ...], sites: tuple[str, ...]
) -> Iterator[RefusedRows]:
    """Every broken rule of names and numbers; of times: ``data.history.reading.times``."""
    yield from _name_refusals(values, queues, sites)
    yield from _count_refusals(values)
    yield from _decimal_refusals(values)
    yield from _sum_refusals(values)
    yield from _aht_refusals(values)


def _name_refusals(
    values: RowValues, queues: tuple[str, ...], sites: tuple[str, ...]
) -> Iterator[RefusedRows]:
    yield from _where(values.queue == UNKNOWN, "queue", "no queue of the plan", queues)
    yield from _where(values.site == UNKNOWN, "site", "no site of the plan", sites[1:])


def _count_refusals(values: RowValues) -> Iterator[RefusedRows]:
    yield from _where(values.counts["offered"] == MISSING, "offered", "missing: write 0 for none")
    for column, count in values.counts.items():
        for refusal, reason in COUNT_REFUSALS.items():
            yield from _where(count == refusal, column, reason)


def _decimal_refusals(values: RowValues) -> Iterator[RefusedRows]:
    for column, seconds in values.decimals.items():
        yield from _where(seconds == NOT_A_NUMBER, column, "not a number of seconds")
        negative = (seconds < 0) & (seconds != NOT_A_NUMBER)
        yield from _where(negative, column, "negative: a duration is 0 or more seconds")


def _sum_refusals(values: RowValues) -> Iterator[RefusedRows]:
    offered, answered, abandoned, in_time = (values.counts[x] for x in COUNTS)
    ended = np.maximum(answered, 0) + np.maximum(abandoned, 0)
    too_many = (offered >= 0) & (ended > offered)
    reason = "more calls answered and abandoned than offered"
    yield from _where(too_many & (answered > 0), "answered", reason)
    yield from _where(too_many & (answered <= 0), "abandoned", reason)
    most = np.where(answered == MISSING, offered, answered)
    late = (most >= 0) & (in_time > most)
    yield from _where(late, "answered_in_time", "more calls than were answered")


def _aht_refusals(values: RowValues) -> Iterator[RefusedRows]:
    aht, answered = values.decimals["aht_seconds"], values.counts["answered"]
    calls = np.where(answered == MISSING, values.counts["offered"], answered)
    reason = "an AHT of zero although calls came: leave it empty where it is not known"
    yield from _where((aht == 0) & (calls > 0), "aht_seconds", reason)
    too_long = aht > LONGEST_AHT
    yield from _where(too_long, "aht_seconds", "longer than four hours: AHT is in seconds")


def _where(
    mask: Flags, column: str, reason: str, choices: tuple[str, ...] = ()
) -> Iterator[RefusedRows]:
    rows = np.flatnonzero(mask)
    if rows.size:
        yield RefusedRows(rows, column, reason, choices=choices)
