"""From well-formed plan text to how history is read, and what stands for it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from data.plan import Assumed, Plan, folded_name
from data.plan.text.queue_text import QueueText
from data.plan.text.site_text import SiteText
from data.plan.text.tables import PlanText


def with_history_rules(plan: Plan, source: PlanText) -> Plan:
    """The plan with its aliases, its queues' left-out zeros and retry shares, what is assumed."""
    rows = source.queues.values()
    retries = {x.id: source.retry_share if x.retry_share is None else x.retry_share for x in rows}
    return replace(
        plan,
        queue_aliases=_aliases(rows),
        site_aliases=_aliases(source.sites.values()),
        zeros_left_out=_said({x.id: x.zeros_are_left_out for x in rows}, source.zeros_are_left_out),
        daily_totals_spread=_said(
            {x.id: x.daily_totals_are_spread for x in rows}, source.daily_totals_are_spread
        ),
        retry_shares={queue: share for queue, share in retries.items() if share > 0},
        assumed=tuple(
            Assumed(x.queue, x.calls_per_day, x.like, x.width) for x in source.assumed.values()
        ),
    )


def _said(own: Mapping[str, bool | None], of_all: bool) -> frozenset[str]:
    """The queues that say so themselves, or say nothing where the plan says it of all."""
    return frozenset(x for x, said in own.items() if said or (said is None and of_all))


def _aliases(rows: Iterable[QueueText | SiteText]) -> dict[str, str]:
    return {folded_name(alias): x.id for x in rows for alias in x.aliases}
