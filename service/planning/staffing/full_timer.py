"""What one FTE is: a full-timer's paid hours on the days on which a pool takes calls."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.people.supply import takes, works
from data.plan import Plan
from data.plan.days.opening import DAYS_A_WEEK, usual_minutes
from models.arrays import Floats
from models.numeric.ratios import ratio
from service.planning.basis.span import Periods
from service.planning.basis.table import Column
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import PoolQuestion


@dataclass(frozen=True, slots=True)
class Equivalents:
    """(P,) paid hours of pools, a full-timer's, and their quotient; NaN where it means nothing."""

    paid_hours: Floats
    full_timer_hours: Floats
    fte: Floats

    @property
    def columns(self) -> dict[str, Column]:
        """What FTE are the quotient of."""
        return {"paid_hours": self.paid_hours, "full_timer_hours": self.full_timer_hours}


def full_timer_days(plan: Plan, need: PoolNeed) -> Floats:
    """(D,) what a full-timer of the pool's site is paid for each asked day.

    His week is spread over its days as the pool's usual opening minutes are; a day that is usually
    closed counts its own. A day counts nothing on which the site does not work, the pool is closed
    or the plan sends it no calls.
    """
    site, grid = plan.site(need.pool.site), need.question.span.grid
    usual = _usual_minutes(plan, need)
    own = np.bincount(grid.day, need.open, len(grid.days)) * grid.interval_minutes
    on = usual[np.arange(len(grid.days)), [x.weekday() for x in grid.days]]
    days = np.array([x.toordinal() for x in grid.days], dtype=np.int64)
    counts = works(plan, site, days) & (own > 0)
    minutes = np.where(counts, np.where(on > 0, on, own), 0.0)
    return np.asarray(site.full_time_hours * ratio(minutes, usual.sum(axis=1), 0.0))


def week_shares(plan: Plan, need: PoolNeed) -> Floats:
    """(D,) of a week's work, spread over its days as the pool's usual opening minutes are."""
    usual = _usual_minutes(plan, need)
    shares = ratio(usual, usual.sum(axis=1, keepdims=True), 1.0 / DAYS_A_WEEK)
    days = need.question.span.days
    return np.asarray(shares[np.arange(len(days)), [x.weekday() for x in days]])


def _usual_minutes(plan: Plan, need: PoolNeed) -> Floats:
    """(D, 7) of the asked days: the pool's usual week as of each."""
    site = plan.site(need.pool.site)
    taken = [x for x in plan.queues if need.pool.takes(x) and takes(plan, site, x)]
    return usual_minutes(plan, taken, need.question.span.grid.days)


def equivalents(plan: Plan, group: Sequence[PoolNeed], when: Periods) -> Equivalents:
    """Of pools together in each period; NaN below a day, and where they are at several sites.

    Full times of different sites are different hours: such FTE do not add up.
    """
    count = len(when.labels)
    paid = [np.bincount(when.of_interval, x.paid_hours, count) for x in group]
    if when.granularity in ("interval", "hour") or len({x.pool.site for x in group}) > 1:
        unknown = np.full(count, np.nan)
        return Equivalents(np.asarray(np.sum(paid, axis=0)), unknown, unknown)
    days, first = np.unique(group[0].question.span.grid.day, return_index=True)
    period = when.of_interval[first]
    full = [np.bincount(period, full_timer_days(plan, x)[days], count) for x in group]
    return _together(np.array(paid), np.array(full))


def efficiency_columns(group: Sequence[PoolNeed], when: Periods) -> dict[str, Column]:
    """What pools' shifts give of the curve together in each period, and who says so."""
    count = len(when.labels)
    hours, shifts = np.zeros(count), np.zeros(count)
    for need in group:
        grid = need.question.span.grid
        agents = need.agents * (grid.interval_minutes / 60.0)
        efficiency = need.question.schedule_efficiency[grid.day]
        hours += np.bincount(when.of_interval, agents, count)
        shifts += np.bincount(when.of_interval, agents / efficiency, count)
    sources = {x.question.efficiency_source for x in group}
    return {
        "schedule_efficiency": ratio(hours, shifts, np.nan),
        "schedule_efficiency_source": [sources.pop() if len(sources) == 1 else "mixed"] * count,
    }


def paid_of(question: PoolQuestion, agent_hours: Floats) -> Floats:
    """(D,) paid hours of agent hours on each asked day."""
    available = np.array([float(1 - x.paid) for x in question.shrinkage])
    return np.asarray(agent_hours / available / question.schedule_efficiency)


def fte(paid: Floats, full_timer: Floats) -> Floats:
    """Paid hours / a full-timer's; nothing of nothing is 0, something of nothing is NaN."""
    return np.where((paid == 0) & (full_timer == 0), 0.0, ratio(paid, full_timer, np.nan))


def _together(paid: Floats, full: Floats) -> Equivalents:
    """Pools (K, P) of one site: FTE add up, and a full-timer's hours are what divides the sum."""
    hours, most = paid.sum(axis=0), full.max(axis=0)
    people = np.where(most > 0, fte(paid, full).sum(axis=0), np.nan)
    divisor = np.where(people == 0, most, ratio(hours, people, np.nan))
    return Equivalents(hours, np.where(most > 0, divisor, 0.0), people)
