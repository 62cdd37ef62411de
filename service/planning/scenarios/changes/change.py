"""What every kind of change of a scenario is: a value with bounds, a check, and what it makes.

A kind is a frozen dataclass in a module of its own here: the registry finds it, and the port reads
its fields, their bounds (``annotated_types``) and how they are ``Written``.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import ClassVar

from data.errors import PlannerError
from data.plan import Plan, Site
from models.queues import Match

EVERY_QUEUE = Match()
REASON = "scenario"
KEYS: Mapping[str, str] = {"first": "from", "last": "to"}  # field -> what texts call it

Place = tuple[str | int, ...]


class ChangeError(PlannerError):
    """A change that the plan cannot take: which of its keys, and what to give instead."""

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(detail)
        self.key, self.detail = key, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(ABC):
    """One change of a plan; ``kind`` is the word that texts choose it by."""

    kind: ClassVar[str]

    @property
    def missing(self) -> str | None:
        """What to give where the fields together say too little or too much; None: nothing."""
        return None

    @property
    def wrong(self) -> str | None:
        """What no field alone can tell to be wrong, and what to give; None: nothing."""
        return self.missing

    @property
    def keys(self) -> tuple[str, ...]:
        """What texts call its fields."""
        return tuple(KEYS.get(x.name, x.name) for x in fields(self))

    def days(self, plan: Plan) -> tuple[date, date]:
        """Outside which, both included, it changes nothing of a plan."""
        return date.min, date.max

    @abstractmethod
    def apply(self, plan: Plan) -> Plan:
        """The plan with the change; ChangeError where it names what is not there."""

    def key_among(self, *usual: str) -> str:
        """The first of its keys that is called so; "": none is, all of it is meant."""
        return next((x for x in usual if x in self.keys), "")

    def blamed(self, place: Place) -> str:
        """Its key that a fault at a ``place`` of the changed plan comes from; "": all of it."""
        return next((str(x) for x in reversed(place) if x in self.keys), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedChange(Change):
    """A change between two days, both included."""

    first: date
    last: date

    @property
    def wrong(self) -> str | None:
        """As every change's, and the days are in order."""
        if self.last < self.first:
            return "to is before from; give a later day"
        return self.missing

    def days(self, plan: Plan) -> tuple[date, date]:
        """Its own."""
        return self.first, self.last


def require_queues(plan: Plan, match: Match) -> None:
    """ChangeError where the selector takes no queue of the plan."""
    if not any(match.takes(queue) for queue in plan.queues):
        known = "; ".join(
            f"{key} {', '.join(sorted({str(getattr(queue, key)) for queue in plan.queues}))}"
            for key in ("segment", "call_type", "language")
        )
        raise ChangeError("match", f"no queue of the plan has these values; it has {known}")


def on_site(plan: Plan, site: str, change: Callable[[Site], Site]) -> Plan:
    """The plan with one site changed; ChangeError where there is none of that id."""
    if site not in [x.id for x in plan.sites]:
        known = ", ".join(x.id for x in plan.sites)
        raise ChangeError("site", f"there is no site {site}; the plan has {known}")
    return replace(plan, sites=tuple(change(x) if x.id == site else x for x in plan.sites))
