"""The people whom the plan has for a pool's calls in a week, as whole people of its contracts.

Who serves several pools counts in each with the hours that it gets, as capacity shares them, and
other work gets its part of them. Where people are shared an agent of a shift counts as capacity's
``gain`` of the interval says: as many agents of the pool's own as give what the team gives it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.people.staff import StaffGroup
from data.plan import Contract
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from service.planning.basis.current import Current
from service.planning.basis.horizon import weeks
from service.planning.basis.span import span_of
from service.planning.capacity.cache import Cache
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.site_people import WeekSpan
from service.planning.capacity.site_pools import pool_capacities
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf


@dataclass(frozen=True, slots=True)
class PeopleThere:
    """Of a pool in a week."""

    need: PoolNeed  # with the longer calls of those who are new
    monday: date
    groups: tuple[StaffGroup, ...]  # (G,) of the site
    hours: Floats  # (G,) agent hours of shifts that they give to the pool's calls
    gain: Floats  # (n,) in each interval of the span: what an agent of theirs counts

    def paid_hours(self, contracts: Sequence[Contract], on_phone: float) -> Floats:
        """(C,) on the floor, by contract; ``on_phone`` of them people take calls."""
        of_group = self._contract(contracts)
        return np.bincount(of_group, self.hours / on_phone, len(contracts)).astype(np.float64)

    def hourly_costs(self, contracts: Sequence[Contract]) -> Floats:
        """(C,) of those of each contract, else the contract's own; NaN where neither is told."""
        of_group = self._contract(contracts)
        told = np.array([np.nan if x.hourly_cost is None else x.hourly_cost for x in self.groups])
        known = ~np.isnan(told)
        hours = np.where(known, self.hours, 0.0)
        cost = np.bincount(of_group, hours * np.where(known, told, 0.0), len(contracts))
        theirs = ratio(cost, np.bincount(of_group, hours, len(contracts)), np.nan)
        own = np.array([np.nan if x.hourly_cost is None else x.hourly_cost for x in contracts])
        return np.where(np.isnan(theirs), own, theirs)

    def _contract(self, contracts: Sequence[Contract]) -> Index:
        """(G,) the number of each group's: the one they name, else the nearest in weekly hours."""
        names = [x.name for x in contracts]
        weekly = np.array([x.weekly_hours for x in contracts])
        found = [
            names.index(x.contract)
            if x.contract in names
            else int(np.abs(weekly - x.group.weekly_hours).argmin())
            for x in self.groups
        ]
        return np.array(found, np.int64)


def people_there(current: Current, mondays: Sequence[date]) -> list[PeopleThere]:
    """Of every pool that calls reach, in each of these weeks."""
    days = [x for week in weeks(current) for x in week.days]
    first, last = max(days[0], mondays[0]), min(days[-1], mondays[-1] + timedelta(days=6))
    pools = pool_capacities(current, span_of(current, first, last), Method(), WhatIf(), Cache())
    places = {x: i for i, x in enumerate(WeekSpan(first, last).mondays)}
    return [y for x in pools for y in _of_pool(x, [(z, places[z]) for z in mondays])]


def _of_pool(pool: PoolCapacity, some: Sequence[tuple[date, int]]) -> Iterator[PeopleThere]:
    calls = ratio(pool.call_hours, pool.required_hours, 0.0)
    hours = pool.given * calls / pool.efficiency  # (G, W)
    gain = pool.need.spread(pool.gain, 1.0)
    for monday, week in some:
        yield PeopleThere(pool.need, monday, pool.people.groups, hours[:, week], gain)
