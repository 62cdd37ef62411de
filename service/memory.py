"""What was worked out already: equal questions of several scenarios are answered once."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.plan import Plan, Site
from data.staff import site_groups
from models.demand import Stream
from service.day_paths import DayPaths, day_paths
from service.people import SitePeople, WeekSpan, open_days, site_people
from service.pool_asked import PoolAsked
from service.pool_need import PoolNeed, need_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Memory:
    """Of one request: needs and paths by everything they depend on."""

    needs: dict[Hashable, PoolNeed] = field(default_factory=dict)
    paths: dict[Hashable, DayPaths] = field(default_factory=dict)
    people: dict[Hashable, SitePeople] = field(default_factory=dict)

    def need_of(self, asking: PoolAsked) -> PoolNeed:
        """As ``service.pool_need.need_of``."""
        key = _key(asking)
        if key not in self.needs:
            self.needs.setdefault(key, need_of(asking))  # of two threads the first one's counts
        return replace(self.needs[key], asking=asking)

    def day_paths(self, need: PoolNeed, agents: Floats, people: Floats) -> DayPaths:
        """As ``service.day_paths.day_paths``."""
        key = (_key(need.asking), agents.tobytes(), people.tobytes())
        if key not in self.paths:
            self.paths.setdefault(key, day_paths(need, agents, people))
        return self.paths[key]

    def site_people(
        self, plan: Plan, site: Site, weeks: WeekSpan, since: date, seed: int, draws: int
    ) -> SitePeople:
        """As ``service.people.site_people``."""
        groups = tuple(x for x in site_groups(plan) if x.site == site.id)
        works = open_days(plan, site, weeks).tobytes()
        key = (site, groups, plan.opening_hours, plan.schedule_efficiency, weeks, works)
        if key not in self.people:
            self.people.setdefault(key, site_people(plan, site, weeks, since, seed, draws))
        return self.people[key]


def _parts(asking: PoolAsked, stream: Stream) -> tuple[Floats | float, ...]:
    """What of a stream the plan can change: its half-hours only by overflow."""
    if not asking.found.plan.overflow:
        return (stream.routed, stream.lift)
    return (stream.routed, stream.lift, stream.demand.shares)


def _key(asking: PoolAsked) -> Hashable:
    plan, site = asking.found.plan, asking.site
    calls = tuple(
        (queue.id, *(np.asarray(y).tobytes() for y in _parts(asking, x)))
        for queue, x in asking.reached
    )
    rules = (plan.handling, plan.aht_changes, plan.schedule_efficiency, site.min_agents)
    days = (asking.asked.first, asking.asked.last)
    slower = np.asarray(asking.slower).tobytes()
    return (
        asking.pool,
        calls,
        rules,
        asking.shrinkage(),
        days,
        asking.what_if,
        asking.method,
        slower,
    )
