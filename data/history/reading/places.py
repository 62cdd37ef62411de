"""The place of each history row: its series (queue and site), its instant, its neighbours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.reading.checks import RefusedRows
from data.history.reading.columns import RawColumns
from data.history.reading.times import FileClock, OnceOnly, TimeRefusal, read_times, starts_in_order

KEY_SHIFT = 1 << 34  # more seconds than any start has: series and start fit one integer


@dataclass(frozen=True, slots=True)
class Places:
    """Where the rows of a file belong, (n,) but for ``order``."""

    series: NDArray[np.int64]  # a number for each queue and site; -1 where either is not known
    starts: NDArray[np.int64]  # UTC epoch seconds
    refusal: NDArray[np.int8]  # TimeRefusal
    order: NDArray[np.int64]  # (k,) the rows with a series and an instant, by both, then by row
    once: list[OnceOnly]


def place_rows(raw: RawColumns, sites: int, clock: FileClock) -> Places:
    """Place every row; ``sites`` is how many there are, the one not said included."""
    times = read_times(raw.time_texts, clock)
    series = _series(raw, sites)
    starts, once = starts_in_order(times, raw.time_codes, series)
    refusal = times.refusal[raw.time_codes]
    placed = (series >= 0) & np.isin(refusal, (TimeRefusal.NONE, TimeRefusal.OFF_GRID))
    rows = np.flatnonzero(placed)
    order = rows[np.argsort(series[rows] * KEY_SHIFT + starts[rows], kind="stable")]
    return Places(series, starts, refusal, order, once)


def duplicate_refusals(places: Places) -> list[RefusedRows]:
    """The rows whose series and instant an earlier row has."""
    order = places.order
    series, starts = places.series[order], places.starts[order]
    again = np.zeros(order.size, dtype=np.bool_)
    again[1:] = (np.diff(series) == 0) & (np.diff(starts) == 0)
    if not again.any():
        return []
    first_of_run = np.maximum.accumulate(np.where(again, 0, np.arange(order.size)))
    reason = "the same interval, queue and site as row"
    return [RefusedRows(order[again], "interval_start", reason, others=order[first_of_run[again]])]


def _series(raw: RawColumns, sites: int) -> NDArray[np.int64]:
    values = raw.values
    known = (values.queue >= 0) & (values.site >= 0)
    known[raw.ragged] = False
    return np.where(known, values.queue * sites + values.site, -1)
