"""The mixed-integer programme of a hiring problem: its variables, and the rows that tie them.

Hours of people who can work for several lines are split by *flows*, one for each week, line and
kind of speaker (all who can work for the same lines), whoever they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from models.hiring_problem import Bools, Floats, HiringProblem, Option, befores, largest_fall

BLOCKS = ("people", "units", "takes", "flows", "shortfall", "excess", "apart")
WHOLE = {"people", "units", "takes"}

Values = Mapping[str, Floats]  # of variables, block by block


@dataclass(frozen=True, slots=True)
class Rows:
    """``lower`` <= the sum over blocks of coefficients @ variables <= ``upper``."""

    coefficients: Mapping[str, Floats | sparse.coo_array]
    lower: Floats
    upper: Floats


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
    kinds = _kinds(problem)
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
    covered = _covered(problem, kinds)
    rows = (covered, _split(problem, kinds), *_classes(problem), *_steps(problem))
    return Programme(lower, upper, (*rows, *_apart(problem)))


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
        bounds=Bounds(*(np.concatenate([y[x] for x in BLOCKS]) for y in _bounds(choices))),
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


def _bounds(choices: Programme) -> tuple[Values, Values]:
    return choices.lower, choices.upper


def _row_matrix(rows: Rows, sizes: Mapping[str, int]) -> sparse.coo_array:
    none = {name: sparse.coo_array((len(rows.lower), size)) for name, size in sizes.items()}
    blocks = {**none, **rows.coefficients}
    return sparse.coo_array(sparse.hstack([sparse.coo_array(blocks[x]) for x in BLOCKS]))


def _kinds(problem: HiringProblem) -> Bools:
    """The sets of several lines (K, L) that some people can work for."""
    speaks = np.array([*problem.base_speaks, *(x.speaks for x in problem.options)], np.bool_)
    speaks = speaks.reshape(-1, len(problem.lines))
    return np.unique(speaks[speaks.sum(axis=1) > 1], axis=0)


def _covered(problem: HiringProblem, kinds: Bools) -> Rows:
    """Every line in every week, (L W): hours given, less what units need, reach the need."""
    each, weeks = np.eye(len(problem.lines), dtype=np.bool_), len(problem.weeks)
    there, hired = _given(problem, each)
    line = np.nonzero(kinds)[1]
    return Rows(
        {
            "people": hired,
            "units": -_columns([x.need_per_unit for x in problem.steps], there.size),
            "flows": sparse.coo_array(sparse.kron(each[:, line].astype(float), sparse.eye(weeks))),
            "shortfall": sparse.coo_array(sparse.eye(there.size)),
        },
        problem.need_fixed.reshape(-1) - there,
        np.full(there.size, np.inf),
    )


def _split(problem: HiringProblem, kinds: Bools) -> Rows:
    """Every kind of speaker in every week, (K W): flows take no more hours than there are."""
    there, hired = _given(problem, kinds)
    kind = np.nonzero(kinds)[0]
    of_kind = (np.arange(len(kinds))[:, None] == kind).astype(float)
    flows = sparse.coo_array(sparse.kron(of_kind, sparse.eye(len(problem.weeks))))
    return Rows({"people": hired, "flows": -flows}, -there, np.full(there.size, np.inf))


def _given(problem: HiringProblem, kinds: Bools) -> tuple[Floats, Floats]:
    """Hours of those who work for exactly a kind's lines: (K W) there anyway, (K W, O) a person."""
    are = (problem.base_speaks[None] == kinds[:, None]).all(axis=-1).astype(float)  # (K, G)
    there = (are @ problem.base_hours).reshape(-1)
    hired = [np.outer((x.speaks == kinds).all(axis=-1), x.hours) for x in problem.options]
    return there, _columns(hired, there.size)


def _columns(arrays: Sequence[Floats], rows: int) -> Floats:
    return np.array([x.reshape(-1) for x in arrays], np.float64).reshape(len(arrays), rows).T


def _classes(problem: HiringProblem) -> tuple[Rows, ...]:
    """A class takes place for people to be in it, with enough of them, and needs a trainer."""
    most = np.diag([float(x.most) for x in problem.options])
    least = np.diag([float(x.least) for x in problem.options])
    one = np.eye(len(problem.options))
    none, free = np.zeros(len(problem.options)), np.full(len(problem.options), np.inf)
    busy = [_busy(problem.options, site) for site in problem.trainers]
    limits = [np.full(len(problem.weeks), float(x)) for x in problem.trainers.values()]
    return (
        Rows({"people": -one, "takes": most}, none, free),
        Rows({"people": one, "takes": -least}, none, free),
        *(
            Rows({"takes": x}, np.zeros(len(y)), y)
            for x, y in zip(busy, limits, strict=True)
        ),
    )


def _busy(options: Sequence[Option], site: str) -> Floats:
    """Which classes (W, O) keep a trainer of a site busy in each week."""
    return _columns(
        [x.training & (x.site == site) & (x.kind == "class") for x in options],
        len(options[0].training) if options else 0,
    )


def _steps(problem: HiringProblem) -> tuple[Rows, ...]:
    """Units never rise from one step to the next, nor fall by more than the limit and excess."""
    place = {id(x): row for row, x in enumerate(problem.steps)}
    fall, excess = np.zeros((2, len(place), len(place)))
    start, most = np.zeros(len(place)), np.zeros(len(place))
    for row, (step, before) in enumerate(befores(problem)):
        fall[row, place[id(step)]] = -1.0
        excess[row, place[id(step)]] = -1.0
        most[row] = largest_fall(problem, step, before)
        if id(before) in place:
            fall[row, place[id(before)]] = 1.0
        else:
            start[row] = problem.routings[step.routing].start_units
    free = np.full(len(place), np.inf)
    return (
        Rows({"units": fall}, -start, free),
        Rows({"units": fall, "excess": excess}, -free, most - start),
    )


def _apart(problem: HiringProblem) -> tuple[Rows, ...]:
    """How far each choice is from the present plan, upwards and downwards."""
    options, steps = problem.options, problem.steps
    now = np.array([*(x.current for x in options), *(x.current for x in steps)], np.float64)
    one, free = np.eye(len(now)), np.full(len(now), np.inf)
    chosen = {"people": one[:, : len(options)], "units": one[:, len(options) :]}
    return (
        Rows({**chosen, "apart": one}, now, free),
        Rows({**{x: -y for x, y in chosen.items()}, "apart": one}, -now, free),
    )
