"""Whether the process lives (``/healthz``) and whether it can answer (``/readyz``)."""

from functools import lru_cache
from typing import Literal

import numpy as np
from apiflask import APIBlueprint
from pydantic import BaseModel
from sqlalchemy import Engine

from data.calendar.clock import local_iso
from data.errors import PlannerError
from data.history.quality.arrivals import last_starts, stopped
from data.plan import Plan
from data.plan.store import NoPlanError, load_plan, newest_plan_id
from data.releases import current_head
from service.web.database import database
from service.web.problems import unavailable

blueprint = APIBlueprint("health", __name__, tag="Health")


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Stopped(BaseModel):
    """A queue, or a site of one, whose rows have ended while others go on."""

    queue: str
    site: str | None
    last: str


class HistoryState(BaseModel):
    """How far the history reaches."""

    last_interval_start: str | None
    stopped: list[Stopped]


class Ready(BaseModel):
    """The database is there, at this version, and a release is published."""

    status: Literal["ready"]
    release: int
    history: HistoryState


@blueprint.get("/healthz")
@blueprint.output(Alive, description="The process lives")
def alive() -> Alive:
    """Is the process alive? Nothing is read."""
    return Alive(status="ok")


@blueprint.get("/readyz")
@blueprint.output(Ready, description="Every question can be answered")
@blueprint.doc(responses={503: "Not yet, or not now: the detail names the remedy"})
def ready() -> Ready:
    """Can it answer? The database is asked each time; the body tells what has stopped arriving."""
    with database() as engine:
        head = current_head(engine)
        if head is None:
            raise unavailable("no release is published yet; run relais train")
        try:
            history = _history(engine)
        except PlannerError as error:
            raise unavailable(str(error)) from error
    return Ready(status="ready", release=head.id, history=history)


def _history(engine: Engine) -> HistoryState:
    plan = _plan(engine, newest_plan_id(engine))
    lasts = last_starts(engine, plan)
    newest = max(lasts.values(), default=None)
    return HistoryState(
        last_interval_start=None
        if newest is None
        else local_iso(np.array([newest]), plan.timezone)[0],
        stopped=[
            Stopped(queue=x.queue, site=x.site or None, last=x.first)
            for x in stopped(engine, plan, lasts)
        ],
    )


@lru_cache(maxsize=1)
def _plan(engine: Engine, plan_id: int | None) -> Plan:
    """A stored plan never changes: a worker that is asked every few seconds reads it once."""
    if plan_id is None:
        raise NoPlanError
    return load_plan(engine, plan_id).plan
