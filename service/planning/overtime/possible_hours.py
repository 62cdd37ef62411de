"""The hours by which people may stay longer or come earlier, and leave earlier or come later."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from data.plan import Contract
from data.shifts.cover import covered
from models.arrays import Counts, Floats
from models.shifts.whole_hours import Hours
from service.planning.shifts.columns import Kind
from service.planning.shifts.needed_week import NeededWeek
from service.planning.shifts.pool_week import PoolWeek

_HOUR = 60  # minutes
_NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class PossibleHours:
    """Hours (H) beside the shifts of a pool's week, or of them, and when each begins."""

    hours: Hours
    start: Counts  # (H,) minutes after the site's midnight


def longer(needed: NeededWeek, problem: PoolWeek, counts: Counts) -> PossibleHours:
    """An hour before the shifts that people have, ``counts`` (K,), and one after them.

    Within the earliest start and the latest end of their contract, and while the pool is open.
    """
    found = []
    for column in np.flatnonzero(counts).tolist():
        contract = problem.contracts[int(problem.week.columns.contract[column])]
        for start in _beside(contract, problem.kinds[column]):
            parts = _parts(needed, problem, column, start)
            if parts.sum() * _minutes(needed) >= _HOUR - _NEARLY:
                found.append((column, start, parts))
    return _possible(needed, found)


def shorter(needed: NeededWeek, problem: PoolWeek, counts: Counts) -> PossibleHours:
    """The first hour of the shifts that people have, ``counts`` (K,), and the last one.

    There is work before each break, and after it, as in every shift.
    """
    found = [
        (column, start, _parts(needed, problem, column, start))
        for column in np.flatnonzero(counts).tolist()
        for start in _ends(problem.kinds[column])
    ]
    return _possible(needed, found)


def _beside(contract: Contract, kind: Kind) -> Iterator[int]:
    if kind.start - _HOUR >= contract.earliest_start:
        yield kind.start - _HOUR
    if kind.end + _HOUR <= contract.latest_end:
        yield kind.end


def _ends(kind: Kind) -> Iterator[int]:
    first = min((x.start for x in kind.breaks), default=kind.end)
    last = max((x.start + x.minutes for x in kind.breaks), default=kind.start)
    if kind.start + _HOUR < first:
        yield kind.start
    if kind.end - _HOUR > last:
        yield kind.end - _HOUR


def _parts(needed: NeededWeek, problem: PoolWeek, column: int, start: int) -> Floats:
    """(m,) the part of each of the week's open intervals that lies in an hour of a shift's day."""
    on = needed.day == problem.week.columns.day[column]
    hour = Kind(start, start + _HOUR, 1.0, ())
    return np.where(on, covered(hour, needed.minute, _minutes(needed)), 0.0)


def _minutes(needed: NeededWeek) -> int:
    return needed.need.question.span.grid.interval_minutes


def _possible(needed: NeededWeek, found: list[tuple[int, int, Floats]]) -> PossibleHours:
    parts = np.array([x for _, _, x in found]).reshape(len(found), len(needed.day))
    shift = np.array([x for x, _, _ in found], np.int64)
    start = np.array([x for _, x, _ in found], np.int64)
    return PossibleHours(Hours(shift, parts * needed.available), start)
