"""The sites that a question of leave is about, with their teams in the weeks that hold its days."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from models.arrays import Flags
from service.planning.basis.current import Current
from service.planning.basis.span import span_of
from service.planning.capacity.cache import Cache
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.site_pools import pool_capacities
from service.planning.leave.leave_question import LeaveQuestion, leave_days
from service.planning.leave.pool_days import pool_days
from service.planning.leave.site_teams import SiteTeams, site_teams
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.staffing_table import pools_of


@dataclass(frozen=True, slots=True)
class PlannedSites:
    """On the days (D) of whole weeks, as far as they are planned."""

    sites: tuple[SiteTeams, ...]  # that have people, each with all its pools
    days: tuple[date, ...]
    asked: Flags  # (D,) which of the days are meant


def planned_sites(current: Current, question: LeaveQuestion) -> PlannedSites:
    """QuestionError for days on which nobody is planned and values that no pool has."""
    days = leave_days(current, question.days)
    meant = {x.site for x in pools_of(current, question)}
    span = span_of(current, days.monday, days.sunday)
    by_site: dict[str, list[PoolCapacity]] = {}
    for x in pool_capacities(current, span, Method(), WhatIf(), Cache()):
        if x.need.pool.site in meant and x.people.groups:
            by_site.setdefault(x.need.pool.site, []).append(x)
    return PlannedSites(
        sites=tuple(site_teams(current.plan, [pool_days(y) for y in x]) for x in by_site.values()),
        days=span.days,
        asked=np.array([days.first <= x <= days.last for x in span.days], np.bool_),
    )
