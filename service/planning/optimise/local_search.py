"""A plan that keeps every promise with single people fewer, or of a cheaper kind."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from models.arrays import Counts
from service.planning.optimise.effort import Effort
from service.planning.optimise.evaluated import Evaluated
from service.planning.optimise.solution import ReadPlan, Solution, applied


def local_search(before: Evaluated, best: Solution, read: ReadPlan, left: Effort) -> Solution:
    """With one person fewer, or one of a cheaper kind instead, while every week keeps its promise.

    The margins are those of another plan than the one they lead to; this is what they left over.
    """
    tried: set[bytes] = set()
    while best.promises:
        changes = [x for x in _cheaper(best) if x.tobytes() not in tried]
        if not changes or not left.spend():
            break
        tried.add(changes[0].tobytes())
        plan = replace(best.plan, people=changes[0])
        after = applied(before, best.case, plan, read)
        best = after if after.promises and after.better(best) else best
    return best


def _cheaper(best: Solution) -> Iterator[Counts]:
    """People (O,) that cost less than those of ``best``, the largest saving first.

    One or two of an option fewer, and perhaps one of another more.
    """
    problem, people = best.case.problem, best.plan.people
    costs = np.array([x.cost for x in problem.options])
    changes = []
    for i, x in enumerate(problem.options):
        for fewer in (1, 2):
            if people[i] - fewer >= x.least:
                changes += [(fewer * costs[i] - extra, i, fewer, j) for j, extra in _more(best, i)]
    for saving, i, fewer, j in sorted(changes, reverse=True):
        if saving > 0:
            change = people.copy()
            change[i] -= fewer
            if j >= 0:
                change[j] += 1
            yield change


def _more(best: Solution, less: int) -> Iterator[tuple[int, float]]:
    """Nobody (-1), or one person of another option that has room, with the cost."""
    problem, people = best.case.problem, best.plan.people
    yield -1, 0.0
    for j, x in enumerate(problem.options):
        begun = people[j] > 0 or (x.least <= 1 and x.site not in problem.trainers)
        if j != less and begun and people[j] < x.most:
            yield j, x.cost
