"""The fewest people whose shifts keep a week's goal: a proven bound, and shifts that come near it.

Numbers of people are tried from the bound upwards, cheapest first. Of each the linear programme
either proves that no shifts of theirs keep the goal, or shows where to begin; the first whose
shifts truly keep it are taken. Integer programmes begin it where agents' worth is concave, and end
it where the shifts found are more than a person above the bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from models.arrays import Counts
from models.shifts.heads import cheapest_first
from models.shifts.local_search import improved
from models.shifts.programme import Effort, Programme, Relaxed, programme
from models.shifts.rounding import rounded
from models.shifts.week import ShiftPlan, ShiftWeek
from models.shifts.whole import promising, whole_shifts, whole_shifts_of

_KEPT = -1e-6  # a goal missed by less is a rounding error
_SAME = 1e-6  # cost
_EVERY = Effort(nodes=10_000, seconds=1.0)  # of all shifts
_FEW = Effort(nodes=500, seconds=10.0)
_GIVEN = Effort(nodes=50, seconds=10.0)  # of given people
_TRIES = 3  # of those


def solve(week: ShiftWeek) -> ShiftPlan | None:
    """The cheapest shifts found; None: no number of people keeps the goal."""
    choices = programme(week)
    relaxed = choices.cheapest()
    if relaxed is None:
        return None
    search = _Search(choices, relaxed)
    found = search.at_once() or search.one_by_one()
    return search.nearer(found)


@dataclass(slots=True)
class _Search:
    """What is known of the numbers of people tried so far."""

    choices: Programme
    relaxed: Relaxed
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
        if whole is None or not whole.proven:
            few = promising(self.choices, self.relaxed)
            whole = whole_shifts(self.choices, few, _FEW) or whole
        found = None if whole is None else self._plan(whole.counts)
        if found is None or whole is None:
            return None
        return replace(found, bound=found.cost if whole.proven else self._first_cost())

    def one_by_one(self) -> ShiftPlan:
        """The first people whose shifts, improved as far as exchanges can, keep the goal."""
        bound: float | None = None
        for heads in self._candidates():
            bound = float(self.week.terms.cost @ heads) if bound is None else bound
            found = self._improved(rounded(self.week, heads, self.tried[-1].counts), heads)
            if found is not None:
                return replace(found, bound=bound)
            self.failed.append(self.tried[-1])
        raise AssertionError("people without end keep any goal that a linear programme can keep")

    def nearer(self, plan: ShiftPlan) -> ShiftPlan:
        """Of fewer people, or with a higher bound, where these are more than a person apart."""
        person = float(self.week.terms.cost.max())
        if plan.cost - plan.bound <= person + _SAME:
            return plan
        plan = replace(plan, bound=min(max(plan.bound, self.choices.least_cost(_FEW)), plan.cost))
        for relaxed in self.failed[:_TRIES]:
            heads = np.rint(relaxed.heads).astype(np.int64)
            few = promising(self.choices, relaxed)
            whole = whole_shifts_of(self.choices, heads, few, _GIVEN)
            found = None if whole is None else self._improved(whole.counts[len(heads) :], heads)
            if found is not None:
                return replace(found, bound=min(plan.bound, found.cost))
        return plan

    def _first_cost(self) -> float:
        return float(self.week.terms.cost @ next(self._candidates()))

    def _candidates(self) -> Iterator[Counts]:
        """Heads (C,), cheapest first, of whom it is not proven that they are too few."""
        for heads in cheapest_first(self.week.terms, self.relaxed.heads, self.relaxed.cost):
            if all(x.at_most(heads) >= _KEPT for x in self.tried):
                self.tried.append(self.choices.best(heads))
                if self.tried[-1].goal >= _KEPT:
                    yield heads

    def _improved(self, counts: Counts, heads: Counts) -> ShiftPlan | None:
        return self._plan(np.concatenate([heads, improved(self.week, heads, counts)]))

    def _plan(self, whole: Counts) -> ShiftPlan | None:
        """Of heads and shifts (C + K,), where they keep the goal."""
        heads, counts = np.split(whole, [len(self.week.terms.cost)])
        agents = np.asarray(counts @ self.week.columns.cover, np.float64)
        if self.week.worth.at(agents).sum() < _KEPT:
            return None
        cost = float(self.week.terms.cost @ heads)
        return ShiftPlan(heads, counts, cost, self.relaxed.cost, agents)
