"""One training at a time: a lock the operating system or the server frees when its holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from data.database import sqlite_file
from data.errors import PlannerError

_ADVISORY_KEY = 0x52454C41  # "RELA"


class TrainingRunsError(PlannerError):
    """Another training holds the lock."""

    def __init__(self) -> None:
        super().__init__("another training is running on this database; try again when it ends")


@contextmanager
def training_lock(engine: Engine) -> Iterator[None]:
    """Hold the job's lock, or raise TrainingRunsError at once."""
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    holder = _advisory_lock(engine) if file is None else _file_lock(file)
    with holder:
        yield


@contextmanager
def _file_lock(database: Path) -> Iterator[None]:
    """``flock`` on a file beside the database."""
    with database.with_suffix(".train.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TrainingRunsError from None
        yield


@contextmanager
def _advisory_lock(engine: Engine) -> Iterator[None]:
    """PostgreSQL's session lock, freed with its connection."""
    with engine.connect() as connection:
        query = text("SELECT pg_try_advisory_lock(:key)")
        if not connection.execute(query, {"key": _ADVISORY_KEY}).scalar():
            raise TrainingRunsError
        yield
