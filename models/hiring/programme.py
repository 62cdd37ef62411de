"""The mixed-integer programme of a hiring problem, and its solution by HiGHS.

Its variables stand in blocks: people of each option, units of each step, whether each class takes
place, flows of hours (`models.hiring.rows`), missing hours, units beyond the weekly shift, and how
far each choice is from the present plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from models.arrays import Floats
from models.hiring.problem import HiringProblem
from models.hiring.rows import Rows, apart, classes, covered, kinds_of_speakers, shifts, split

BLOCKS = ("people", "units", "takes", "flows", "shortfall", "excess", "apart")
WHOLE = {"people", "units", "takes"}

Values = Mapping[str, Floats]  # of variables, block by block


@dataclass(frozen=True, slots=True)
class Programme:
    """Variables within bounds, block by block, and the rows they obey."""

    lower: Values
    upper: Values
    rows: tuple[Rows, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """The best values found, and their distance to the best possible ones as a share."""

    values: Values
    objective: float
    gap: float
    proven: bool


def programme(problem: HiringProblem, *, elastic: bool) -> Programme:
    """All choices of a problem; ``elastic``: hours may lack, and steps may be too large."""
    options, steps = problem.options, problem.steps
    kinds = kinds_of_speakers(problem)
    upper = {
        "people": np.array([x.most for x in options], dtype=np.float64),
        "units": np.array([x.highest for x in steps], dtype=np.float64),
        "takes": np.ones(len(options)),
        "flows": np.full(int(kinds.sum()) * len(problem.weeks), np.inf),
        "shortfall": np.full(problem.need_fixed.size, np.inf if elastic else 0.0),
        "excess": np.full(len(steps), np.inf if elastic else 0.0),
        "apart": np.full(len(options) + len(steps), np.inf),
    }
    lower = {name: np.zeros(len(x)) for name, x in upper.items()}
    lower["units"] = np.array([x.lowest for x in steps], dtype=np.float64)
    rows = (covered(problem, kinds), split(problem, kinds))
    return Programme(lower, upper, (*rows, *classes(problem), *shifts(problem), *apart(problem)))


def minimise(
    choices: Programme, objective: Values, also: Sequence[Rows], seconds: float, gap: float
) -> Solution | None:
    """The values with the smallest objective; None: there are none, or none was found in time."""
    rows = [*choices.rows, *also]
    sizes = {name: len(choices.lower[name]) for name in BLOCKS}
    ends = np.cumsum([sizes[x] for x in BLOCKS])[:-1]
    answer = milp(
        np.concatenate([objective.get(x, np.zeros(sizes[x])) for x in BLOCKS]),
        integrality=np.concatenate([np.full(sizes[x], x in WHOLE) for x in BLOCKS]),
        bounds=Bounds(_joined(choices.lower), _joined(choices.upper)),
        constraints=LinearConstraint(
            sparse.vstack([_row_matrix(x, sizes) for x in rows], format="csr"),
            np.concatenate([x.lower for x in rows]),
            np.concatenate([x.upper for x in rows]),
        ),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    if answer.x is None:
        return None
    values = dict(zip(BLOCKS, np.split(answer.x, ends), strict=True))
    return Solution(values, float(answer.fun), float(answer.mip_gap or 0.0), answer.status == 0)


def _joined(values: Values) -> Floats:
    return np.concatenate([values[x] for x in BLOCKS])


def _row_matrix(rows: Rows, sizes: Mapping[str, int]) -> sparse.coo_array:
    none = {name: sparse.coo_array((len(rows.lower), size)) for name, size in sizes.items()}
    blocks = {**none, **rows.coefficients}
    return sparse.coo_array(sparse.hstack([sparse.coo_array(blocks[x]) for x in BLOCKS]))
