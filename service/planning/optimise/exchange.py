"""Exchanges people for fewer, or for cheaper ones, while every week keeps its promise."""

from collections.abc import Iterator
from itertools import chain, combinations, product

from models.hiring.problem import HiringPlan
from service.planning.optimise.judge import Judge
from service.planning.optimise.solution import Solution
from service.planning.optimise.taking_out import with_people

LARGEST = 6  # of people who go or come at once


def exchanged(judge: Judge, best: Solution, most: int) -> Solution:
    """After ``most`` plans at the latest; ``best`` itself where none of them is better."""
    tried: set[bytes] = set()
    for _ in range(most):
        plans = chain(_cheaper(best), _two_for_one(best))
        plan = next((x for x in plans if x.people.tobytes() not in tried), None)
        if plan is None or not judge.open:
            break
        tried.add(plan.people.tobytes())
        best = judge.kept(best, plan) or best
    return best


def _cheaper(best: Solution) -> Iterator[HiringPlan]:
    """Some of an option fewer and some of another more: what loses fewest hours first."""
    options, people = best.case.problem.options, best.plan.people
    hours = [float(x.hours.sum()) for x in options]
    counts = range(1, LARGEST + 1)
    changes = [
        (fewer * hours[i] - more * hours[j], i, fewer, j, more)
        for fewer, more in product(counts, counts)
        for i, x in enumerate(options)
        if people[i] - fewer >= x.least or people[i] == fewer
        for j in _with_room(best, more)
        if i != j and fewer * x.cost > more * options[j].cost
    ]
    for _, i, fewer, j, more in sorted(changes):
        yield with_people(best.plan, (i, -fewer), (j, more))


def _two_for_one(best: Solution) -> Iterator[HiringPlan]:
    """One of each of two options fewer, one of a third more: who serves both pools is worth two."""
    options, people = best.case.problem.options, best.plan.people
    leaving = [i for i, x in enumerate(options) if people[i] - 1 >= x.least or people[i] == 1]
    changes = [
        (options[i].cost + options[k].cost - options[j].cost, i, k, j)
        for i, k in combinations(leaving, 2)
        for j in _with_room(best, 1)
        if j not in (i, k) and options[i].cost + options[k].cost > options[j].cost
    ]
    for _, i, k, j in sorted(changes, reverse=True):
        yield with_people(best.plan, (i, -1), (k, -1), (j, 1))


def _with_room(best: Solution, more: int) -> Iterator[int]:
    """Options that may have so many people more without a further trainer."""
    problem = best.case.problem
    for j, (x, count) in enumerate(zip(problem.options, best.plan.people, strict=True)):
        begun = count > 0 or (x.least <= more and x.site not in problem.trainers)
        if begun and count + more <= x.most:
            yield j
