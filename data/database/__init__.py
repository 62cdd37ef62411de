"""The one database: its address, its engine, its schema version.

``RELAIS_DATABASE_URL`` names it; unset or empty means SQLite in WAL mode at ``var/relais.db``.
"""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from data.errors import PlannerError

SCHEMA_VERSION = "0004"  # the newest of data/migrations/versions
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA busy_timeout=10000",
    "PRAGMA foreign_keys=ON",
)


class SchemaError(RuntimeError):
    """The database has not the schema this version works with."""


def database_url() -> str:
    """The address from the environment, or the SQLite file below the working directory."""
    return os.environ.get("RELAIS_DATABASE_URL") or "sqlite:///var/relais.db"


def connect(url: str | None = None) -> Engine:
    """An engine for ``url`` (default: the environment's); it opens no connection yet.

    PlannerError where the address is not one of SQLite or PostgreSQL.
    """
    parsed = _address(url or database_url())
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if (file := sqlite_file(parsed.render_as_string(hide_password=False))) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _address(url: str) -> URL:
    try:
        parsed = make_url(url)
        known = parsed.get_backend_name() in ("sqlite", "postgresql")
    except ArgumentError:
        known = False
    if not known:
        raise PlannerError(
            "RELAIS_DATABASE_URL is not an address of SQLite or PostgreSQL; write for example "
            "sqlite:///var/relais.db or postgresql://user:password@host/relais"
        )
    return parsed


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for a server or a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def _set_pragmas(connection: object, _: ConnectionPoolEntry) -> None:
    execute: Callable[[str], object] = connection.execute  # type: ignore[attr-defined]
    for pragma in SQLITE_PRAGMAS:
        execute(pragma)


def schema_version(engine: Engine) -> str | None:
    """The schema version the database is at; None where it has none yet."""
    file = sqlite_file(engine.url.render_as_string(hide_password=False))
    if file is not None and not file.exists():
        return None  # connecting would make an empty one
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except DBAPIError:
        if inspect(engine).has_table("alembic_version"):
            raise
        return None


def require_schema(engine: Engine) -> None:
    """Raise SchemaError unless the database is at this version's schema."""
    found = schema_version(engine)
    if found is None:
        raise SchemaError(
            f"there is nothing at {engine.url.render_as_string()} yet: run relais in the folder "
            "that has the database, set RELAIS_DATABASE_URL, or begin with relais plan import"
        )
    if found != SCHEMA_VERSION:
        raise SchemaError(
            f"the database is at schema {found}, this version needs {SCHEMA_VERSION}: "
            "run any relais command that writes (plan import, train, serve); it migrates first"
        )
