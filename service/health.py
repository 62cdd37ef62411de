"""Whether the process lives (``/healthz``) and whether it can answer (``/readyz``)."""

from typing import Literal

from apiflask import APIBlueprint
from pydantic import BaseModel
from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from data.database import SchemaError, require_schema, sqlite_file
from data.schema import current_release
from service.config import engine
from service.logs import log
from service.problems import unavailable

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
    try:
        release = _current_release(engine())
    except SchemaError as error:
        raise unavailable(str(error)) from error
    except (SQLAlchemyError, OSError) as error:
        log().warning("database", error=str(error))
        raise unavailable(
            "the database cannot be reached; look at RELAIS_DATABASE_URL and at this service's log"
        ) from error
    if release is None:
        raise unavailable("no release is published yet; run relais train")
    return Ready(status="ready", release=release)


def _current_release(database: Engine) -> int | None:
    if _is_missing(database):  # connecting would make an empty file
        raise unavailable("there is no database yet; run relais plan import or relais serve")
    require_schema(database)
    with database.connect() as connection:
        return connection.execute(select(current_release.c.release_id)).scalar()


def _is_missing(database: Engine) -> bool:
    file = sqlite_file(str(database.url))
    return file is not None and not file.exists()
