"""What optimising a plan found, in a planner's words."""

from collections.abc import Iterator
from datetime import date
from math import isnan

import numpy as np

from data.plan import Plan, Routing, RoutingStep
from service.planning.basis.current import Current
from service.planning.capacity.cache import Cache
from service.planning.capacity.readiness import READY
from service.planning.optimise.evaluated import Evaluated, evaluated
from service.planning.optimise.goal import GOALS, Goal
from service.planning.optimise.search import Found, Optimised


def in_words(result: Optimised) -> Iterator[str]:
    """Before and after, what each goal costs, then every decision and how far it was searched."""
    found = result.asked
    before, after = found.before, found.after
    yield f"goal: {before.goal.words}"
    yield f"before: {_promise(before)}"
    yield from _outcome(found)
    for x in result.found.values():
        yield f"cost: {_cost(x)}"
        yield from missing_weeks(x.after)
    old, new = before.current.plan, after.current.plan
    yield from _people(old, new)
    for was, now in zip(old.routing, new.routing, strict=True):
        yield from _shares(was, now)
        yield from _closing(new, now)
    yield from _searched(found)


def own_shifts_words(found: Evaluated, own: Current) -> Iterator[str]:
    """What the plan found promises by its ``own`` shifts; the search took the present plan's.

    Nothing where a planner's own figure stands, or none is known.
    """
    if own is found.current:
        return
    question = found.answer.question
    again = evaluated(own, question.first, question.last, found.goal, Cache())
    yield f"by its own shifts: {_promise(again)}"
    if again.short > found.short:
        yield from missing_weeks(again)
        yield "its own shifts lose more than the present plan's: import it and optimise again"


def _outcome(found: Found) -> Iterator[str]:
    if found.binding:
        hours = f"{found.shortfall_hours:.0f} h stay missing"
        why = hours if found.shortfall_hours else "the shares of calls cannot stay within them"
        yield f"no plan keeps every limit and the goal: {why}"
        yield from (f"limit that binds: {x}" for x in found.binding)
    yield f"{'least violation' if found.after.short else 'after'}: {_promise(found.after)}"


def missing_weeks(after: Evaluated) -> Iterator[str]:
    """Every pool's weeks that miss the goal."""
    for weeks in after.answer.pools:
        missed = np.flatnonzero(after.above(weeks) < 0)
        if missed.size:
            mondays = ", ".join(after.answer.mondays[i].isoformat() for i in missed)
            state = _state(after.goal)
            yield f"{state}: {weeks.capacity.need.pool.name}, week of {mondays}"


def _state(goal: Goal) -> str:
    return "not ready" if goal.name == "ready" else "below its target on average"


def _cost(found: Found) -> str:
    """Of a goal, or of the plan that comes nearest to it."""
    cost, goal = _money(found.after.cost), found.after.goal.words
    return f"{cost}, no plan found with {goal}" if found.after.short else f"{cost} with {goal}"


def _searched(found: Found) -> Iterator[str]:
    tried = f"each was tried, {found.certificate} plans, the last of {found.judged} judged"
    if found.certificate is None:
        yield f"{found.judged} plans judged, and no more may be: more could perhaps be taken out"
    elif found.after.short:
        yield f"without any single person, class or step a week would be worse: {tried}"
    else:
        yield (
            "no single person, class or step can be taken out with every promise and limit kept: "
            + tried
        )
    if found.timed_out:
        yield "stopped by seconds on the way: a less busy machine may find another plan"


def _promise(evaluated: Evaluated) -> str:
    pools = evaluated.answer.pools
    weeks = sum(int((x.paths.calls.mean(axis=0) > 0).sum()) for x in pools)
    ready = sum(int((x.probability >= READY).sum()) for x in pools)
    mean = GOALS["mean"]
    below = sum(int((mean.above(x.paths, x.capacity.need.target) < 0).sum()) for x in pools)
    return (
        f"{below} of {weeks} weeks of pools below their target on average, {ready} ready, "
        f"{evaluated.calls_at_risk:,.0f} calls at risk, people cost {_money(evaluated.cost)}"
    )


def _money(cost: float) -> str:
    return "unknown, an hourly_cost is missing" if isnan(cost) else f"{cost:,.0f}"


def _people(before: Plan, after: Plan) -> Iterator[str]:
    for site in after.sites:
        old = before.site(site.id)
        for was, now in zip(old.staff, site.staff, strict=True):
            if was.extended != now.extended:
                extended = f"extend {now.extended} {now.contract} contracts"
                yield f"{site.id}: {extended} (was {was.extended})"
        for number, one in enumerate(site.classes):
            had = old.classes[number].headcount if number < len(old.classes) else 0
            if one.headcount != had:
                speak = "+".join(one.languages)
                yield f"{site.id}: class {one.starts} {speak}: {one.headcount} people (was {had})"


def _shares(old: Routing, new: Routing) -> Iterator[str]:
    before: RoutingStep | None = None
    for was, now in zip(old.steps, new.steps, strict=True):
        if dict(was.shares) != dict(now.shares):
            stays = before is not None and dict(before.shares) == dict(now.shares)
            shares = f"no step, still {_listed(now)}" if stays else _listed(now)
            yield f"{_calls(new)} from {now.first}: {shares}"
        before = now


def _listed(step: RoutingStep) -> str:
    return ", ".join(f"{site} {share:.0%}" for site, share in step.shares.items())


def _closing(plan: Plan, routing: Routing) -> Iterator[str]:
    """The latest safe closing of a queue at a site that closes: its calls are gone from then on."""
    for site in {x for step in routing.steps for x in step.shares if plan.site(x).closes}:
        last = _first_without(routing, site)
        if last:
            yield f"{_calls(routing)} leave {site} for good on {last}"


def _first_without(routing: Routing, site: str) -> date | None:
    taken = [step.shares.get(site, 0.0) > 0 for step in routing.steps]
    later = max((i for i, x in enumerate(taken) if x), default=-1) + 1
    return routing.steps[later].first if 0 < later < len(taken) else None


def _calls(routing: Routing) -> str:
    match = routing.match
    return " ".join(x for x in (match.segment, match.call_type, match.language) if x) or "all calls"
