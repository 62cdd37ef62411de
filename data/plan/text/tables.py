"""The plan's TOML, table by table: which keys there are and what each may hold.

An unknown key is refused. Lists of tables come as ``{row number: table}``, so that a row keeps its
number when another one is refused. What rows mean together is checked by ``data.plan.checks``.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from data.calendar.holidays import FIRST, LAST
from data.plan import GoalName
from data.plan.text.contract_text import ContractText
from data.plan.text.drivers_text import (
    BillRunText,
    CustomersText,
    DeflectionText,
    PeriodText,
    SchoolHolidayText,
    UnusualDaysText,
)
from data.plan.text.queue_text import AssumedText, QueueText
from data.plan.text.selector_text import MatchText, Selector, Table
from data.plan.text.site_text import ShrinkageText, SiteText
from data.plan.text.values import (
    Amount,
    Count,
    Day,
    Id,
    Languages,
    Minute,
    Name,
    PartOfAll,
    Positive,
    Rate,
    Reachable,
    Rows,
    Share,
    Switch,
    Weekday,
    Weeks,
)
from models.queues import Definition


class TargetText(Table):
    """A service target; what is left out is [target]'s, and its own default is 80/20 offered."""

    share: Reachable | None = None
    answer_within_seconds: Amount | None = None
    definition: Definition | None = Field(
        default=None,
        description='"offered", "answered", "excluding_short_abandons" or "abandoned_in_time_ok"',
    )
    max_occupancy: PartOfAll | None = None
    max_abandoned: PartOfAll | None = None
    max_asa_seconds: Positive | None = None
    short_abandon_seconds: Amount | None = None


class MatchedTargetText(TargetText):
    """[[targets]]"""

    match: Selector


class OpeningHoursText(Table):
    """[[opening_hours]]"""

    match: Selector = MatchText()
    days: list[Weekday] | None = Field(
        default=None,
        min_length=1,
        description='weekdays such as ["mon", "tue", "wed", "thu", "fri"]',
    )
    dates: list[Day] | None = Field(
        default=None,
        min_length=1,
        description="dates without quotes, such as [2025-12-24, 2025-12-31]",
    )
    opens: Minute | None = Field(default=None, alias="from")
    closes: Minute | None = Field(default=None, alias="to")
    closed: Switch = False
    closed_on_holidays: Switch = False
    valid_from: Day | None = None
    valid_to: Day | None = None


class PoolText(Table):
    """[[pools]]"""

    site: Id
    language: Id | None = None
    languages: Languages | None = None
    segments: list[Id] = Field(
        min_length=1, description='a list of segments such as ["residential", "b2b"]'
    )
    target: TargetText | None = Field(
        default=None, description="a table such as { share = 0.85, answer_within_seconds = 20 }"
    )

    @property
    def spoken(self) -> tuple[str, ...]:
        """Its languages, each once."""
        return tuple(
            dict.fromkeys([*([self.language] if self.language else []), *(self.languages or [])])
        )


class StepText(Table):
    """One of a routing's ``steps``."""

    first: Day = Field(alias="from")
    shares: Mapping[str, Share] = Field(
        description="a share from 0 to 1 for each site, such as { liege = 0.8, morocco = 0.2 }"
    )


class RoutingText(Table):
    """[[routing]]"""

    match: Selector = MatchText()
    ramp: Literal["step", "linear"] = Field(default="step", description='"step" or "linear"')
    steps: Rows[StepText] = Field(
        min_length=1,
        description="a list of steps such as [{ from = 2025-10-01, shares = { liege = 1.0 } }]",
    )


class OverflowText(Table):
    """[[overflow]]"""

    match: Selector = MatchText()
    site: Id
    calls_per_hour: Positive
    first: Day = Field(default=FIRST, alias="from")
    last: Day = Field(default=LAST, alias="to")


class EventText(Table):
    """[[events]]"""

    match: Selector = MatchText()
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    factor: Amount | None = None
    offered: Amount | None = None
    reason: Name | None = None
    author: Name | None = None


class HandlingText(Table):
    """[[handling]]"""

    match: Selector = MatchText()
    first: Day = Field(alias="from")
    aht_seconds: Positive | None = None
    patience_seconds: Positive | None = None


class AhtChangeText(Table):
    """[[aht_changes]]"""

    match: Selector = MatchText()
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    factor: Positive
    reason: Name | None = None


class MoveText(Table):
    """[[moves]]"""

    from_site: Id
    to_site: Id
    day: Day = Field(alias="date")
    headcount: Count
    retraining_weeks: Weeks = 0.0
    languages: Languages | None = None


class OtherWorkText(Table):
    """[[other_work]]"""

    match: Selector = MatchText()
    hours_per_week: Amount


class LimitsText(Table):
    """[limits]"""

    hiring_notice_weeks: Weeks = 0.0
    max_weekly_shift: PartOfAll = 1.0
    max_dual_running_weeks: Weeks | None = None
    goal: GoalName = Field(default="ready", description='"ready" or "mean"')


class PlanText(Table):
    """The whole file."""

    timezone: str = Field(description='an IANA time zone in quotes, such as "Europe/Brussels"')
    holidays: str = Field(description='a country in quotes, such as "BE" or "ES-CT"')
    interval_minutes: Literal[15, 30, 60] = Field(default=30, description="15, 30 or 60")
    schedule_efficiency: PartOfAll = 1.0
    zeros_are_left_out: Switch = False
    daily_totals_are_spread: Switch = False
    retry_share: Rate = 0.0
    shrinkage: ShrinkageText = Field(
        default=ShrinkageText(), description="a table such as { leave = 0.12, absence = 0.06 }"
    )
    target: TargetText = Field(
        default=TargetText(),
        description="a table such as { share = 0.80, answer_within_seconds = 20 }",
    )
    targets: Rows[MatchedTargetText] = Field(default_factory=dict)
    opening_hours: Rows[OpeningHoursText] = Field(default_factory=dict)
    queues: Rows[QueueText]
    assumed: Rows[AssumedText] = Field(default_factory=dict)
    sites: Rows[SiteText]
    pools: Rows[PoolText] = Field(default_factory=dict)
    routing: Rows[RoutingText]
    overflow: Rows[OverflowText] = Field(default_factory=dict)
    events: Rows[EventText] = Field(default_factory=dict)
    bill_runs: Rows[BillRunText] = Field(default_factory=dict)
    customers: Rows[CustomersText] = Field(default_factory=dict)
    deflection: Rows[DeflectionText] = Field(default_factory=dict)
    school_holidays: Rows[SchoolHolidayText] = Field(default_factory=dict)
    periods: Rows[PeriodText] = Field(default_factory=dict)
    unusual_days: Rows[UnusualDaysText] = Field(default_factory=dict)
    handling: Rows[HandlingText] = Field(default_factory=dict)
    aht_changes: Rows[AhtChangeText] = Field(default_factory=dict)
    moves: Rows[MoveText] = Field(default_factory=dict)
    other_work: Rows[OtherWorkText] = Field(default_factory=dict)
    contracts: Rows[ContractText] = Field(default_factory=dict)
    limits: LimitsText = Field(
        default=LimitsText(), description="a table such as { max_weekly_shift = 0.3 }"
    )
