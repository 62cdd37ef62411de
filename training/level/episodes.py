"""Stretches far off in one year and not in another: what happened once is no season.

A price shock, a strike, an epidemic or a campaign is found where the days of a stretch stand out
from the weeks on both sides of it, and do not near the same days of another year. Both sides are
needed, so that the present is never taken for one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from models.arrays import Flags, Floats, Index
from training.level.calendar_fit import SIZED, part_of
from training.level.contrasts import (
    FEWEST_KNOWN,
    LONGEST_FLANK,
    NEAR,
    SHORTEST_FLANK,
    Contrast,
    OtherYears,
    contrast,
    other_years,
    years,
)
from training.level.regression import fit_log_linear
from training.series.features import DAYS_PER_YEAR
from training.series.queue import QueueSeries

SHORTEST_HISTORY = round(0.8 * DAYS_PER_YEAR)  # days: below it no season is learned
LENGTHS = (5, 7, 10, 14, 21, 28, 42, 60)  # days
SHORTEST, LONGEST = 5, 75  # days from the first off to the last
LEAST = math.log(1.2)  # of the calls over usual ones
LEAST_UNCOMPARED = math.log(1.35)  # where no other year was seen: it may be the season
CERTAIN = 4.0  # robust deviations
MOST = 8
REWEIGHTINGS = 3
USUAL = 1.5  # robust deviations within which a day counts in full


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of history that is not learned from."""

    first: date
    last: date
    factor: float  # its calls over usual ones
    compared: bool  # with another year, in which it did not come; without one nobody can tell

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last


def find_episodes(series: QueueSeries) -> tuple[Episode, ...]:
    """In the order of their days; none where planners stated how to learn from the days."""
    if series.history_days < SHORTEST_HISTORY:
        return ()
    found = [
        Episode(series.days[x.first], series.days[x.last], math.exp(x.size), x.compared)
        for x in _stretches(usual_ratio(series), _excused(series))
    ]
    return tuple(sorted(found, key=lambda x: x.first))


def usual_ratio(series: QueueSeries) -> Floats:
    """(D,) log of the calls over a robust calendar with one annual wave; NaN: unknown, forgotten.

    Days far off weigh less in the calendar, as in Huber's estimator.
    """
    stated = series.drivers.weight[: series.history_days]
    known = np.where(stated == 0, np.nan, series.levels)
    columns = np.hstack([series.features.fixed, series.features.annual[:, :2]])
    weights = np.ones(len(known))
    ratio = np.full(len(known), np.nan)
    for _ in range(REWEIGHTINGS + 1):
        fitted = fit_log_linear(columns, known, weights).mean(columns[: len(known)])
        ratio = np.log(np.maximum(known, 0.5) / np.maximum(fitted, 0.5))
        deviation = 1.4826 * np.nanmedian(np.abs(ratio)) if (~np.isnan(ratio)).any() else 0.0
        far = np.abs(np.nan_to_num(ratio)) / max(USUAL * deviation, 1e-9)
        weights = 1.0 / np.maximum(far, 1.0)
    return np.asarray(ratio)


@dataclass(frozen=True, slots=True)
class _Stretch:
    first: int  # day of the history
    last: int
    size: float  # log
    compared: bool


@dataclass(frozen=True, slots=True)
class _Excused:
    """Days that are not asked about, (D,) each."""

    stated: Flags  # planners said how to learn from them
    calendar: Flags  # holidays, their neighbours and the like: one year is enough to expect them


def _excused(series: QueueSeries) -> _Excused:
    stated = ~np.isnan(series.drivers.weight[: series.history_days])
    return _Excused(stated, dated_days(series))


def dated_days(series: QueueSeries) -> Flags:
    """(D,) days that stand on a calendar: holidays, days beside them, school holidays."""
    own = [i for i, name in enumerate(series.features.names) if part_of(name) in SIZED]
    return np.asarray((series.features.fixed[: series.history_days, own] != 0).any(axis=1))


def _stretches(residual: Floats, excused: _Excused) -> Iterator[_Stretch]:
    """The most certain one first, each blanked before the next is looked for."""
    whole = [contrast(residual, length) for length in LENGTHS]
    others = [other_years(whole, length) for length in LENGTHS]
    left = residual.copy()
    for _ in range(MOST):
        best = max(
            (
                _largest(contrast(left, length), beside, excused)
                for length, beside in zip(LENGTHS, others, strict=True)
            ),
            key=lambda x: x.certainty,
        )
        if best.certainty == 0.0:
            return
        found = _with_edges(left, excused.stated, best)
        if found.last - found.first + 1 >= SHORTEST and not _comes_again(residual, found):
            yield found
        blank = slice(min(found.first, best.first), max(found.last + 1, best.first + best.length))
        left[blank] = np.nan


@dataclass(frozen=True, slots=True)
class _Candidate:
    first: int
    length: int
    sign: float
    certainty: float  # excess x root of the days; 0: none
    compared: bool


def _largest(own: Contrast, others: OtherYears, excused: _Excused) -> _Candidate:
    """The stretch of one length that stands out most."""
    excess = others.excess(own.both)
    threshold = np.where(others.compared, LEAST, LEAST_UNCOMPARED)
    enough = np.abs(excess) > np.maximum(threshold, CERTAIN * own.deviation)
    stated = _mostly(excused.stated, own.length)
    dated = _mostly(excused.stated | excused.calendar, own.length)
    free = ~np.where(others.compared, stated, dated)
    certainty = np.where(enough & free, np.abs(excess) * math.sqrt(own.length), 0.0)
    first = int(np.argmax(certainty))
    return _Candidate(
        first,
        own.length,
        float(np.sign(excess[first])),
        float(certainty[first]),
        bool(others.compared[first]),
    )


def _mostly(days: Flags, length: int) -> Flags:
    """(D,) whether most of ``length`` days from each on are such."""
    return np.convolve(days, np.ones(length))[length - 1 :] > length / 2


def _with_edges(residual: Floats, stated: Flags, rough: _Candidate) -> _Stretch:
    """Its first and last day: those between which the days lie nearer to it than to the others.

    The likeliest edges of two known levels: the stretch with the largest sum of what is beyond
    their middle.
    """
    reach = max(rough.length, SHORTEST_FLANK)
    begin, after = max(rough.first - reach, 0), rough.first + rough.length
    near = residual[begin : after + reach]
    inside = residual[rough.first : after]
    base = float(np.nanmedian([*near[: rough.first - begin], *residual[after : after + reach]]))
    size = float(np.nanmedian(inside)) - base
    beyond = rough.sign * (near - base) - abs(size) / 2
    beyond = np.where(stated[begin : after + reach], -abs(size), beyond)
    known = np.flatnonzero(~np.isnan(near))  # a stretch begins and ends on days that were open
    first, last = known[list(_largest_sum(beyond[known], known))].tolist()
    off = float(np.nanmedian(near[first : last + 1])) - base
    seen = rough.compared and _lies_in_another_year(begin + first, begin + last, len(residual))
    return _Stretch(begin + first, begin + last, off, seen)


def _lies_in_another_year(first: int, last: int, days: int) -> bool:
    """Whether the whole of it, moved by what comes every year may move, lies in the history."""
    return any(first + x >= NEAR and last + x + NEAR < days for x in years(days))


def _comes_again(residual: Floats, found: _Stretch) -> bool:
    """Whether the same days of another year, as far as they are known, are half as far off."""
    for ahead in years(len(residual)):
        first, after = max(found.first + ahead, 0), max(found.last + 1 + ahead, 0)
        there = residual[first:after]
        beside = [
            *residual[max(first - LONGEST_FLANK, 0) : first],
            *residual[after:][:LONGEST_FLANK],
        ]
        if min(np.sum(~np.isnan(there)), np.sum(~np.isnan(beside))) < FEWEST_KNOWN:
            continue
        off = float(np.nanmedian(there) - np.nanmedian(beside))
        if off * np.sign(found.size) > abs(found.size) / 2:
            return True
    return False


def _largest_sum(values: Floats, day: Index) -> tuple[int, int]:
    """The first and last of the run with the largest sum, over ``LONGEST`` days at most."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    gain = sums[None, 1:] - sums[:-1, None]  # from row to column, both included
    span = day[None, :] - day[:, None] + 1
    gain[(span < 1) | (span > LONGEST)] = -np.inf
    first, last = np.unravel_index(int(np.argmax(gain)), gain.shape)
    return int(first), int(last)
