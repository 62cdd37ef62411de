"""A small case that answers are tested on: two sites, two time zones, five months of forecasts.

Belgium answers everything, Morocco (UTC+1, UTC+0 in Ramadan) a part of the French residential
calls. Dutch is answered round the clock, so that both changes of the callers' clock are open time.
The release forecasts 2025-10-18 to 2026-04-05; the plan routes calls from 2025-10-20 on.
"""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import Engine

from data.database import connect
from data.migrations import migrate
from data.plan import Plan
from data.plan.days.opening import open_slots
from data.plan.store import store_plan
from data.releases import NewRelease, publish
from models.demand import PARTS, QueueDemand
from models.queues import Queue
from service.planning.basis.current import Current
from service.planning.basis.span import Span, span_of
from service.web.current import read_current
from tests.data.plan.plan_texts import plan

ORIGIN, LAST = date(2025, 10, 17), date(2026, 4, 5)
FIRST_ROUTED = date(2025, 10, 20)
MONDAY = FIRST_ROUTED
AUTUMN, SPRING = date(2025, 10, 26), date(2026, 3, 29)  # Sundays on which the clock changes
HORIZON = (LAST - ORIGIN).days
DRAWS = 120

PLAN = """
timezone = "Europe/Brussels"
holidays = "BE"
interval_minutes = 30
schedule_efficiency = 0.9
shrinkage = { leave = 0.1, absence = 0.1, off_phone = 0.2 }

[target]
share = 0.80
answer_within_seconds = 20

[[targets]]
match = { segment = "b2b" }
share = 0.90

[[opening_hours]]
match = { language = "fr" }
days = ["mon", "tue", "wed", "thu", "fri"]
from = "08:00"
to = "20:00"
closed_on_holidays = true

[[opening_hours]]
match = { language = "nl" }
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
from = "00:00"
to = "24:00"

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
id = "b2b-billing-fr"
segment = "b2b"
call_type = "billing"
language = "fr"

[[queues]]
id = "residential-billing-nl"
segment = "residential"
call_type = "billing"
language = "nl"

[[sites]]
id = "belgium"
timezone = "Europe/Brussels"
holidays = "BE"
works_on_holidays = true
full_time_hours = 38
min_agents = 2

[[sites]]
id = "morocco"
timezone = "Africa/Casablanca"
holidays = "MA"
works_on_holidays = true
full_time_hours = 44
languages = ["fr"]

[[sites.shrinkage_changes]]
from = 2026-02-15
to = 2026-03-22
off_phone = 0.3
reason = "Ramadan"

[[routing]]
match = { segment = "residential", language = "fr" }
steps = [
  { from = 2025-10-20, shares = { belgium = 0.7, morocco = 0.3 } },
  { from = 2026-01-01, shares = { morocco = 1.0 } },
]

[[routing]]
match = { segment = "b2b" }
steps = [{ from = 2025-10-20, shares = { belgium = 1.0 } }]

[[routing]]
match = { language = "nl" }
steps = [{ from = 2025-10-20, shares = { belgium = 1.0 } }]

[[handling]]
match = { call_type = "contract" }
from = 2025-10-01
aht_seconds = 520
"""

HANDLING = PLAN[PLAN.index("[[handling]]") :]
PATIENCE = 200.0  # seconds, learned
CALLS = {  # a day, and AHT in seconds; NaN is not learned
    "residential-billing-fr": (900.0, 300.0),
    "residential-contract-fr": (300.0, np.nan),
    "b2b-billing-fr": (60.0, 400.0),
    "residential-billing-nl": (600.0, 360.0),
    "residential-billing-de": (150.0, 360.0),
}


def demand(of: Plan, queue: Queue) -> QueueDemand:
    """The queue's calls a day spread over its open slots, busier in the morning."""
    days = [ORIGIN + timedelta(days=i) for i in range(1, HORIZON + 1)]
    is_open = open_slots(of, queue, days)
    slots = is_open.shape[1]
    weights = is_open * np.linspace(2.0, 1.0, slots)
    totals = weights.sum(axis=1, keepdims=True)
    calls, aht = CALLS[queue.id]
    mean = np.where(totals[:, 0] > 0, calls, 0.0)
    draws = np.exp(0.1 * np.random.default_rng(1).standard_normal((DRAWS, HORIZON)))
    return QueueDemand(
        queue=queue.id,
        day_mean=mean,
        shares=np.divide(weights, totals, out=np.zeros(weights.shape), where=totals > 0),
        paths=(draws / draws.mean(axis=0) * mean).astype(np.float32),
        dispersion=1.5,
        slot_variance=np.full(HORIZON, 0.002),
        aht=np.full((7, slots), aht),
        parts=np.ones((len(PARTS), HORIZON)),
        site_aht={site.id: 1.0 for site in of.sites},
        patience=PATIENCE,
    )


def new_release(of: Plan, plan_id: int = 1, without: str = "") -> NewRelease:
    """A release of the plan's queues, but for ``without``."""
    queues = [demand(of, queue) for queue in of.queues if queue.id != without]
    return NewRelease(
        plan_id=plan_id,
        origin=ORIGIN,
        horizon_days=HORIZON,
        seed=7,
        manifest={"timezone": of.timezone, "interval_minutes": of.interval_minutes},
        queues=queues,
        reports={x.queue: {"source": "fitted"} for x in queues},
    )


def database_url(folder: Path) -> str:
    """The address of a database in a folder."""
    return f"sqlite:///{folder / 'relais.db'}"


def empty(folder: Path) -> Engine:
    """A database of this version's schema, with nothing in it."""
    engine = connect(database_url(folder))
    migrate(engine)
    return engine


def with_plan(engine: Engine, text: str = PLAN) -> Plan:
    """Store a plan; it becomes the newest."""
    checked = plan(text)
    store_plan(engine, "plan.toml", text, checked)
    return checked


def released(folder: Path, text: str = PLAN, without: str = "") -> Engine:
    """A database with a plan and a release over it."""
    engine = empty(folder)
    with_plan(engine, text)
    with engine.begin() as connection:
        publish(connection, new_release(plan(text), without=without))
    return engine


def current_of(folder: Path, text: str = PLAN, without: str = "") -> Current:
    """What answers are made from, over a database of its own."""
    return read_current(released(folder, text, without))


def week(current: Current, first: date = MONDAY) -> Span:
    """Seven days from a day on."""
    return span_of(current, first, first + timedelta(days=6))
