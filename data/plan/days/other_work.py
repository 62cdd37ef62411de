"""E-mail, forms and the like: agent hours a week that belong to a queue's language or calls."""

from data.plan import Plan
from models.queues import Queue


def weekly_other_work(plan: Plan, queue: Queue) -> float:
    """Hours a week of all [[other_work]] that takes the queue, shared equally by its queues."""
    total = 0.0
    for work in plan.other_work:
        taken = [x for x in plan.queues if work.match.takes(x)]
        if queue in taken:
            total += work.hours_per_week / len(taken)
    return total
