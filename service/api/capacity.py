"""``GET /v1/capacity``: required against available, week by week or by half-hour."""

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, current_app, make_response

from data.exports.csv import CSV_TYPE, csv_lines
from data.exports.workbook import MEDIA_TYPE, workbook
from service.planning.basis.terms import Source
from service.planning.capacity.capacity_sheets import capacity_sheets
from service.planning.capacity.capacity_table import (
    CapacityQuestion,
    CapacityRequest,
    CapacityRows,
    capacity,
    capacity_table,
    step_rows,
)
from service.web.answers import NOT_YET, TableAnswer, answer_head, answering, attachment
from service.web.forms import CsvForm
from service.web.query import query

blueprint = APIBlueprint("capacity", __name__, tag="Capacity")


class CapacityAnswer(TableAnswer):
    """Rows as in the CSV, and the readiness of each cut-over step."""

    steps: list[dict[str, str | float | None]]


@blueprint.get("/v1/capacity")
@query(blueprint, asked=CapacityRequest, source=Source, rows=CapacityRows)
@blueprint.output(CapacityAnswer, description="Hours, gaps and readiness, in time order")
@blueprint.doc(summary="Will there be enough people?", responses=NOT_YET)
def capacity_rows(asked: CapacityRequest, source: Source, rows: CapacityRows) -> Response:
    """One row a pool and ISO week, or a pool and open interval; cut-over steps with the weeks."""
    with answering(source.release) as current:
        answer = capacity(current, asked.question(current))
        body = {"rows": capacity_table(answer, rows).rows(), "steps": step_rows(answer)}
        return make_response(current_app.json.response(answer_head(current) | body))


@blueprint.get("/v1/capacity.csv")
@query(blueprint, asked=CapacityRequest, source=Source, rows=CapacityRows, form=CsvForm)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Capacity as CSV", responses=NOT_YET)
def capacity_csv(
    asked: CapacityRequest, source: Source, rows: CapacityRows, form: CsvForm
) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    with answering(source.release) as current:
        question = asked.question(current)
        table = capacity_table(capacity(current, question), rows)
    return attachment(csv_lines(table.cells(), form.profile), _name(question, "csv"), CSV_TYPE)


@blueprint.get("/v1/capacity.xlsx")
@query(blueprint, asked=CapacityRequest, source=Source)
@blueprint.output(FileSchema, content_type=MEDIA_TYPE, description="A summary and a sheet a site")
@blueprint.doc(summary="Capacity as a workbook", responses=NOT_YET)
def capacity_xlsx(asked: CapacityRequest, source: Source) -> Response:
    """Sums by week, site and language; then the weekly rows of each site's pools."""
    with answering(source.release) as current:
        question = asked.question(current)
        content = workbook(capacity_sheets(capacity(current, question)))
    return attachment(content, _name(question, "xlsx"), MEDIA_TYPE)


def _name(question: CapacityQuestion, ending: str) -> str:
    return f"capacity-{question.first}-{question.last}.{ending}"
