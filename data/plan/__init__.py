"""The plan as the rest of the product sees it: frozen values, already checked.

``data.plan.file`` reads it from TOML; nothing here is parsed or validated again. Dates are the
callers' local ones and inclusive, clock times are minutes after local midnight, shares are 0-1,
``aht`` and ``patience`` are seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from data.calendar import Holidays
from data.plan.contracts import Contract as Contract
from data.plan.history_rules import Assumed as Assumed
from data.plan.history_rules import folded_name as folded_name
from data.plan.opening_hours import OpeningHours as OpeningHours
from data.plan.periods import Period
from data.plan.sites import Move as Move
from data.plan.sites import ShrinkageChange as ShrinkageChange
from data.plan.sites import Site as Site
from data.plan.sites import Staff as Staff
from data.plan.sites import TrainingClass as TrainingClass
from models.queues import Match, Pool, Queue, ServiceTarget, Shrinkage

GoalName = Literal["ready", "mean"]


@dataclass(frozen=True, slots=True)
class MatchedTarget:
    """A service target for the queues a selector takes."""

    match: Match
    target: ServiceTarget


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
    zeros_left_out: frozenset[str] = frozenset()  # queues whose absent rows are zeros
    daily_totals_spread: frozenset[str] = frozenset()  # queues of which daily rows may be spread
    retry_shares: Mapping[str, float] = field(default_factory=dict)  # queue -> of who give up
    assumed: tuple[Assumed, ...] = ()
    queue_aliases: Mapping[str, str] = field(default_factory=dict)  # folded_name -> queue id
    site_aliases: Mapping[str, str] = field(default_factory=dict)  # folded_name -> site id
    calendars: Mapping[str, Holidays] = field(default_factory=dict)  # code -> its holidays, dated
    contracts: tuple[Contract, ...] = ()
    schedule_efficiency_source: Literal["planned", "assumed"] = "planned"  # assumed: left out

    def queue(self, queue_id: str) -> Queue:
        """The queue of that id; KeyError where there is none."""
        return {x.id: x for x in self.queues}[queue_id]

    def site(self, site_id: str) -> Site:
        """The site of that id; KeyError where there is none."""
        return {x.id: x for x in self.sites}[site_id]

    def contracts_of(self, pool: Pool) -> tuple[Contract, ...]:
        """What a pool's people may work: its own contracts, else its site's, else everybody's."""
        own = tuple(x for x in self.contracts if x.pool == pool.name)
        here = tuple(x for x in self.contracts if x.pool is None and x.site == pool.site)
        return own or here or tuple(x for x in self.contracts if x.pool is None and x.site is None)
