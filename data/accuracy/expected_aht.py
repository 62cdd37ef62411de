"""How long a queue's calls of a day were expected to take, over its sites and half-hours."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from data.plan import Plan
from data.plan.days.handling import aht_factors, planned_aht
from data.plan.days.routing import shares
from models.arrays import Floats
from models.demand import QueueDemand
from models.numeric.ratios import ratio
from models.queues import Queue


def expected_aht(plan: Plan, queue: Queue, demand: QueueDemand, days: Sequence[date]) -> Floats:
    """(H,) seconds, weighted by the calls of each slot; NaN where nobody calls or none is known.

    Learned where it is, else as planned; with the plan's changes, and each site's own by the
    shares that the plan routes there.
    """
    weekday = np.array([day.weekday() for day in days])
    by_slot = demand.aht[weekday]  # (H, S)
    known = ~np.isnan(by_slot) & (demand.shares > 0)
    weight = np.where(known, demand.shares, 0.0)
    learned = ratio(
        (weight * np.where(known, by_slot, 0.0)).sum(axis=1), weight.sum(axis=1), np.nan
    )
    learned = learned * demand.course(np.arange(len(days)))
    learned = learned * _site_factor(plan, queue, demand, days)
    found = np.where(np.isnan(learned), planned_aht(plan, queue, days), learned)
    return np.where(demand.day_mean > 0, found * aht_factors(plan, queue, days), np.nan)


def _site_factor(plan: Plan, queue: Queue, demand: QueueDemand, days: Sequence[date]) -> Floats:
    """(H,) of the sites that the queue is routed to; 1 before its first step."""
    routed = shares(plan, queue, days)
    total = np.sum([np.nan_to_num(x) for x in routed.values()], axis=0)
    mixed = np.sum(
        [np.nan_to_num(x) * demand.aht_factor(site) for site, x in routed.items()], axis=0
    )
    return ratio(mixed, total, 1.0)
