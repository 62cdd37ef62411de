"""``GET /v1/leave``: how many people may be off, by team and day or half-hour."""

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response

from data.exports.csv import CSV_TYPE, csv_lines
from service.planning.basis.terms import Source
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows, leave_days
from service.planning.leave.leave_table import leave_table
from service.web.answers import NOT_YET, TableAnswer, answer, answering, attachment
from service.web.forms import CsvForm, JsonForm
from service.web.query import query

blueprint = APIBlueprint("leave", __name__, tag="Leave")


@blueprint.get("/v1/leave")
@query(blueprint, asked=LeaveQuestion, source=Source, rows=LeaveRows, form=JsonForm)
@blueprint.output(TableAnswer, description="Allowances and what one more costs, in time order")
@blueprint.doc(summary="How many may be off?", responses=NOT_YET)
def leave(asked: LeaveQuestion, source: Source, rows: LeaveRows, form: JsonForm) -> Response:
    """One row a team and day, or a team and open half-hour; every promise of the week is kept."""
    with answering(source.release) as current:
        return answer(current, leave_table(current, asked, rows), form.layout)


@blueprint.get("/v1/leave.csv")
@query(blueprint, asked=LeaveQuestion, source=Source, rows=LeaveRows, form=CsvForm)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Leave allowances as CSV", responses=NOT_YET)
def leave_csv(asked: LeaveQuestion, source: Source, rows: LeaveRows, form: CsvForm) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    with answering(source.release) as current:
        days = leave_days(current, asked.days)
        table = leave_table(current, asked, rows)
    name = f"leave-{days.first}-{days.last}.csv"
    return attachment(csv_lines(table.cells(), form.profile), name, CSV_TYPE)
