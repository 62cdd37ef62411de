"""The rows of a series in time order: doubled autumn hours told apart, repeated rows refused."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.reading.checks import RefusedRows
from data.history.reading.spool import Rows


@dataclass(frozen=True, slots=True)
class OnceOnly:
    """Rows whose ambiguous time came once and was taken as the first of the two."""

    start: int  # UTC epoch seconds it was taken as
    lines: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Ordered:
    """A series by start, and what was found on the way."""

    rows: Rows
    once: tuple[OnceOnly, ...]
    doubled: NDArray[np.int64]  # lines taken as the second of the two
    repeated: tuple[RefusedRows, ...]


def ordered(rows: Rows, column: int, adds_up: bool) -> Ordered:
    """Order a series as the file has it, (n,); rows that ``adds_up`` may share their start.

    ``column`` is where the start stands.
    """
    taken, once, doubled = _doubled_hours(rows) if not adds_up else _first_hours(rows)
    order = np.lexsort((taken["line"], taken["name"], taken["start"]))
    taken = taken[order]
    if adds_up:
        return Ordered(taken, once, doubled, ())
    kept, repeated = _without_repeats(taken, column)
    return Ordered(kept, once, doubled, repeated)


def _doubled_hours(rows: Rows) -> tuple[Rows, tuple[OnceOnly, ...], NDArray[np.int64]]:
    """Rows with the instants their order in the file tells."""
    at = np.flatnonzero(rows["gap"] > 0)
    if not at.size:
        return rows, (), at
    starts, names = rows["start"][at], rows["name"][at]
    order = at[np.lexsort((at, starts, names))]
    same = (np.diff(rows["start"][order]) == 0) & (np.diff(rows["name"][order]) == 0)
    again = np.concatenate([[False], same])
    once = order[~again & ~np.concatenate([same, [False]])]
    later = order[again]
    taken = rows.copy()
    taken["start"][later] += taken["gap"][later]
    return taken, _once_only(rows, once), rows["line"][later]


def _first_hours(rows: Rows) -> tuple[Rows, tuple[OnceOnly, ...], NDArray[np.int64]]:
    """Rows that may share a start cannot tell the hours apart: all are of the first."""
    at = np.flatnonzero(rows["gap"] > 0)
    return rows, _once_only(rows, at), at[:0]


def _once_only(rows: Rows, at: NDArray[np.int64]) -> tuple[OnceOnly, ...]:
    starts = rows["start"][at]
    return tuple(OnceOnly(x, rows["line"][at[starts == x]]) for x in np.unique(starts).tolist())


def _without_repeats(rows: Rows, column: int) -> tuple[Rows, tuple[RefusedRows, ...]]:
    """The first row of each start and name; the others refused, naming it."""
    again = np.zeros(rows.size, dtype=np.bool_)
    again[1:] = (np.diff(rows["start"]) == 0) & (np.diff(rows["name"]) == 0)
    if not again.any():
        return rows, ()
    first = np.maximum.accumulate(np.where(again, 0, np.arange(rows.size)))
    reason = "the same interval, queue and site as row"
    refused = RefusedRows(rows["line"][again], column, reason, others=rows["line"][first[again]])
    return rows[~again], (refused,)
