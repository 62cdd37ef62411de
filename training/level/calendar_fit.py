"""What the calendar says about a queue's days, in parts: for explanations, and with their sizes."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.demand import PARTS
from training.level.calendar_columns import calendar_columns, drift_columns
from training.level.regression import LogLinear, day_weights, effect_covariance, fit_log_linear
from training.series.features import response_bumps
from training.series.queue import QueueSeries

HALF_LIFE = 730.0  # days
CENTRED = ("weekday", "month", "season")  # parts whose factors average to one; others are 1 mostly
LONGEST_CENTRED = 364  # days of history over which they do
SIZED = ("holiday", "school_holiday")
OUTER = 1.2816  # deviations: an 80 % range
_PARTS_OF = {"school": "school_holiday", "period": "school_holiday", "wave": "season"}
_HOLIDAY = ("holiday", "before", "after", "bridge", "turn", "first")


@dataclass(frozen=True, slots=True)
class Effect:
    """A day's calls over usual ones, less one, with an 80 % range: -0.86 for Easter Monday."""

    size: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class CalendarFit:
    """A drifting calendar regression, taken apart."""

    names: tuple[str, ...]  # (k,) of the columns without the drift
    columns: Floats  # (D + H, k)
    model: LogLinear  # with the drift's columns behind the named ones
    covariance: Floats  # (k, k) of the named effects
    known: Floats  # (D,) calls at the last day's exposure; NaN: closed or unknown

    def factors(self) -> dict[str, Floats]:
        """Part -> (D + H,) what it multiplies a day's calls by."""
        days = len(self.known)
        last_year = ~np.isnan(self.known) & (np.arange(days) >= days - LONGEST_CENTRED)
        found = {}
        for part in PARTS:
            own = [i for i, name in enumerate(self.names) if part_of(name) == part]
            log = self.columns[:, own] @ self.model.effects[own]
            centre = log[:days][last_year].mean() if part in CENTRED and last_year.any() else 0.0
            found[part] = np.exp(log - centre)
        return found

    def effects(self) -> dict[str, Effect]:
        """Name -> size of what happened on known days: holidays, their neighbours, schools.

        A day that is several of these counts for the first in the columns' order, with the effects
        of all: Christmas lies at the turn of the year, a bridge day beside a holiday.
        """
        sized = np.array([part_of(name) in SIZED for name in self.names])
        left = np.append(~np.isnan(self.known), np.zeros(len(self.columns) - len(self.known), bool))
        found = {}
        for own in np.flatnonzero(sized).tolist():
            on = left & (self.columns[:, own] != 0)
            if self.names[own] == "holiday" or not on.any():
                continue
            left &= ~on
            row = np.where(sized, self.columns[on].mean(axis=0), 0.0)
            name = self.names[own].removeprefix("holiday ").removeprefix("period ")
            found[name] = self._effect(row)
        return found

    def bill_response(self) -> list[float]:
        """Calls by day after a mean posting, over usual ones, less one: day 1 first.

        Empty where nothing was posted that known days could answer.
        """
        own = [i for i, name in enumerate(self.names) if part_of(name) == "bills"]
        known = self.columns[: len(self.known), own][~np.isnan(self.known)]
        if not known.any():
            return []
        log = response_bumps() @ self.model.effects[own]
        return [round(float(x), 4) for x in np.expm1(log[1:])]

    def _effect(self, row: Floats) -> Effect:
        log = float(row @ self.model.effects[: len(row)])
        reach = OUTER * float(np.sqrt(row @ self.covariance @ row))
        low, size, high = np.expm1([log - reach, log, log + reach]).tolist()
        return Effect(size, low, high)


def part_of(name: str) -> str:
    """The part of an explanation that a column belongs to."""
    first = name.split()[0]
    if first in _HOLIDAY:
        return "holiday"
    return _PARTS_OF.get(first, first)


def fit_calendar(series: QueueSeries, trust: Floats) -> CalendarFit:
    """The calendar and a drifting level, fitted on the whole history."""
    known = series.levels
    columns = calendar_columns(series, len(known))
    waves = [f"wave {i}" for i in range(columns.shape[1] - len(series.features.names))]
    every = np.hstack([columns, drift_columns(len(columns), len(known))])
    weights = day_weights(trust, HALF_LIFE)
    model = fit_log_linear(every, known, weights)
    covariance = effect_covariance(model, every, known, weights)
    named = columns.shape[1]
    names = (*series.features.names, *waves)
    return CalendarFit(names, columns, model, covariance[:named, :named], known)
