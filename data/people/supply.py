"""Hours that a site's people can give to calls, week by week, by the plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.people.staff import StaffGroup, site_groups
from data.plan import Plan, Site
from data.plan.days.opening import DAYS_A_WEEK, usual_minutes
from data.plan.days.routing import routing_of, sites_of
from models.arrays import Days, Floats
from models.people.headcount import expected_headcount, handling_factor, takes_calls
from models.queues import Queue


@dataclass(frozen=True, slots=True)
class SiteDays:
    """What a site's people can give on its days (7 W,), whoever they are."""

    ordinals: Days
    worked: Floats  # the share of a person's week; 0 where the site is shut
    available: Floats  # the share of paid time that shrinkage leaves


@dataclass(frozen=True, slots=True)
class Supply:
    """What the groups (G) of a site can give in ISO weeks (W), perhaps in draws: (..., G, W).

    Hours count from the first call on, on days when the site works: a week's hours are spread
    over its days as the usual opening minutes of the calls that the site takes.
    """

    paid_hours: Floats  # before shrinkage
    agent_hours: Floats  # on the phone or free to take a call, wherever their shifts lie
    experienced_hours: Floats  # of people who handle calls in the learned AHT, worth the same


def expected_supply(plan: Plan, site: Site, mondays: Sequence[date]) -> Supply:
    """What is expected of a site in the weeks that begin on ``mondays``."""
    groups = [x for x in site_groups(plan) if x.site == site.id]
    days = site_days(plan, site, mondays)
    headcount = np.array([expected_headcount(x.group, days.ordinals) for x in groups])
    return supply(groups, days, headcount.reshape(len(groups), len(days.ordinals)))


def site_days(plan: Plan, site: Site, mondays: Sequence[date]) -> SiteDays:
    """The days of a site in the weeks that begin on ``mondays``."""
    days = _ordinals(mondays)
    return SiteDays(days, _worked_shares(plan, site, days), _available_shares(site, days))


def supply(groups: Sequence[StaffGroup], days: SiteDays, headcount: Floats) -> Supply:
    """What groups of a site give whose people number ``headcount`` (..., G, 7 W), day by day."""
    takes = np.array([takes_calls(x.group, days.ordinals) for x in groups], np.float64)
    slower = np.array([handling_factor(x.group, days.ordinals) for x in groups])
    takes, slower = (x.reshape(len(groups), len(days.ordinals)) for x in (takes, slower))
    weekly = np.array([x.group.weekly_hours for x in groups])[:, None]
    paid = weekly * takes * days.worked
    agent = paid * days.available
    return Supply(
        paid_hours=_by_week(headcount, paid),
        agent_hours=_by_week(headcount, agent),
        experienced_hours=_by_week(headcount, agent / slower),
    )


def _ordinals(mondays: Sequence[date]) -> Days:
    firsts = np.array([x.toordinal() for x in mondays], dtype=np.int64)
    return np.asarray((firsts[:, None] + np.arange(DAYS_A_WEEK)).reshape(-1))


def _worked_shares(plan: Plan, site: Site, days: Days) -> Floats:
    """The share (D,) of a person's week that is worked on each day; 0 where the site is shut."""
    dates = [date.fromordinal(x) for x in days.tolist()]
    minutes = usual_minutes(plan, [x for x in plan.queues if takes(plan, site, x)], dates)
    minutes[~minutes.any(axis=1)] = 1.0
    weekday = (days - 1) % DAYS_A_WEEK  # ordinal 1 is a Monday
    own = minutes[np.arange(len(days)), weekday]
    return np.asarray(works(plan, site, days) * own / minutes.sum(axis=1))


def takes(plan: Plan, site: Site, queue: Queue) -> bool:
    """Whether the routing plan ever sends a queue's calls to a site."""
    routing = routing_of(plan, queue)
    return routing is not None and site.id in sites_of(routing)


def works(plan: Plan, site: Site, days: Days) -> NDArray[np.bool_]:
    """On which days (D,) people of a site work: while it is open, on its holidays if it says so."""
    opens, closes = site.opens or date.min, site.closes or date.max
    works = (days >= opens.toordinal()) & (days <= closes.toordinal())
    if site.works_on_holidays:
        return np.asarray(works)
    holidays = [x.toordinal() for x in plan.calendars.get(site.holidays, ())]
    return np.asarray(works & ~np.isin(days, holidays))


def _available_shares(site: Site, days: Days) -> Floats:
    """The share (D,) of paid time that shrinkage leaves."""
    taken = [site.shrinkage_on(date.fromordinal(day)).paid for day in days.tolist()]
    return np.array([float(1 - x) for x in taken])


def _by_week(headcount: Floats, each: Floats) -> Floats:
    """Sums over the days of each week, (..., G, W), of people times what each (G, D) gives."""
    weeks = each.shape[-1] // DAYS_A_WEEK
    people = headcount.reshape(*headcount.shape[:-1], weeks, DAYS_A_WEEK)
    given = each.reshape(len(each), weeks, DAYS_A_WEEK)
    return np.asarray(np.einsum("...gwd,gwd->...gw", people, given))
