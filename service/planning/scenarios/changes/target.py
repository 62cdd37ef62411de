"""Another service target."""

from dataclasses import dataclass, replace
from typing import ClassVar

from data.plan import Plan
from models.queues import Match, Pool, ServiceTarget
from service.planning.scenarios.changes.bounds import Occupancy, Seconds, TargetShare
from service.planning.scenarios.changes.change import EVERY_QUEUE, Change, require_queues


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTarget(Change):
    """Another target for the pools that take these calls; what is left out stays."""

    kind: ClassVar[str] = "target"
    match: Match = EVERY_QUEUE
    share: TargetShare | None = None
    answer_within_seconds: Seconds | None = None
    max_occupancy: Occupancy | None = None

    @property
    def missing(self) -> str | None:
        """Something to change."""
        if self.share is self.answer_within_seconds is self.max_occupancy is None:
            return "give share, answer_within_seconds or max_occupancy"
        return None

    def apply(self, plan: Plan) -> Plan:
        """Of every pool that takes some of the calls."""
        require_queues(plan, self.match)
        queues = [queue for queue in plan.queues if self.match.takes(queue)]

        def changed(pool: Pool) -> Pool:
            meant = any(pool.takes(queue) for queue in queues)
            return replace(pool, target=self._of(pool.target)) if meant else pool

        return replace(plan, pools=tuple(changed(pool) for pool in plan.pools))

    def _of(self, target: ServiceTarget) -> ServiceTarget:
        within, busiest = self.answer_within_seconds, self.max_occupancy
        return replace(
            target,
            share=target.share if self.share is None else self.share,
            answer_within=target.answer_within if within is None else within,
            max_occupancy=target.max_occupancy if busiest is None else busiest,
        )
