"""What a pool's load may be around the expected one: by day, half-hour, AHT and attendance."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.agents.attendance import varied
from models.arrays import Floats, Index
from models.queueing.outcome import Absent, LoadNodes, lognormal

Mode = Literal["point", "mean", "risk"]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Of n intervals. Variances (n,) are over the squared mean."""

    factors: Floats  # (draws, D) calls of a day over their mean
    day: Index  # (n,) 0..D-1
    carried: Floats  # what carried-over load does within the interval
    slots: Floats  # of calls, given their day
    kept: Floats  # of an interval's calls the share whose load falls into it, not into the next
    aht: Floats  # of a day's mean handling time, each day by itself
    course: Floats  # of the mean handling time that is not known, of all days alike
    attendance: Floats  # of the agents who come
    absence: Floats  # (n,) share of the scheduled agents who do not come
    seed: int = 0  # of what is drawn; the same one draws the same futures
    first: int = 0  # which of all days the first is, so that a day is the same in every question

    def chosen(self, keep: Index) -> "Uncertainty":
        """Some of the n intervals."""
        return replace(
            self,
            day=self.day[keep],
            carried=self.carried[keep],
            slots=self.slots[keep],
            kept=self.kept[keep],
            aht=self.aht[keep],
            course=self.course[keep],
            attendance=self.attendance[keep],
            absence=self.absence[keep],
        )

    @property
    def within(self) -> Floats:
        """(n,) of the load given its day: a wave of calls is felt half now, half afterwards."""
        return self.carried + self.slots * (self.kept**2 + (1.0 - self.kept) ** 2)

    @property
    def shared(self) -> Floats:
        """(n,) covariance of that load and the interval's own calls."""
        return self.carried + self.slots * self.kept

    def nodes(self, mode: Mode, risk: Floats | float = 0.0) -> LoadNodes | None:
        """What the load may be; None: as expected.

        ``mean`` takes days and half-hours as they may come; ``risk`` takes a day so busy that a
        busier one comes with a probability of 1 - ``risk`` (D,), and half-hours as they may come.
        """
        if mode == "point":
            return lognormal(self.carried) if self.carried.any() else None
        if mode == "risk":
            return self.on_day(risk)
        load, shared = self.within + self._days(), self.shared + self._days()
        return self._with_absent(load, 1.0, self.aht + self.course, shared)

    def on_day(self, probability: Floats | float) -> LoadNodes:
        """Half-hours as they may come on days whose load stays below others with 1 - p (D,)."""
        loads = np.sort(self.day_loads(), axis=0)
        place = np.broadcast_to(probability, loads.shape[1]) * (len(loads) - 1)
        low, part = np.floor(place).astype(np.int64), place % 1.0
        day, high = np.arange(loads.shape[1]), np.minimum(low + 1, len(loads) - 1)
        factor = (loads[low, day] + part * (loads[high, day] - loads[low, day]))[self.day]
        return self._with_absent(self.within, factor, 0.0, self.shared)

    def _with_absent(
        self, variance: Floats, centre: Floats | float, aht: Floats | float, shared: Floats
    ) -> LoadNodes:
        apart = lognormal(variance, centre, aht, 0.0, shared)
        nodes = lognormal(variance, centre, aht, self.attendance, shared)
        return replace(nodes, absent=Absent(self.absence, apart))

    def day_loads(self) -> Floats:
        """(draws, D) calls x AHT of a day over its mean."""
        found = self.factors
        if self.aht.any():
            count = self.first + self.factors.shape[1]
            normal = normals(self.seed, len(self.factors), count)[:, self.first :]
            found = found * _lognormal(self._by_day(self.aht), normal)
        if self.course.any():  # what is not known of the AHT is so on every day of a path
            normal = normals(self.seed + 1, len(self.factors), 1)
            found = found * _lognormal(self._by_day(self.course), normal)
        return found

    def _by_day(self, variance: Floats) -> Floats:
        """(D,) means of what a day's intervals (n,) have."""
        count = self.factors.shape[1]
        intervals = np.maximum(np.bincount(self.day, minlength=count), 1)
        return np.asarray(np.bincount(self.day, variance, minlength=count) / intervals)

    def _days(self) -> Floats:
        return np.asarray(self.factors.var(axis=0)[self.day])


def _lognormal(variance: Floats, normal: NDArray[np.float32]) -> Floats:
    """(draws, D) of mean 1 and these variances (D,), at ``normal`` (draws, D or 1)."""
    deviation = np.sqrt(np.log1p(variance))
    return np.asarray(np.exp(deviation * normal - deviation**2 / 2.0))


@lru_cache(maxsize=32)
def normals(seed: int, draws: int, count: int) -> NDArray[np.float32]:
    """(draws, count) standard normal; of fewer the first ones are the same."""
    found = np.random.default_rng(seed).standard_normal((count, draws), np.float32).T
    found.setflags(write=False)
    return found


def attendance_variance(erlangs: Floats, absence: Floats) -> Floats:
    """(n,) of the agents who come: as many as the load and its square root, at least one."""
    return varied(np.maximum(erlangs + np.sqrt(erlangs), 1.0), absence)
