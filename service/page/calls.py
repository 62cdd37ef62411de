"""A week's calls by day, a column each for the groups they are shown in."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from service.planning.basis.current import Current
from service.planning.basis.horizon import Week
from service.planning.basis.table import Table
from service.planning.basis.terms import Granularity
from service.planning.forecasts.forecast_table import ForecastQuestion, forecast_table

CallsBy = Literal["total", "language", "call_type", "site"]
CALLS_BY: tuple[CallsBy, ...] = get_args(CallsBy)
PROBABILITIES = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls expected, and the band that eight of ten outcomes fall into."""

    mean: int
    p10: int
    p90: int


@dataclass(frozen=True, slots=True)
class DayCalls:
    """One day's calls, group by group."""

    day: date
    holiday: str | None
    calls: tuple[Calls, ...]

    @property
    def closed(self) -> bool:
        """Whether no calls are taken."""
        return not any(x.p90 for x in self.calls)


@dataclass(frozen=True, slots=True)
class CallsTable:
    """Days, and the week they make; every row has a cell for each of ``groups``."""

    groups: tuple[str, ...]
    days: tuple[DayCalls, ...]
    week: tuple[Calls, ...]


def calls_table(current: Current, week: Week, by: CallsBy) -> CallsTable:
    """The week's calls by group, with the week they make."""
    daily, weekly = _table(current, week, by, "day"), _table(current, week, by, "week")
    groups = tuple(str(x) for x in weekly.columns[by])
    rows = _calls(daily)
    days = (
        DayCalls(day, _holiday(current, day), calls)
        for i, day in enumerate(week.days)
        for calls in [rows[i * len(groups) : (i + 1) * len(groups)]]
    )
    return CallsTable(groups, tuple(days), _calls(weekly))


def _table(current: Current, week: Week, by: CallsBy, granularity: Granularity) -> Table:
    question = ForecastQuestion(week.first, week.last, by, granularity, PROBABILITIES)
    return forecast_table(current, question)


def _calls(table: Table) -> tuple[Calls, ...]:
    """A cell for every row: groups within periods, in time order."""
    names = ("offered_mean", "offered_p10", "offered_p90")
    columns: list[NDArray[np.float64]] = [np.asarray(table.columns[x], float) for x in names]
    return tuple(Calls(*map(round, row)) for row in np.stack(columns, axis=1).tolist())


def _holiday(current: Current, day: date) -> str | None:
    return current.plan.calendars.get(current.plan.holidays, {}).get(day)
