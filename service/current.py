"""The plan and the release that answers are made from: the newest plan, the current release."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine

from data.errors import PlannerError
from data.plan import Plan
from data.plans import NoPlanError, StoredPlan, load_plan, newest_plan_id
from data.releases import Release, current_head, load_release
from models.demand import QueueDemand
from models.queues import Queue


class NotReadyError(PlannerError):
    """There is nothing to answer from yet; the message names the remedy."""


@dataclass(frozen=True, slots=True, eq=False)  # one object a plan and release: hashed by identity
class Current:
    """A plan over a release; the release may have been trained under an earlier plan."""

    stored: StoredPlan
    release: Release

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


def current(engine: Engine, release_id: int | None = None) -> Current:
    """What is current now (or a named release under the newest plan).

    Raises NotReadyError before the first plan or release, ReleaseError for an unknown id.
    """
    plan_id = newest_plan_id(engine)
    if plan_id is None:
        raise NotReadyError(str(NoPlanError()))
    if release_id is None:
        head = current_head(engine)
        if head is None:
            raise NotReadyError("no release is published yet; run relais train")
        release_id = head.id
    return _loaded(engine, plan_id, release_id)


@lru_cache(maxsize=2)
def _loaded(engine: Engine, plan_id: int, release_id: int) -> Current:
    """Both are immutable once stored, so that a worker reads them once."""
    found = Current(load_plan(engine, plan_id), load_release(engine, release_id))
    _require_same_clock(found)
    return found


def _require_same_clock(found: Current) -> None:
    plan, manifest = found.plan, found.release.head.manifest
    trained = (manifest["timezone"], manifest["interval_minutes"])
    if trained != (plan.timezone, plan.interval_minutes):
        raise NotReadyError(
            f"the plan now has {plan.interval_minutes}-minute intervals in {plan.timezone}, "
            f"release {found.release.head.id} has {trained[1]} in {trained[0]}; run relais train"
        )
