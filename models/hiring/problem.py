"""What a hiring plan must cover, what can be bought for it, and what limits it.

A *line* is a site and a language: hours are needed there, week by week. *Options* are people who
can be had: hired into a training class, or kept under a temporary contract. A *step* is a day from
which another share of some calls stays at the old site; that share is counted in whole units.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from models.arrays import Counts, Flags, Floats


@dataclass(frozen=True, slots=True)
class Option:
    """People who can be had, from none to ``most`` of them; ``hours`` and ``cost`` are of one."""

    label: str
    kind: Literal["class", "extension"]
    site: str
    cost: float  # a person's, over all weeks
    most: int
    hours: Floats  # (W,) experienced agent hours a week
    speaks: Flags  # (L,) the lines they can work for
    training: Flags  # (W,) when the class keeps a trainer busy
    least: int = 0  # people of a class that takes place at all
    current: int = 0  # people in the present plan


@dataclass(frozen=True, slots=True)
class Routing:
    """Some calls and the units of them that stay at the old site before the first step."""

    label: str
    start_units: int
    start_day: int  # an ordinal: since when


@dataclass(frozen=True, slots=True)
class Step:
    """From ``day`` on, between ``lowest`` and ``highest`` units stay at the old site."""

    label: str
    routing: int  # its place among the routings
    day: int  # an ordinal
    lowest: int
    highest: int
    current: int  # units in the present plan
    need_per_unit: Floats  # (L, W) hours: above 0 at the old site's line, below at the new one's


@dataclass(frozen=True, slots=True)
class HiringProblem:
    """Hours to cover at ``lines`` (L) in ``weeks`` (W), and all that can be chosen.

    Steps of one routing never send calls back, and send at most ``max_weekly_shift`` units away
    (None: any number), less within a week of the step before, in proportion to its days and rounded
    down. Raises
    ValueError for shapes that do not fit and for steps that cannot be met without a rise.
    """

    lines: tuple[str, ...]
    weeks: tuple[str, ...]
    need_fixed: Floats  # (L, W) with no unit at the old site
    base_hours: Floats  # (G, W) of people who are there anyway
    base_speaks: Flags  # (G, L)
    options: tuple[Option, ...]
    steps: tuple[Step, ...] = ()
    routings: tuple[Routing, ...] = ()
    trainers: Mapping[str, int] = field(default_factory=dict)  # site: most classes at once
    max_weekly_shift: float | None = None
    unit: float = 0.05  # the share of calls that a unit is

    def __post_init__(self) -> None:
        _check_shapes(self)
        for step, before in befores(self):
            if not (0 <= step.lowest <= step.highest and step.lowest <= _highest(before)):
                raise ValueError(f"step {step.label}: {step.lowest} units are above those before")
            if step.day <= _day(before):
                raise ValueError(f"step {step.label} is not after the day before it")

    def need(self, units: Counts) -> Floats:
        """Hours needed (L, W) when ``units`` (V,) stay at the old site."""
        return self.need_fixed + sum(
            (x.need_per_unit * count for x, count in zip(self.steps, units, strict=True)),
            start=np.zeros_like(self.need_fixed),
        )


@dataclass(frozen=True, slots=True)
class HiringPlan:
    """What to choose, and what is still missing then."""

    people: Counts  # (O,)
    units: Counts  # (V,)
    cost: float
    shortfall: Floats  # (L, W) hours
    excess: Counts  # (V,) units that a step sends away beyond the weekly limit
    gap: float  # how far, as a share of it, the cost may be above the least possible
    proven: bool  # the gap was reached; False: time ran out

    @property
    def feasible(self) -> bool:
        """Whether every hour is covered within every limit."""
        return not (self.shortfall.any() or self.excess.any())


def befores(problem: HiringProblem) -> tuple[tuple[Step, Step | Routing], ...]:
    """Every step, in the order of routings and days, and what it follows."""
    found: list[tuple[Step, Step | Routing]] = []
    for step in sorted(problem.steps, key=lambda x: (x.routing, x.day)):
        follows = found and found[-1][0].routing == step.routing
        found.append((step, found[-1][0] if follows else problem.routings[step.routing]))
    return tuple(found)


def may_stay(problem: HiringProblem, units: Counts) -> bool:
    """Whether ``units`` (V,) keep every step's bounds, never rise and fall within the limit."""
    chosen = {id(x): count for x, count in zip(problem.steps, units.tolist(), strict=True)}
    for step, before in befores(problem):
        count = chosen[id(step)]
        fall = _units_of(before, chosen) - count
        if not step.lowest <= count <= step.highest:
            return False
        if not 0 <= fall <= largest_fall(problem, step, before):
            return False
    return True


def unmoved(problem: HiringProblem, units: Counts, place: int) -> Counts:
    """The units with a step taken out: as many stay as before it."""
    chosen = {id(x): count for x, count in zip(problem.steps, units.tolist(), strict=True)}
    [before] = [y for x, y in befores(problem) if x is problem.steps[place]]
    changed = units.copy()
    changed[place] = _units_of(before, chosen)
    return changed


def _units_of(x: Step | Routing, chosen: Mapping[int, int]) -> int:
    return x.start_units if isinstance(x, Routing) else chosen[id(x)]


def largest_fall(problem: HiringProblem, step: Step, before: Step | Routing) -> float:
    """How many units a step may send away at once; infinite without a limit.

    A step moves its calls on one day: a long time before it is no leave to move more.
    """
    if problem.max_weekly_shift is None:
        return np.inf
    weeks = min((step.day - _day(before)) / 7, 1.0)
    return float(np.floor(problem.max_weekly_shift * weeks + 1e-9))  # 3 less an error is 3


def _day(x: Step | Routing) -> int:
    return x.start_day if isinstance(x, Routing) else x.day


def _highest(x: Step | Routing) -> int:
    return x.start_units if isinstance(x, Routing) else x.highest


def _check_shapes(problem: HiringProblem) -> None:
    lines, weeks, groups = len(problem.lines), len(problem.weeks), len(problem.base_hours)
    expected: dict[str, tuple[Floats | Flags, tuple[int, ...]]] = {
        "need_fixed": (problem.need_fixed, (lines, weeks)),
        "base_hours": (problem.base_hours, (groups, weeks)),
        "base_speaks": (problem.base_speaks, (groups, lines)),
    }
    for x in problem.options:
        expected[f"hours of {x.label}"] = (x.hours, (weeks,))
        expected[f"speaks of {x.label}"] = (x.speaks, (lines,))
        expected[f"training of {x.label}"] = (x.training, (weeks,))
    for y in problem.steps:
        expected[f"need_per_unit of {y.label}"] = (y.need_per_unit, (lines, weeks))
    for name, (array, shape) in expected.items():
        if array.shape != shape:
            raise ValueError(f"{name}: shape {array.shape}, not {shape}")
