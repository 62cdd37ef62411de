"""A publication: its head, and the arrays that are frozen with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import local_day

Grouping = Literal["queue", "call_type", "language", "segment", "total"]
GROUPINGS: tuple[Grouping, ...] = ("queue", "call_type", "language", "segment", "total")
PROBABILITIES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
QUANTILES = tuple(f"offered_p{100 * x:g}".replace(".", "_") for x in PROBABILITIES)
INTERVAL_LEADS = 28  # days ahead for which half-hours are kept

DAYS, INTERVALS, WEEKS = "days", "intervals", "weeks"
MACHINE, PLANNERS, AHT = "offered_machine_mean", "offered_mean", "aht_seconds"
NAIVE, NAIVE_SCALE = "offered_naive", "naive_scale"
DAY_COLUMNS = (MACHINE, PLANNERS, *QUANTILES, AHT, NAIVE, NAIVE_SCALE)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of a publication beside its arrays."""

    id: int
    release_id: int
    plan_id: int
    published_at: int  # UTC epoch seconds
    origin: date  # last day whose calls were known
    horizon_days: int

    @property
    def first_day(self) -> date:
        """The first forecast day."""
        return self.origin + timedelta(days=1)

    @property
    def days(self) -> tuple[date, ...]:
        """The forecast days, in order."""
        return tuple(self.first_day + timedelta(days=x) for x in range(self.horizon_days))


@dataclass(frozen=True, slots=True)
class FrozenArray:
    """An array of a publication, and what its axes are.

    ``days`` is (series, horizon, columns) with ``DAY_COLUMNS``, NaN unknown; ``intervals``, of
    queues alone, is (series, INTERVAL_LEADS, slots) calls of the machine; ``weeks``, of pools, is
    (series, weeks, columns) of ``data.accuracy.promises``.
    """

    grouping: str
    name: str
    axes: Mapping[str, Any]  # series: their names; columns: theirs
    array: NDArray[np.floating[Any]]

    @property
    def series(self) -> Sequence[str]:
        """The names of the first axis."""
        names: Sequence[str] = self.axes["series"]
        return names

    def column(self, name: str) -> NDArray[np.float64]:
        """(series, horizon) of a column; NaN where the publication was made without it."""
        if name not in self.axes["columns"]:
            return np.full(self.array.shape[:2], np.nan)
        place = self.axes["columns"].index(name)
        return self.array[..., place].astype(np.float64)


@dataclass(frozen=True, slots=True)
class NewPublication:
    """What is to be frozen, of a release that has no number yet."""

    plan_id: int
    origin: date
    horizon_days: int
    arrays: tuple[FrozenArray, ...]


def one_an_origin(
    publications: Sequence[Publication], zone: Callable[[Publication], str]
) -> list[Publication]:
    """Of several publications with the same last known day the one that counts, in time order.

    The last that was made before its first day was over: that day was worked with it. Where all
    are later, as when an earlier day is trained on again, the first: hindsight replaces nothing.
    """
    by_origin: dict[date, list[Publication]] = {}
    for x in publications:
        by_origin.setdefault(x.origin, []).append(x)
    found = []
    for origin in sorted(by_origin):
        every = by_origin[origin]
        timely = [x for x in every if local_day(x.published_at, zone(x)) <= x.first_day]
        found.append(timely[-1] if timely else every[0])
    return found
