"""The linear programme of a week's shifts: a bound that no shifts beat, and where to look for them.

People and shifts may come in parts, and agents are worth what the concave hull says: both only make
the goal easier. By HiGHS (Huangfu and Hall, Mathematical Programming Computation 10, 2018).
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from models.arrays import Counts, Floats
from models.shifts.hull import Pieces, pieces
from models.shifts.week import DAYS, SHARE_SLACK, ShiftWeek, Terms

_SLACK = 1e-7
_TIES = 1e-5  # of an hour, or a call


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A solution in parts of people."""

    heads: Floats  # (C,)
    counts: Floats  # (K,)
    cost: float
    goal: float  # over zero: that much more than asked; less what preferred shifts count
    slope: Floats  # (C,) of the goal: what a person more adds at most
    ties: Floats  # (C,) what preferred shifts count at most for a person
    reduced: Floats  # (K,) what one of each shift would cost the objective

    def at_most(self, heads: Counts) -> Floats:
        """(...,) what of the goal ``heads`` (..., C) reach at most: it is concave in people."""
        return np.asarray(self.goal + (heads - self.heads) @ self.slope + heads @ self.ties)


@dataclass(frozen=True, slots=True)
class Programme:
    """The rows that heads (C), days' people (7 C), shifts (K) and pieces (P) obey: each <= 0."""

    week: ShiftWeek
    pieces: Pieces
    rows: sparse.csr_array
    goal: Floats  # (V,) what each of these variables adds

    @property
    def blocks(self) -> tuple[int, int, int]:
        """Where days' people, shifts and pieces begin."""
        kinds = len(self.week.terms.cost)
        return kinds, (1 + DAYS) * kinds, (1 + DAYS) * kinds + len(self.week.columns.day)

    @property
    def cost(self) -> Floats:
        """(V,) of each variable."""
        return np.concatenate([self.week.terms.cost, np.zeros(len(self.goal) - self.blocks[0])])

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """The least and most of each."""
        terms, kinds = self.week.terms, self.blocks[0]
        lower, upper = np.zeros(len(self.goal)), np.full(len(self.goal), np.inf)
        lower[:kinds] = terms.heads_min
        upper[:kinds] = np.where(terms.share_max <= 0, 0.0, terms.heads_max)
        upper[self.blocks[2] :] = self.pieces.width
        return lower, upper

    def keeping(self, apart: float = 1.0 - SHARE_SLACK) -> tuple[sparse.csr_array, Floats]:
        """Rows and their upper ends of people who keep the goal, ``apart`` from their shares."""
        shares = _shares(self.week.terms, len(self.goal))
        goal = sparse.csr_array(-self.goal[None])
        rows = sparse.vstack([self.rows, shares, goal])
        none, one = np.zeros(self.rows.shape[0]), np.full(shares.shape[0], apart)
        return sparse.csr_array(rows), np.concatenate([none, one, [self.pieces.start + _SLACK]])

    def cheapest(self) -> Relaxed | None:
        """The least cost that keeps the goal; None: no number of people does."""
        return self._solved(self.cost + self._preferred, *self.keeping(), *self.bounds)

    def exactly_shared(self) -> Relaxed | None:
        """The same of people whose shares fit without rounding."""
        return self._solved(self.cost + self._preferred, *self.keeping(0.0), *self.bounds)

    def best(self, heads: Counts) -> Relaxed:
        """The most of the goal that ``heads`` (C,) can reach."""
        lower, upper = self.bounds
        lower[: len(heads)] = upper[: len(heads)] = heads
        most = np.zeros(self.rows.shape[0])
        found = self._solved(self._preferred - self.goal, self.rows, most, lower, upper)
        assert found is not None  # nobody need work
        return found

    @property
    def _preferred(self) -> Floats:
        """(V,) which of equal shifts to take, so that last digits of the need choose none."""
        _, shifts, pieces = self.blocks
        found = np.zeros(len(self.goal))
        found[shifts:pieces] = _TIES * np.random.default_rng(1).random(pieces - shifts)
        return found

    def _solved(
        self, objective: Floats, rows: sparse.csr_array, most: Floats, lower: Floats, upper: Floats
    ) -> Relaxed | None:
        limits = list(zip(lower.tolist(), upper.tolist(), strict=True))
        sparse_rows = cast(Floats, rows)  # as the solver takes them; its stubs know none
        found = linprog(objective, sparse_rows, most, bounds=limits, method="highs")
        if found.x is None:
            return None
        kinds, shifts, parts = self.blocks
        return Relaxed(
            heads=found.x[:kinds],
            counts=found.x[shifts:parts],
            cost=float(
                self.week.terms.cost @ found.x[:kinds] - _TIES * found.x[shifts:parts].sum()
            ),
            goal=float((self.goal - self._preferred) @ found.x + self.pieces.start),
            slope=-(found.lower.marginals + found.upper.marginals)[:kinds],
            ties=_TIES * self.week.terms.days,
            reduced=found.lower.marginals[shifts:parts],
        )


def programme(week: ShiftWeek) -> Programme:
    """Of a week."""
    parts, intervals = pieces(week.worth), len(week.worth.day)
    heads, totals, shifts = _people(week)
    one = (np.ones(len(parts.width)), (parts.interval, np.arange(len(parts.width))))
    worth = sparse.csr_array(one, shape=(intervals, len(parts.width)))
    agents = sparse.csr_array(-week.columns.cover.T)
    none = sparse.csr_array((intervals, heads.shape[1] + totals.shape[1]))
    free = sparse.csr_array((heads.shape[0], len(parts.width)))
    people = sparse.hstack([heads, totals, shifts, free])
    rows = sparse.vstack([people, sparse.hstack([none, agents, worth])])
    goal = np.concatenate([np.zeros(rows.shape[1] - len(parts.width)), parts.slope])
    return Programme(week, parts, sparse.csr_array(rows), goal)


def _people(week: ShiftWeek) -> tuple[sparse.csr_array, sparse.csr_array, sparse.csr_array]:
    """Coefficients (R, C), (R, 7 C), (R, K): who may work a day, does, in the week, and for long.

    Days' people stand contract by contract.
    """
    terms, columns = week.terms, week.columns
    kinds, cells = len(terms.cost), len(terms.cost) * DAYS
    of = np.repeat(np.eye(kinds), DAYS, axis=0)  # (7 C, C)
    cell = columns.contract * DAYS + columns.day == np.arange(cells)[:, None]  # (7 C, K)
    on = columns.contract == np.arange(kinds)[:, None]  # (C, K)
    none = np.zeros((cells, kinds))
    heads = [
        -of * terms.day_share.reshape(-1, 1),
        none,
        -np.diag(terms.days),
        -np.diag(terms.hours),
    ]
    totals = [np.eye(cells), -np.eye(cells), of.T, none.T]
    shifts = [np.zeros(cell.shape), cell, np.zeros(on.shape), on * columns.hours]
    return (
        sparse.csr_array(np.concatenate(heads)),
        sparse.csr_array(np.concatenate(totals)),
        sparse.csr_array(np.concatenate(shifts)),
    )


def _shares(terms: Terms, size: int) -> sparse.csr_array:
    """Of all heads, how far each is from its shares."""
    kinds = len(terms.cost)
    one = np.eye(kinds)
    every = np.concatenate([terms.share_min[:, None] - one, one - terms.share_max[:, None]])
    return sparse.csr_array(np.hstack([every, np.zeros((2 * kinds, size - kinds))]))
