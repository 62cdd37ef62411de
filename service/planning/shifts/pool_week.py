"""The problem of a pool's week: its contracts' shifts and terms, and what agents are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.plan import Contract
from data.shifts import Shift
from models.arrays import Floats
from models.shifts.week import DAYS, Columns, ShiftWeek, Terms, Worth
from service.planning.shifts.columns import Kind, kinds
from service.planning.shifts.needed_week import NeededWeek

_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class PoolWeek:
    """The problem, and the way back from its columns to shifts."""

    week: ShiftWeek
    contracts: tuple[Contract, ...]
    kinds: tuple[Kind, ...]  # (K,)

    def shift(self, column: int, monday: date, people: int) -> Shift:
        """People on a shift of the week."""
        columns, kind = self.week.columns, self.kinds[column]
        contract = self.contracts[int(columns.contract[column])]
        day = monday + timedelta(days=int(columns.day[column]))
        return Shift(contract.name, day, kind.start, kind.end, kind.paid_hours, kind.breaks, people)


def pool_week(needed: NeededWeek, contracts: Sequence[Contract], worth: Worth) -> PoolWeek:
    """Of a pool's week and the contracts of its people."""
    found = [
        (number, day, kind, cover)
        for number, contract in enumerate(contracts)
        for day in range(DAYS)
        for kind, cover in _of_day(needed, contract, day)
    ]
    columns = Columns(
        contract=np.array([x[0] for x in found], np.int64),
        day=np.array([x[1] for x in found], np.int64),
        hours=np.array([x[2].paid_hours for x in found]),
        cover=np.array([x[3] for x in found]).reshape(len(found), len(needed.day)),
    )
    week = ShiftWeek(worth, _terms(needed, contracts), columns)
    return PoolWeek(week, tuple(contracts), tuple(x[2] for x in found))


def _of_day(needed: NeededWeek, contract: Contract, day: int) -> list[tuple[Kind, Floats]]:
    """A contract's shifts on a day, and what of the week's intervals (m,) each covers."""
    on = np.flatnonzero(needed.day == day)
    if not len(on):
        return []
    length = needed.need.question.span.grid.interval_minutes
    minutes = tuple(needed.minute[on].tolist())
    found = []
    for kind in kinds(contract, minutes, length):
        cover = np.zeros(len(needed.day))
        cover[on] = kind.cover(minutes, length) * needed.available[on]
        found.append((kind, cover))
    return found


def _terms(needed: NeededWeek, contracts: Sequence[Contract]) -> Terms:
    hours = np.array([x.weekly_hours for x in contracts]) * needed.share
    rates = [x.hourly_cost for x in contracts]
    told = [x for x in rates if x is not None]
    day_share = np.ones((len(contracts), DAYS))
    for number, contract in enumerate(contracts):
        day_share[number, _WEEKEND] = contract.weekend_share
    return Terms(
        names=tuple(x.name for x in contracts),
        hours=hours,
        days=np.array([x.days_a_week for x in contracts]) * needed.share,
        cost=hours * np.array(told) if len(told) == len(rates) else hours,
        day_share=day_share,
        share_min=np.array([x.share_min for x in contracts]),
        share_max=np.array([x.share_max for x in contracts]),
        heads_min=np.zeros(len(contracts), np.int64),
        heads_max=np.full(len(contracts), np.inf),
    )
