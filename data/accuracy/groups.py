"""Which queues are scored together."""

from data.accuracy.publication import Grouping
from data.plan import Plan
from models.queues import Queue


def group_of(queue: Queue, grouping: Grouping) -> str:
    """The name of the group that a queue is in."""
    match grouping:
        case "queue":
            return queue.id
        case "total":
            return "total"
        case _:
            return str(getattr(queue, grouping))


def groups(plan: Plan, grouping: Grouping) -> dict[str, list[str]]:
    """Group -> its queues' ids, both in the plan's order."""
    found: dict[str, list[str]] = {}
    for queue in plan.queues:
        found.setdefault(group_of(queue, grouping), []).append(queue.id)
    return found
