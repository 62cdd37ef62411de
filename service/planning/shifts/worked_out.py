"""A pool's week of shifts, worked out by the solver: never in a web worker."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data.plan import Plan
from data.shifts import Goal, Heads, PoolShifts
from models.arrays import Floats
from models.shifts.curve import curve
from models.shifts.solve import solve
from models.shifts.week import DAYS, ShiftPlan
from service.planning.shifts.alike import digest
from service.planning.shifts.needed_week import (
    NeededWeek,
    Reached,
    cover_worth,
    level_worth,
    needed_week,
    reached_by,
)
from service.planning.shifts.pool_week import PoolWeek, pool_week
from service.planning.shifts.refused import why_not
from service.planning.staffing.pool_need import PoolNeed


def pool_shifts(
    plan: Plan, need: PoolNeed, monday: date, goal: Goal, known: Mapping[str, PoolShifts]
) -> PoolShifts | None:
    """The cheapest shifts of the week that begins on ``monday``; None where nothing is open.

    ``level``: the week's service level is at least that of the needed agents, which meets the
    target. ``cover``: no interval has fewer agents than are needed. ``known`` ones by sha256 of
    what they were worked out from are not worked out again.
    """
    case = pool_case(plan, need, monday, goal)
    if case is None:
        return None
    return known[case.sha256] if case.sha256 in known else case.solved()


def pool_case(plan: Plan, need: PoolNeed, monday: date, goal: Goal) -> "PoolCase | None":
    """What is to be solved; None where nothing is open."""
    week = needed_week(plan, need, monday)
    if week is None:
        return None
    reach = reached_by(week)
    worth = level_worth(week, reach) if goal == "level" else cover_worth(week)
    problem = pool_week(week, plan.contracts_of(need.pool), worth)
    return PoolCase(week, reach, problem, goal, digest(week, reach, problem, goal))


@dataclass(frozen=True, slots=True)
class PoolCase:
    """A pool's week and goal."""

    week: NeededWeek
    reach: Reached
    problem: PoolWeek
    goal: Goal
    sha256: str

    def solved(self) -> PoolShifts:
        """The cheapest shifts, or why there are none."""
        solved = solve(self.problem.week) if self.problem.kinds else None
        return self.refused() if solved is None else self.told(solved)

    def told(self, solved: ShiftPlan) -> PoolShifts:
        """What was found."""
        week, terms = self.week, self.problem.week.terms
        paid = float(terms.hours @ solved.heads)
        on_phone, with_leave = self._shares(solved)
        people = zip(terms.names, solved.heads.tolist(), terms.hours.tolist(), strict=True)
        some = np.flatnonzero(solved.counts).tolist()
        return replace(
            self.refused(),
            heads=tuple(Heads(*x) for x in people),
            shifts=tuple(self.problem.shift(x, week.monday, int(solved.counts[x])) for x in some),
            paid_hours=paid,
            bound_hours=paid * solved.bound / solved.cost if solved.cost else 0.0,
            agent_hours=paid * on_phone,
            curve_hours=float(self._curve(solved.agents).sum()) * week.hours,
            fte=paid * with_leave / (week.need.question.site.full_time_hours * week.share),
            service_level=self.reach.level(solved.agents, week.day),
            reason="",
        )

    def refused(self) -> PoolShifts:
        """Without shifts, and why."""
        pool, unknown = self.week.need.pool, float("nan")
        return PoolShifts(
            pool=pool.name,
            site=pool.site,
            monday=self.week.monday,
            goal=self.goal,
            heads=(),
            shifts=(),
            paid_hours=unknown,
            bound_hours=unknown,
            agent_hours=unknown,
            curve_hours=unknown,
            fte=unknown,
            service_level=unknown,
            needed_level=self.reach.level(self._needed, self.week.day),
            reason=why_not(self.week, self.problem),
            sha256=self.sha256,
        )

    @property
    def _needed(self) -> Floats:
        """(m,)"""
        return self.week.agents.astype(np.float64)

    def _curve(self, agents: Floats) -> Floats:
        """(m,) agents who follow the need and keep the same goal."""
        if self.goal == "cover" or not self.reach.among.any():
            return self._needed
        return curve(self.problem.week.worth, self._needed, self.week.least, agents)

    def _shares(self, solved: ShiftPlan) -> tuple[float, float]:
        """Of the paid hours who takes calls, and what is paid with leave for each; by day."""
        columns = self.problem.week.columns
        hours = np.bincount(columns.day, solved.counts * columns.hours, DAYS)
        worked = hours if hours.any() else np.ones(DAYS)
        days = self.week.shrinkage
        on_phone = np.array([float(1 - x.rostered) for x in days])
        with_leave = np.array([float((1 - x.rostered) / (1 - x.paid)) for x in days])
        means = np.average([on_phone, with_leave], axis=1, weights=worked)
        return float(means[0]), float(means[1])
