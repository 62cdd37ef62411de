"""The plan's tables of queues: what they are, how their history comes, what is assumed of them."""

from pydantic import Field

from data.plan.text.selector_text import Table
from data.plan.text.values import Aliases, Id, Positive, Rate, Switch


class QueueText(Table):
    """[[queues]]"""

    id: Id
    segment: Id
    call_type: Id
    language: Id
    aliases: Aliases = Field(default_factory=list)
    zeros_are_left_out: Switch | None = None
    daily_totals_are_spread: Switch | None = None
    retry_share: Rate | None = None


class AssumedText(Table):
    """[[assumed]]"""

    queue: Id
    calls_per_day: Positive
    like: Id
    width: Positive = 0.5
