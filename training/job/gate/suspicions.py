"""New days of a history that look wrong, said with what to do about it.

Days that a planner has given a weight ([[unusual_days]]) are answered and not asked about again.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from models.arrays import Flags, Floats
from training.job.gate.stretches import stretches, times
from training.job.gate.surprise import Surprise
from training.series.queue import QueueSeries

FAR = 5.0  # deviations of what was published
LARGE = 0.45  # of the log: 1.6 times
FEWEST_CALLS = 50.0  # a day: below it equal or even counts prove nothing
FEWEST_SLOTS = 10
DUE_CALLS = 20.0  # a day on which none is no accident
COPIED_WITHIN = 28  # days


def suspicions(
    series: QueueSeries, seen: Surprise, deviation: Floats, others: Sequence[Surprise]
) -> list[str]:
    """One sentence a stretch of new days; ``deviation`` (n,) is that published, NaN unknown."""
    asked = seen.new & np.isnan(seen.stated)
    return [
        *_copied(series, seen, asked),
        *_even(series, seen, asked),
        *_missing(series, seen, asked),
        *_empty(seen, asked),
        *_far(seen, asked, deviation, others),
    ]


def _far(
    seen: Surprise, asked: Flags, deviation: Floats, others: Sequence[Surprise]
) -> Iterator[str]:
    """Days at many times what was forecast, beside the other queues' days."""
    log = np.nan_to_num(seen.log)
    known = np.nan_to_num(deviation, nan=np.inf)
    far = asked & (np.abs(log) > np.maximum(FAR * known, LARGE)) & ~(seen.calls == 0)
    for sign in (1, -1):
        for found in stretches(seen.last, far & (log * sign > 0), _closed(seen)):
            rows = list(found.places)
            ratio = float(np.nansum(seen.calls[rows]) / np.nansum(seen.said[rows]))
            yield f"{found}: {times(ratio)} the calls forecast{_beside(others, rows)}"


def _beside(others: Sequence[Surprise], rows: list[int]) -> str:
    logs = [x for other in others for x in other.log[rows].tolist() if not np.isnan(x)]
    return f" (the other queues {times(float(np.exp(np.median(logs))))})" if logs else ""


def _empty(seen: Surprise, asked: Flags) -> Iterator[str]:
    empty = asked & (seen.calls == 0) & (np.nan_to_num(seen.said) >= DUE_CALLS)
    for found in stretches(seen.last, empty, _closed(seen)):
        due = float(seen.said[list(found.places)].sum())
        yield f"{found}: no call at all, where {due:,.0f} were forecast"


def _missing(series: QueueSeries, seen: Surprise, asked: Flags) -> Iterator[str]:
    """Open days that have hardly any row."""
    due = asked & np.isnan(seen.calls) & _open(series, seen)
    for found in stretches(seen.last, due, _closed(seen) | ~_open(series, seen)):
        yield f"{found}: open days without calls in the history (rows missing, or most of them)"


def _copied(series: QueueSeries, seen: Surprise, asked: Flags) -> Iterator[str]:
    """Days whose every interval is that of an earlier day."""
    copies = np.array([_copy_of(series, seen, i) if asked[i] else 0 for i in range(len(asked))])
    for back in np.unique(copies[copies > 0]).tolist():
        for found in stretches(seen.last, copies == back, _closed(seen)):
            yield f"{found}: interval by interval the calls of {back} days before"


def _copy_of(series: QueueSeries, seen: Surprise, place: int) -> int:
    """How many days before the day of which this one is a copy lies; 0: none."""
    row = series.history_days - len(seen.calls) + place
    if row < 1 or not _telling(series, row):
        return 0
    for back in range(1, min(COPIED_WITHIN, row) + 1):
        if np.array_equal(series.counts[row], series.counts[row - back], equal_nan=True):
            return back
    return 0


def _even(series: QueueSeries, seen: Surprise, asked: Flags) -> Iterator[str]:
    """Days whose counts are all even: calls that were counted twice."""
    rows = series.history_days - len(seen.calls) + np.arange(len(seen.calls))
    even = np.array([asked[i] and _all_even(series, int(row)) for i, row in enumerate(rows)])
    for found in stretches(seen.last, even, _closed(seen)):
        yield f"{found}: every interval's calls are an even number, as if each call counted twice"


def _all_even(series: QueueSeries, row: int) -> bool:
    return row >= 0 and _telling(series, row) and not np.nansum(series.counts[row] % 2)


def _telling(series: QueueSeries, row: int) -> bool:
    """Whether a day has calls counted in enough intervals for chance to be ruled out."""
    counts = series.counts[row]
    many = (counts > 0).sum() >= FEWEST_SLOTS and np.nansum(counts) >= FEWEST_CALLS
    return bool(many and series.shaped[row])


def _open(series: QueueSeries, seen: Surprise) -> Flags:
    rows = series.history_days - len(seen.calls) + np.arange(len(seen.calls))
    return np.where(rows >= 0, series.open_days[np.maximum(rows, 0)], False)


def _closed(seen: Surprise) -> Flags:
    """Days that end no stretch: nothing was forecast for them."""
    return np.asarray(~(np.nan_to_num(seen.said) > 0))
