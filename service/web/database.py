"""The database as a request may use it: there, and at this version's schema."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from data.database import SchemaError, require_schema, sqlite_file
from service.web.config import engine
from service.web.logs import log
from service.web.problems import unavailable


@contextmanager
def database() -> Iterator[Engine]:
    """The engine; 503 with the remedy where the database is missing, older, or not answering."""
    found = engine()
    if _is_missing(found):  # connecting would make an empty file
        raise unavailable("there is no database yet; run relais plan import or relais serve")
    try:
        require_schema(found)
        yield found
    except SchemaError as error:
        raise unavailable(str(error)) from error
    except (SQLAlchemyError, OSError) as error:
        log().warning("database", error=str(error))
        raise unavailable(
            "the database cannot be reached; look at RELAIS_DATABASE_URL and at this service's log"
        ) from error


def _is_missing(found: Engine) -> bool:
    file = sqlite_file(str(found.url))
    return file is not None and not file.exists()
