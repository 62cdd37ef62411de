"""The plan as the rest of the product sees it: frozen values, already checked.

Dates are local and inclusive, times minutes after midnight, ``aht`` and ``patience`` seconds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from data.calendar import Holidays
from data.plan.periods import Period
from models.queues import Match, Pool, Queue, ServiceTarget, Shrinkage

GoalName = Literal["ready", "mean"]


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When queues take calls: on weekdays (0 = Monday), or on named dates that override them."""

    match: Match
    weekdays: frozenset[int]
    dates: frozenset[date]
    opens: int  # minutes after midnight; half-open
    closes: int  # up to 1440; opens == closes: closed
    closed_on_holidays: bool


@dataclass(frozen=True, slots=True)
class MatchedTarget:
    """A service target for the queues a selector takes."""

    match: Match
    target: ServiceTarget


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
class RoutingStep:
    """From a day on, the share of a queue's calls that each site takes."""

    first: date
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Routing:
    """The dated steps of the queues a selector takes; ``linear`` moves day by day between steps."""

    match: Match
    ramp: Literal["step", "linear"]
    steps: tuple[RoutingStep, ...]


@dataclass(frozen=True, slots=True)
class Overflow:
    """The most calls an hour that a site takes of ``match``; its other sites take what is more."""

    match: Match
    site: str
    calls_per_hour: float
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Event:
    """Something known in advance: calls times ``factor``, or exactly ``offered`` a day."""

    match: Match
    first: date
    last: date
    factor: float | None
    offered: float | None
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class BillRun:
    """Bills posted on dates and on days of every month; free days' post leaves the next one."""

    match: Match
    dates: frozenset[date]
    days_of_month: frozenset[int]
    bills: float  # a posting; only their proportions matter


@dataclass(frozen=True, slots=True)
class Course:
    """A number of ``match`` over time: linear from one of its days to the next."""

    match: Match
    days: tuple[date, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """Days without school."""

    match: Match
    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class UnusualDays:
    """Days of history that count with a stated weight: 0 forgets them, 1 trusts them in full."""

    match: Match
    first: date
    last: date
    weight: float
    reason: str


@dataclass(frozen=True, slots=True)
class Handling:
    """AHT or patience planned where none is learned, from a day on."""

    match: Match
    first: date
    aht: float | None
    patience: float | None


@dataclass(frozen=True, slots=True)
class AhtChange:
    """Handling times that are known to differ between two days: AHT times ``factor``."""

    match: Match
    first: date
    last: date
    factor: float
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    """People who move between sites."""

    from_site: str
    to_site: str
    day: date
    headcount: int
    retraining_weeks: float
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherWork:
    """E-mail, forms: hours a week that a language's pools must also find."""

    match: Match
    hours_per_week: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Within which a better plan is looked for."""

    hiring_notice_weeks: float = 0.0  # from the last known day to the first new class
    max_weekly_shift: float = 1.0  # share of a queue that may move between sites in a week
    max_dual_running_weeks: float | None = None  # weeks that a routing may use old and new sites
    goal: GoalName = "ready"  # of every week: ready, or its target kept on average


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything the planners decided, checked as a whole."""

    timezone: str
    holidays: str
    interval_minutes: int
    shrinkage: Shrinkage
    schedule_efficiency: float
    target: ServiceTarget
    queues: tuple[Queue, ...]
    sites: tuple[Site, ...]
    pools: tuple[Pool, ...]  # site x language x segment that some routing reaches, or merged ones
    opening_hours: tuple[OpeningHours, ...]
    routing: tuple[Routing, ...]
    targets: tuple[MatchedTarget, ...] = ()
    overflow: tuple[Overflow, ...] = ()
    events: tuple[Event, ...] = ()
    bill_runs: tuple[BillRun, ...] = ()
    customers: tuple[Course, ...] = ()  # calls come in proportion to them
    deflection: tuple[Course, ...] = ()  # share of calls that other channels take
    school_holidays: tuple[SchoolHoliday, ...] = ()
    periods: tuple[Period, ...] = ()
    unusual_days: tuple[UnusualDays, ...] = ()
    handling: tuple[Handling, ...] = ()
    aht_changes: tuple[AhtChange, ...] = ()
    moves: tuple[Move, ...] = ()
    other_work: tuple[OtherWork, ...] = ()
    limits: Limits = Limits()
    calendars: Mapping[str, Holidays] = field(default_factory=dict)  # code -> its holidays, dated
    schedule_efficiency_source: Literal["planned", "assumed"] = "planned"  # assumed: left out

    def queue(self, queue_id: str) -> Queue:
        """The queue of that id; KeyError where there is none."""
        return {x.id: x for x in self.queues}[queue_id]

    def site(self, site_id: str) -> Site:
        """The site of that id; KeyError where there is none."""
        return {x.id: x for x in self.sites}[site_id]
