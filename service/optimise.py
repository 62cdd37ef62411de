"""The cheapest plan whose every week promises its target: solved linearly, judged truly, repeated.

The programme covers need x margin in every week of a line (site and language). The margin is the
share of the needed hours that just reaches the target in truth, by the plan judged last: whole
people, chance, and languages that share their speakers make it differ from 1.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.plan import Plan
from data.plan.edit import edited
from data.staff import site_groups
from data.wages import total_cost
from models.hiring import solve
from models.hiring_limits import binding_limits
from models.hiring_problem import HiringPlan
from service.capacity_answer import Capacity, CapacityQuestion, PoolWeeks, capacity
from service.current import Current, NotReadyError, replanned
from service.hiring_case import HiringCase, Line, hiring_case
from service.just_enough import just_enough, thrift
from service.people import WeekSpan
from service.readiness import spare
from service.shifting import Shifting, shifting
from service.span import span

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
ReadPlan = Callable[[str], Plan]

UNKNOWN = 0.97  # the margin of weeks that had no calls in the plan judged
ROUNDS = 8
SECONDS = 5.5  # after which no further round begins, once every week promises its target
PROBES = (0.01, 0.02, 0.03, 0.05, 0.08, 0.11)  # of the margins: slower people need less of them
POLISH = 1.0  # seconds more for single people
MORE = 0.005  # of the hours, where a week misses its target in spite of its margin
LONGEST, GAP = 4.0, 3e-3  # of one programme: seconds, share of its cost


@dataclass(frozen=True, slots=True)
class Judged:
    """A plan, truly evaluated."""

    found: Current
    answer: Capacity
    cost: float  # of everybody, over the weeks
    lines: tuple[Line, ...]
    required: Floats  # (L, W) hours of experienced people
    margins: Floats  # (L, W) the share of them that just reaches every target

    @property
    def short(self) -> int:
        """Pools' weeks that do not promise their target."""
        return sum(int((_above(x) < 0).sum()) for x in self.answer.pools)

    @property
    def calls_at_risk(self) -> float:
        """Over all weeks."""
        return float(sum(x.calls_at_risk.sum() for x in self.answer.pools))


@dataclass(frozen=True, slots=True)
class Optimised:
    """What was found; ``binding`` names the limits in the way where no plan does."""

    before: Judged
    after: Judged
    binding: tuple[str, ...]
    shortfall_hours: float
    rounds: int


def optimise(found: Current, first: date, last: date, read: ReadPlan) -> Optimised:
    """``read`` makes a plan of its text; days are whole weeks.

    Raises NotReadyError where an hourly cost is missing: the cheapest of unknown costs is unknown.
    """
    _require_costs(found)
    until = time.monotonic() + SECONDS
    before = judged(found, first, last)
    moving, margins = _shifting(before), _moved(before.margins, before)
    case = _case(before, moving, margins)
    free = _solved(before, case, read)
    if not free.plan.feasible:
        limits = binding_limits(case.problem)
        return Optimised(before, free.judged, limits, float(free.plan.shortfall.sum()), 1)
    best, rounds = _settled_rounds(before, free, margins, read, until)
    best = _polished(before, best, read, until)
    for less in PROBES:
        if time.monotonic() > until:
            break
        tried = _solved(before, _case(before, moving, margins * (1.0 - less)), read)
        best = tried if tried.plan.feasible and tried.promises and tried.better(best) else best
    best = _polished(before, best, read, until + POLISH)
    return Optimised(before, best.judged, (), 0.0, rounds)


def _settled_rounds(
    before: Judged, free: "Solved", margins: Floats, read: ReadPlan, until: float
) -> tuple["Solved", int]:
    """The best of the rounds, people alone being chosen once shares were; and how many there were.

    Margins grow where weeks miss a target in spite of them, until every week promises its own.
    """
    best, after, rounds = free, free, 1
    extra = np.zeros_like(margins)
    while rounds < ROUNDS and (not best.promises or time.monotonic() < until):
        rounds += 1
        extra = extra + _still_short(after.judged)
        margins = _moved(margins, after.judged) + extra
        after = _solved(before, _settled(before, after, margins), read)
        if not after.plan.feasible or (best.promises and not after.better(best)):
            break
        best = after if after.better(best) else best
    return best, rounds


def _solved(before: Judged, case: HiringCase, read: ReadPlan) -> "Solved":
    plan = solve(case.problem, time_limit=LONGEST, gap=GAP)
    return Solved(case, plan, _applied(before, case, plan, read))


def _require_costs(found: Current) -> None:
    without = [x for x in site_groups(found.plan) if x.hourly_cost is None]
    if without:
        named = ", ".join(f"{x.label} at {x.site}" for x in without[:3])
        raise NotReadyError(f"to find the cheapest plan, give hourly_cost to {named}")


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan of the programme, truly evaluated."""

    case: HiringCase
    plan: HiringPlan
    judged: Judged

    @property
    def promises(self) -> bool:
        """Whether every week promises its target."""
        return self.judged.short == 0

    def better(self, other: "Solved") -> bool:
        """Fewer weeks short, then cheaper."""
        mine, theirs = self.judged, other.judged
        return (mine.short, mine.cost) < (theirs.short, theirs.cost)


def _polished(before: Judged, best: Solved, read: ReadPlan, until: float) -> Solved:
    """With one person fewer, or one of a cheaper kind instead, while every week keeps its promise.

    The margins are those of another plan than the one they lead to; this is what they left over.
    """
    tried: set[bytes] = set()
    while best.promises and time.monotonic() < until:
        changes = [x for x in _cheaper(best) if x.tobytes() not in tried]
        if not changes:
            break
        tried.add(changes[0].tobytes())
        plan = replace(best.plan, people=changes[0])
        after = Solved(best.case, plan, _applied(before, best.case, plan, read))
        best = after if after.promises and after.better(best) else best
    return best


def _cheaper(best: Solved) -> Iterator[Counts]:
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


def _more(best: Solved, less: int) -> Iterator[tuple[int, float]]:
    """Nobody (-1), or one person of another option that has room, with the cost."""
    problem, people = best.case.problem, best.plan.people
    yield -1, 0.0
    for j, x in enumerate(problem.options):
        begun = people[j] > 0 or (x.least <= 1 and x.site not in problem.trainers)
        if j != less and begun and people[j] < x.most:
            yield j, x.cost


def _still_short(after: Judged) -> Floats:
    """(L, W) more of the hours where the plan judged last missed a target all the same."""
    more = np.zeros(after.required.shape)
    for weeks in after.answer.pools:
        pool = weeks.capacity.need.pool
        row = after.lines.index((pool.site, pool.language))
        more[row] = np.fmax(more[row], np.where(_above(weeks) < 0, MORE, 0.0))
    return more


def judged(found: Current, first: date, last: date) -> Judged:
    """What a plan promises."""
    answer = capacity(found, CapacityQuestion(first, last))
    lines = tuple(sorted({(x.site, x.language) for x in found.plan.pools}))
    shape = (len(lines), len(answer.mondays))
    required, margins = np.zeros(shape), np.full(shape, np.nan)
    power = thrift([x.capacity for x in answer.pools])
    for weeks in answer.pools:
        pool = weeks.capacity.need.pool
        row = lines.index((pool.site, pool.language))
        required[row] += weeks.capacity.plain_hours
        margins[row] = np.fmax(margins[row], just_enough(weeks, power))
    cost = total_cost(site_groups(found.plan), WeekSpan(first, last).days)
    return Judged(
        found, answer, cost, lines, required, np.where(np.isnan(margins), UNKNOWN, margins)
    )


def _above(weeks: PoolWeeks) -> Floats:
    return spare(weeks.paths, weeks.capacity.need.target)


def _shifting(before: Judged) -> Shifting:
    question = before.answer.question
    asked = span(before.found, question.first, question.last)
    week = np.array([(x - question.first).days // 7 for x in asked.days])
    return shifting(before.found, asked, before.lines, week, before.found.release.head.origin)


def _case(before: Judged, moving: Shifting, margins: Floats) -> HiringCase:
    question = before.answer.question
    return hiring_case(
        before.found.plan,
        thrift([x.capacity for x in before.answer.pools]),
        moving.weighted(margins),
        before.lines,
        before.required * margins,
        WeekSpan(question.first, question.last),
        before.found.release.head.origin,
    )


def _settled(before: Judged, after: Solved, margins: Floats) -> HiringCase:
    """People alone, at the shares found last: who takes a site's first calls when is then known."""
    question, judged_last = before.answer.question, after.judged
    plan = before.found.plan
    return hiring_case(
        replace(plan, routing=judged_last.found.plan.routing),
        thrift([x.capacity for x in judged_last.answer.pools]),
        after.case.shifting.frozen(after.plan.units),
        before.lines,
        judged_last.required * margins,
        WeekSpan(question.first, question.last),
        before.found.release.head.origin,
    )


def _applied(before: Judged, case: HiringCase, plan: HiringPlan, read: ReadPlan) -> Judged:
    text = edited(before.found.stored.text, case.decisions(plan))
    found = replanned(before.found, read(text), text)
    question = before.answer.question
    return judged(found, question.first, question.last)


def _moved(margins: Floats, after: Judged) -> Floats:
    """Those of the plan judged last; what a shared speaker cost others is theirs to cover too.

    Where people speak several of a site's languages its lines are equally short, so that the
    largest margin counts for all of them.
    """
    found = np.where(after.required > 0, after.margins, margins)
    for site in {site for site, _ in after.lines}:
        rows = [i for i, line in enumerate(after.lines) if line[0] == site]
        if _mostly_bilingual(after, site):
            found[rows] = found[rows].max(axis=0)
    return found


def _mostly_bilingual(after: Judged, site: str) -> bool:
    groups = [x for x in site_groups(after.found.plan) if x.site == site]
    people = sum(x.group.headcount for x in groups)
    return (
        people > 0 and sum(x.group.headcount for x in groups if len(x.languages) > 1) > people / 2
    )
