"""Longer or shorter calls."""

from dataclasses import dataclass, replace
from typing import ClassVar

from data.plan import AhtChange, Plan
from models.queues import Match
from service.planning.scenarios.changes.bounds import Factor
from service.planning.scenarios.changes.change import (
    EVERY_QUEUE,
    REASON,
    DatedChange,
    require_queues,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleAht(DatedChange):
    """Handling times times a factor."""

    kind: ClassVar[str] = "aht"
    match: Match = EVERY_QUEUE
    factor: Factor

    def apply(self, plan: Plan) -> Plan:
        """A change of handling times more."""
        require_queues(plan, self.match)
        change = AhtChange(self.match, self.first, self.last, self.factor, REASON)
        return replace(plan, aht_changes=(*plan.aht_changes, change))
