"""A request that is sent twice is done once, and answered as the first time."""

from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from data.database.schema import history_imports
from data.errors import PlannerError


class IdempotencyKeyError(PlannerError):
    """The key is of another request, or of one that has just been done."""


def answered(engine: Engine, key: str, request_sha256: str) -> str | None:
    """The answer that a request of this key got; None where there was none.

    Raises IdempotencyKeyError where the key came with another request.
    """
    with engine.connect() as connection:
        row = _of_key(connection, key)
    if row is None:
        return None
    if row.request_sha256 != request_sha256:
        raise IdempotencyKeyError(
            f'the key "{key}" came with another request, which is import {row.id}: '
            "send a new key with a new request"
        )
    answer: str | None = row.answer
    return answer


def require_unused(connection: Connection, key: str | None) -> None:
    """In the import's turn: IdempotencyKeyError where a request took the key meanwhile."""
    row = None if key is None else _of_key(connection, key)
    if row is not None:
        raise IdempotencyKeyError(
            f'the key "{key}" has meanwhile become import {row.id}: ask again for its answer'
        )


def _of_key(connection: Connection, key: str) -> Row[Any, Any, Any] | None:
    of = history_imports.c
    query = select(of.id, of.request_sha256, of.answer).where(of.idempotency_key == key)
    return connection.execute(query).one_or_none()
