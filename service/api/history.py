"""``GET /v1/history``: what is stored; ``/v1/history/quality``: what is doubtful in it."""

from dataclasses import asdict, dataclass
from typing import Any

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, current_app, make_response
from pydantic import BaseModel
from sqlalchemy import Engine

from data.errors import PlannerError
from data.exports.csv import CSV_TYPE, csv_lines
from data.history.extract import Cells, TooMuchAskedError, Wanted, extract
from data.history.quality.report import check_history
from data.plan import Plan
from data.plan.store import current_plan
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import FirstDay, Granularity, LastDay
from service.planning.forecasts.forecast_table import chosen_queues
from service.web.answers import NOT_YET, attachment
from service.web.database import database
from service.web.forms import CsvForm, JsonForm
from service.web.problems import refused, unavailable
from service.web.query import query

blueprint = APIBlueprint("history", __name__, tag="History")


@dataclass(frozen=True, slots=True)
class HistoryQuestion:
    """Which rows; None does not restrict."""

    first: FirstDay
    last: LastDay
    granularity: Granularity = "interval"
    queue: str | None = None
    segment: str | None = None
    call_type: str | None = None
    language: str | None = None
    site: str | None = None


class HistoryAnswer(BaseModel):
    """``rows`` or ``columns``, by the layout asked for; null is not known."""

    timezone: str
    rows: list[dict[str, str | int | float | None]] | None = None
    columns: dict[str, list[str | int | float | None]] | None = None


class QualityAnswer(BaseModel):
    """Findings, those that matter most first."""

    rows: list[dict[str, Any]]


@blueprint.get("/v1/history")
@query(blueprint, question=HistoryQuestion, form=JsonForm)
@blueprint.output(HistoryAnswer, description="Stored rows, in time order")
@blueprint.doc(summary="What is stored of past calls?", responses=NOT_YET)
def history_rows(question: HistoryQuestion, form: JsonForm) -> Response:
    """A row an interval, queue and site, in the columns of the standard form; or sums of hours,
    days, weeks and months."""
    timezone, cells = _answered(question)
    names = tuple(cells)
    rows = [dict(zip(names, x, strict=True)) for x in zip(*cells.values(), strict=True)]
    body = {"timezone": timezone, form.layout: rows if form.layout == "rows" else cells}
    return make_response(current_app.json.response(body))


@blueprint.get("/v1/history.csv")
@query(blueprint, question=HistoryQuestion, form=CsvForm)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Stored calls as CSV", responses=NOT_YET)
def history_csv(question: HistoryQuestion, form: CsvForm) -> Response:
    """Intervals are in the standard form: imported again they change nothing."""
    _, cells = _answered(question)
    return attachment(csv_lines(cells, form.profile), "history.csv", CSV_TYPE)


@blueprint.get("/v1/history/quality")
@blueprint.output(QualityAnswer, description="What to look at before trusting a forecast")
@blueprint.doc(summary="What is doubtful in past calls?", responses=NOT_YET)
def history_quality() -> Response:
    """What has stopped arriving, ends of days, gaps, half-filled days, outliers, calls while
    closed."""
    try:
        with database() as engine:
            found = check_history(engine, current_plan(engine).plan)
    except PlannerError as error:
        raise unavailable(str(error)) from error
    return make_response(current_app.json.response({"rows": [asdict(x) for x in found]}))


def _answered(question: HistoryQuestion) -> tuple[str, Cells]:
    if question.last < question.first:
        detail = f"to is {question.last}, before from ({question.first}); dates are inclusive"
        raise refused("?to", detail)
    try:
        with database() as engine:
            plan = current_plan(engine).plan
            return plan.timezone, _extracted(engine, plan, question)
    except QuestionError as error:
        raise refused(f"?{error.key}", error.detail) from error
    except TooMuchAskedError as error:
        raise refused("?to", str(error)) from error
    except PlannerError as error:
        raise unavailable(str(error)) from error


def _extracted(engine: Engine, plan: Plan, question: HistoryQuestion) -> Cells:
    asked = chosen_queues(plan, question.segment, question.call_type, question.language)
    _require_one_of("queue", question.queue, [x.id for x in asked])
    _require_one_of("site", question.site, [x.id for x in plan.sites])
    queues = tuple(x.id for x in asked if question.queue in (None, x.id))
    rows = Wanted(queues, question.first, question.last, question.site)
    return extract(engine, plan, rows, question.granularity)


def _require_one_of(key: str, value: str | None, known: list[str]) -> None:
    if value is not None and value not in known:
        raise QuestionError(key, f"{key} is {value}; the plan has {', '.join(known)}")
