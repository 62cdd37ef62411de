"""Handling times that jump from one night to the next: times in other units, or counted twice."""

from datetime import date, timedelta

import numpy as np

from models.demand import QueueDemand

FARTHEST = 0.10  # of the mean, from one training to the next
JUDGED_DAYS = 28


def handling_doubt(former: QueueDemand, new: QueueDemand, origin: date) -> list[str]:
    """A sentence where the mean AHT of the next days moves by more than FARTHEST."""
    before, after = _mean(former, new, origin), _mean(new, new, origin)
    if np.isnan(before) or np.isnan(after) or abs(after / before - 1.0) <= FARTHEST:
        return []
    return [f"its AHT would move by {after / before - 1:+.0%}, from {before:.0f} to {after:.0f} s"]


def _mean(demand: QueueDemand, calls: QueueDemand, origin: date) -> float:
    """Mean AHT of a demand over the half-hours of the next days' ``calls``; NaN: unknown."""
    if demand.aht.shape[1] != calls.shares.shape[1]:
        return float("nan")
    days = min(JUDGED_DAYS, len(calls.day_mean))
    weekday = [(origin + timedelta(days=1 + i)).weekday() for i in range(days)]
    aht = demand.aht[weekday] * demand.course(np.arange(days))[:, None]
    weight = np.where(np.isnan(aht), 0.0, (calls.day_mean[:, None] * calls.shares)[:days])
    total = float(weight.sum())
    return float((weight * np.nan_to_num(aht)).sum()) / total if total > 0 else float("nan")
