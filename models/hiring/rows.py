"""The rows of a hiring problem's programme: what ties people, hours, classes and steps together.

Hours of people who can work for several lines are split by *flows*, one for each kind of speaker
(all who can work for the same lines, whoever they are), each of its lines and each week.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from models.arrays import Flags, Floats
from models.hiring.problem import HiringProblem, befores, largest_fall


@dataclass(frozen=True, slots=True)
class Rows:
    """``lower`` <= the sum over blocks of coefficients @ variables <= ``upper``."""

    coefficients: Mapping[str, Floats | sparse.coo_array]
    lower: Floats
    upper: Floats


def kinds_of_speakers(problem: HiringProblem) -> Flags:
    """The sets of several lines (K, L) that some people can work for."""
    speaks = np.array([*problem.base_speaks, *(x.speaks for x in problem.options)], np.bool_)
    speaks = speaks.reshape(-1, len(problem.lines))
    return np.unique(speaks[speaks.sum(axis=1) > 1], axis=0)


def covered(problem: HiringProblem, kinds: Flags) -> Rows:
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


def split(problem: HiringProblem, kinds: Flags) -> Rows:
    """Every kind of speaker in every week, (K W): flows take no more hours than there are."""
    there, hired = _given(problem, kinds)
    kind = np.nonzero(kinds)[0]
    of_kind = (np.arange(len(kinds))[:, None] == kind).astype(float)
    flows = sparse.coo_array(sparse.kron(of_kind, sparse.eye(len(problem.weeks))))
    return Rows({"people": hired, "flows": -flows}, -there, np.full(there.size, np.inf))


def _given(problem: HiringProblem, kinds: Flags) -> tuple[Floats, Floats]:
    """Hours of those who work for exactly a kind's lines: (K W) there anyway, (K W, O) a person."""
    are = (problem.base_speaks[None] == kinds[:, None]).all(axis=-1).astype(float)  # (K, G)
    there = (are @ problem.base_hours).reshape(-1)
    hired = [np.outer((x.speaks == kinds).all(axis=-1), x.hours) for x in problem.options]
    return there, _columns(hired, there.size)


def _columns(arrays: Sequence[Floats | Flags], rows: int) -> Floats:
    return np.array([x.reshape(-1) for x in arrays], np.float64).reshape(len(arrays), rows).T


def classes(problem: HiringProblem) -> tuple[Rows, ...]:
    """A class takes place for people to be in it, with enough of them, and needs a trainer."""
    most = np.diag([float(x.most) for x in problem.options])
    least = np.diag([float(x.least) for x in problem.options])
    one = np.eye(len(problem.options))
    none, free = np.zeros(len(problem.options)), np.full(len(problem.options), np.inf)
    busy = [_busy(problem, site) for site in problem.trainers]
    limits = [np.full(len(problem.weeks), float(x)) for x in problem.trainers.values()]
    return (
        Rows({"people": -one, "takes": most}, none, free),
        Rows({"people": one, "takes": -least}, none, free),
        *(Rows({"takes": x}, np.zeros(len(y)), y) for x, y in zip(busy, limits, strict=True)),
    )


def _busy(problem: HiringProblem, site: str) -> Floats:
    """Which classes (W, O) keep a trainer of a site busy in each week."""
    return _columns(
        [x.training & (x.site == site and x.kind == "class") for x in problem.options],
        len(problem.weeks),
    )


def shifts(problem: HiringProblem) -> tuple[Rows, ...]:
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


def apart(problem: HiringProblem) -> tuple[Rows, ...]:
    """How far each choice is from the present plan, upwards and downwards."""
    options, steps = problem.options, problem.steps
    now = np.array([*(x.current for x in options), *(x.current for x in steps)], np.float64)
    one, free = np.eye(len(now)), np.full(len(now), np.inf)
    chosen = {"people": one[:, : len(options)], "units": one[:, len(options) :]}
    return (
        Rows({**chosen, "apart": one}, now, free),
        Rows({**{x: -y for x, y in chosen.items()}, "apart": one}, -now, free),
    )
