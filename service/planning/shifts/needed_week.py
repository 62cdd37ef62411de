"""A pool's week as shifts see it: open intervals on the site's clock, and what agents reach."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.people.supply import works
from data.plan import Plan
from models.agents.staffing import reached
from models.arrays import Counts, Floats, Index
from models.queues import Shrinkage
from models.shifts.week import DAYS, Worth
from service.planning.basis.shift_agents import site_clock
from service.planning.staffing.full_timer import full_timer_days
from service.planning.staffing.pool_need import PoolNeed

_MORE, _SPARE = 1.25, 8  # of the most needed agents, how many more may be of any worth
_UNWATCHED = 1e3  # calls: what every agent too few for an interval counts


@dataclass(frozen=True, slots=True)
class NeededWeek:
    """Of the open intervals (m,) of a pool's week in which its site works, in the site's order."""

    need: PoolNeed
    monday: date
    interval: Index  # (m,) its number in the span
    day: Index  # (m,) 0 to 6: of the site's week
    minute: Index  # (m,) after the site's midnight
    agents: Counts  # (m,) needed
    available: Floats  # (m,) of people on a shift, who are not absent nor off the phone
    share: float  # of a usual week that people work

    @property
    def hours(self) -> float:
        """Of an interval."""
        return self.need.question.span.grid.interval_minutes / 60.0

    @property
    def shrinkage(self) -> list[Shrinkage]:
        """Of the seven days; of a day that is not asked the nearest one's."""
        question = self.need.question
        last = len(question.shrinkage) - 1
        before = self.monday.toordinal() - question.span.first.toordinal()
        return [question.shrinkage[min(max(before + x, 0), last)] for x in range(DAYS)]

    @property
    def least(self) -> int:
        """Agents while the pool is open."""
        return self.need.question.site.min_agents


@dataclass(frozen=True, slots=True)
class Reached:
    """Calls of m intervals with 0 to N - 1 agents: (m, N)."""

    in_time: Floats
    among: Floats  # that the level is a share of

    def level(self, agents: Floats, day: Index) -> float:
        """Of the whole week with ``agents`` (m,)."""
        sums = [Worth(x, day).at(agents).sum() for x in (self.in_time, self.among)]
        return float(sums[0] / sums[1]) if sums[1] else np.nan

    def promised(self, week: NeededWeek) -> float:
        """The level with the needed agents of the ``week``; nothing where nobody calls."""
        return float(np.nan_to_num(self.level(week.agents.astype(np.float64), week.day)))


def needed_week(plan: Plan, need: PoolNeed, monday: date) -> NeededWeek | None:
    """The week that begins on ``monday``; None where nothing is open."""
    grid, site = need.question.span.grid, plan.site(need.pool.site)
    day, minute = site_clock(grid, need.question.site.timezone)
    week = day - monday.toordinal()
    open_days = works(plan, site, day)
    inside = np.flatnonzero(need.open & open_days & (week >= 0) & (week < DAYS))
    days = np.array([x.toordinal() for x in grid.days]) - monday.toordinal()
    shares = full_timer_days(plan, need)[(days >= 0) & (days < DAYS)]
    share = float(shares.sum()) / site.full_time_hours
    if not len(inside) or not share:
        return None
    rostered = need.question.rostered[grid.day[inside]]
    return NeededWeek(
        need, monday, inside, week[inside], minute[inside], need.agents[inside], 1 - rostered, share
    )


def reached_by(week: NeededWeek) -> Reached:
    """What every number of agents up to some more than are needed reaches."""
    need, keep = week.need, np.zeros(len(week.need.open), bool)
    keep[week.interval] = True
    chosen = keep[need.open]
    risk = need.risk.chosen(np.flatnonzero(chosen))
    load = replace(need.load.chosen(chosen), nodes=risk.nodes("mean"))
    most = int(_MORE * week.agents.max()) + _SPARE
    every = [reached(load, need.target, np.full(len(week.agents), x)) for x in range(most + 1)]
    levels = np.nan_to_num(np.stack([x.service_level for x in every], axis=1))
    among = np.stack([x.among for x in every], axis=1)
    return Reached(levels * among, among)


def level_worth(week: NeededWeek, found: Reached) -> Worth:
    """The goal: the week's level is that of the needed agents, and no interval is given up.

    None has fewer agents than min_agents, nor than it takes for the next one to gain less than the
    one before: there hardly anybody is answered in time. Above, what agents add falls steadily.
    """
    worth = found.in_time - found.promised(week) * found.among
    steepest = np.diff(worth, axis=1).argmax(axis=1) + 1
    least = np.maximum(np.minimum(steepest, week.agents), week.least)
    missing = np.maximum(least[:, None] - np.arange(worth.shape[1]), 0)
    return Worth(worth - _UNWATCHED * missing, week.day)


def cover_worth(week: NeededWeek) -> Worth:
    """The goal: no interval lacks an agent."""
    n = np.arange(int(week.agents.max()) + 2)
    return Worth(-np.maximum(week.agents[:, None] - n, 0).astype(np.float64), week.day)
