"""Of the frozen plan: the contracts that people work under, from which shifts are made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Break:
    """A break of a shift; a paid one is paid time without calls, an unpaid one is no paid time."""

    minutes: int
    paid: bool
    earliest: int  # minutes after the start of the shift at which it may begin
    latest: int


@dataclass(frozen=True, slots=True)
class Contract:
    """What a person may work: hours a week, days, their lengths, from when to when, breaks."""

    name: str
    weekly_hours: float  # paid
    day_hours: tuple[float, ...]  # paid hours that a day may have
    days_a_week: int  # at most
    earliest_start: int  # minutes after the site's local midnight
    latest_end: int  # up to 1440
    start_every: int  # minutes between possible starts
    breaks: tuple[Break, ...] = ()
    weekend_share: float = 1.0  # of the people, who may work on one Saturday or Sunday
    share_min: float = 0.0  # of all heads of a site, or pool
    share_max: float = 1.0
    site: str | None = None  # None: every site
    pool: str | None = None  # None: every pool
    hourly_cost: float | None = None
