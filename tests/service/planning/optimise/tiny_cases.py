"""Cases so small that every plan can be judged: calls leave an old site for a new one.

By its seed a case lets the sizes of two classes be chosen; those and how many people stay longer;
one class, who stays, and how many calls the first step moves; or three classes for two languages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np

from data.people.staff import site_groups
from data.people.wages import total_cost
from data.plan import GoalName
from data.plan.edit import Decisions, decided
from service.planning.basis.current import Current, replanned
from service.planning.capacity.cache import Cache
from service.planning.capacity.capacity_table import CapacityQuestion, PoolWeeks, capacity
from service.planning.capacity.readiness import READY, spare
from service.planning.capacity.site_people import WeekSpan
from tests.service.cases import current_of

FIRST, LAST = date(2025, 10, 20), date(2025, 12, 14)
DAYS = WeekSpan(FIRST, LAST).days
PLAN = """
timezone = "Europe/Brussels"
holidays = "BE"
shrinkage = {{ leave = 0.1, absence = 0.08, off_phone = 0.12 }}
schedule_efficiency = 0.9

[target]
share = 0.80
answer_within_seconds = 20

[[opening_hours]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "18:00"

[[queues]]
id = "residential-billing-fr"
segment = "residential"
call_type = "billing"
language = "fr"

{dutch}
[[sites]]
id = "belgium"
timezone = "Europe/Brussels"
holidays = "BE"
works_on_holidays = true
full_time_hours = 38
{closes}

[[sites.staff]]
contract = "temporary"
languages = {languages}
headcount = {old}
as_of = 2025-10-20
weekly_hours = 38
announced = 2025-10-20
attrition_after = {leaving}
hourly_cost = 29.0
max_extended = {extended}
extension_hourly_cost = {bonus}

[[sites]]
id = "morocco"
timezone = "Africa/Casablanca"
holidays = "MA"
works_on_holidays = true
full_time_hours = 44
opens = 2025-11-10

[[sites.staff]]
contract = "permanent"
languages = ["fr"]
headcount = {few}
as_of = 2025-10-20
weekly_hours = 44
hourly_cost = 12.0
{classes}
[[routing]]
steps = [
  {{ from = 2025-10-20, shares = {{ belgium = 1.0 }} }},
  {{ from = 2025-11-17, shares = {{ belgium = 0.6, morocco = 0.4 }} }},
  {{ from = 2026-01-01, shares = {{ morocco = 1.0 }} }},
]

[limits]
max_weekly_shift = {shift}
"""
DUTCH = """
[[queues]]
id = "residential-billing-nl"
segment = "residential"
call_type = "billing"
language = "nl"
"""
CLASS = """
[[sites.classes]]
starts = {starts}
headcount = {least}
languages = {languages}
weekly_hours = 44
training_weeks = {training}
training_dropout = {dropout}
aht_factors = [1.4, 1.2]
weekly_attrition = {attrition}
hourly_cost = {cost}
max_headcount = {most}
min_headcount = {least}
"""
PROMISES: dict[GoalName, Callable[[PoolWeeks], bool]] = {
    "ready": lambda x: not (x.paths.meeting(x.capacity.need.target) < READY).any(),
    "mean": lambda x: not (spare(x.paths, x.capacity.need.target) < 0).any(),
}


@dataclass(frozen=True, slots=True)
class Tiny:
    """A case, and all that may be chosen in it."""

    current: Current
    classes: tuple[range, ...]  # sizes of each, beside none
    extended: range
    units: range  # 20ths of the calls that stay at the first step; none: as in the plan

    def plans(self) -> list[Decisions]:
        """Every one of them."""
        sizes = product(*([0, *x] for x in self.classes))
        moved = [{(0, 1): _shares(x)} for x in self.units] or [{}]
        return [
            Decisions(
                headcounts={("morocco", row): x for row, x in enumerate(chosen)},
                extended={("belgium", 0): stay},
                shares=shares,
            )
            for chosen in sizes
            for stay in self.extended
            for shares in moved
        ]

    def under(self, decisions: Decisions) -> Current:
        """The case with other decisions."""
        return replanned(self.current, decided(self.current.plan, decisions), "")


def _shares(units: int) -> dict[str, float]:
    return {"belgium": round(units / 20, 4), "morocco": round(1 - units / 20, 4)}


def tiny(folder: Path, seed: int) -> Tiny:
    """The case of a seed."""
    random, kind = np.random.default_rng(seed), seed % 4
    classes = KINDS[kind]
    extended = range(4) if kind in (1, 2) else range(1)
    text = PLAN.format(
        dutch=DUTCH if kind == 3 else "",
        languages='["fr", "nl"]' if kind == 3 else '["fr"]',
        old=int(random.integers(29, 33)) + (34 if kind == 3 else 0),
        leaving=round(float(random.uniform(0.01, 0.06)), 3),
        extended=extended[-1],
        bonus=round(float(random.uniform(2, 8)), 1),
        closes="closes = 2025-12-31" if kind == 2 else "",  # only then may shares move
        few=int(random.integers(2, 5)),
        classes="".join(_class(random, x, languages) for x, languages in classes),
        shift=0.6 if kind == 2 else 1.0,
    )
    sizes, units = tuple(x for x, _ in classes), range(8, 13) if kind == 2 else range(0)
    return Tiny(current_of(folder, text), sizes, extended, units)


KINDS = (
    ((range(2, 17), '["fr"]'), (range(2, 17), '["fr"]')),
    ((range(1, 11), '["fr"]'), (range(3, 11), '["fr"]')),
    ((range(3, 16), '["fr"]'),),
    ((range(5, 9), '["fr"]'), (range(5, 9), '["nl"]'), (range(5, 9), '["fr", "nl"]')),
)


def _class(random: np.random.Generator, sizes: range, languages: str) -> str:
    return CLASS.format(
        starts=date(2025, 10, 20) + timedelta(weeks=int(random.integers(0, 2))),
        training=int(random.integers(1, 4)),
        languages=languages,
        dropout=round(float(random.uniform(0, 0.2)), 2),
        attrition=round(float(random.uniform(0, 0.03)), 3),
        cost=round(float(random.uniform(8, 14)), 1),
        most=sizes[-1],
        least=sizes[0],
    )


def cost(current: Current) -> float:
    """Of everybody."""
    return total_cost(site_groups(current.plan), DAYS)


def cheapest(case: Tiny) -> dict[GoalName, float]:
    """What the cheapest plan costs that keeps a goal, by judging all in the order of their cost."""
    cache, found = Cache(), dict[GoalName, float]()
    for plan in sorted((case.under(x) for x in case.plans()), key=cost):
        answer = capacity(plan, CapacityQuestion(FIRST, LAST), cache)
        for goal, keeps in PROMISES.items():
            if goal not in found and all(keeps(x) for x in answer.pools):
                found[goal] = cost(plan)
        if len(found) == len(PROMISES):
            break
    return found
