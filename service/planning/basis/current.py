"""The plan and the release that answers are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType

from data.errors import PlannerError
from data.plan import Plan
from data.plan.days.events import event_factors
from data.plan.days.routing import shares
from data.plan.store import StoredPlan
from data.releases import Release
from data.shifts import KeptShifts
from models.arrays import Floats
from models.demand import QueueDemand
from models.queues import Queue


class NotReadyError(PlannerError):
    """There is nothing to answer from yet; the message names the remedy."""


@dataclass(frozen=True, slots=True, eq=False)  # one object a plan and release: hashed by identity
class Current:
    """A plan over a release; the release may have been trained under an earlier plan."""

    stored: StoredPlan
    release: Release
    routing: Mapping[str, Mapping[str, Floats]]  # queue -> site -> (H,) share; NaN: not covered
    lift: Mapping[str, Floats]  # queue -> (H,) what the plan's events multiply its calls by
    shifts: KeptShifts = field(default_factory=dict)  # that are worked out

    @property
    def plan(self) -> Plan:
        """The newest plan."""
        return self.stored.plan

    def demand(self, queue: Queue) -> QueueDemand:
        """A queue's numbers; NotReadyError where the release was trained without it."""
        found = self.release.queues.get(queue.id)
        if found is None:
            raise NotReadyError(
                f"queue {queue.id} is new in the plan and release {self.release.head.id} was "
                "trained without it; run relais train"
            )
        return found


def over(
    stored: StoredPlan, release: Release, shifts: KeptShifts = MappingProxyType({})
) -> Current:
    """A plan over a release; NotReadyError where their clocks differ."""
    _require_same_clock(stored.plan, release)
    head = release.head
    days = [head.first_day + timedelta(days=i) for i in range(head.horizon_days)]
    return Current(
        stored=stored,
        release=release,
        routing={queue.id: shares(stored.plan, queue, days) for queue in stored.plan.queues},
        lift=event_factors(
            stored.plan, days, {name: x.day_mean for name, x in release.queues.items()}
        ),
        shifts=shifts,
    )


@lru_cache(maxsize=4)
def busier(current: Current, factor: float) -> Current:
    """With every queue's calls times a factor, before any site's limit sends them elsewhere."""
    return replace(current, lift={queue: x * factor for queue, x in current.lift.items()})


def replanned(current: Current, plan: Plan, text: str) -> Current:
    """The same release under another plan, that is not stored; shifts lose as under this one."""
    return over(
        StoredPlan(current.stored.id, current.stored.imported_at, current.stored.name, text, plan),
        current.release,
        current.shifts,
    )


def _require_same_clock(plan: Plan, release: Release) -> None:
    manifest = release.head.manifest
    trained = (manifest["timezone"], manifest["interval_minutes"])
    if trained != (plan.timezone, plan.interval_minutes):
        raise NotReadyError(
            f"the plan now has {plan.interval_minutes}-minute intervals in {plan.timezone}, "
            f"release {release.head.id} has {trained[1]} in {trained[0]}; run relais train"
        )
