"""What a pool's load may be around the expected one: by day, half-hour, AHT and attendance."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import ndtri

from models.arrays import Floats, Index
from models.queueing.outcome import LoadNodes, lognormal

Mode = Literal["point", "mean", "risk"]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Of n intervals. Variances (n,) are over the squared mean."""

    factors: Floats  # (draws, H) calls of a day over their mean
    day: Index  # (n,) 0..H-1
    carried: Floats  # what carried-over load does within the interval
    slots: Floats  # of calls, given their day
    aht: Floats  # of a day's mean handling time
    attendance: Floats  # of the agents who come

    def chosen(self, keep: Index) -> "Uncertainty":
        """Some of the n intervals."""
        parts = (self.carried, self.slots, self.aht, self.attendance)
        return Uncertainty(self.factors, self.day[keep], *(x[keep] for x in parts))

    def nodes(self, mode: Mode, risk: float) -> LoadNodes | None:
        """What the load may be; None: as expected.

        ``mean`` takes days and half-hours as they may come; ``risk`` takes a day so busy that a
        busier one comes with a probability of 1 - risk, and half-hours as they may come.
        """
        if mode == "point":
            return lognormal(self.carried) if self.carried.any() else None
        if mode == "risk":
            return self.on_day(risk)
        return lognormal(self.carried + self.slots + self._days(), 1.0, self.aht, self.attendance)

    def on_day(self, probability: float) -> LoadNodes:
        """Half-hours as they may come on a day whose load stays below others with 1 - p."""
        return lognormal(
            self.carried + self.slots, self.day_factor(probability), 0.0, self.attendance
        )

    def day_factor(self, probability: float) -> Floats:
        """(n,) the quantile of a day's calls x AHT over its mean."""
        return np.asarray(np.quantile(self.day_loads(), probability, axis=0)[self.day])

    def day_loads(self) -> Floats:
        """(draws, H) calls x AHT of a day over its mean: AHT by draws that are always the same."""
        if not self.aht.any():
            return self.factors
        days = np.bincount(self.day, minlength=self.factors.shape[1])
        variance = np.bincount(self.day, self.aht, minlength=len(days)) / np.maximum(days, 1)
        deviation = np.sqrt(np.log1p(variance))
        normal = np.random.default_rng(0).standard_normal(self.factors.shape)
        return np.asarray(self.factors * np.exp(deviation * normal - deviation**2 / 2.0))

    def at(self, probability: float) -> LoadNodes:
        """The load that an interval stays below with ``probability``, for sure."""
        calls, aht = np.log1p(self.slots + self._days()), np.log1p(self.aht)
        missing = np.log1p(self.attendance)
        deviation = np.sqrt(calls + aht + missing)
        factor = np.exp(deviation * ndtri(probability) - (calls + aht - missing) / 2.0)
        return lognormal(self.carried, factor)

    def _days(self) -> Floats:
        return np.asarray(self.factors.var(axis=0)[self.day])


def attendance_variance(erlangs: Floats, absence: Floats) -> Floats:
    """(n,) of the agents who come over their squared expected number.

    Of N scheduled agents each is absent with probability ``absence`` (n,) by himself: binomial, so
    absence / (1 - absence) / N. N is taken as the load and its square root, at least one.
    """
    people = np.maximum(erlangs + np.sqrt(erlangs), 1.0) / (1.0 - absence)
    return np.asarray(absence / (1.0 - absence) / people)
