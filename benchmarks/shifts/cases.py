"""The sample's pools of a week under each mix of contracts."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from joblib import Parallel, delayed

from benchmarks.shifts.mixes import MIXES
from data.plan import Contract, Plan
from data.shifts import Goal, PoolShifts
from models.shifts.week import ShiftWeek
from service.planning.basis.current import Current
from service.planning.basis.horizon import weeks
from service.planning.basis.span import span_of
from service.planning.shifts.needed_week import cover_worth, level_worth, needed_week, reached_by
from service.planning.shifts.pool_week import pool_week
from service.planning.shifts.worked_out import pool_shifts
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need

GOALS: tuple[Goal, ...] = ("level", "cover")
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Solved:
    """A pool's week of shifts, and the CPU seconds that it took."""

    goal: Goal
    mix: str
    person: float  # paid hours of the longest week
    found: PoolShifts
    seconds: float

    @property
    def over(self) -> float:
        """Person-weeks above the bound."""
        return (self.found.paid_hours - self.found.bound_hours) / self.person

    @property
    def near(self) -> bool:
        """Whether the larger of 1 % and one person-week is not passed."""
        allowed = max(0.01 * self.found.bound_hours, self.person)
        return self.found.paid_hours - self.found.bound_hours <= allowed + 1e-6


def needs(current: Current, mondays: Sequence[date]) -> list[PoolNeed]:
    """Of every pool that takes calls in these weeks."""
    last = min(weeks(current)[-1].last, mondays[-1] + timedelta(days=6))
    span = span_of(current, max(weeks(current)[0].first, mondays[0]), last)
    found = [pool_need(current, x, span, WhatIf(), Method()) for x in current.plan.pools]
    return [x for x in found if x is not None]


def under(plan: Plan, mix: tuple[Contract, ...]) -> Plan:
    """The plan with these contracts at every site."""
    return replace(plan, contracts=mix)


def solved(plan: Plan, need: PoolNeed, monday: date, goal: Goal, mix: str) -> Solved | None:
    """None where nothing is open."""
    began = time.process_time()
    found = pool_shifts(plan, need, monday, goal, {})
    seconds = time.process_time() - began
    if found is None:
        return None
    person = max(x.weekly_hours for x in plan.contracts_of(need.pool))
    return Solved(goal, mix, person, found, seconds)


def every_mix(current: Current, monday: date) -> list[Solved]:
    """Of every goal, mix and pool."""
    found = [
        solved(under(current.plan, mix), need, monday, goal, name)
        for goal in GOALS
        for name, mix in MIXES.items()
        for need in needs(current, [monday])
    ]
    return [x for x in found if x is not None]


def whole_horizon(current: Current) -> tuple[list[Solved], float]:
    """Of all weeks under the plan's own contracts, and the seconds that two processes take."""
    mondays = sorted({x.first - timedelta(days=x.first.weekday()) for x in weeks(current)})
    began = time.perf_counter()
    tasks = [
        delayed(solved)(current.plan, need, monday, "level", "the sample's own")
        for need in needs(current, mondays)
        for monday in mondays
    ]
    found = Parallel(n_jobs=PROCESSES)(tasks)
    return [x for x in found if x is not None], time.perf_counter() - began


def problems(current: Current, monday: date, most: int) -> Iterator[tuple[str, ShiftWeek]]:
    """Named weeks of pools of at most ``most`` people needed at once."""
    for need in needs(current, [monday]):
        week = needed_week(current.plan, need, monday)
        if week is None or week.agents.max() > most:
            continue
        for goal in GOALS:
            worth = level_worth(week, reached_by(week)) if goal == "level" else cover_worth(week)
            for name, mix in MIXES.items():
                yield f"{need.pool.name}, {goal}, {name}", pool_week(week, mix, worth).week
