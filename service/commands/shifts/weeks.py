"""Shifts worked out by the solver, in several processes, and kept for every answer to read.

A web worker imports nothing of this: what needs a solver runs in a process of its own.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeAlias

import click
import joblib
from sqlalchemy import Engine

from data.errors import PlannerError
from data.plan import Plan
from data.plan.store import newest_plan_id
from data.releases import current_id
from data.shifts import Goal, PoolShifts
from data.shifts.store import alike_shifts, keep_shifts, load_shifts
from service.planning.basis.current import Current
from service.planning.basis.horizon import weeks
from service.planning.basis.span import span_of
from service.planning.shifts.mixes import MixQuestion
from service.planning.shifts.more_people import joined, shifts_with
from service.planning.shifts.open_weeks import open_weeks, open_weeks_of
from service.planning.shifts.worked_out import pool_shifts
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.web.current import read_current

Task: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]  # as joblib delays it

_AT_ONCE = 4  # weeks of a pool that a process works out
_FEW = 12  # pools' weeks that are not worth processes


def keep_current_shifts(engine: Engine) -> None:
    """Work out the current plan's weeks of shifts over the current release, and keep them.

    What cannot be worked out is said on standard error; the plan and the release stand.
    """
    if newest_plan_id(engine) is None or current_id(engine) is None:
        return
    try:
        current = read_current(engine)
        if not current.plan.contracts:
            return
        known = weeks(current)
        began = time.monotonic()
        found = kept_shifts(engine, current, "level", known[0].first, known[-1].last)
    except PlannerError as error:
        click.echo(f"note: shifts are not worked out: {error}", err=True)
        return
    seconds = time.monotonic() - began
    click.echo(f"shifts of {len(found)} weeks of pools, {seconds:.0f} s", err=True)
    for x in [x for x in found if x.reason][:3]:
        click.echo(f"note: no shifts of {x.pool} in the week of {x.monday}: {x.reason}", err=True)


def kept_shifts(
    engine: Engine, current: Current, goal: Goal, first: date, last: date
) -> list[PoolShifts]:
    """Of every week with a day between two days, in time order; those not yet kept are kept now."""
    release_id, plan_id = current.release.head.id, current.stored.id
    found = load_shifts(engine, release_id, plan_id, goal, first, last)
    missing = sorted(set(open_weeks_of(current, first, last)) - {x.monday for x in found})
    if missing:
        made = _worked_out(current, goal, missing, alike_shifts(engine, release_id, goal))
        keep_shifts(engine, release_id, plan_id, made)
        found = load_shifts(engine, release_id, plan_id, goal, first, last)
    return found


def by_own_shifts(engine: Engine, current: Current) -> Current:
    """A plan that is not stored, with what its own shifts lose in place of the stored plan's."""
    if current.plan.schedule_efficiency_source == "planned" or not current.plan.contracts:
        return current
    mondays = open_weeks(current)
    known = alike_shifts(engine, current.release.head.id, "level")
    found: dict[str, dict[date, PoolShifts]] = {}
    for x in _worked_out(current, "level", mondays, known):
        if x.heads:
            found.setdefault(x.pool, {})[x.monday] = x
    return replace(current, shifts=found)


def worked_out_of_site(current: Current, plan: Plan, question: MixQuestion) -> list[PoolShifts]:
    """Of a site's pools in the asked weeks, under a plan that differs in its contracts alone."""
    mondays = open_weeks_of(current, question.first, question.last)
    if not mondays:
        span_of(current, question.first, question.last)
    return _worked_out(_of_site(current, plan, question.site), question.goal, mondays, {})


def worked_out_with(
    current: Current, question: MixQuestion, planned: Sequence[PoolShifts]
) -> list[PoolShifts]:
    """The ``planned`` weeks of a site's pools again, with the people more who are asked for."""
    site = _of_site(current, current.plan, question.site)
    more = joined(planned, str(question.contract), question.more_people or 0)
    mondays = list(dict.fromkeys(x.monday for x in planned))
    tasks = [
        joblib.delayed(shifts_with)(site.plan, need, monday, question.goal, more)
        for need in (_needs(site, mondays) if mondays else [])
        if site.plan.contracts_of(need.pool)
        for monday in mondays
    ]
    return [x for x in in_processes(tasks, len(tasks)) if x is not None]


def _of_site(current: Current, plan: Plan, site: str) -> Current:
    """With the pools of one site alone, under a plan that is not stored."""
    pools = tuple(x for x in plan.pools if x.site == site)
    return replace(current, stored=replace(current.stored, plan=replace(plan, pools=pools)))


def _worked_out(
    current: Current, goal: Goal, mondays: Sequence[date], known: Mapping[str, PoolShifts]
) -> list[PoolShifts]:
    if not mondays:
        return []
    plan = current.plan
    tasks = [
        joblib.delayed(_of_pool)(plan, need, some, goal, known)
        for need in _needs(current, mondays)
        if plan.contracts_of(need.pool)
        for some in _parts(mondays)
    ]
    made = in_processes(tasks, len(tasks) * min(len(mondays), _AT_ONCE))
    return [x for some in made for x in some]


def in_processes(tasks: Sequence[Task], count: int) -> list[Any]:
    """What delayed ``tasks`` return, in their order; together they work out ``count`` weeks."""
    jobs = 1 if count <= _FEW else joblib.cpu_count()
    return list(joblib.Parallel(n_jobs=jobs)(tasks))


def _needs(current: Current, mondays: Sequence[date]) -> list[PoolNeed]:
    """Of every pool, over all days of these weeks that can be planned."""
    days = [x for week in weeks(current) for x in week.days]
    last = min(days[-1], mondays[-1] + timedelta(days=6))
    span = span_of(current, max(days[0], mondays[0]), last)
    found = [pool_need(current, x, span, WhatIf(), Method()) for x in current.plan.pools]
    return [x for x in found if x is not None]


def _parts(mondays: Sequence[date]) -> list[Sequence[date]]:
    return [mondays[x : x + _AT_ONCE] for x in range(0, len(mondays), _AT_ONCE)]


def _of_pool(
    plan: Plan, need: PoolNeed, mondays: Sequence[date], goal: Goal, known: Mapping[str, PoolShifts]
) -> list[PoolShifts]:
    found = [pool_shifts(plan, need, x, goal, known) for x in mondays]
    return [x for x in found if x is not None]
