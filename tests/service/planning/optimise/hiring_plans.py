"""Small plans to be repaired: French calls come to a new site that has two classes to size."""

from datetime import date
from pathlib import Path

import numpy as np

from data.calendar.holidays import expand
from data.plan import Plan
from data.plan.file import read_plan
from service.planning.basis.current import Current
from tests.service.cases import PLAN, current_of
from tests.service.planning.capacity.capacity_case import BELGIUM, MOROCCO_SITE, RAMADAN

FIRST, LAST = date(2025, 10, 20), date(2025, 12, 21)
STEPS = "{ from = 2025-10-20, shares = { belgium = 0.7, morocco = 0.3 } }"
LATER = (
    "{ from = 2025-10-20, shares = { belgium = 1.0 } },\n"
    "  { from = 2025-11-17, shares = { belgium = 0.7, morocco = 0.3 } }"
)
ENOUGH = BELGIUM.replace("headcount = 45", "headcount = 90")
CLASS = """
[[sites.classes]]
starts = {starts}
headcount = 2
languages = ["fr"]
weekly_hours = 44
training_weeks = {training}
training_dropout = {dropout}
aht_factors = [1.4, 1.2]
weekly_attrition = {attrition}
hourly_cost = {cost}
max_headcount = {most}

"""
FEW = """
[[sites.staff]]
contract = "permanent"
languages = ["fr"]
headcount = {few}
as_of = 2025-10-20
weekly_hours = 44
hourly_cost = 12.0

"""


def text_of(seed: int) -> str:
    """A plan whose two classes differ in start, training, dropout, attrition and cost."""
    random = np.random.default_rng(seed)
    people = FEW.format(few=int(random.integers(1, 5)))
    for starts in ("2025-10-20", "2025-10-27" if random.random() < 0.5 else "2025-11-24"):
        people += CLASS.format(
            starts=starts,
            training=int(random.integers(1, 4)),
            dropout=round(float(random.uniform(0, 0.2)), 2),
            attrition=round(float(random.uniform(0, 0.03)), 3),
            cost=round(float(random.uniform(8, 14)), 1),
            most=16,
        )
    return (
        PLAN.replace(STEPS, LATER)
        .replace(MOROCCO_SITE, ENOUGH + MOROCCO_SITE)
        .replace(RAMADAN, people + RAMADAN)
    )


def read(text: str) -> Plan:
    """A plan of its text."""
    return read_plan(text, "plan.toml", expand)


def case(folder: Path, text: str) -> Current:
    """The small case under the plan."""
    return current_of(folder, text)
