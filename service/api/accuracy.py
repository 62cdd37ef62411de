"""``GET /v1/accuracy``: what was published against what came."""

from datetime import date
from typing import Annotated

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, current_app, make_response
from pydantic import BaseModel, Field

from data.accuracy.archive import Archive, last_day_known
from data.errors import PlannerError
from data.exports.csv import CSV_TYPE, csv_lines
from service.planning.accuracy.accuracy_table import Accuracy, accuracy
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.basis.span import QuestionError
from service.web.answers import NOT_YET, attachment
from service.web.database import database
from service.web.forms import CsvForm, JsonForm
from service.web.problems import refused, unavailable
from service.web.query import query

blueprint = APIBlueprint("accuracy", __name__, tag="Accuracy")


class AccuracyAnswer(BaseModel):
    """``rows`` or ``columns``, by the layout asked for; none before a published day has come."""

    first: Annotated[date | None, Field(description="First day that was looked at")]
    last: Annotated[date | None, Field(description="Last day that was looked at")]
    notes: list[str]
    rows: list[dict[str, str | int | float | None]] | None = None
    columns: dict[str, list[str | int | float | None]] | None = None


@blueprint.get("/v1/accuracy")
@query(blueprint, question=AccuracyQuestion, form=JsonForm)
@blueprint.output(AccuracyAnswer, description="Scores by group and lead")
@blueprint.doc(summary="How good were the forecasts?", responses=NOT_YET)
def accuracy_rows(question: AccuracyQuestion, form: JsonForm) -> Response:
    """What each release published against what came; days whose history is not complete are
    left out and counted."""
    answer = _answered(question)
    cells = answer.table.rows() if form.layout == "rows" else answer.table.cells()
    days = answer.days
    head = {"first": days[0] if days else None, "last": days[-1] if days else None}
    body = head | {"notes": answer.notes, form.layout: cells}
    return make_response(current_app.json.response(body))


@blueprint.get("/v1/accuracy.csv")
@query(blueprint, question=AccuracyQuestion, form=CsvForm)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Accuracy as CSV", responses=NOT_YET)
def accuracy_csv(question: AccuracyQuestion, form: CsvForm) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    answer = _answered(question)
    name = f"accuracy-{question.measure}.csv"
    return attachment(csv_lines(answer.table.cells(), form.profile), name, CSV_TYPE)


def _answered(question: AccuracyQuestion) -> Accuracy:
    try:
        with database() as engine:
            known = last_day_known(engine)
            return accuracy(question, known, lambda days: Archive(engine, days))
    except QuestionError as error:
        raise refused(f"?{error.key}", error.detail) from error
    except PlannerError as error:
        raise unavailable(str(error)) from error
