"""What every answering resource shares: what is current, refusals as problems, layouts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from service.config import engine
from service.current import Current, NotReadyError, current
from service.problems import refused, unavailable
from service.span import QuestionError
from service.table import Table

Layout = Literal["rows", "columns"]


@contextmanager
def answering() -> Iterator[None]:
    """A planner's errors as problem+json: 422 for the question, 503 for what is missing."""
    try:
        yield
    except QuestionError as error:
        raise refused(f"?{error.key}", error.detail) from error
    except NotReadyError as error:
        raise unavailable(str(error)) from error


def asked_current(release: int | None = None) -> Current:
    """The newest plan with the current release, or the one that is asked for."""
    return current(engine(), release)


def provenance(found: Current) -> dict[str, object]:
    """What an answer was made from."""
    head = found.release.head
    return {
        "release": head.id,
        "origin": head.origin.isoformat(),
        "plan": found.stored.id,
        "timezone": found.plan.timezone,
    }


def laid_out(table: Table, layout: Layout) -> dict[str, object]:
    """The table as ``rows`` or, smaller and quicker, as ``columns``."""
    return {"rows": table.rows()} if layout == "rows" else {"columns": table.cells()}
