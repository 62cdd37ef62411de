"""Takes out of a plan whatever it can do without; the last pass, in vain, is its certificate."""

from dataclasses import dataclass, replace

from models.hiring.problem import HiringPlan, may_stay, unmoved
from service.planning.optimise.judge import Judge
from service.planning.optimise.solution import Solution


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left; ``certificate`` counts the plans of the pass that found nothing to take out."""

    solution: Solution
    certificate: int | None  # None: the plans that may be judged ran out before


def stripped(judge: Judge, solution: Solution) -> Stripped:
    """Without every person, class and step that no week needs."""
    while judge.open:
        judged = judge.judged
        found = _pass(judge, solution)
        if found is solution and judge.open:
            return Stripped(solution, judge.judged - judged)
        solution = found
    return Stripped(solution, None)


def _pass(judge: Judge, solution: Solution) -> Solution:
    """Classes and single people, the largest saving first; then steps."""
    for option in _by_saving(solution):
        solution = _without_class(judge, solution, option)
        solution = _fewer(judge, solution, option)
    for place in range(len(solution.case.problem.steps)):
        solution = _without_step(judge, solution, place)
    return solution


def _by_saving(solution: Solution) -> list[int]:
    """Options that people are in and that cost something, the dearest first."""
    options, people = solution.case.problem.options, solution.plan.people
    costs = [(-x.cost * int(n), i) for i, (x, n) in enumerate(zip(options, people, strict=True))]
    return [i for cost, i in sorted(costs) if cost < 0]


def _without_class(judge: Judge, solution: Solution, option: int) -> Solution:
    chosen, count = solution.case.problem.options[option], int(solution.plan.people[option])
    if chosen.kind == "class" and count > 1 and judge.open:
        return judge.kept(solution, with_people(solution.plan, (option, -count))) or solution
    return solution


def _fewer(judge: Judge, solution: Solution, option: int) -> Solution:
    """One fewer, then twice as many at once until too many go, then half; one last."""
    fewer, doubling = 1, True
    while fewer and judge.open:
        found = _with_fewer(judge, solution, option, fewer)
        doubling = doubling and found is not None
        fewer = 2 * fewer if doubling else fewer // 2 if found is None else fewer
        solution = found or solution
    return solution


def _with_fewer(judge: Judge, solution: Solution, option: int, fewer: int) -> Solution | None:
    least, left = solution.case.problem.options[option].least, solution.plan.people[option] - fewer
    if left < 0 or 0 < left < least:
        return None
    return judge.kept(solution, with_people(solution.plan, (option, -fewer)))


def _without_step(judge: Judge, solution: Solution, place: int) -> Solution:
    """Calls wait for the next step, where the limits let them."""
    problem, units = solution.case.problem, solution.plan.units
    changed = unmoved(problem, units, place)
    if (changed == units).all() or not may_stay(problem, changed) or not judge.open:
        return solution
    return judge.kept(solution, replace(solution.plan, units=changed)) or solution


def with_people(plan: HiringPlan, *changes: tuple[int, int]) -> HiringPlan:
    """The plan with so many more people of some options."""
    people = plan.people.copy()
    for option, more in changes:
        people[option] += more
    return replace(plan, people=people)
