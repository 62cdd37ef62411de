"""Routing on arrays: the share of a queue's calls that each site takes, day by day."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats


def daily_shares(
    first_days: Sequence[int],
    shares: Floats,
    days: NDArray[np.int64],
    ramp: Literal["step", "linear"],
) -> Floats:
    """The shares (n, sites) on ``days`` (n,) of a plan of dated steps.

    ``first_days`` (steps,) are ascending day numbers, ``shares`` (steps, sites) what each step
    sends to each site. "step" keeps a step until the next one begins; "linear" moves by the same
    amount every day from one step's first day to the next one's. The last step holds for good;
    days before the first step are not covered: NaN.
    """
    firsts = np.asarray(first_days, dtype=np.int64)
    at = np.searchsorted(firsts, days, side="right") - 1  # (n,), -1 before the first step
    now = np.maximum(at, 0)
    answer = np.array(shares[now], dtype=np.float64)
    if ramp == "linear":
        later = np.minimum(now + 1, len(firsts) - 1)
        length = np.maximum(firsts[later] - firsts[now], 1)
        gone = np.clip((days - firsts[now]) / length, 0.0, 1.0)[:, None]
        answer = (1.0 - gone) * shares[now] + gone * shares[later]
    answer[at < 0] = np.nan
    return answer
