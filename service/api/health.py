"""Whether the process lives (``/healthz``) and whether it can answer (``/readyz``)."""

from typing import Literal

from apiflask import APIBlueprint
from pydantic import BaseModel

from data.releases import current_head
from service.web.database import database
from service.web.problems import unavailable

blueprint = APIBlueprint("health", __name__, tag="Health")


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"]


class Ready(BaseModel):
    """The database is there, at this version, and a release is published."""

    status: Literal["ready"]
    release: int


@blueprint.get("/healthz")
@blueprint.output(Alive, description="The process lives")
def alive() -> Alive:
    """Is the process alive? Nothing is read."""
    return Alive(status="ok")


@blueprint.get("/readyz")
@blueprint.output(Ready, description="Every question can be answered")
@blueprint.doc(responses={503: "Not yet, or not now: the detail names the remedy"})
def ready() -> Ready:
    """Can it answer? The database is asked each time."""
    with database() as engine:
        head = current_head(engine)
    if head is None:
        raise unavailable("no release is published yet; run relais train")
    return Ready(status="ready", release=head.id)
