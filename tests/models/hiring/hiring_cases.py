"""Hiring problems for tests: a few people and weeks, and a transition of the sample's size."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from models.arrays import Flags, Floats
from models.hiring.problem import HiringProblem, Option, Routing, Step

MONDAY = 739_530  # 6 October 2025
FR, NL, BOTH = (np.array(x) for x in ([True, False], [False, True], [True, True]))


def class_of(hours: list[float], speaks: Flags = FR, cost: float = 1.0, most: int = 10) -> Option:
    """A class at "south" that trains in the first week."""
    training = np.arange(len(hours)) == 0
    return Option("class a", "class", "south", cost, most, np.array(hours), speaks, training)


def problem_of(need: list[list[float]], *options: Option) -> HiringProblem:
    """What two lines need, (2, W), while nobody is there."""
    weeks = tuple(f"week {x}" for x in range(len(need[0])))
    nobody, speaks = np.zeros((0, len(weeks))), np.zeros((0, 2), np.bool_)
    return HiringProblem(("south-fr", "north-nl"), weeks, np.array(need), nobody, speaks, options)


def moving(problem: HiringProblem, days: list[int], per_unit: Floats) -> HiringProblem:
    """With a routing of 10 units at the old site, and steps to 0 to 10 units on some days."""
    steps = [Step(f"day {x}", 0, MONDAY + x, 0, 10, 5, per_unit) for x in days]
    return replace(problem, steps=tuple(steps), routings=(Routing("calls", 10, MONDAY),))


def drawn_problem(random: np.random.Generator) -> HiringProblem:
    """A small problem by chance: 2 lines, a bilingual group, 2 or 3 options, 1 or 2 steps."""
    weeks, count = int(random.integers(3, 5)), int(random.integers(2, 4))
    problem = replace(
        problem_of(random.uniform(0, 90, (2, weeks)).tolist()),
        base_hours=random.uniform(0, 50, (2, weeks)),
        base_speaks=np.array([FR, BOTH]),
        options=tuple(_drawn_option(random, x, weeks) for x in range(count)),
        trainers={"south": int(random.integers(1, 3))},
        max_weekly_shift=float(random.integers(1, 4)),
    )
    routing = Routing("calls", 4, MONDAY)
    days = [7, 14][: int(random.integers(1, 3))]
    steps = [_drawn_step(random, x, weeks) for x in days]
    return replace(problem, steps=tuple(steps), routings=(routing,))


def _drawn_option(random: np.random.Generator, place: int, weeks: int) -> Option:
    kind, site = random.choice(["class", "class", "extension"]), random.choice(["south", "north"])
    hours = random.uniform(10, 40, weeks) * (np.arange(weeks) >= random.integers(0, 2))
    return Option(
        label=f"option {place}",
        kind="class" if kind == "class" else "extension",
        site=str(site),
        cost=float(random.integers(1, 9)),
        most=int(random.integers(1, 6)),
        hours=hours,
        speaks=[FR, NL, BOTH][int(random.integers(3))],
        training=np.arange(weeks) < random.integers(1, 3),
        least=int(random.integers(0, 4)),
        current=int(random.integers(0, 3)),
    )


def _drawn_step(random: np.random.Generator, day: int, weeks: int) -> Step:
    since = np.arange(weeks) == day // 7
    per_unit = np.array([[10.0], [-10.0]]) * since * random.uniform(0.2, 1)
    highest = int(random.integers(1, 5))
    return Step(f"day {day}", 0, MONDAY + day, 0, highest, int(random.integers(highest)), per_unit)


def transition(seed: int, volume: float = 1.0, weeks: int = 25) -> HiringProblem:
    """As large as the sample: 6 lines, 6 groups, a class a week at three places, 12 steps."""
    random = np.random.default_rng(seed)
    calls = volume * np.array([[1500.0], [1000.0], [240.0], [160.0]])  # hours a week
    calls = calls * random.uniform(0.85, 1.15, (4, weeks))
    old, new = (0, 1, 1, 0), (2, 3, 4, 5)  # liege-fr, liege-nl; morocco-fr, belgium-*
    need, steps = np.zeros((6, weeks)), list[Step]()
    for stream, (there, then) in enumerate(zip(old, new, strict=True)):
        starts = [4 + stream, 7, 9, 12] if stream < 2 else [5 + stream, 12]
        need[there, : starts[0]] += calls[stream, : starts[0]]
        need[then, starts[0] :] += calls[stream, starts[0] :]
        for start, end in zip(starts, [*starts[1:], weeks], strict=True):
            during = (np.arange(weeks) >= start) & (np.arange(weeks) < end)
            moved = np.zeros((6, weeks))
            moved[there] = during * calls[stream] / 20
            moved[then] = -moved[there]
            highest = 0 if start == 12 else 20  # the old site closes
            day = MONDAY + 7 * start
            steps.append(Step(f"week {start}", stream, day, 0, highest, highest // 2, moved))
    return HiringProblem(
        lines=("liege-fr", "liege-nl", "morocco-fr", "belgium-nl", "business-nl", "business-fr"),
        weeks=tuple(f"week {x}" for x in range(weeks)),
        need_fixed=need,
        base_hours=np.array(list(_groups(weeks))),
        base_speaks=np.array([_works(0, 1), _works(0, 1), *(_works(x) for x in (2, 3, 4, 5))]),
        options=tuple(_classes(weeks)),
        steps=tuple(steps),
        routings=tuple(Routing(f"stream {x}", 20, MONDAY) for x in range(4)),
        trainers={"morocco": 2, "belgium": 2},
        max_weekly_shift=12.0,
    )


def _works(*lines: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(6), lines)


def _groups(weeks: int) -> Iterator[Floats]:
    week = np.arange(weeks)
    for people, stays, first, end in [(50, 0.99, 0, 12), (100, 0.96, 0, 12)]:
        yield np.asarray(people * 25.0 * stays**week * ((week >= first) & (week < end)))
    for people in (10, 5, 4, 6):
        yield np.asarray(people * 25.0 * 0.99**week * (week >= 4))


def _classes(weeks: int) -> Iterator[Option]:
    places = [("morocco", _works(2), 9.5, 44, 16), ("belgium", _works(3, 4), 34.0, 38, 14)]
    for site, speaks, wage, contract, count in [*places, ("belgium", _works(5), 34.0, 38, 10)]:
        for start in range(count):
            since = np.arange(weeks) - start
            slower = np.array([1.0, 1.0, 1.0, 1.5, 1.3, 1.15, 1.05, *[1.0] * weeks])
            hours = (since >= 3) * contract * 0.6 * 0.99**since / slower[np.maximum(since, 0)]
            training, cost = (since >= 0) & (since < 3), wage * contract * (weeks - start)
            label = f"class {start}"
            yield Option(label, "class", site, cost, 40, hours, speaks, training, least=8)
