"""Shifts that were worked out: who starts when, under which contract, and what that gives."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Goal = Literal["level", "cover"]


@dataclass(frozen=True, slots=True)
class Pause:
    """A break of a shift."""

    start: int  # minutes after the site's local midnight
    minutes: int
    paid: bool


@dataclass(frozen=True, slots=True)
class Shift:
    """One start, length and breaks on one day, for some people of a contract."""

    contract: str
    day: date  # at the site
    start: int  # minutes after the site's local midnight
    end: int
    paid_hours: float  # a person's
    breaks: tuple[Pause, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Heads:
    """People of one contract who work in a week."""

    contract: str
    people: int
    paid_hours: float  # a person's, in that week


@dataclass(frozen=True, slots=True)
class PoolShifts:
    """A pool's week of shifts; without any, ``reason`` says why and the figures are NaN.

    ``agent_hours`` are what the paid hours give after absence and time off the phone, and
    ``curve_hours`` what agents following the curve need for the same goal.
    """

    pool: str
    site: str
    monday: date
    goal: Goal
    heads: tuple[Heads, ...]
    shifts: tuple[Shift, ...]
    paid_hours: float  # on the floor: leave not taken off
    bound_hours: float  # no shifts that keep the goal are paid less
    agent_hours: float
    curve_hours: float
    fte: float  # leave included
    service_level: float  # of the week, with these shifts; NaN: nobody calls
    needed_level: float  # of the week, with the needed agents
    reason: str
    sha256: str  # of what it was worked out from

    @property
    def schedule_efficiency(self) -> float:
        """Agent hours of the curve over those of the shifts; NaN without shifts."""
        return self.curve_hours / self.agent_hours if self.agent_hours else math.nan

    @property
    def people(self) -> int:
        """Of all contracts."""
        return sum(x.people for x in self.heads)


KeptShifts: TypeAlias = Mapping[str, Mapping[date, PoolShifts]]  # pool -> Monday
