"""The integer programme over the few shifts that the linear one thinks most of.

Shifts that differ by where a short break lies are alike to it, and all of them are too many for
integers; of the best few of every contract and day it finds whole people in a moment.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from models.arrays import Counts, Floats, Index
from models.shifts.programme import Programme, Relaxed
from models.shifts.week import DAYS

_EACH = 16  # shifts of a contract and day
_GAP = 1e-3
_ALIKE = 1e-7
_MOST = (
    1e6  # people: where whole variables have no end, HiGHS' presolve (1.12) crashed on some weeks
)


@dataclass(frozen=True, slots=True)
class Effort:
    """How far an integer programme is followed: by nodes, so that a busy machine finds the same."""

    nodes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Whole:
    """Heads (C,) and shifts (K,) of whole people, where some were found in time.

    Shifts come in parts where only people, and those of each day, were asked to be whole.
    """

    shifts: tuple[Counts, Floats] | None
    proven: bool  # that no others are better
    bound: float  # of the objective, over all shifts

    @property
    def found(self) -> list[tuple[Counts, Floats]]:
        """The one, or none."""
        return [] if self.shifts is None else [self.shifts]


def whole_shifts(choices: Programme, some: Index, effort: Effort) -> Whole:
    """Of the least cost that keeps the goal, of ``some`` shifts."""
    asked = Asked(choices.cost, *choices.keeping(), *choices.bounds, whole=choices.blocks[2])
    return _solved(choices, some, asked, effort)


def whole_people(choices: Programme, effort: Effort) -> Whole:
    """Of the least cost that keeps the goal, of all shifts in parts."""
    asked = Asked(choices.cost, *choices.keeping(), *choices.bounds, whole=choices.blocks[1])
    return _solved(choices, np.arange(len(choices.week.columns.day)), asked, effort)


def whole_shifts_of(choices: Programme, heads: Counts, some: Index, effort: Effort) -> Whole:
    """Of ``heads`` (C,) that reach most of the goal, of ``some`` shifts."""
    lower, upper = choices.bounds
    lower[: len(heads)] = upper[: len(heads)] = heads
    most = np.zeros(choices.rows.shape[0])
    whole = choices.blocks[2]
    asked = Asked(-choices.goal, choices.rows, most, lower, upper, whole)
    return _solved(choices, some, asked, effort)


@dataclass(frozen=True, slots=True)
class Asked:
    """The least of ``objective`` (V,) whose rows are ``most`` (R,) at most."""

    objective: Floats
    rows: sparse.csr_array
    most: Floats
    lower: Floats
    upper: Floats
    whole: int  # of the variables, the first ones


def _solved(choices: Programme, some: Index, asked: Asked, effort: Effort) -> Whole:
    kinds, shifts, pieces = choices.blocks
    others = np.arange(pieces, len(choices.goal))
    kept = np.concatenate([np.arange(shifts), shifts + some, others])
    found = milp(
        asked.objective[kept],
        integrality=(kept < asked.whole).astype(np.int64),
        bounds=Bounds(asked.lower[kept], np.minimum(asked.upper[kept], _MOST)),
        constraints=LinearConstraint(asked.rows[:, kept], -np.inf, asked.most),
        options={"time_limit": effort.seconds, "node_limit": effort.nodes, "mip_rel_gap": _GAP},
    )
    every = len(some) == pieces - shifts
    dual = found.mip_dual_bound if every else None
    bound = -np.inf if dual is None else float(dual)
    if found.x is None:
        return Whole(None, False, bound)
    heads, counts = np.rint(found.x[:kinds]).astype(np.int64), np.zeros(pieces - shifts)
    counts[some] = found.x[shifts : shifts + len(some)]
    return Whole((heads, counts), every and found.status == 0, bound)


def promising(choices: Programme, relaxed: Relaxed) -> Index:
    """Of every contract and day the shifts of least reduced cost; of equal ones any."""
    columns = choices.week.columns
    any_order = np.random.default_rng(0).permutation(len(columns.day))
    order = np.lexsort((any_order, -relaxed.counts, np.round(relaxed.reduced / _ALIKE)))
    cell = columns.contract[order] * DAYS + columns.day[order]
    place = np.empty(len(order), np.int64)
    for number in np.unique(cell):
        place[cell == number] = np.arange(np.count_nonzero(cell == number))
    return np.sort(order[place < _EACH])
