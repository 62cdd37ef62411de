"""The plan's tables of what planners know about days: bills, customers, schools, deflection."""

from typing import Annotated

from pydantic import Field

from data.plan.text.selector_text import MatchText, Selector, Table
from data.plan.text.values import Day, Name, Positive, Rate, Rows, Share

DayOfMonth = Annotated[int, Field(ge=1, le=31, description="days of the month from 1 to 31")]


class BillRunText(Table):
    """[[bill_runs]]"""

    match: Selector = MatchText()
    dates: list[Day] = Field(
        default_factory=list,
        description="dates without quotes, such as [2025-11-04, 2025-12-02]",
    )
    days_of_month: list[DayOfMonth] = Field(
        default_factory=list, description="days of the month from 1 to 31, such as [3, 12, 22]"
    )
    bills: Positive = 1.0


class CustomersStepText(Table):
    """One of the ``steps`` of customers."""

    first: Day = Field(alias="from")
    count: Positive


class CustomersText(Table):
    """[[customers]]"""

    match: Selector = MatchText()
    steps: Rows[CustomersStepText] = Field(
        min_length=1, description="a list such as [{ from = 2025-01-01, count = 410000 }]"
    )


class DeflectionStepText(Table):
    """One of the ``steps`` of a deflection."""

    first: Day = Field(alias="from")
    share: Rate


class DeflectionText(Table):
    """[[deflection]]"""

    match: Selector = MatchText()
    steps: Rows[DeflectionStepText] = Field(
        min_length=1, description="a list such as [{ from = 2026-01-05, share = 0.05 }]"
    )
    reason: Name | None = None


class SchoolHolidayText(Table):
    """[[school_holidays]]"""

    match: Selector = MatchText()
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    name: Name | None = None


class PeriodText(Table):
    """[[periods]]"""

    match: Selector = MatchText()
    name: Name
    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="to")


class UnusualDaysText(Table):
    """[[unusual_days]]"""

    match: Selector = MatchText()
    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    weight: Share
    reason: Name | None = None
