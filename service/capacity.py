"""``GET /v1/capacity``: required against available, week by week or by half-hour."""

from typing import Annotated, Literal

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, current_app, make_response
from pydantic import Field

from data.exports import CSV_TYPE, csv_lines
from data.workbook import MEDIA_TYPE, workbook
from models.uncertainty import Mode
from service.answers import NOT_YET, answer_head, answering, attachment
from service.capacity_answer import (
    Capacity,
    CapacityQuestion,
    capacity,
    interval_table,
    step_rows,
    weekly_table,
)
from service.capacity_sheets import capacity_sheets
from service.current import Current
from service.forecasts import Day, ReleaseId, TableAnswer
from service.horizon import whole_weeks
from service.parameters import InputModel
from service.pool_method import Method, Model
from service.table import Table

blueprint = APIBlueprint("capacity", __name__, tag="Capacity")


class CapacityWeeksQuery(InputModel):
    """Which days and pools; days left out are the whole weeks that can be planned."""

    first: Annotated[Day | None, Field(alias="from", description="First local day")] = None
    last: Annotated[Day | None, Field(alias="to", description="Last local day, included")] = None
    site: str | None = None
    language: str | None = None
    segment: str | None = None
    model: Model | None = None
    mode: Mode = "mean"
    release: ReleaseId | None = None


class CapacityQuery(CapacityWeeksQuery):
    """The same question by week or by half-hour."""

    granularity: Literal["interval", "week"] = "week"


class CapacityAnswer(TableAnswer):
    """Rows as in the CSV, and the readiness of each cut-over step."""

    steps: list[dict[str, str | float | None]]


@blueprint.get("/v1/capacity")
@blueprint.input(CapacityQuery, location="query", arg_name="query")
@blueprint.output(CapacityAnswer, description="Hours, gaps and readiness, in time order")
@blueprint.doc(summary="Will there be enough people?", responses=NOT_YET)
def capacity_rows(query: CapacityQuery) -> Response:
    """One row a pool and ISO week, or a pool and open interval; cut-over steps with the weeks."""
    with answering(query.release) as found:
        judged = capacity(found, _question(found, query))
        body = {"rows": _table(judged, query).rows(), "steps": step_rows(judged)}
        return make_response(current_app.json.response(answer_head(found) | body))


@blueprint.get("/v1/capacity.csv")
@blueprint.input(CapacityQuery, location="query", arg_name="query")
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Capacity as CSV", responses=NOT_YET)
def capacity_csv(query: CapacityQuery) -> Response:
    """The columns of the JSON rows, one header line."""
    with answering(query.release) as found:
        question = _question(found, query)
        table = _table(capacity(found, question), query)
    return attachment(csv_lines(table.cells()), _name(question, "csv"), CSV_TYPE)


@blueprint.get("/v1/capacity.xlsx")
@blueprint.input(CapacityWeeksQuery, location="query", arg_name="query")
@blueprint.output(FileSchema, content_type=MEDIA_TYPE, description="A summary and a sheet a site")
@blueprint.doc(summary="Capacity as a workbook", responses=NOT_YET)
def capacity_xlsx(query: CapacityWeeksQuery) -> Response:
    """Sums by week, site and language; then the weekly rows of each site's pools."""
    with answering(query.release) as found:
        question = _question(found, query)
        content = workbook(capacity_sheets(capacity(found, question)))
    return attachment(content, _name(question, "xlsx"), MEDIA_TYPE)


def _name(question: CapacityQuestion, ending: str) -> str:
    return f"capacity-{question.first}-{question.last}.{ending}"


def _table(judged: Capacity, query: CapacityQuery) -> Table:
    return interval_table(judged) if query.granularity == "interval" else weekly_table(judged)


def _question(found: Current, query: CapacityWeeksQuery) -> CapacityQuestion:
    first, last = whole_weeks(found)
    return CapacityQuestion(
        first=query.first or first,
        last=query.last or last,
        site=query.site,
        language=query.language,
        segment=query.segment,
        method=Method(query.model, query.mode),
    )
