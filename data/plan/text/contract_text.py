"""The plan's tables of contracts: what people may work, from which shifts are made."""

from typing import Literal

from pydantic import Field

from data.plan.text.selector_text import Table
from data.plan.text.values import (
    DayHours,
    HoursAfter,
    Id,
    Minute,
    Name,
    Positive,
    Rows,
    Share,
    WeeklyHours,
)


class BreakText(Table):
    """A row of ``paid_breaks`` or ``unpaid_breaks``."""

    minutes: int = Field(
        gt=0, le=240, multiple_of=5, description="minutes from 5 to 240 in steps of 5, such as 30"
    )
    from_hours: HoursAfter
    to_hours: HoursAfter


class ContractText(Table):
    """[[contracts]]"""

    name: Name
    weekly_hours: WeeklyHours
    day_hours: list[DayHours] = Field(
        min_length=1,
        max_length=6,
        description="a list of at most 6 lengths of a day in paid hours, such as [7.6, 4]",
    )
    days_a_week: int = Field(
        default=5, ge=1, le=7, description="a whole number from 1 to 7, without quotes"
    )
    earliest_start: Minute | None = None
    latest_end: Minute | None = None
    start_every_minutes: Literal[15, 30, 60] | None = Field(
        default=None, description="15, 30 or 60"
    )
    unpaid_breaks: Rows[BreakText] = Field(
        default_factory=dict,
        max_length=6,
        description="a list of at most 6, such as [{ minutes = 30, from_hours = 3, to_hours = 5 }]",
    )
    paid_breaks: Rows[BreakText] = Field(
        default_factory=dict,
        max_length=6,
        description="a list of at most 6, such as [{ minutes = 15, from_hours = 1, to_hours = 2 }]",
    )
    weekend_share: Share = 1.0
    share_min: Share = 0.0
    share_max: Share = 1.0
    site: Id | None = None
    pool: Name | None = None
    hourly_cost: Positive | None = None
