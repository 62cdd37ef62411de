"""A small valid plan that tests share, and the calendars it needs."""

from functools import cache

from data.calendar import Holidays
from data.calendar.holidays import expand
from data.plan import Plan
from data.plan.file import read_plan

PLAN = """
timezone = "Europe/Brussels"
holidays = "BE"
interval_minutes = 30
schedule_efficiency = 0.93
shrinkage = { leave = 0.12, absence = 0.06, off_phone = 0.12 }

[target]
share = 0.80
answer_within_seconds = 20
definition = "offered"
max_occupancy = 0.88

[[targets]]
match = { segment = "b2b" }
share = 0.90

[[opening_hours]]
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "20:00"
closed_on_holidays = true

[[opening_hours]]
days = ["sat"]
from = "09:00"
to = "13:00"
closed_on_holidays = true

[[opening_hours]]
match = { segment = "b2b" }
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:30"
to = "17:00"
closed_on_holidays = true

[[opening_hours]]
dates = [2025-12-24, 2025-12-31]
from = "08:00"
to = "16:00"

[[opening_hours]]
dates = [2025-12-26]
closed = true

[[queues]]
id = "residential-billing-fr"
segment = "residential"
call_type = "billing"
language = "fr"

[[queues]]
id = "residential-contract-fr"
segment = "residential"
call_type = "contract"
language = "fr"

[[queues]]
id = "residential-billing-nl"
segment = "residential"
call_type = "billing"
language = "nl"

[[queues]]
id = "b2b-billing-nl"
segment = "b2b"
call_type = "billing"
language = "nl"

[[sites]]
id = "liege"
name = "Liège"
timezone = "Europe/Brussels"
holidays = "BE"
works_on_holidays = false
full_time_hours = 38
closes = 2025-12-31
min_agents = 2

[[sites.staff]]
contract = "temporary"
languages = ["fr", "nl"]
headcount = 100
as_of = 2025-10-01
weekly_hours = 38
weekly_attrition = 0.01
announced = 2025-10-02
attrition_after = 0.03
notice_weeks = 1
hourly_cost = 29.0

[[sites]]
id = "morocco"
timezone = "Africa/Casablanca"
holidays = "MA"
works_on_holidays = true
full_time_hours = 44
opens = 2025-11-03
shrinkage = { leave = 0.08, absence = 0.07 }

[[sites.shrinkage_changes]]
from = 2026-02-19
to = 2026-03-19
off_phone = 0.18
reason = "Ramadan"

[[sites.classes]]
starts = 2025-10-06
headcount = 30
languages = ["fr"]
weekly_hours = 44
training_weeks = 3
training_dropout = 0.08
nesting_weeks = 2
aht_factors = [1.5, 1.3, 1.15, 1.05]
weekly_attrition = 0.01
hourly_cost = 9.5
max_headcount = 40

[[sites]]
id = "belgium"
timezone = "Europe/Brussels"
holidays = "BE"
full_time_hours = 38
languages = ["nl"]

[[pools]]
site = "belgium"
language = "nl"
segments = ["residential", "b2b"]
target = { share = 0.85, answer_within_seconds = 15 }

[[routing]]
match = { language = "fr" }
ramp = "step"
steps = [
  { from = 2025-10-01, shares = { liege = 1.0 } },
  { from = 2025-11-03, shares = { liege = 0.8, morocco = 0.2 } },
  { from = 2026-01-01, shares = { morocco = 1.0 } },
]

[[routing]]
match = { language = "nl" }
ramp = "linear"
steps = [
  { from = 2025-10-01, shares = { liege = 0.6, belgium = 0.4 } },
  { from = 2025-10-11, shares = { belgium = 1.0 } },
]

[[events]]
match = { call_type = "billing" }
from = 2026-01-05
to = 2026-01-16
factor = 1.25
reason = "annual bills"
author = "planning"

[[handling]]
match = { call_type = "contract" }
from = 2025-10-01
aht_seconds = 520
patience_seconds = 180

[[moves]]
from_site = "liege"
to_site = "belgium"
date = 2026-01-02
headcount = 15
retraining_weeks = 1
languages = ["nl"]

[[other_work]]
match = { language = "nl" }
hours_per_week = 60
"""


@cache
def calendar(code: str) -> Holidays:
    """The real holidays of a code, expanded once a test run."""
    return expand(code)


def plan(text: str = PLAN) -> Plan:
    """The checked plan of a text."""
    return read_plan(text, "plan.toml", calendar)


def changed(*changes: tuple[str, str]) -> str:
    """The valid text with pieces exchanged, each of which stands in it exactly once."""
    text = PLAN
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the plan"
        text = text.replace(old, new)
    return text
