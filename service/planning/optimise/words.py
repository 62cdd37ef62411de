"""What optimising a plan found, in a planner's words."""

from collections.abc import Iterator
from datetime import date
from math import isnan

from data.plan import Plan, Routing
from service.planning.capacity.readiness import READY
from service.planning.optimise.evaluated import Evaluated
from service.planning.optimise.search import Optimised


def in_words(result: Optimised) -> Iterator[str]:
    """Before and after, then every decision."""
    yield f"before: {_promise(result.before)}"
    if result.binding:
        hours = f"{result.shortfall_hours:.0f} h stay missing"
        why = hours if result.shortfall_hours else "the shares of calls cannot stay within them"
        yield f"no plan keeps every limit and target: {why}"
        yield from (f"limit that binds: {x}" for x in result.binding)
        yield f"least violation: {_promise(result.after)}"
    else:
        yield f"after: {_promise(result.after)}"
    before, after = result.before.current.plan, result.after.current.plan
    yield from _people(before, after)
    for old, new in zip(before.routing, after.routing, strict=True):
        yield from _shares(old, new)
        yield from _closing(after, new)


def _promise(evaluated: Evaluated) -> str:
    weeks = sum(int((x.paths.calls.mean(axis=0) > 0).sum()) for x in evaluated.answer.pools)
    unknown = "unknown, an hourly_cost is missing"
    cost = unknown if isnan(evaluated.cost) else f"{evaluated.cost:,.0f}"
    ready = sum(int((x.probability >= READY).sum()) for x in evaluated.answer.pools)
    return (
        f"{evaluated.short} of {weeks} weeks of pools below their target on average, "
        f"{ready} ready, {evaluated.calls_at_risk:,.0f} calls at risk, people cost {cost}"
    )


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
    for was, now in zip(old.steps, new.steps, strict=True):
        if dict(was.shares) != dict(now.shares):
            shares = ", ".join(f"{site} {share:.0%}" for site, share in now.shares.items())
            yield f"{_calls(new)} from {now.first}: {shares}"


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
