"""The forecast that needs no model: the last known day of the same weekday."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine

from data.accuracy.came import BEFORE, queue_came
from data.history.demand import read_site_rows
from data.plan import Plan
from models.arrays import Floats
from models.queues import Queue

KNOWN_DAYS = 371  # 53 weeks up to the origin: a year of differences
OLDEST = 56  # days back that a weekday's last known day is looked for


def known_totals(engine: Engine, plan: Plan, queue: Queue, origin: date) -> Floats:
    """(KNOWN_DAYS,) calls of the days up to the origin; NaN where history is not complete."""
    days = [origin - timedelta(days=x) for x in range(KNOWN_DAYS - 1, -1, -1)]
    rows = read_site_rows(engine, plan, queue.id, origin, days[0] - BEFORE)
    return queue_came(plan, queue, rows, days).offered


def seasonal_naive(totals: Floats, origin: date, days: Sequence[date]) -> Floats:
    """(days,) calls of the last known day of the same weekday; NaN where eight weeks have none.

    A day on which nobody called is a closed one, and not repeated.
    """
    back = {
        (origin - timedelta(days=x)).weekday(): float(totals[-1 - x])
        for x in range(OLDEST - 1, -1, -1)
        if totals[-1 - x] > 0
    }
    return np.array([back.get(day.weekday(), np.nan) for day in days])
