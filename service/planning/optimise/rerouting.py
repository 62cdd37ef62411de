"""Which shares of calls may move between an old and a new site, and what hours move with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from data.plan import Plan, Routing
from data.plan.days.routing import routing_of
from models.arrays import Counts, Floats
from models.demand import Stream
from models.hiring import problem as hiring_problem
from models.queues import Pool
from service.planning.basis.current import Current
from service.planning.basis.span import Span
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf, question_of
from service.planning.staffing.pool_sizing import need_of

Line = tuple[str, str]  # site, languages joined by +
# (D,) hours each: a pool's need grows with the share s of its calls as load x s + rest x sqrt(s)
LoadAndRest = tuple[Floats, Floats]

UNIT = 0.05  # of a queue's calls
_SMALLEST_SHARE = 0.1  # at which the need of a pool that has no calls yet is taken to rise


@dataclass(frozen=True, slots=True)
class Moving:
    """A routing that takes its calls from an old site to one new site."""

    routing: int
    old: str
    new: str
    steps: tuple[int, ...]  # the numbers of the steps that may be chosen


@dataclass(frozen=True, slots=True)
class Rerouting:
    """Everything that may move."""

    moving: tuple[Moving, ...]
    routings: tuple[hiring_problem.Routing, ...]
    steps: tuple[hiring_problem.Step, ...]
    unit: float = UNIT

    def fixed(self, need: Floats) -> Floats:
        """(L, W) of ``need`` at the present shares what stays if nothing is at the old sites."""
        moved = [x.need_per_unit * x.current for x in self.steps]
        return np.asarray(need - np.sum(moved, axis=0)) if moved else need

    def weighted(self, factor: Floats) -> "Rerouting":
        """With hours (L, W) times a factor."""
        steps = tuple(replace(x, need_per_unit=x.need_per_unit * factor) for x in self.steps)
        return replace(self, steps=steps)

    def frozen(self, units: Counts) -> "Rerouting":
        """With the shares settled: no hours move any more."""
        steps = tuple(
            replace(x, lowest=count, highest=count, need_per_unit=np.zeros_like(x.need_per_unit))
            for x, count in zip(self.steps, units.tolist(), strict=True)
        )
        return replace(self, steps=steps)

    def shares(self, units: Counts) -> dict[tuple[int, int], Mapping[str, float]]:
        """(routing, step) -> site: share, of the steps that change."""
        chosen: dict[tuple[int, int], Mapping[str, float]] = {}
        left = iter(zip(units.tolist(), self.steps, strict=True))
        for move in self.moving:
            for step in move.steps:
                count, chosen_from = next(left)
                if count != chosen_from.current:
                    old = round(count * self.unit, 4)
                    chosen[move.routing, step] = {move.old: old, move.new: round(1.0 - old, 4)}
        return chosen


def movings(plan: Plan, origin: date) -> Iterator[Moving]:
    """Routings in steps between exactly two sites, away from one that closes."""
    for number, routing in enumerate(plan.routing):
        sites = list(dict.fromkeys(site for x in routing.steps for site in x.shares))
        if routing.ramp != "step" or len(sites) != 2 or plan.site(sites[0]).closes is None:
            continue
        chosen = tuple(i for i, x in enumerate(routing.steps) if i and x.first > origin)
        if chosen:
            yield Moving(number, sites[0], sites[1], chosen)


def rerouting(
    current: Current, span: Span, lines: Sequence[Line], week: Counts, origin: date
) -> Rerouting:
    """What may move, with the hours (L, W) of every unit; ``week`` (D,) numbers those of days."""
    moving = tuple(movings(current.plan, origin))
    steps = [
        step
        for number, move in enumerate(moving)
        for step in _steps(current, span, lines, week, number, move)
    ]
    routings = tuple(_routing(current.plan.routing[x.routing], x, origin) for x in moving)
    return Rerouting(moving, routings, tuple(steps))


def _routing(routing: Routing, move: Moving, origin: date) -> hiring_problem.Routing:
    before = routing.steps[move.steps[0] - 1]
    label = "-".join(x for x in (routing.match.segment, routing.match.language) if x) or "all calls"
    start = max(before.first, origin).toordinal()
    return hiring_problem.Routing(label, _units(before.shares.get(move.old, 0.0)), start)


def _steps(
    current: Current,
    span: Span,
    lines: Sequence[Line],
    week: Counts,
    number: int,
    move: Moving,
) -> Iterator[hiring_problem.Step]:
    routing = current.plan.routing[move.routing]
    old, new = (_hours_of_all(current, span, move, x) for x in (move.old, move.new))
    ordinals = np.array([x.toordinal() for x in span.days])
    for i in move.steps:
        first = routing.steps[i].first
        last = routing.steps[i + 1].first if i + 1 < len(routing.steps) else date.max
        during = (ordinals >= first.toordinal()) & (ordinals < last.toordinal())
        now = _units(routing.steps[i].shares.get(move.old, 0.0))
        need = np.zeros((len(lines), int(week[-1]) + 1))
        for line, per_day in _per_unit(old, now * UNIT):
            need[lines.index(line)] += np.bincount(week, per_day * during, need.shape[1])
        for line, per_day in _per_unit(new, 1.0 - now * UNIT):
            need[lines.index(line)] -= np.bincount(week, per_day * during, need.shape[1])
        lowest, highest = _bounds(current.plan, routing, move, i, now)
        label = str(first)
        yield hiring_problem.Step(label, number, first.toordinal(), lowest, highest, now, need)


def _per_unit(hours: Mapping[Line, LoadAndRest], share: float) -> Iterator[tuple[Line, Floats]]:
    """(D,) hours more of each line with a unit more than a ``share`` of the calls: the slope."""
    at = max(share, _SMALLEST_SHARE)
    for line, (load, extra) in hours.items():
        yield line, UNIT * (load + extra / (2.0 * np.sqrt(at)))


def _bounds(plan: Plan, routing: Routing, move: Moving, step: int, now: int) -> tuple[int, int]:
    """Nothing at a site after it closes or before it opens, nor longer at both than may be."""
    first, whole = routing.steps[step].first, round(1.0 / UNIT)
    after = routing.steps[step + 1].first if step + 1 < len(routing.steps) else date.max
    closes, opens = plan.site(move.old).closes, plan.site(move.new).opens
    if closes and after > closes + timedelta(days=1):
        return 0, 0
    if opens and first < opens:
        return whole, whole
    end = next((x.first for x in routing.steps if not x.shares.get(move.old)), closes)
    limit = plan.limits.max_dual_running_weeks
    if limit is not None and end and (end - first).days > 7 * limit and now < whole:
        return whole, whole
    return 0, whole


def _hours_of_all(
    current: Current, span: Span, move: Moving, site: str
) -> Mapping[Line, LoadAndRest]:
    """Of all the routing's calls at a site."""
    routing = current.plan.routing[move.routing]
    hours: dict[Line, LoadAndRest] = {}
    for pool in current.plan.pools:
        queues = [x for x in current.plan.queues if pool.site == site and pool.takes(x)]
        own = [x for x in queues if routing_of(current.plan, x) is routing]
        if own:
            load, extra = _whole_hours(current, span, pool, [x.id for x in own])
            line = (site, pool.language)
            before = hours.get(line, (np.zeros_like(load), np.zeros_like(load)))
            hours[line] = (before[0] + load, before[1] + extra)
    return hours


def _whole_hours(current: Current, span: Span, pool: Pool, queues: Sequence[str]) -> LoadAndRest:
    reached = [
        (x, Stream(current.demand(x), np.ones(len(current.demand(x).day_mean)), current.lift[x.id]))
        for x in current.plan.queues
        if x.id in queues
    ]
    need = need_of(question_of(current, pool, reached, span, WhatIf(), Method()))
    day, count = span.grid.day, len(span.days)
    hours = span.grid.interval_minutes / 60.0 / need.question.schedule_efficiency[day]
    load = np.asarray(np.bincount(day, need.erlangs * hours, count), np.float64)
    whole = np.bincount(day, need.agents * hours, count)
    return load, np.maximum(whole - load, 0.0)


def _units(share: float) -> int:
    return round(share / UNIT)
