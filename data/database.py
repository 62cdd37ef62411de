"""The one database: its address, its engine, its schema version.

``RELAIS_DATABASE_URL`` names it; unset or empty means SQLite in WAL mode at ``var/relais.db``.
"""

import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

SCHEMA_VERSION = "0001"  # the newest of data/migrations/versions
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
    """An engine for ``url`` (default: the environment's); it opens no connection yet."""
    parsed = make_url(url or database_url())
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if (file := sqlite_file(parsed.render_as_string(hide_password=False))) is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


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
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def require_schema(engine: Engine) -> None:
    """Raise SchemaError unless the database is at this version's schema."""
    found = schema_version(engine)
    if found != SCHEMA_VERSION:
        raise SchemaError(
            f"the database is at schema {found or 'none'}, this version needs {SCHEMA_VERSION}: "
            "run any relais command that writes (plan import, train, serve); it migrates first"
        )
