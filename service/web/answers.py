"""What every answering resource shares: what is current, refusals as problems, layouts."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

from flask import Response, current_app, make_response
from pydantic import BaseModel, Field

from data.errors import PlannerError
from data.releases import UnknownReleaseError
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.basis.table import Table
from service.web.current import read_current
from service.web.database import database
from service.web.forms import Layout
from service.web.problems import refused, unavailable

NOT_YET = {503: "Nothing to answer from yet: the detail names the remedy"}


class TableAnswer(BaseModel):
    """``rows`` or ``columns``, by the layout asked for."""

    release: int
    origin: Annotated[date, Field(description="Last day whose calls were known")]
    plan: int
    timezone: str
    rows: list[dict[str, str | int | float | None]] | None = None
    columns: dict[str, list[str | int | float | None]] | None = None


@contextmanager
def answering(release: int | None) -> Iterator[Current]:
    """The newest plan with the current release, or the one that is asked for.

    A planner's errors become problems: 422 for the question, 503 for what is missing or damaged.
    """
    try:
        with database() as engine:
            current = read_current(engine, release)
        yield current
    except QuestionError as error:
        raise refused(f"?{error.key}", error.detail) from error
    except UnknownReleaseError as error:
        raise refused("?release", str(error)) from error
    except PlannerError as error:
        raise unavailable(str(error)) from error


def answer(current: Current, table: Table, layout: Layout) -> Response:
    """What an answer was made from, and the table as ``rows`` or, quicker, as ``columns``."""
    cells = table.rows() if layout == "rows" else table.cells()
    return make_response(current_app.json.response(answer_head(current) | {layout: cells}))


def attachment(content: Iterable[str] | bytes, name: str, content_type: str) -> Response:
    """A file to be saved under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, content_type=content_type)


def answer_head(current: Current) -> dict[str, object]:
    """What an answer was made from."""
    head = current.release.head
    return {
        "release": head.id,
        "origin": head.origin,
        "plan": current.stored.id,
        "timezone": current.plan.timezone,
    }
