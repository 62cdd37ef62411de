"""Hours of a day without calls that many should have made: nothing was counted, not nobody called.

Such hours are taken as missing, so that the day is filled by usual shares and neither its level nor
its shape falls. What is far off for a whole day is not judged here (``training.level.trust``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import betainc

from data.history.quality.outliers import usual_of_weeks
from data.history.quality.series import runs
from models.arrays import Flags, Floats, Index

HARDLY_ANY = 0.02  # of the usual calls: a feed that trickles; bad weather leaves more
EVEN_CHANCE = 1e-4  # of a run of hours: rarer ones are outages
VARIATION = 10.0  # shape of the gamma rate behind a run's count: a deviation of 32 %
LEVEL_SEEN = 0.1  # of the usual day: below it the day's level is not known from the rest
LONGEST = 3  # days in the same hours; more of them are other opening hours
NEIGHBOURS = 10  # days on either side


@dataclass(frozen=True, slots=True)
class Outage:
    """Slots of one day, ``first`` to before ``end``."""

    day: date
    first: int
    end: int


def outages(
    counts: Floats,
    is_open: Flags,
    days: Sequence[date],
    holidays: Mapping[date, str],
    stated: Floats,
) -> list[Outage]:
    """Runs of open slots in ``counts`` (D, S) that can hardly be true, in time order.

    Days on or before a holiday may be short, and days with a ``stated`` weight (D,) are as stated.
    """
    if counts.shape[1] == 1:
        return []
    seen = is_open & ~np.isnan(counts)
    usual = np.nan_to_num(usual_of_weeks(np.where(seen, counts, np.nan))) * seen
    low = seen & (usual > 0) & (counts <= HARDLY_ANY * usual)
    found = np.zeros(counts.shape, dtype=np.bool_)
    for day in np.flatnonzero((low * usual).sum(axis=1) > -np.log(EVEN_CHANCE)).tolist():
        near = {days[day], date.fromordinal(days[day].toordinal() + 1)}
        if np.isnan(stated[day]) and not near & holidays.keys():
            for run in runs(low[day]):
                found[day, run] = _is_impossible(counts[day], usual[day], run)
    found &= _around(found) <= LONGEST
    return [
        Outage(days[day], int(run[0]), int(run[-1]) + 1)
        for day in np.flatnonzero(found.any(axis=1)).tolist()
        for run in runs(found[day])
    ]


def without(counts: Floats, first: date, gone: Sequence[Outage]) -> Floats:
    """The counts with the outages' slots missing."""
    answer = counts.copy()
    for x in gone:
        answer[(x.day - first).days, x.first : x.end] = np.nan
    return answer


def _is_impossible(counts: Floats, usual: Floats, run: Index) -> bool:
    """Whether a day's run has too few calls at the level of the rest of the day."""
    rest = usual.sum() - usual[run].sum()
    if rest < LEVEL_SEEN * usual.sum():
        return False
    others = np.where(usual > 0, counts, 0.0).sum() - counts[run].sum()
    expected = float(usual[run].sum() * min(others / rest, 1.0))
    came = float(counts[run].sum())
    return bool(_chance_of_at_most(came, expected) < EVEN_CHANCE)


def _chance_of_at_most(calls: float, mean: float) -> float:
    """Of negative binomial counts."""
    return float(betainc(VARIATION, calls + 1.0, VARIATION / (VARIATION + mean)))


def _around(found: Flags) -> Floats:
    """(D, S) on how many days around each the same slot was found."""
    padded = np.pad(found.astype(np.float64), ((NEIGHBOURS, NEIGHBOURS), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1, axis=0)
    return np.asarray(windows.sum(axis=2))
