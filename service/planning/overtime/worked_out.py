"""A pool's week with the people whom the plan has, and with hours more or fewer of theirs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np

from data.plan import Plan
from data.shifts import Goal, Heads
from models.arrays import Counts, Flags, Floats
from models.shifts.given_people import best_shifts
from models.shifts.heads import apportioned
from models.shifts.whole_hours import Hours, added, taken_off
from service.planning.overtime.goal import WeekGoal, week_goal
from service.planning.overtime.overtime_week import ExtraHour, ExtraKind, OvertimeWeek
from service.planning.overtime.people_there import PeopleThere
from service.planning.overtime.possible_hours import PossibleHours, longer, shorter
from service.planning.shifts.needed_week import NeededWeek, needed_week
from service.planning.shifts.pool_week import PoolWeek, pool_week
from service.planning.shifts.refused import why_not


def overtime_week(plan: Plan, there: PeopleThere, goal: Goal) -> OvertimeWeek | None:
    """The best shifts of the people there, and hours until the goal is kept or just still is.

    Intervals that stay given up with all hours there are ask for no more than helps them: beside
    these the week's level is reached with as few hours as it takes. None where nothing is open.
    """
    bare = needed_week(plan, there.need, there.monday)
    if bare is None:
        return None
    week = replace(bare, available=bare.available * there.gain[bare.interval])
    kept = week_goal(week, goal)
    problem = pool_week(week, plan.contracts_of(there.need.pool), kept.worth)
    heads = _heads(bare, problem, there)
    counts = np.zeros(len(problem.kinds), np.int64)
    if len(counts) and heads.any():
        counts = best_shifts(problem.week, heads)
    return _Case(kept, problem, there, heads, counts).worked_out()


def _heads(week: NeededWeek, problem: PoolWeek, there: PeopleThere) -> Counts:
    """(C,) whole people of each contract, as many as the hours there are."""
    on_phone = float(np.average(week.available, weights=np.maximum(week.agents, 1)))
    parts = there.paid_hours(problem.contracts, on_phone) / problem.week.terms.hours
    total = round(float(parts.sum()))
    return apportioned(parts, total) if total else np.zeros(len(parts), np.int64)


@dataclass(frozen=True, slots=True)
class _Case:
    """A pool's week with its people's best shifts."""

    goal: WeekGoal
    problem: PoolWeek
    there: PeopleThere
    heads: Counts  # (C,)
    counts: Counts  # (K,)

    def worked_out(self) -> OvertimeWeek:
        """With hours more where the goal is missed, with hours fewer where it is kept."""
        week, worth, agents = self.goal.week, self.goal.worth, self._agents
        if worth.kept(agents):
            fewer = shorter(week, self.problem, self.counts)
            chosen = taken_off(worth, fewer.hours, self.counts, agents)
            return self._with("early leave", fewer, chosen)
        more = longer(week, self.problem, self.counts)
        return self._with("overtime", more, self._added(more.hours))

    @property
    def _agents(self) -> Floats:
        """(m,) by the shifts alone."""
        return np.asarray(self.counts @ self.problem.week.columns.cover, np.float64)

    def _added(self, hours: Hours) -> Counts:
        """(H,) people who work each hour more."""
        chosen = added(self.goal.worth, hours, self.counts, self._agents)
        reachable = self.goal.reachable(self._agents + chosen @ hours.cover)
        return chosen if reachable is None else added(reachable, hours, self.counts, self._agents)

    def _with(self, kind: ExtraKind, possible: PossibleHours, chosen: Counts) -> OvertimeWeek:
        """With the ``chosen`` hours (H,) more or fewer."""
        sign = 1.0 if kind == "overtime" else -1.0
        then = self._agents + sign * (chosen @ possible.hours.cover)
        need, terms = self.goal.week.need, self.problem.week.terms
        people = zip(terms.names, self.heads.tolist(), terms.hours.tolist(), strict=True)
        return OvertimeWeek(
            pool=need.pool.name,
            monday=self.goal.week.monday,
            goal=self.goal.goal,
            heads=tuple(Heads(*x) for x in people),
            shift_hours=float(self.counts @ self.problem.week.columns.hours),
            service_level=self.goal.level(self._agents),
            target=need.target.share,
            needed_level=self.goal.needed_level,
            hours=tuple(self._hours(kind, possible, chosen)),
            service_level_then=self.goal.level(then),
            cost=sign * self._cost(possible, chosen) + 0.0,  # no negative zero
            reason=self._reason(then, int(chosen.sum())),
        )

    @property
    def _unreached(self) -> Flags:
        """(m,) at which agents are needed and no shift may be at work."""
        cover = self.problem.week.columns.cover.max(axis=0, initial=0.0)
        return np.asarray((cover <= 0) & (self.goal.week.agents > 0))

    def _cost(self, possible: PossibleHours, chosen: Counts) -> float:
        """Of the hours, whichever way they count; NaN where people's cost is not told."""
        contract = self.problem.week.columns.contract[possible.hours.shift]
        hours = np.bincount(contract, chosen, len(self.heads))
        rates = self.there.hourly_costs(self.problem.contracts)
        return float(hours @ np.where(hours > 0, rates, 0.0))

    def _hours(
        self, kind: ExtraKind, possible: PossibleHours, chosen: Counts
    ) -> Iterator[ExtraHour]:
        columns, monday = self.problem.week.columns, self.goal.week.monday
        for hour in np.flatnonzero(chosen).tolist():
            column = int(possible.hours.shift[hour])
            name = self.problem.contracts[int(columns.contract[column])].name
            day = monday + timedelta(days=int(columns.day[column]))
            yield ExtraHour(kind, name, day, int(possible.start[hour]), int(chosen[hour]))

    def _reason(self, then: Floats, hours: int) -> str:
        """Why ``then`` (m,) agents miss the goal; empty where they keep it."""
        if self.goal.worth.kept(then):
            return ""
        if not self.there.groups:
            site = self.goal.week.need.pool.site
            return f"the plan has no people at {site}: add [[sites.staff]]"
        if self._unreached.any():
            return why_not(self.goal.week, self.problem)
        if not self.heads.any():
            return "nobody whom the plan has takes these calls in this week"
        return self.goal.missed(then, hours)
