"""Days whose counts are those of another day: copied, or exported under the wrong date."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.special import ive

from data.history.belief.day_sheet import day_name
from data.history.belief.queue_rows import QueueRows
from data.history.belief.usual import Usual
from data.history.finding import ImportFinding
from models.arrays import Floats

KINDS = ("day_repeated", "days_all_alike")
MADE_UP = 3  # days to each different one: a pattern somebody wrote, and no day copied by mistake
CERTAIN = 30.0  # natural log of how unlikely it is that two days are equal by chance
FEWEST_DIFFERENT = 6  # counts of a day: a table of one number repeats itself


def repeat_findings(rows: QueueRows, usual: Usual) -> Iterator[ImportFinding]:
    """One finding for the days that equal another, of the file or of what is stored."""
    stored = usual.calls.without(rows.calls.days)
    days = np.concatenate([stored.days, rows.calls.days])
    pairs = _pairs(days, np.concatenate([stored.calls, rows.calls.calls]))
    pairs = pairs[np.isin(pairs, rows.calls.days).any(axis=1)]
    if _is_made_up(rows.calls.calls):
        looks = "its days have the very counts of each other, again and again: a made-up history?"
        remedy = "nothing to do where it is one"
        yield rows.finding(KINDS[1], False, rows.on_days(rows.calls.days), looks, remedy)
    elif pairs.size:
        earlier, later = (day_name(x) for x in np.sort(pairs[0]).tolist())
        more = f", and {len(pairs) - 1} days more alike" if len(pairs) > 1 else ""
        looks = f"{later} has the very counts of {earlier} in every interval{more}"
        remedy = "export the day itself"
        yield rows.finding(KINDS[0], True, rows.on_days(pairs[:, 1]), looks, remedy)


def _is_made_up(calls: Floats) -> bool:
    """Whether the days (days, slots) of a file are few different ones, each several times."""
    counts = np.nan_to_num(calls).astype(np.int64)
    telling = _telling(counts)
    different = len({counts[x].tobytes() for x in telling})
    return len(telling) >= MADE_UP and different * MADE_UP <= len(telling)


def _telling(counts: NDArray[np.int64]) -> list[int]:
    """The days (days, slots) that chance hardly makes twice."""
    found = np.flatnonzero(_information(counts) > CERTAIN).tolist()
    return [x for x in found if np.unique(counts[x]).size > FEWEST_DIFFERENT]


def _pairs(days: NDArray[np.int64], calls: Floats) -> NDArray[np.int64]:
    """(k, 2) days that are equal and tell enough, each with the first of its kind."""
    counts = np.nan_to_num(calls).astype(np.int64)
    firsts: dict[bytes, int] = {}
    found = []
    for at in _telling(counts):
        day = int(days[at])
        first = firsts.setdefault(counts[at].tobytes(), day)
        if first != day:
            found.append((first, day))
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _information(counts: NDArray[np.int64]) -> Floats:
    """-log of the chance that a second day of the same Poisson rates is equal, (days,)."""
    top = int(counts.max(initial=0))
    if top <= 100_000:
        return np.asarray(-np.log(ive(0, 2.0 * np.arange(top + 1)))[counts].sum(axis=1))
    return np.asarray(-np.log(ive(0, 2.0 * counts)).sum(axis=1))
