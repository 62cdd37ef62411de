"""Level shifts that the components, weighed on calmer times, follow too slowly."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from training.level.calendar_columns import calendar_columns, drift_columns
from training.level.closures import judging_days
from training.level.regression import day_weights, fit_log_linear
from training.series.queue import QueueSeries

HALF = 5  # open days
WINDOW = 2 * HALF  # open days whose mean is the level now
CERTAIN = 3.0  # deviations of such a mean: a smaller change is no shift
BEFORE_FIRST, BEFORE_LAST = 4, 9  # windows before the last: the level before any shift
FEWEST_WINDOWS = 10
JUDGED_DAYS = 56  # days the calendar must foretell without having seen them
HALF_LIFE = 730.0  # days
RAMP_DAYS = 14  # the level may move from fortnight to fortnight
RAMPS = 6
SETTLED_DAYS = 12  # the last days stand on one level
NO_SAY = 0.8  # a burst more certain than this has no say in the components
RAMP_SCALE = 1.0  # of the ridge prior: a fortnight may halve the level
BURSTS_THAT_STAY = 1 / 3  # what a burst that only one half shows is believed
FADING_DAYS = 45.0  # a burst's belief is half forgotten after them
LASTING_DAYS = 364.0  # the belief of both halves


@dataclass(frozen=True, slots=True)
class ShiftedLevel:
    """How surely the level has changed, by lead, and the means that follow it."""

    believed: Floats  # (days from the origin on,) 0: not at all, to 1
    mean: Floats  # (days from the origin on,) calls; zero where nothing is believed
    change: float = 0.0  # both halves' calls over those of some months before, less 1
    burst: float = 0.0  # how surely the last half alone is off: components do not learn from it
    burst_from: int = 0  # day of the history on which that half begins

    def calmed(self, trust: Floats) -> Floats:
        """``trust`` (D,) with what a burst's days say left to the story of a shift."""
        late = np.arange(len(trust)) >= self.burst_from
        kept = 1.0 - self.burst if self.burst < NO_SAY else 0.0
        return np.where(late, kept * trust, trust) if self.burst else trust

    @property
    def believed_change(self) -> float:
        """The change, where it is rather believed than not; else 0."""
        return self.change if len(self.believed) and self.believed[0] >= 0.5 else 0.0


def unshifted(days: int) -> ShiftedLevel:
    """Nothing is believed for ``days`` days."""
    return ShiftedLevel(np.zeros(days), np.zeros(days))


def drawn_to(shifted: Floats, believed: Floats, mean: Floats) -> Floats:
    """``mean`` (n,) drawn to the shifted level as far as it is believed; closed days stay zero."""
    return np.where(mean > 0, (1.0 - believed) * mean + believed * shifted, 0.0)


def shifted_level(series: QueueSeries, origin: int, trust: Floats) -> ShiftedLevel:
    """A calendar with a free recent level, as known after ``origin`` days.

    A shift is believed as far as both halves of the last ``WINDOW`` open days show it: the smaller
    of their median log ratios to the calendar, less what it was some months before. Within
    ``CERTAIN`` ordinary deviations of such a mean it is none; beyond, it is believed the more fully
    the clearer it is: 1 - (threshold / shift)^2, the positive-part rule of James and Stein (Fourth
    Berkeley Symposium, 1961). What the last half alone shows may be a burst: some bursts stay.
    Belief fades with the lead.
    """
    ahead = len(series.open_days) - origin
    columns = calendar_columns(series, origin)
    known = series.levels[:origin]
    heard = _heard(series, origin, trust)
    both, last, smaller = _beliefs(columns, known, heard)
    if max(both, last) == 0.0:
        return unshifted(ahead)
    lead = np.arange(1, ahead + 1)
    alone = max(last - both, 0.0)
    burst = BURSTS_THAT_STAY * alone * 0.5 ** (lead / FADING_DAYS)
    begin = int(np.flatnonzero(~np.isnan(known) & (heard > 0.5))[-HALF])
    stepped = np.asarray(RAMP_SCALE * (np.arange(len(columns)) >= begin)[:, None], np.float64)
    late = _recent_ramps(len(columns), origin) if both >= burst[0] else stepped
    columns = np.hstack([columns, drift_columns(len(columns), origin), late])
    weights = day_weights(heard, HALF_LIFE)
    mean = fit_log_linear(columns, known, weights).mean(columns[origin:])
    believed = both * 0.5 ** (lead / LASTING_DAYS) + burst
    return ShiftedLevel(believed, mean, float(np.expm1(smaller)), alone, begin)


def _heard(series: QueueSeries, origin: int, trust: Floats) -> Floats:
    """(origin,) weights: of the last window's days in full, for many unusual days are a new level.

    Days that planners forget and those that closed have none.
    """
    known = np.flatnonzero(~np.isnan(series.levels[:origin]) & judging_days(series)[:origin])
    heard = trust[:origin].copy()
    heard[known[-WINDOW:]] = 1.0
    return heard


def _beliefs(columns: Floats, known: Floats, trust: Floats) -> tuple[float, float, float]:
    """How surely both halves of the last window show another level, and the last alone: 0 to 1.

    And the smaller of both halves' shifts, in logs.
    """
    usable = ~np.isnan(known) & (trust > 0.5)
    if usable.sum() < FEWEST_WINDOWS * WINDOW:
        return 0.0, 0.0, 0.0
    calm = trust * (np.arange(len(known)) < len(known) - JUDGED_DAYS)
    fitted = fit_log_linear(columns, known, day_weights(calm, HALF_LIFE)).mean(columns)
    ratio = np.log(np.maximum(known[usable], 0.5) / fitted[: len(known)][usable])
    means = _window_means(ratio)
    before = float(np.median(means[-1 - BEFORE_LAST : -1 - BEFORE_FIRST]))
    first, last = (float(x) - before for x in np.median(ratio[-WINDOW:].reshape(2, HALF), axis=1))
    smaller = min(first, last, key=abs) if first * last > 0 else 0.0
    threshold = CERTAIN * _ordinary_deviation(means)
    alone = _positive_part(last, np.sqrt(2.0) * threshold)
    return _positive_part(smaller, threshold), alone, smaller


def _positive_part(shift: float, threshold: float) -> float:
    return float(max(0.0, 1.0 - (threshold / max(abs(shift), 1e-9)) ** 2))


def _window_means(ratio: Floats) -> Floats:
    """Means of consecutive windows, the last one ending with the history."""
    count = len(ratio) // WINDOW
    return np.asarray(ratio[len(ratio) - count * WINDOW :].reshape(count, WINDOW).mean(axis=1))


def _ordinary_deviation(means: Floats) -> float:
    """Robust deviation of the change from one window to the next."""
    steps = np.diff(means)
    return float(1.4826 * np.median(np.abs(steps)) / np.sqrt(2.0) + 0.005)


def _recent_ramps(days: int, origin: int) -> Floats:
    """(days, RAMPS) ramps of a fortnight each, the last one ending before the settled days."""
    starts = origin - SETTLED_DAYS - RAMP_DAYS * np.arange(1, RAMPS + 1)
    return RAMP_SCALE * np.clip((np.arange(days)[:, None] - starts) / RAMP_DAYS, 0.0, 1.0)
