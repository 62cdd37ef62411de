"""The small case of two sites with people: Belgium bilingual, Morocco hired in classes."""

from datetime import date
from pathlib import Path

from service.planning.basis.current import Current
from service.planning.basis.table import Table
from service.planning.capacity.capacity_table import Capacity, CapacityQuestion, capacity
from tests.service.cases import PLAN, current_of

FIRST, LAST = date(2025, 10, 20), date(2026, 2, 1)

BELGIUM = """
[[sites.staff]]
contract = "permanent"
languages = ["fr"]
headcount = 25
as_of = 2025-10-20
weekly_hours = 38
hourly_cost = 30.0

[[sites.staff]]
contract = "temporary"
languages = ["fr", "nl"]
headcount = 45
as_of = 2025-10-20
weekly_hours = 38
weekly_attrition = 0.02
hourly_cost = 28.0

"""
MOROCCO = """
[[sites.classes]]
starts = 2025-09-29
headcount = 20
languages = ["fr"]
weekly_hours = 44
training_weeks = 3
aht_factors = [1.4, 1.2]
hourly_cost = 9.5
max_headcount = 40

[[sites.classes]]
starts = 2025-12-01
headcount = 30
languages = ["fr"]
weekly_hours = 44
training_weeks = 3
training_dropout = 0.1
aht_factors = [1.4, 1.2]
hourly_cost = 9.5
max_headcount = 40

"""
MOROCCO_SITE, RAMADAN = '[[sites]]\nid = "morocco"', "[[sites.shrinkage_changes]]"
STAFFED = PLAN.replace(MOROCCO_SITE, BELGIUM + MOROCCO_SITE).replace(RAMADAN, MOROCCO + RAMADAN)
GERMAN_QUEUE = """
[[opening_hours]]
match = { language = "de" }
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "20:00"

[[queues]]
id = "residential-billing-de"
segment = "residential"
call_type = "billing"
language = "de"
"""
GERMAN_STAFF = """
[[sites.staff]]
contract = "permanent"
languages = ["nl", "de"]
headcount = 12
as_of = 2025-10-20
weekly_hours = 38
hourly_cost = 30.0
"""
GERMAN_ROUTING = """
[[routing]]
match = { language = "de" }
steps = [{ from = 2025-10-20, shares = { belgium = 1.0 } }]
"""
TRILINGUAL = (
    STAFFED.replace('\n[[sites]]\nid = "belgium"', GERMAN_QUEUE + '\n[[sites]]\nid = "belgium"')
    .replace('\n[[sites]]\nid = "morocco"', GERMAN_STAFF + '\n[[sites]]\nid = "morocco"')
    .replace("\n[[handling]]", GERMAN_ROUTING + "\n[[handling]]")
)


def staffed(folder: Path, text: str = STAFFED) -> Current:
    """The case with its people."""
    return current_of(folder, text)


def judged(current: Current, site: str | None = None) -> Capacity:
    """Its capacity from the first routed day to the end of January."""
    return capacity(current, CapacityQuestion(FIRST, LAST, site=site))


def numbers(table: Table, pool: str, column: str) -> list[float]:
    """A pool's figures in time order; NaN where there is none."""
    rows = [row for row in table.rows() if row["pool"] == pool]
    return [float("nan") if row[column] is None else float(str(row[column])) for row in rows]
