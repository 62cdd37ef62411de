"""The database as a command may use it; what is wrong with it is said without a traceback."""

from collections.abc import Callable

import click
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data.database import SchemaError, connect


def opened(prepare: Callable[[Engine], None]) -> Engine:
    """The database after ``prepare``: ``require_schema`` for readers, ``migrate`` for writers."""
    try:
        engine = connect()
        prepare(engine)
    except SchemaError as error:
        raise click.ClickException(str(error)) from error
    except (SQLAlchemyError, OSError) as error:
        reason = error.orig if isinstance(error, DBAPIError) else error
        raise click.ClickException(
            f"the database cannot be reached: {reason}; look at RELAIS_DATABASE_URL"
        ) from error
    return engine
