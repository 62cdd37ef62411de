"""Of the frozen plan: its sites, the people there, and those who come, go and move."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from models.queues import Shrinkage


@dataclass(frozen=True, slots=True)
class Staff:
    """People under one contract at a site, counted on ``as_of``."""

    contract: str
    languages: tuple[str, ...]
    headcount: int
    as_of: date
    weekly_hours: float
    weekly_attrition: float = 0.0
    announced: date | None = None
    attrition_after: float | None = None
    notice_weeks: float = 0.0
    hourly_cost: float | None = None
    extended: int = 0  # of the headcount, who stay as before the closure was announced
    max_extended: int | None = None  # None: extended
    extension_hourly_cost: float = 0.0  # of those extended, beside hourly_cost


@dataclass(frozen=True, slots=True)
class TrainingClass:
    """People hired, or to be hired, together: training, then calls, in the first weeks nesting.

    How much longer their calls take, nesting included, is ``aht_factors``.
    """

    starts: date
    headcount: int
    languages: tuple[str, ...]
    weekly_hours: float
    training_weeks: float = 0.0
    training_dropout: float = 0.0
    nesting_weeks: float = 0.0
    aht_factors: tuple[float, ...] = ()
    weekly_attrition: float = 0.0
    hourly_cost: float | None = None
    max_headcount: int | None = None
    min_headcount: int = 0  # fewer people are no class
    contract: str | None = None  # the name of theirs among the plan's

    @property
    def trained(self) -> date:
        """The first day after training."""
        return self.starts + timedelta(days=round(7 * self.training_weeks))


@dataclass(frozen=True, slots=True)
class ShrinkageChange:
    """Shares of shrinkage that differ between two dates; None keeps the site's own."""

    first: date
    last: date
    leave: Decimal | None
    absence: Decimal | None
    off_phone: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class Site:
    """Where agents sit."""

    id: str
    name: str
    timezone: str
    holidays: str
    works_on_holidays: bool
    full_time_hours: float
    shrinkage: Shrinkage
    languages: frozenset[str] | None  # None: nothing said, every language
    opens: date | None = None
    closes: date | None = None  # last day
    min_agents: int = 0
    shrinkage_changes: tuple[ShrinkageChange, ...] = ()
    staff: tuple[Staff, ...] = ()
    classes: tuple[TrainingClass, ...] = ()
    max_classes_in_training: int | None = None
    hires_until: date | None = None  # last day on which further classes may start; None: none may

    def shrinkage_on(self, day: date) -> Shrinkage:
        """The site's shrinkage on a day, dated changes applied in the order of the plan."""
        now = self.shrinkage
        for change in self.shrinkage_changes:
            if change.first <= day <= change.last:
                now = Shrinkage(
                    leave=now.leave if change.leave is None else change.leave,
                    absence=now.absence if change.absence is None else change.absence,
                    off_phone=now.off_phone if change.off_phone is None else change.off_phone,
                )
        return now


@dataclass(frozen=True, slots=True)
class Move:
    """People who move between sites."""

    from_site: str
    to_site: str
    day: date
    headcount: int
    retraining_weeks: float
    languages: tuple[str, ...] = ()
