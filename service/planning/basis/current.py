"""The plan and the release that answers are made from: the newest plan, the current release."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from data.errors import PlannerError
from data.plan import Plan
from data.plan.days.events import event_factors
from data.plan.days.routing import shares
from data.plan.store import NoPlanError, StoredPlan, load_plan, newest_plan_id
from data.releases import Release, current_head, load_release
from models.demand import QueueDemand
from models.queues import Queue

Floats = NDArray[np.float64]
_reading = Lock()


class NotReadyError(PlannerError):
    """There is nothing to answer from yet; the message names the remedy."""


@dataclass(frozen=True, slots=True, eq=False)  # one object a plan and release: hashed by identity
class Current:
    """A plan over a release; the release may have been trained under an earlier plan."""

    stored: StoredPlan
    release: Release
    routing: Mapping[str, Mapping[str, Floats]]  # queue -> site -> (H,) share; NaN: not covered
    lift: Mapping[str, Floats]  # queue -> (H,) what the plan's events multiply its calls by

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
    with _reading:  # one thread of a worker reads, the others wait for it
        return _loaded(engine, plan_id, release_id)


@lru_cache(maxsize=2)
def _loaded(engine: Engine, plan_id: int, release_id: int) -> Current:
    """Both are immutable once stored, so that a worker reads them once."""
    stored, release = load_plan(engine, plan_id), load_release(engine, release_id)
    _require_same_clock(stored.plan, release)
    return _over(stored, release)


def _over(stored: StoredPlan, release: Release) -> Current:
    head = release.head
    days = [head.first_day + timedelta(days=i) for i in range(head.horizon_days)]
    return Current(
        stored=stored,
        release=release,
        routing={queue.id: shares(stored.plan, queue, days) for queue in stored.plan.queues},
        lift=event_factors(
            stored.plan, days, {name: x.day_mean for name, x in release.queues.items()}
        ),
    )


def replanned(found: Current, plan: Plan, text: str) -> Current:
    """The same release under another plan, that is not stored."""
    return _over(
        StoredPlan(found.stored.id, found.stored.imported_at, found.stored.name, text, plan),
        found.release,
    )


def _require_same_clock(plan: Plan, release: Release) -> None:
    manifest = release.head.manifest
    trained = (manifest["timezone"], manifest["interval_minutes"])
    if trained != (plan.timezone, plan.interval_minutes):
        raise NotReadyError(
            f"the plan now has {plan.interval_minutes}-minute intervals in {plan.timezone}, "
            f"release {release.head.id} has {trained[1]} in {trained[0]}; run relais train"
        )
