"""The job's record of its runs, and the error of one that can publish nothing."""

import time

from sqlalchemy import Connection, Engine, insert, update

from data.database.schema import job_runs
from data.errors import PlannerError


class TrainingError(PlannerError):
    """Nothing could be published; the message says why and what to do."""


def started(engine: Engine) -> int:
    """Begin a record; its id."""
    with engine.begin() as connection:
        row = insert(job_runs).values(started_at=int(time.time())).returning(job_runs.c.id)
        return int(connection.execute(row).scalar_one())


def finished(
    connection: Connection, run_id: int, outcome: str, detail: str, release_id: int | None
) -> None:
    """Say how a run ended, within the caller's transaction."""
    connection.execute(
        update(job_runs)
        .where(job_runs.c.id == run_id)
        .values(finished_at=int(time.time()), outcome=outcome, detail=detail, release_id=release_id)
    )
