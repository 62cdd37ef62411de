"""Which limits stand between a hiring problem and a plan that covers every hour.

Each family of limits is lifted alone; those whose lifting is enough are named, with what the plan
of the least violation does there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from models.hiring.problem import HiringPlan, HiringProblem, Option, befores, largest_fall
from models.hiring.solve import least_violation, smallest_violation

MOST_NAMED = 3

Lift = Callable[[HiringProblem], HiringProblem]
Facts = Callable[[HiringProblem, HiringPlan], Iterator[str]]


def binding_limits(problem: HiringProblem, time_limit: float = 8.0) -> tuple[str, ...]:
    """Sentence fragments, as "class size: class 2025-11-10 at morocco is full with 40 people".

    Nothing for a feasible problem. Where lifting no family alone is enough, the family whose
    lifting leaves the smallest violation; where that changes nothing, what is missing most.
    ``time_limit`` in seconds; raises TimeoutError when a part of it finds no plan.
    """
    seconds = time_limit / (len(_FAMILIES) + 2)
    plan = least_violation(problem, 2 * seconds)
    if plan.feasible:
        return ()
    left = [smallest_violation(lift(problem), seconds) for lift, _, _ in _FAMILIES]
    smallest = min(left)
    if not _smaller(smallest, (float(plan.excess.sum()), float(plan.shortfall.sum()))):
        return (_most_missing(problem, plan),)
    freed = [place for place, x in enumerate(left) if x == (0.0, 0.0)]
    named = [_FAMILIES[x] for x in freed or [left.index(smallest)]]
    return tuple(_sentence(list(facts(problem, plan)), otherwise) for _, facts, otherwise in named)


def _smaller(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] < other[0] or (one[0] == other[0] and one[1] < other[1] * (1 - 1e-4))


def _sentence(facts: Sequence[str], otherwise: str) -> str:
    if not facts:
        return otherwise
    family = otherwise.partition(":")[0]
    more = len(facts) - MOST_NAMED
    named = "; ".join(facts[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
    return f"{family}: {named}"


def _most_missing(problem: HiringProblem, plan: HiringPlan) -> str:
    line, week = np.unravel_index(plan.shortfall.argmax(), plan.shortfall.shape)
    hours, where = plan.shortfall[line, week], f"{problem.lines[line]} in {problem.weeks[week]}"
    return f"need: {where} lacks {hours:.0f} hours, and lifting no one limit helps"


def _larger(problem: HiringProblem, kind: str) -> HiringProblem:
    """As many people of a kind as the largest week of all needs asks for, each time."""
    need = abs(problem.need_fixed) + sum(x.highest * abs(x.need_per_unit) for x in problem.steps)
    largest = need.sum(axis=0).max(initial=0.0)
    lifted = [
        replace(x, most=max(x.most, x.least, int(np.ceil(largest / x.hours.max()))))
        if x.kind == kind and x.hours.any()
        else x
        for x in problem.options
    ]
    return replace(problem, options=tuple(lifted))


def _any_share(problem: HiringProblem) -> HiringProblem:
    starts = [problem.routings[x.routing].start_units for x in problem.steps]
    steps = [replace(x, lowest=0, highest=y) for x, y in zip(problem.steps, starts, strict=True)]
    return replace(problem, steps=tuple(steps))


def _full(problem: HiringProblem, plan: HiringPlan, kind: str) -> list[tuple[Option, int]]:
    """Options that are used up: those that give hours where some lack, else any.

    Others help too, where more people at the new site let calls leave the old one earlier.
    """
    chosen = zip(problem.options, plan.people.tolist(), strict=True)
    full = [(x, count) for x, count in chosen if x.kind == kind and count >= x.most]
    direct = [(x, n) for x, n in full if plan.shortfall[np.ix_(x.speaks, x.hours > 0)].any()]
    return direct or full


def _full_classes(problem: HiringProblem, plan: HiringPlan) -> Iterator[str]:
    for x, count in _full(problem, plan, "class"):
        yield f"{x.label} at {x.site} is full with {count} people"


def _full_extensions(problem: HiringProblem, plan: HiringPlan) -> Iterator[str]:
    for x, count in _full(problem, plan, "extension"):
        yield f"{x.label} at {x.site} keeps all of its {count} people"


def _busy_trainers(problem: HiringProblem, plan: HiringPlan) -> Iterator[str]:
    for site, most in problem.trainers.items():
        classes = [
            x.training
            for x, count in zip(problem.options, plan.people, strict=True)
            if x.site == site and x.kind == "class" and count
        ]
        busy = np.sum(classes, axis=0, initial=0) if classes else np.zeros(len(problem.weeks))
        if (busy >= most).any():
            week = problem.weeks[int(np.argmax(busy >= most))]
            yield f"{site} has no trainer left in {week} (classes at once: {most})"


def _largest_shifts(problem: HiringProblem, plan: HiringPlan) -> Iterator[str]:
    places = {id(x): place for place, x in enumerate(problem.steps)}
    for step, before in befores(problem):
        routing = problem.routings[step.routing]
        place, most = places[id(step)], largest_fall(problem, step, before)
        former = plan.units[places[id(before)]] if id(before) in places else routing.start_units
        if former - plan.units[place] >= most:
            share = most * problem.unit
            yield f"{routing.label} may move {share:.0%} of its calls at {step.label}, no more"


def _ends_of_range(problem: HiringProblem, plan: HiringPlan) -> Iterator[str]:
    for x, units in zip(problem.steps, plan.units.tolist(), strict=True):
        label, most = problem.routings[x.routing].label, x.highest * problem.unit
        if x.highest == 0:
            yield f"nothing of {label} may stay from {x.label} on"
        elif units == x.highest < problem.routings[x.routing].start_units:
            yield f"at most {most:.0%} of {label} may stay from {x.label} on"
        elif units == x.lowest > 0:
            yield f"at least {x.lowest * problem.unit:.0%} of {label} must stay from {x.label} on"


_FAMILIES: tuple[tuple[Lift, Facts, str], ...] = (
    (
        lambda x: _larger(x, "class"),
        _full_classes,
        "class size: no class may have more people",
    ),
    (
        lambda x: replace(x, trainers={}),
        _busy_trainers,
        "trainers: no site trains more classes at once",
    ),
    (
        lambda x: replace(x, max_weekly_shift=None),
        _largest_shifts,
        "weekly shift: no more calls may move in a week",
    ),
    (
        lambda x: _larger(x, "extension"),
        _full_extensions,
        "extensions: no more contracts can be extended",
    ),
    (
        _any_share,
        _ends_of_range,
        "dates and dual running: no other share of calls may stay at the old site",
    ),
)
