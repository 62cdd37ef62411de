"""What is known of a queue at an origin: what every component of its level forecasts from."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from models.arrays import Floats
from training.level.calendar_columns import calendar_columns, drift_columns, growth_column
from training.level.regression import day_weights, fit_log_linear
from training.series.queue import QueueSeries


@dataclass(frozen=True, slots=True)
class Regression:
    """A regression of the level on the calendar."""

    half_life: float  # days, of a day's weight
    level: Literal["still", "drifting", "growing"]
    seasonal: bool = True  # False: no annual waves, however long the history


@dataclass(frozen=True, slots=True)
class RegressedLevel:
    """A regression as fitted at an origin."""

    ratio: Floats  # (origin,) log of the known calls over the fitted; NaN: unknown
    future: Floats  # (D + H - origin,) mean calls a day


@dataclass(frozen=True, slots=True, eq=False)
class KnownDays:
    """A queue's first ``origin`` days; several components share a regression, fitted once."""

    series: QueueSeries
    origin: int
    trust: Floats  # (D,) weights of the days, 0 for an outage
    _fitted: dict[Regression, RegressedLevel] = field(default_factory=dict, init=False, repr=False)

    @property
    def levels(self) -> Floats:
        """(origin,) calls at the last day's exposure; NaN: closed or unknown."""
        return self.series.levels[: self.origin]

    @property
    def usual(self) -> Floats:
        """(origin,) the same without the days that are not trusted at all."""
        return np.where(self.trusted > 0, self.levels, np.nan)

    @property
    def trusted(self) -> Floats:
        """(origin,) weights of the days."""
        return self.trust[: self.origin]

    def regressed(self, regression: Regression) -> RegressedLevel:
        """The regression fitted on the known days."""
        if regression not in self._fitted:
            self._fitted[regression] = self._fit(regression)
        return self._fitted[regression]

    def _fit(self, regression: Regression) -> RegressedLevel:
        columns = self._columns(regression)
        weights = day_weights(self.trusted, regression.half_life)
        fitted = fit_log_linear(columns, self.levels, weights).mean(columns)
        ratio = np.log(np.maximum(self.levels, 0.5) / fitted[: self.origin])
        return RegressedLevel(ratio, fitted[self.origin :])

    def _columns(self, regression: Regression) -> Floats:
        """(D + H, k)"""
        fixed = self.series.features.fixed
        days = len(fixed)
        columns = calendar_columns(self.series, self.origin) if regression.seasonal else fixed
        if regression.level == "drifting":
            return np.hstack([columns, drift_columns(days, self.origin)])
        if regression.level == "growing":
            return np.hstack([columns, growth_column(days, self.origin)])
        return columns
