"""Promises held against what came: levels in points, and ranges by randomised PIT."""

from dataclasses import dataclass

import numpy as np

from benchmarks.promises.calls import Floats
from benchmarks.promises.world import Played

LOW, HIGH = 0.1, 0.9
PRINTED = 4  # decimals


@dataclass(frozen=True, slots=True)
class LevelScore:
    """In points, weighted by calls; ``chance`` is what the mean distance would be by chance."""

    periods: int
    promised: float
    achieved: float
    difference: float  # achieved less promised
    error: float  # of the difference
    distance: float  # mean absolute difference
    chance: float


@dataclass(frozen=True, slots=True)
class RangeScore:
    """In per cent of the outcomes; ``error`` is that of the share inside, over paths."""

    below: float
    inside: float
    above: float
    error: float


def level_score(promised: Floats, came: Played) -> LevelScore:
    """Of periods (periods,)."""
    level, error = came.achieved
    calls = came.offered.sum(axis=0)
    known = ~np.isnan(promised) & (calls > 0)
    weight = calls[known] / calls[known].sum()
    away, error = (level - promised)[known], error[known]
    missed = came.in_time[:, known].sum(axis=1) - came.offered[:, known] @ level[known]
    of_all = np.sqrt((missed**2).sum()) / calls[known].sum()
    return LevelScore(
        periods=int(known.sum()),
        promised=100 * float(weight @ promised[known]),
        achieved=100 * float(weight @ level[known]),
        difference=100 * float(weight @ away),
        error=100 * float(of_all),
        distance=100 * float(weight @ np.abs(away)),
        chance=100 * float(weight @ error) * np.sqrt(2.0 / np.pi),
    )


def range_score(below: Floats, above: Floats) -> RangeScore:
    """Of the probabilities (runs, periods) that an outcome counts below or above; NaN: none."""
    inside = 1.0 - below - above
    by_run = inside[~np.isnan(inside).all(axis=1)]
    error = np.std(np.nanmean(by_run, axis=1)) / np.sqrt(len(by_run))
    shares = (100 * float(np.nanmean(x)) for x in (below, inside, above, error))
    return RangeScore(*shares)


def by_quantiles(levels: Floats, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """How far outcomes (runs, periods) count below p10 (periods,) and above p90 as they are shown.

    Of outcomes that equal a quantile as many count outside as a law that has it may leave there:
    as near to a tenth as the outcomes beyond it allow. Only the law itself could say more.
    """
    shown = np.round(levels, PRINTED)
    return _beyond(shown, low, LOW), _beyond(-shown, -high, 1.0 - HIGH)


def _beyond(levels: Floats, quantile: Floats, share: float) -> Floats:
    less, same = (levels < quantile).astype(float), levels == quantile
    known = np.maximum((~np.isnan(levels)).sum(axis=0), 1)
    tied = same.sum(axis=0)
    missing = np.clip(share * known - less.sum(axis=0), 0.0, tied)
    part = np.where(tied > 0, missing / np.where(tied > 0, tied, 1), 0.0)
    none = np.isnan(levels) | np.isnan(quantile)
    return np.asarray(np.where(none, np.nan, np.where(same, part, less)))


def by_law(levels: Floats, draws: Floats) -> tuple[Floats, Floats]:
    """The same by the predicted law's own draws (draws, periods); NaN: nothing is offered.

    An outcome's place in the law is anywhere between P(X < x) and P(X <= x), each place as likely:
    the part of that stretch under .1 counts below, the part over .9 above.
    """
    below, above = np.full(levels.shape, np.nan), np.full(levels.shape, np.nan)
    for period, law in enumerate(np.round(draws, PRINTED).T):
        ordered = np.sort(law[~np.isnan(law)])
        outcome = np.round(levels[:, period], PRINTED)
        known = ~np.isnan(outcome) & (len(ordered) > 0)
        ends = [np.searchsorted(ordered, outcome[known], x) for x in ("left", "right")]
        start, end = (x / max(len(ordered), 1) for x in ends)
        below[known, period] = _part_under(start, end, LOW)
        above[known, period] = 1.0 - _part_under(start, end, HIGH)
    return below, above


def _part_under(start: Floats, end: Floats, limit: float) -> Floats:
    """Of stretches from ``start`` to ``end`` the part under the limit; of points, 1 or 0."""
    length = end - start
    some = np.where(length > 0, length, 1.0)
    return np.where(
        length > 0, np.clip((limit - start) / some, 0.0, 1.0), (start < limit).astype(float)
    )
