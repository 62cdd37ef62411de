"""A further event of the plan."""

from dataclasses import dataclass, replace
from typing import ClassVar

from data.plan import Event, Plan
from models.queues import Match
from service.planning.scenarios.changes.bounds import Calls, Rate
from service.planning.scenarios.changes.change import (
    EVERY_QUEUE,
    REASON,
    DatedChange,
    require_queues,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvent(DatedChange):
    """An event of the plan: calls times a factor, or exactly so many a day."""

    kind: ClassVar[str] = "event"
    match: Match = EVERY_QUEUE
    factor: Rate | None = None
    offered: Calls | None = None

    @property
    def missing(self) -> str | None:
        """One of the two."""
        one = (self.factor is None) != (self.offered is None)
        return None if one else "give one of factor and offered"

    def apply(self, plan: Plan) -> Plan:
        """An event more."""
        require_queues(plan, self.match)
        event = Event(self.match, self.first, self.last, self.factor, self.offered, REASON, REASON)
        return replace(plan, events=(*plan.events, event))
