"""A queue's stored history as the series that is fitted, on the callers' clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from data.calendar.clock import interval_grid, local_day
from data.history.demand import SiteRows
from data.history.store import QueueHistory, read_demand
from data.people.supply import expected_supply
from data.plan import Plan
from data.plan.days.drivers import drivers_of
from data.plan.days.opening import open_slots
from models.arrays import Floats
from models.numeric.ratios import ratio
from models.queues import Queue
from training.handling.site_aht import SiteCalls
from training.series.history_notes import abandoned_notes, outage_notes, spread_notes
from training.series.outages import outages, without
from training.series.queue import QueueSeries

SHORTEST_HISTORY = 14  # days: two of every weekday


class UnfitHistoryError(ValueError):
    """A queue cannot be fitted: too little history, or in other intervals than the plan's."""


class TooShortHistoryError(UnfitHistoryError):
    """A queue has no history, or less than two weeks of it."""


@dataclass(frozen=True, slots=True)
class QueueInput:
    """A queue's series with the handling times seen."""

    series: QueueSeries
    aht: Floats  # (D, S) seconds, NaN unknown
    answered: Floats  # (D, S) calls the handling times are means over
    waited: Floats  # (D, S) seconds that answered and abandoned callers waited; NaN unknown
    abandoned: Floats  # (D, S) calls; NaN unknown
    sites: Mapping[str, SiteCalls]  # where several answer
    notes: tuple[str, ...] = ()  # what was read in another way than it stands


def queue_input(
    engine: Engine, plan: Plan, queue: Queue, origin: date, horizon_days: int
) -> QueueInput:
    """Read a queue up to ``origin``; UnfitHistoryError below two weeks."""
    history = read_demand(engine, plan, queue.id, origin)
    if not len(history.starts):
        raise TooShortHistoryError(f"no history up to {origin}: relais history import FILE")
    first = local_day(int(history.starts[0]), plan.timezone)
    known = (origin - first).days + 1
    if known < SHORTEST_HISTORY:
        raise TooShortHistoryError(
            f"{known} days of history up to {origin}; {SHORTEST_HISTORY} are needed"
        )
    grid = interval_grid(first, known, plan.timezone, plan.interval_minutes)
    place = _places(grid.starts, history.starts, plan)
    row, slot = grid.day[place], grid.slot[place]
    shape = (known, 1440 // plan.interval_minutes)
    days = interval_grid(first, known + horizon_days, plan.timezone, 1440).days
    retry_share = plan.retry_shares.get(queue.id, 0.0)
    counts = _counts(history, row, slot, shape, retry_share)
    is_open, drivers = open_slots(plan, queue, days), drivers_of(plan, queue, days, known)
    holidays = plan.calendars[plan.holidays]
    spread = np.zeros(known, dtype=np.bool_)
    spread[row[history.spread]] = True
    gone = outages(counts, is_open[:known], days, holidays, drivers.weight)
    series = QueueSeries(
        queue=queue.id,
        first=first,
        counts=without(counts, first, gone),
        open_slots=is_open,
        holidays=holidays,
        drivers=drivers,
        spread=spread,
    )
    abandoned = _placed(history.abandoned, row, slot, shape)
    offered = _placed(history.offered, row, slot, shape)
    answered = np.where(np.isnan(history.answered), history.offered, history.answered)
    return QueueInput(
        series=series,
        aht=_placed(history.aht_seconds, row, slot, shape),
        answered=np.nan_to_num(_placed(answered, row, slot, shape)),
        waited=_placed(history.wait_seconds, row, slot, shape),
        abandoned=abandoned,
        sites=_sites(plan, history.sites, grid.days, row, slot),
        notes=(
            *spread_notes(spread, days),
            *abandoned_notes(offered, abandoned, retry_share),
            *outage_notes(gone, shape[1], origin),
        ),
    )


def _sites(
    plan: Plan,
    rows: SiteRows,
    days: Sequence[date],
    row: NDArray[np.int32],
    slot: NDArray[np.int32],
) -> dict[str, SiteCalls]:
    """Of the plan's sites, where more than one has answered the queue."""
    known = {site.id for site in plan.sites}
    places = [i for i, site in enumerate(rows.sites) if site in known]
    if len(places) < 2:
        return {}
    shape = (len(days), 1440 // plan.interval_minutes)
    values = rows.values
    calls = np.where(np.isnan(values["answered"]), values["offered"], values["answered"])
    return {
        rows.sites[i]: SiteCalls(
            aht=_placed(values["aht_seconds"][i], row, slot, shape),
            answered=np.nan_to_num(_placed(calls[i], row, slot, shape)),
            slower=_slower(plan, rows.sites[i], days),
        )
        for i in places
    }


def _slower(plan: Plan, site: str, days: Sequence[date]) -> Floats:
    """(D,) what new people make of the AHT at a site, week by week; 1 where nobody is new."""
    first = days[0] - timedelta(days=days[0].weekday())
    count = (days[-1] - first).days // 7 + 1
    mondays = [first + timedelta(weeks=x) for x in range(count)]
    supply = expected_supply(plan, plan.site(site), mondays)
    hours, worth = supply.agent_hours.sum(axis=0), supply.experienced_hours.sum(axis=0)
    week = np.array([(day - first).days // 7 for day in days])
    return np.asarray(ratio(hours, worth, 1.0)[week])


def _places(grid: NDArray[np.int64], starts: NDArray[np.int64], plan: Plan) -> NDArray[np.intp]:
    """Where each start stands on the grid; the plan's intervals may have changed since import."""
    place = np.minimum(np.searchsorted(grid, starts), len(grid) - 1)
    off = np.flatnonzero(grid[place] != starts)
    steps = np.diff(starts)
    if len(off) or (len(steps) and steps.min() > plan.interval_minutes * 60):
        raise UnfitHistoryError(
            f"its history is not in the plan's {plan.interval_minutes}-minute intervals of "
            f"{plan.timezone}: import the history again in them, or set interval_minutes back"
        )
    return place


def _counts(
    history: QueueHistory,
    row: NDArray[np.int32],
    slot: NDArray[np.int32],
    shape: tuple[int, int],
    retry_share: float,
) -> Floats:
    """(D, S) calls; a doubled autumn label is summed, an incomplete interval is not known.

    Of those who gave up, ``retry_share`` called again: they are left out where they are counted.
    """
    counts, rows = np.zeros(shape), np.zeros(shape, bool)
    repeats = retry_share * np.nan_to_num(history.abandoned)
    np.add.at(counts, (row, slot), np.maximum(history.offered - repeats, 0.0))
    rows[row, slot] = True
    rows[row[~history.complete], slot[~history.complete]] = False
    return np.where(rows, counts, np.nan)


def _placed(
    values: Floats, row: NDArray[np.int32], slot: NDArray[np.int32], shape: tuple[int, int]
) -> Floats:
    grid = np.full(shape, np.nan)
    grid[row, slot] = values
    return grid
