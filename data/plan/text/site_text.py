"""The plan's tables of a site and its people: contracts, classes, shrinkage."""

from pydantic import Field

from data.plan.text.selector_text import Table
from data.plan.text.values import (
    Aliases,
    Amount,
    Count,
    Day,
    ExactShare,
    Id,
    Languages,
    Name,
    Positive,
    Rate,
    Rows,
    Switch,
    WeeklyHours,
    Weeks,
)


class ShrinkageText(Table):
    """Shares of shrinkage; what is left out is the plan's, and the plan's own default is 0."""

    leave: ExactShare | None = None
    absence: ExactShare | None = None
    off_phone: ExactShare | None = None


class StaffText(Table):
    """[[sites.staff]]"""

    contract: Name
    languages: Languages
    headcount: Count
    as_of: Day
    weekly_hours: WeeklyHours
    weekly_attrition: Rate = 0.0
    announced: Day | None = None
    attrition_after: Rate | None = None
    notice_weeks: Weeks = 0.0
    hourly_cost: Amount | None = None
    extended: Count = 0
    max_extended: Count | None = None
    extension_hourly_cost: Amount = 0.0


class ClassText(Table):
    """[[sites.classes]]"""

    starts: Day
    headcount: Count
    languages: Languages
    weekly_hours: WeeklyHours
    training_weeks: Weeks = 0.0
    training_dropout: Rate = 0.0
    nesting_weeks: Weeks = 0.0
    aht_factors: list[Positive] = Field(
        default_factory=list,
        max_length=520,
        description="numbers above 0 for weeks 1 to n of taking calls, such as [1.5, 1.3, 1.1]",
    )
    weekly_attrition: Rate = 0.0
    hourly_cost: Amount | None = None
    max_headcount: Count | None = None
    min_headcount: Count = 0
    contract: Name | None = None


class ShrinkageChangeText(ShrinkageText):
    """[[sites.shrinkage_changes]]"""

    first: Day = Field(alias="from")
    last: Day = Field(alias="to")
    reason: Name | None = None


class SiteText(Table):
    """[[sites]]"""

    id: Id
    name: Name | None = None
    aliases: Aliases = Field(default_factory=list)
    timezone: str = Field(description='an IANA time zone in quotes, such as "Europe/Brussels"')
    holidays: str = Field(description='a country in quotes, such as "BE" or "ES-CT"')
    works_on_holidays: Switch = False
    full_time_hours: WeeklyHours
    opens: Day | None = None
    closes: Day | None = None
    min_agents: Count = 0
    languages: Languages | None = None
    max_classes_in_training: Count | None = None
    hires_until: Day | None = None
    shrinkage: ShrinkageText = Field(
        default=ShrinkageText(), description="a table such as { leave = 0.12, absence = 0.06 }"
    )
    staff: Rows[StaffText] = Field(default_factory=dict)
    classes: Rows[ClassText] = Field(default_factory=dict)
    shrinkage_changes: Rows[ShrinkageChangeText] = Field(default_factory=dict)
