"""The newest plan over the current release, read once a process."""

from functools import lru_cache
from threading import Lock

from sqlalchemy import Engine

from data.plan.store import NoPlanError, load_plan, newest_plan_id
from data.releases import current_id, load_release
from data.shifts.store import kept_weeks, level_shifts
from service.planning.basis.current import Current, NotReadyError, over

_reading = Lock()


def read_current(engine: Engine, release_id: int | None = None) -> Current:
    """What is current now (or a named release under the newest plan).

    Raises NotReadyError before the first plan or release, ReleaseError for an unknown id.
    """
    plan_id = newest_plan_id(engine)
    if plan_id is None:
        raise NotReadyError(str(NoPlanError()))
    if release_id is None:
        release_id = current_id(engine)
    if release_id is None:
        raise NotReadyError("no release is published yet; run relais train")
    with _reading:  # one thread of a worker reads, the others wait for it
        weeks = kept_weeks(engine, release_id, plan_id)
        return _loaded(engine, plan_id, release_id, weeks)


@lru_cache(maxsize=2)
def _loaded(engine: Engine, plan_id: int, release_id: int, weeks: int) -> Current:
    """Read once a worker: both are immutable once stored, and so are their ``weeks`` of shifts."""
    known = level_shifts(engine, release_id, plan_id) if weeks else {}
    return over(load_plan(engine, plan_id), load_release(engine, release_id), known)
