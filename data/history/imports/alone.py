"""One change of history at a time, whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError

from data.errors import PlannerError


class NotStoredError(PlannerError):
    """The database could not take a change of history; it is as it was."""

    def __init__(self, said: object) -> None:
        super().__init__(
            f"the history is as it was: the database says: {said}; try again when no other import "
            "is at work and the disk has room"
        )


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other change of history runs beside; readers go on.

    What stands is what the imports give in the order of their ids, so they must end in that order.
    NotStoredError where the database is busy, full or gone.
    """
    take_turn = (
        "BEGIN IMMEDIATE"
        if engine.dialect.name == "sqlite"
        else "LOCK TABLE history_imports IN EXCLUSIVE MODE"
    )
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(take_turn)
            yield connection
    except OperationalError as error:
        raise NotStoredError(error.orig) from error
