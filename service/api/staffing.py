"""``GET /v1/staffing``, ``/v1/staffing.csv`` and ``.xlsx``: agents needed per pool."""

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response

from data.exports.csv import CSV_TYPE, csv_lines
from data.exports.workbook import MEDIA_TYPE, workbook
from service.planning.basis.terms import Source
from service.planning.staffing.staffing_sheets import staffing_sheets
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from service.web.answers import NOT_YET, TableAnswer, answer, answering, attachment
from service.web.forms import CsvForm, JsonForm
from service.web.query import query

blueprint = APIBlueprint("staffing", __name__, tag="Staffing")


@blueprint.get("/v1/staffing")
@query(blueprint, question=StaffingQuestion, source=Source, form=JsonForm)
@blueprint.output(TableAnswer, description="Agents and what they reach, in time order")
@blueprint.doc(summary="How many agents does that need?", responses=NOT_YET)
def staffing(question: StaffingQuestion, source: Source, form: JsonForm) -> Response:
    """One row a pool and open interval, or sums of hours, days, weeks, months."""
    with answering(source.release) as current:
        return answer(current, staffing_table(current, question), form.layout)


@blueprint.get("/v1/staffing.csv")
@query(blueprint, question=StaffingQuestion, source=Source, form=CsvForm)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="The staffing as CSV", responses=NOT_YET)
def staffing_csv(question: StaffingQuestion, source: Source, form: CsvForm) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    with answering(source.release) as current:
        table = staffing_table(current, question)
    return attachment(csv_lines(table.cells(), form.profile), _name(question, "csv"), CSV_TYPE)


@blueprint.get("/v1/staffing.xlsx")
@query(blueprint, question=StaffingQuestion, source=Source)
@blueprint.output(FileSchema, content_type=MEDIA_TYPE, description="A summary and a sheet a site")
@blueprint.doc(summary="The staffing as a workbook", responses=NOT_YET)
def staffing_xlsx(question: StaffingQuestion, source: Source) -> Response:
    """Hours and FTE by week, site and language; then each site's rows as the CSV has them."""
    with answering(source.release) as current:
        sheets = staffing_sheets(current, question)
    return attachment(workbook(sheets), _name(question, "xlsx"), MEDIA_TYPE)


def _name(question: StaffingQuestion, ending: str) -> str:
    return f"staffing-{question.first}-{question.last}.{ending}"
