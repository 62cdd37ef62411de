"""The integer programme over the few shifts that the linear one thinks most of.

Shifts that differ by where a short break lies are alike to it, and all of them are too many for
integers; of the best few of every contract and day it finds whole people in a moment.
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from models.arrays import Counts, Floats, Index
from models.shifts.programme import Effort, Programme, Relaxed
from models.shifts.week import DAYS

_EACH = 16  # shifts of a contract and day
_GAP = 1e-3
_ALIKE = 1e-7


@dataclass(frozen=True, slots=True)
class Whole:
    """Heads (C,) and shifts (K,) of whole people, where some were found in time."""

    shifts: tuple[Counts, Counts] | None
    proven: bool  # that no others are better
    bound: float  # of the objective, over all shifts


def whole_shifts(choices: Programme, some: Index, effort: Effort) -> Whole:
    """Of the least cost that keeps the goal, of ``some`` shifts."""
    rows, most = choices.keeping()
    return _solved(choices, some, choices.cost, Rows(rows, most), *choices.bounds, effort)


def whole_shifts_of(choices: Programme, heads: Counts, some: Index, effort: Effort) -> Whole:
    """Of ``heads`` (C,) that reach most of the goal, of ``some`` shifts."""
    lower, upper = choices.bounds
    lower[: len(heads)] = upper[: len(heads)] = heads
    rows = Rows(choices.rows, np.zeros(choices.rows.shape[0]))
    return _solved(choices, some, -choices.goal, rows, lower, upper, effort)


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that are ``most`` at most."""

    rows: sparse.csr_array
    most: Floats


def _solved(
    choices: Programme,
    some: Index,
    objective: Floats,
    rows: Rows,
    lower: Floats,
    upper: Floats,
    effort: Effort,
) -> Whole:
    kinds, shifts, pieces = choices.blocks
    others = np.arange(pieces, len(choices.goal))
    kept = np.concatenate([np.arange(shifts), shifts + some, others])
    found = milp(
        objective[kept],
        integrality=(kept < pieces).astype(np.int64),
        bounds=Bounds(lower[kept], upper[kept]),
        constraints=LinearConstraint(rows.rows[:, kept], -np.inf, rows.most),
        options={"time_limit": effort.seconds, "node_limit": effort.nodes, "mip_rel_gap": _GAP},
    )
    every = len(some) == pieces - shifts
    dual = found.mip_dual_bound if every else None
    bound = -np.inf if dual is None else float(dual)
    if found.x is None:
        return Whole(None, False, bound)
    whole = np.zeros(pieces, np.int64)
    whole[kept[kept < pieces]] = np.rint(found.x[kept < pieces]).astype(np.int64)
    return Whole((whole[:kinds], whole[shifts:]), every and found.status == 0, bound)


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
