"""The fewest people whose shifts keep a week's goal: a proven bound, and shifts that come near it.

Numbers of people are tried from the bound upwards, cheapest first. Of each the linear programme
either proves that no shifts of theirs keep the goal, or shows where to begin; the first whose
shifts truly keep it are taken. Integer programmes begin it where agents' worth is concave, and end
it where the shifts found are more than a person, or 2 %, above the bound. Where some people more do
not suffice, many more are tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from models.arrays import Counts, Flags, Floats
from models.shifts.heads import all_listed, cheapest_first
from models.shifts.local_search import improved
from models.shifts.many_more import many_more
from models.shifts.programme import Programme, Relaxed, programme
from models.shifts.rounding import rounded
from models.shifts.week import KEPT, ShiftPlan, ShiftWeek
from models.shifts.whole import Effort, promising, whole_people, whole_shifts, whole_shifts_of

_SAME = 1e-6  # cost
_EVERY = Effort(nodes=10_000, seconds=1.0)  # of all shifts
_FEW = Effort(nodes=500, seconds=10.0)
_GIVEN = Effort(nodes=50, seconds=10.0)  # of given people
_TRIES = 3  # of those
_NEAR = 0.02  # of the bound: hardly more than rounding people of a large pool
_TRIES_A_PERSON = 12  # of people who cost less than a person apart


def solve(week: ShiftWeek) -> ShiftPlan | None:
    """The cheapest shifts found; None: no number of people keeps the goal."""
    choices = programme(week)
    relaxed = choices.cheapest()
    if relaxed is None:
        return None
    search = _Search(choices, relaxed, max(relaxed.cost, 0.0))
    found = search.at_once() or search.one_by_one() or search.of_many_more()
    return None if found is None else search.nearer(found)


@dataclass(slots=True)
class _Search:
    """What is known of the numbers of people tried so far."""

    choices: Programme
    relaxed: Relaxed
    bound: float  # no people who keep the goal cost less
    tried: list[Relaxed] = field(default_factory=list)
    failed: list[Relaxed] = field(default_factory=list)  # of these, who might keep the goal

    @property
    def week(self) -> ShiftWeek:
        """What is filled with shifts."""
        return self.choices.week

    def at_once(self) -> ShiftPlan | None:
        """By integer programmes, where these know the true worth and soon end."""
        if not self.choices.pieces.single:
            return None
        every = np.arange(len(self.week.columns.day))
        whole = whole_shifts(self.choices, every, _EVERY)
        self.bound = max(self.bound, whole.bound)
        if not whole.proven:
            few = promising(self.choices, self.relaxed)
            found = whole_shifts(self.choices, few, _FEW)
            whole = whole if found.shifts is None else found
        next(self._candidates(), None)  # the cost of people comes in steps
        if whole.shifts is None:
            return None
        heads, counts = whole.shifts
        plan = self._plan(heads, rounded(self.week, heads, counts))
        return plan if self.week.terms.shared(heads) else None

    def one_by_one(self) -> ShiftPlan | None:
        """The first people whose shifts, improved as far as exchanges can, keep the goal."""
        for heads in self._candidates():
            found = self._improved(rounded(self.week, heads, self.tried[-1].counts), heads)
            if found is not None:
                return found
            self.failed.append(self.tried[-1])
        return None

    def of_many_more(self) -> ShiftPlan | None:
        """Of people in the shares that suit best; None: no such shares keep the goal."""
        shared = self.choices.exactly_shared()
        found = None if shared is None else many_more(self.week, shared)
        if found is None or not self.week.terms.shared(found[0]):
            return None
        return self._plan(*found)

    def nearer(self, plan: ShiftPlan) -> ShiftPlan:
        """Of fewer people, or with a higher bound, by integer programmes."""
        for heads, counts in self._nearer_ones(plan):
            fewer = float(self.week.terms.cost @ heads) < plan.cost - _SAME
            found = self._improved(rounded(self.week, heads, counts), heads) if fewer else None
            if found is not None:
                return self._bounded(found)
        return self._bounded(plan)

    def _nearer_ones(self, plan: ShiftPlan) -> Iterator[tuple[Counts, Floats]]:
        """Heads (C,) and shifts (K,) that may keep the goal, for a plan not near enough."""
        above, person = plan.cost - self.bound, float(self.week.terms.cost.max()) + _SAME
        if above <= min(person, _NEAR * self.bound):
            return
        for relaxed in self.failed[: _TRIES if above > person else 1]:
            heads = np.rint(relaxed.heads).astype(np.int64)
            few = promising(self.choices, relaxed)
            yield from whole_shifts_of(self.choices, heads, few, _GIVEN).found
        if above <= person:
            return
        people = whole_people(self.choices, _FEW)
        self.bound = max(self.bound, people.bound)
        yield from people.found
        free = whole_shifts(self.choices, promising(self.choices, self.relaxed), _GIVEN)
        self.bound = max(self.bound, free.bound)
        yield from free.found

    def _candidates(self) -> Iterator[Counts]:
        """Heads (C,), cheapest first, of whom it is not proven that they are too few."""
        terms, first = self.week.terms, True
        for window in cheapest_first(terms, self.relaxed.heads, self.bound):
            left, failed = window[self._possible(window, self.tried)], len(self.failed)
            while len(left) and len(self.failed) < failed + _TRIES_A_PERSON:
                heads, left = left[0], left[1:]
                self.tried.append(self.choices.best(heads))
                left = left[self._possible(left, self.tried[-1:])]
                if self._possible(heads, self.tried[-1:]):
                    if first and all_listed(terms, self.bound):
                        self.bound = max(self.bound, float(terms.cost @ heads))
                    first = False
                    yield heads

    def _possible(self, heads: Counts, tried: Sequence[Relaxed]) -> Flags:
        """(...,) whether heads (..., C) may keep the goal, by what was learned from others."""
        possible = np.ones(heads.shape[:-1], np.bool_)
        for x in tried:
            possible &= x.at_most(heads) >= KEPT
        return possible

    def _improved(self, counts: Counts, heads: Counts) -> ShiftPlan | None:
        return self._plan(heads, improved(self.week, heads, counts))

    def _plan(self, heads: Counts, counts: Counts) -> ShiftPlan | None:
        """Of heads (C,) and shifts (K,), where they keep the goal."""
        agents = np.asarray(counts @ self.week.columns.cover, np.float64)
        if not self.week.worth.kept(agents):
            return None
        cost = float(self.week.terms.cost @ heads)
        return ShiftPlan(heads, counts, cost, self.bound, agents)

    def _bounded(self, plan: ShiftPlan) -> ShiftPlan:
        return replace(plan, bound=min(self.bound, plan.cost))
