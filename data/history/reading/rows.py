"""Accepted history rows as columns."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.reading.checks import RowValues
from data.history.series_rows import SeriesRows


@dataclass(frozen=True, slots=True)
class HistoryRows:
    """Rows that keep every rule, (n,) each; a count of -1 and a NaN are missing."""

    queue: NDArray[np.int64]  # index into queues
    site: NDArray[np.int64]  # index into sites; sites[0] is "", not said
    starts: NDArray[np.int64]  # UTC epoch seconds
    offered: NDArray[np.int64]
    answered: NDArray[np.int64]
    abandoned: NDArray[np.int64]
    answered_in_time: NDArray[np.int64]
    aht_seconds: NDArray[np.float64]
    wait_seconds: NDArray[np.float64]
    queues: tuple[str, ...]
    sites: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.starts.size)


def kept_rows(
    values: RowValues,
    starts: NDArray[np.int64],
    keep: NDArray[np.bool_],
    queues: tuple[str, ...],
    sites: tuple[str, ...],
) -> HistoryRows:
    """The rows that ``keep`` (n,) marks."""
    return HistoryRows(
        queue=values.queue[keep],
        site=values.site[keep],
        starts=starts[keep],
        offered=values.counts["offered"][keep],
        answered=values.counts["answered"][keep],
        abandoned=values.counts["abandoned"][keep],
        answered_in_time=values.counts["answered_in_time"][keep],
        aht_seconds=values.decimals["aht_seconds"][keep],
        wait_seconds=values.decimals["wait_seconds"][keep],
        queues=queues,
        sites=sites,
    )


def series_of(rows: HistoryRows) -> Iterator[SeriesRows]:
    """The rows by queue and site, each by ascending start."""
    series = rows.queue * len(rows.sites) + rows.site
    for number in np.unique(series).tolist():
        at = np.flatnonzero(series == number)
        at = at[np.argsort(rows.starts[at], kind="stable")]
        yield SeriesRows(
            queue=rows.queues[number // len(rows.sites)],
            site=rows.sites[number % len(rows.sites)],
            lines=at + 2,
            starts=rows.starts[at],
            offered=rows.offered[at],
            answered=rows.answered[at],
            abandoned=rows.abandoned[at],
            answered_in_time=rows.answered_in_time[at],
            aht_seconds=rows.aht_seconds[at],
            wait_seconds=rows.wait_seconds[at],
        )
