"""From well-formed plan text to how history is read, and what stands for it."""

from dataclasses import replace

from data.plan import Assumed, Plan
from data.plan.text.tables import PlanText


def with_history_rules(plan: Plan, source: PlanText) -> Plan:
    """The plan with its queues' left-out zeros and retry shares, and what is assumed."""
    rows = source.queues.values()
    retries = {x.id: source.retry_share if x.retry_share is None else x.retry_share for x in rows}
    return replace(
        plan,
        zeros_left_out=frozenset(
            x.id
            for x in rows
            if x.zeros_are_left_out or (x.zeros_are_left_out is None and source.zeros_are_left_out)
        ),
        retry_shares={queue: share for queue, share in retries.items() if share > 0},
        assumed=tuple(
            Assumed(x.queue, x.calls_per_day, x.like, x.width) for x in source.assumed.values()
        ),
    )
