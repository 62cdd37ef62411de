"""Which component to believe at which lead: weights and errors from inner origins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from training.level.closures import judging_days
from training.level.components import USUAL, Component, level_forecasts, usable
from training.level.known_days import KnownDays
from training.level.level_shift import ShiftedLevel, drawn_to, shifted_level
from training.level.other_story import OtherStory
from training.series.queue import QueueSeries

BUCKETS = (1, 2, 8, 29, 92)  # first lead of each, in days
STEPS = (24, 12, 6, 3, 2, 1)  # days between inner origins; each of the longer holds the shorter
FEWEST_ORIGINS = 12
LATE = 4  # as often in the last of those steps
LONGEST_LOOK_BACK = 364  # days: every season judges
SHORTEST_TRAINING = 21  # days before the first inner origin
SHARPNESS = 12.0  # a component 10 % worse than the best gets 0.3 of its weight
SMALLEST_WEIGHT = 0.03
BORROWED_WINDOWS = 16.0  # evidence a lead bucket takes over from its neighbour
ORIGIN_STEP = 24.0  # days between inner origins where the history is long


@dataclass(frozen=True, slots=True)
class InnerErrors:
    """What the inner back-test saw, one row a scored day."""

    names: tuple[str, ...]
    origin: NDArray[np.int64]  # (m,) index of the inner origin
    lead: NDArray[np.int64]  # (m,)
    day: NDArray[np.int64]  # (m,) index of the day in the history
    actual: Floats  # (m,)
    forecasts: Floats  # (m, components); NaN where a component needs a longer history
    believed: Floats  # (m,) how surely the origin's level has shifted
    shifted: Floats  # (m,) the forecast of the shifted level
    trusted: NDArray[np.bool_]  # (m,) False: an unusual day, which judges ranges alone

    @property
    def usual(self) -> int:
        """The column of the forecasts that all others are judged beside."""
        return self.names.index(USUAL.name)


@dataclass(frozen=True, slots=True)
class Combination:
    """Weights of the components by lead bucket, and how the combination did on inner origins."""

    names: tuple[str, ...]
    weights: Floats  # (buckets, components)
    errors: InnerErrors
    plain_inner: Floats  # (m,) inner forecasts, by weights learned without their own origin

    def mean(self, forecasts: Mapping[str, Floats], shifted: ShiftedLevel) -> Floats:
        """Combined means (H,) of the components' from lead 1 on, drawn to the shifted level."""
        return drawn_to(shifted.mean, shifted.believed, self._combined(forecasts))

    def story(self, forecasts: Mapping[str, Floats], shifted: ShiftedLevel) -> OtherStory:
        """That the level has shifted, beside that it has not."""
        return _story(self._combined(forecasts), shifted.believed, shifted.mean)

    @property
    def inner_mean(self) -> Floats:
        """Combined forecasts (m,) of the inner back-test's days."""
        return drawn_to(self.errors.shifted, self.errors.believed, self.plain_inner)

    @property
    def inner_story(self) -> OtherStory:
        """What else was told of the inner back-test's days, (m,)."""
        return _story(self.plain_inner, self.errors.believed, self.errors.shifted)

    def _combined(self, forecasts: Mapping[str, Floats]) -> Floats:
        stacked = np.column_stack([forecasts[name] for name in self.names])
        bucket = lead_bucket(np.arange(1, len(stacked) + 1))
        return np.asarray((stacked * self.weights[bucket]).sum(axis=1))


def _story(plain: Floats, believed: Floats, shifted: Floats) -> OtherStory:
    mean = drawn_to(shifted, believed, plain)
    told = (believed > 0) & (mean > 0) & (shifted > 0)
    ratio = np.divide(shifted, mean, out=np.ones(len(mean)), where=told)
    return OtherStory(np.where(told, believed, 0.0), np.log(ratio))


def lead_bucket(lead: NDArray[np.int64]) -> NDArray[np.int64]:
    """Index of each lead's bucket."""
    return np.searchsorted(BUCKETS, lead, side="right") - 1


def combine(series: QueueSeries, trust: Floats, components: Sequence[Component]) -> Combination:
    """Back-test every component on inner origins and weigh them by lead."""
    chosen = usable(components, KnownDays(series, series.history_days, trust))
    errors = inner_backtest(series, trust, chosen)
    if not errors.trusted.any():
        equal = np.full((len(BUCKETS), len(errors.names)), 1.0 / len(errors.names))
        return Combination(errors.names, equal, errors, _weighed(errors, equal))
    prior = _prior(chosen)
    weights = _weights(errors, prior, errors.trusted)
    return Combination(errors.names, weights, errors, _left_out(errors, prior, weights))


def _left_out(errors: InnerErrors, prior: Floats, weights: Floats) -> Floats:
    """(m,) inner forecasts by weights learned from the other origins: as unknowing as tonight's."""
    found = _weighed(errors, weights)
    for origin in np.unique(errors.origin):
        own = errors.origin == origin
        others = errors.trusted & ~own
        if others.any():
            found[own] = _weighed(errors, _weights(errors, prior, others))[own]
    return found


def _weighed(errors: InnerErrors, weights: Floats) -> Floats:
    """(m,) forecasts combined by ``weights`` (buckets, components)."""
    each = np.where(np.isnan(errors.forecasts), 0.0, weights[lead_bucket(errors.lead)])
    each[each.sum(axis=1) <= 0, errors.usual] = 1.0
    return np.asarray((np.nan_to_num(errors.forecasts) * each).sum(axis=1) / each.sum(axis=1))


def inner_origins(first: date, history_days: int) -> NDArray[np.int64]:
    """Known days at each inner origin, latest last; none where the history is too short.

    They stand on fixed dates, so that the next night judges by the same ones: the latest closer.
    """
    reach = min(LONGEST_LOOK_BACK, history_days // 2, history_days - SHORTEST_TRAINING)
    if reach < 3:
        return np.array([], np.int64)
    step = max([x for x in STEPS if reach >= FEWEST_ORIGINS * x], default=1)
    known = np.arange(history_days - reach, history_days - 1)
    day, late = first.toordinal() + known, known >= history_days - step
    on = (day % step == 0) | (late & (day % max(step // LATE, 1) == 0))
    return np.asarray(known[on])


def inner_backtest(
    series: QueueSeries, trust: Floats, components: Sequence[Component]
) -> InnerErrors:
    """Forecast the known days after each inner origin with every component."""
    names = tuple(x.name for x in components)
    origins = inner_origins(series.first, series.history_days).tolist()
    rows = [_judged(series, trust, components, *x) for x in enumerate(origins)]
    if not rows:
        days, none = np.array([], np.int64), np.array([])
        empty = np.zeros((0, len(names)))
        return InnerErrors(names, days, days, days, none, empty, none, none, none > 0)
    return InnerErrors(names, *(np.concatenate(x) for x in zip(*rows, strict=True)))


def _judged(
    series: QueueSeries, trust: Floats, components: Sequence[Component], number: int, origin: int
) -> tuple[NDArray[Any], ...]:
    """What an origin sees: the arrays of ``InnerErrors``, in order."""
    shifted = shifted_level(series, origin, trust)
    found = level_forecasts(components, KnownDays(series, origin, shifted.calmed(trust)))
    scored = np.flatnonzero(~np.isnan(series.levels[origin:]) & judging_days(series)[origin:])
    none = np.full(len(series.open_days) - origin, np.nan)
    return (
        np.full(len(scored), number),
        scored + 1,
        scored + origin,
        series.levels[origin:][scored],
        np.column_stack([found.get(x.name, none)[scored] for x in components]),
        shifted.believed[scored],
        shifted.mean[scored],
        trust[origin:][scored] > 0.5,
    )


FEWEST_DAYS = 5  # judged days before a component can be believed
UNJUDGED = 2.0  # its relative error until then


def _weights(errors: InnerErrors, prior: Floats, judging: NDArray[np.bool_]) -> Floats:
    """(buckets, components) from the rows ``judging`` (m,)."""
    miss = np.abs(errors.forecasts - errors.actual[:, None])
    bucket = lead_bucket(errors.lead)
    weights = np.zeros((len(BUCKETS), len(errors.names)))
    loss = np.ones(len(errors.names))
    lent = 0.0
    for b in range(len(BUCKETS)):
        rows = (bucket == b) & judging
        if rows.any():
            own = _windows(errors.origin[rows], errors.lead[rows])
            loss = (own * _relative_loss(miss[rows], errors.usual) + lent * loss) / (own + lent)
        weights[b] = _softmin(loss, prior)
        lent = BORROWED_WINDOWS
    return weights


def _windows(origin: NDArray[np.int64], lead: NDArray[np.int64]) -> float:
    """How many separate stretches of days the inner origins judged: overlaps count once."""
    stretch = float(np.ptp(lead)) + 1.0
    return len(np.unique(origin)) / max(stretch / ORIGIN_STEP, 1.0)


def _relative_loss(miss: Floats, usual: int) -> Floats:
    """(components,) absolute errors over those of the ``usual`` one on the same days."""
    reference = miss[:, usual]
    known = ~np.isnan(miss)
    ours = np.where(known, miss, 0.0).sum(axis=0)
    theirs = (reference[:, None] * known).sum(axis=0)
    judged = known.sum(axis=0) >= FEWEST_DAYS
    ratio = np.divide(ours, theirs, out=np.full(len(ours), UNJUDGED), where=judged & (theirs > 0))
    return np.asarray(ratio / max(ratio.min(), 1e-12))


def _prior(components: Sequence[Component]) -> Floats:
    """Weights before any evidence: every family of components the same, however many it has."""
    families = [x.family for x in components]
    return np.array([1.0 / families.count(family) for family in families])


def _softmin(loss: Floats, prior: Floats) -> Floats:
    weights = prior * np.exp(-SHARPNESS * (loss / max(loss.min(), 1e-12) - 1.0))
    weights = np.where(weights < SMALLEST_WEIGHT * weights.sum(), 0.0, weights)
    return np.asarray(weights / weights.sum())
