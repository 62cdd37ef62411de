"""How calls spread over the slots of holidays and of the days beside them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats, Index
from training.series.queue import QueueSeries

KINDS = ("holiday", "bridge day", "before holiday", "after holiday")  # the first that fits is meant
USUAL = -1
FEWEST_DAYS = 3  # of a kind, before its own shape is looked at
OWN_SHARES = (0.0, 0.3, 0.6, 0.9)  # of a kind's own shape in the mixture with the weekday's


@dataclass(frozen=True, slots=True)
class SpecialProfiles:
    """Shapes of the special kinds of days, and how far each is believed."""

    shares: Floats  # (kinds, S)
    own: Floats  # (kinds,): 0 keeps the weekday's shape

    def mixed(self, usual: Floats, kind: Index) -> Floats:
        """``usual`` (days, S) with the own shape of special days (``kind``, -1: usual) mixed in."""
        own = np.where(kind >= 0, self.own[kind], 0.0)[:, None]
        return (1.0 - own) * usual + own * self.shares[kind]


def day_kinds(series: QueueSeries) -> Index:
    """(D + H,) index into ``KINDS``, -1 for usual days."""
    names, fixed = series.features.names, series.features.fixed
    kind = np.full(len(fixed), USUAL)
    for number in reversed(range(len(KINDS))):
        kind[fixed[:, names.index(KINDS[number])] > 0] = number
    return kind


def special_profiles(series: QueueSeries, trust: Floats, usual: Floats) -> SpecialProfiles:
    """Each kind's shape, believed as far as it foretells a day it was not learned from.

    ``usual`` (D + H, S) are the shares that the days would have without being special.
    """
    kinds = day_kinds(series)[: series.history_days]
    shares, own = np.zeros((len(KINDS), usual.shape[1])), np.zeros(len(KINDS))
    for number in range(len(KINDS)):
        days = _usable(series, trust, kinds == number)
        if len(days) < FEWEST_DAYS:
            continue
        shares[number] = _shape(series, days)
        own[number] = _believed(series, days, usual)
    return SpecialProfiles(shares, own)


def left_out(
    series: QueueSeries, trust: Floats, usual: Floats, found: SpecialProfiles
) -> tuple[Floats, Floats]:
    """Counts and their means (m,) on special days, each day left out of its kind's shape."""
    kinds = day_kinds(series)[: series.history_days]
    pairs = [(np.zeros(0), np.zeros(0))]
    for number in range(len(KINDS)):
        days = _usable(series, trust, kinds == number)
        own = float(found.own[number])
        pairs += [_pair(series, days, day, usual, own) for day in days.tolist()]
    counts, means = (np.concatenate(x) for x in zip(*pairs, strict=True))
    return counts, means


def _usable(series: QueueSeries, trust: Floats, chosen: NDArray[np.bool_]) -> Index:
    calls = np.nan_to_num(series.totals) > 0
    return np.flatnonzero(chosen & calls & series.shaped & (trust > 0))


def _shape(series: QueueSeries, days: Index) -> Floats:
    """(S,) calls over the day totals of the days on which the slot was seen."""
    counts, totals = series.counts[days], series.totals[days]
    behind = np.asarray(totals @ ~np.isnan(counts))
    shares = np.zeros(len(behind))
    np.divide(np.nansum(counts, axis=0), behind, out=shares, where=behind > 0)
    return shares


def _believed(series: QueueSeries, days: Index, usual: Floats) -> float:
    """The share of the own shape with the least Poisson deviance on days left out one by one."""
    losses = [sum(_loss(series, days, day, usual, own) for day in days) for own in OWN_SHARES]
    return OWN_SHARES[int(np.argmin(losses))]


def _loss(series: QueueSeries, days: Index, day: int, usual: Floats, own: float) -> float:
    counts, means = _pair(series, days, day, usual, own)
    return float((means - counts * np.log(np.maximum(means, 1e-3))).sum())


def _pair(
    series: QueueSeries, days: Index, day: int, usual: Floats, own: float
) -> tuple[Floats, Floats]:
    """A day's seen counts and what the shape without it spreads their sum to."""
    others = days[days != day]
    shares = (1.0 - own) * (usual[day] + 1e-9) + (own * _shape(series, others) if own else 0.0)
    seen = series.open_slots[day] & ~np.isnan(series.counts[day])
    counts = series.counts[day][seen]
    return counts, counts.sum() * shares[seen] / max(float(shares[seen].sum()), 1e-12)
