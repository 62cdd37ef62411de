"""``GET /v1/shifts``: the fewest people's shifts, week by week, and the curve they give."""

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response

from data.exports.csv import CSV_TYPE, csv_lines
from data.exports.workbook import MEDIA_TYPE, workbook
from service.api.shifts.kept import kept_shifts
from service.planning.basis.current import Current
from service.planning.shifts.shifts_sheets import shifts_sheets
from service.planning.shifts.shifts_table import (
    Shifts,
    ShiftsQuestion,
    ShiftsRows,
    require_contracts,
    shifts,
    shifts_table,
)
from service.web.answers import NOT_YET, TableAnswer, answer, answering, attachment
from service.web.database import database
from service.web.forms import CsvForm
from service.web.query import query

blueprint = APIBlueprint("shifts", __name__, tag="Shifts")


@blueprint.get("/v1/shifts")
@query(blueprint, question=ShiftsQuestion, rows=ShiftsRows)
@blueprint.output(TableAnswer, description="Weeks, shifts or intervals, in time order")
@blueprint.doc(summary="Which shifts does that take?", responses=NOT_YET)
def shifts_rows(question: ShiftsQuestion, rows: ShiftsRows) -> Response:
    """The cheapest shifts of the plan's contracts in every ISO week with one of the days."""
    with answering(None) as current:
        return answer(current, shifts_table(_found(current, question), rows), "rows")


@blueprint.get("/v1/shifts.csv")
@query(blueprint, question=ShiftsQuestion, rows=ShiftsRows, form=CsvForm)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Shifts as CSV", responses=NOT_YET)
def shifts_csv(question: ShiftsQuestion, rows: ShiftsRows, form: CsvForm) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    with answering(None) as current:
        table = shifts_table(_found(current, question), rows)
    return attachment(csv_lines(table.cells(), form.profile), _name(question, "csv"), CSV_TYPE)


@blueprint.get("/v1/shifts.xlsx")
@query(blueprint, question=ShiftsQuestion)
@blueprint.output(FileSchema, content_type=MEDIA_TYPE, description="Weeks, starts by day, curves")
@blueprint.doc(summary="Shifts as a workbook", responses=NOT_YET)
def shifts_xlsx(question: ShiftsQuestion) -> Response:
    """Weeks; each site's starts by day, with breaks; the curve they give against the need."""
    with answering(None) as current:
        content = workbook(shifts_sheets(_found(current, question)))
    return attachment(content, _name(question, "xlsx"), MEDIA_TYPE)


def _found(current: Current, question: ShiftsQuestion) -> Shifts:
    require_contracts(current, question)
    with database() as engine:
        found = kept_shifts(engine, current, question.goal, question.first, question.last)
    return shifts(current, question, found)


def _name(question: ShiftsQuestion, ending: str) -> str:
    return f"shifts-{question.first}-{question.last}.{ending}"
