"""A whole day over its open intervals: counts are whole numbers that sum to the day's."""

from dataclasses import dataclass

import numpy as np

from data.history.series_rows import MISSING, SeriesRows
from models.arrays import Counts, Floats

FINEST = 1_000_000  # of what the weights of a day are told apart in


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What intervals get of a day, (k,) each; MISSING or NaN where the day does not say."""

    offered: Counts
    answered: Counts
    abandoned: Counts
    answered_in_time: Counts


def spread_day(day: SeriesRows, starts: Counts, shares: Floats) -> SeriesRows:
    """The one row of ``day`` put on intervals at ``starts`` (k,), by ``shares`` (k,) of its calls.

    AHT is the day's wherever calls were taken, wait lies as the calls do.
    """
    counts = spread_counts(
        offered=int(day.offered[0]),
        answered=int(day.answered[0]),
        abandoned=int(day.abandoned[0]),
        answered_in_time=int(day.answered_in_time[0]),
        shares=shares,
    )
    taken = counts.offered if day.answered[0] == MISSING else counts.answered
    weight = counts.offered if day.offered[0] > 0 else shares
    return SeriesRows(
        queue=day.queue,
        site=day.site,
        lines=np.repeat(day.lines, len(starts)),
        starts=starts,
        offered=counts.offered,
        answered=counts.answered,
        abandoned=counts.abandoned,
        answered_in_time=counts.answered_in_time,
        aht_seconds=np.where(taken > 0, day.aht_seconds[0], np.nan),
        wait_seconds=day.wait_seconds[0] * weight / weight.sum(),
        spread=True,
    )


def spread_counts(
    offered: int, answered: int, abandoned: int, answered_in_time: int, shares: Floats
) -> DayCounts:
    """A day's counts by ``shares`` (k,) of its calls, not negative and not all 0.

    Where the day's counts allow it (each at most offered, answered and abandoned together at most
    offered, in time at most answered), every interval's do.
    """
    whole = np.round(shares / shares.sum() * FINEST).astype(np.int64)
    came = shared(offered, whole)
    taken = _part(answered, came, whole)
    left = came - taken if 0 <= answered <= offered - abandoned else came
    return DayCounts(
        offered=came,
        answered=taken,
        abandoned=_part(abandoned, left, whole),
        answered_in_time=_part(answered_in_time, taken if answered > 0 else came, whole),
    )


def shared(total: int, weights: Counts) -> Counts:
    """``total`` in whole parts (k,), as near to ``weights`` (k,) as whole numbers are.

    By largest remainders, the earlier of equal ones first. A total of at most the weights' sum
    gives no part above its weight.
    """
    behind = int(weights.sum())
    parts, remainders = np.divmod(total * weights, behind)
    largest = np.argsort(-remainders, kind="stable")[: total - int(parts.sum())]
    parts[largest] += 1
    return np.asarray(parts)


def _part(total: int, of: Counts, otherwise: Counts) -> Counts:
    """A total spread as the counts ``of`` lie, or by the day's shares where there are none."""
    if total == MISSING:
        return np.full(len(of), MISSING, dtype=np.int64)
    return shared(total, of if of.sum() > 0 else otherwise)
