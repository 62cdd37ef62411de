"""What every row of staffing tells of a group of pools: calls answered, agents, hours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.basis.current import Current
from service.planning.basis.span import Periods, Span
from service.planning.basis.table import Column
from service.planning.basis.weighted import weighted
from service.planning.staffing.pool_need import PoolNeed


@dataclass(frozen=True, slots=True)
class Frame:
    """What every row of an answer shares."""

    current: Current
    span: Span
    when: Periods
    explain: bool

    @property
    def hours(self) -> np.float64:
        """Of an interval."""
        return np.float64(self.span.grid.interval_minutes / 60.0)


def interval_figures(group: list[PoolNeed]) -> dict[str, Column]:
    """Of each interval (n,)."""
    agents = np.sum([x.agents for x in group], axis=0)
    answered = [x.answered for x in group]
    return {
        "aht_seconds": weighted([x.aht for x in group], answered),
        "erlangs": np.sum([x.erlangs for x in group], axis=0),
        "agents": agents,
        "scheduled_agents": np.sum([x.scheduled for x in group], axis=0),
        "service_level": _level(group),
        "asa_seconds": weighted([x.asa for x in group], answered),
        "occupancy": ratio(np.sum([x.carried for x in group], axis=0), agents, 0.0),
        "abandoned_share": weighted([x.abandoned_share for x in group], [x.offered for x in group]),
    }


def agents_of_shifts(current: Current, group: list[PoolNeed]) -> dict[str, Column]:
    """(n,) of the shifts that are kept; NaN where a pool is open in a week without them."""
    found = [x.shift_agents(current.shifts.get(x.pool.name, {}).values()) for x in group]
    there = [np.where(x.open, y, 0.0) for x, y in zip(group, found, strict=True)]
    return {"shift_agents": np.sum(there, axis=0)}


def _level(group: list[PoolNeed]) -> Floats:
    """(n,) of all calls that it is a share of together; NaN where definitions differ."""
    if len({x.target.definition for x in group}) > 1:
        return np.full(len(group[0].open), np.nan)
    return weighted([x.service_level for x in group], [x.among for x in group])


def sums(frame: Frame, group: list[PoolNeed], fte: Floats) -> dict[str, Column]:
    """Figures of hours, days, weeks and months: hours summed, shares of the calls they are of."""
    when, count = frame.when, len(frame.when.labels)

    def total(values: Floats) -> Floats:
        return np.bincount(when.of_interval, values, minlength=count).astype(np.float64)

    agents: NDArray[np.int64] = np.sum([x.agents for x in group], axis=0)
    calls: Floats = np.sum([x.offered for x in group], axis=0)
    among: Floats = np.sum([x.among for x in group], axis=0)
    lost = weighted([x.abandoned_share for x in group], [x.offered for x in group])
    in_time = total(np.where(among > 0, _level(group), 0.0) * among)
    abandoned = total(np.where(calls > 0, lost, 0.0) * calls)
    peak = np.zeros(count, np.int64)
    np.maximum.at(peak, when.of_interval, agents)
    return {
        "service_level": ratio(in_time, total(among), np.nan),
        "abandoned_share": ratio(abandoned, total(calls), np.nan),
        "agent_hours": total(agents * frame.hours),
        "scheduled_hours": total(np.sum([x.scheduled_hours for x in group], axis=0)),
        "fte": fte,
        "agents_peak": peak,
    }
