"""More or fewer calls."""

from dataclasses import dataclass, replace
from typing import ClassVar

from data.plan import Event, Plan
from models.queues import Match
from service.planning.scenarios.changes.bounds import Factor
from service.planning.scenarios.changes.change import (
    EVERY_QUEUE,
    REASON,
    DatedChange,
    require_queues,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleVolume(DatedChange):
    """Calls times a factor."""

    kind: ClassVar[str] = "volume"
    match: Match = EVERY_QUEUE
    factor: Factor

    def apply(self, plan: Plan) -> Plan:
        """An event more."""
        require_queues(plan, self.match)
        event = Event(self.match, self.first, self.last, self.factor, None, REASON, REASON)
        return replace(plan, events=(*plan.events, event))
