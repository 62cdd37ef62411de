"""The rows of one queue and site, as every part that comes after reading takes them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MISSING = -1  # a count that is not said; a duration that is not said is NaN


@dataclass(frozen=True, slots=True)
class SeriesRows:
    """Rows of a queue that a site answered, (n,) each, by ascending start, each start once."""

    queue: str
    site: str  # "": not said
    lines: NDArray[np.int64]  # where the row, or the first of those added up, stands in its file
    starts: NDArray[np.int64]  # UTC epoch seconds
    offered: NDArray[np.int64]
    answered: NDArray[np.int64]  # MISSING where not said, like the next two
    abandoned: NDArray[np.int64]
    answered_in_time: NDArray[np.int64]
    aht_seconds: NDArray[np.float64]  # mean over the answered; NaN where not said
    wait_seconds: NDArray[np.float64]  # total of the answered and the abandoned; NaN where not said
    spread: bool = False  # parts of daily totals, spread by the learned profile

    def __len__(self) -> int:
        return int(self.starts.size)
