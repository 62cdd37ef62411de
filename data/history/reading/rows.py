"""Accepted history rows as columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.reading.checks import RowValues


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
