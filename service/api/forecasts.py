"""``GET /v1/forecasts``: calls expected, with quantiles."""

from dataclasses import dataclass

from apiflask import APIBlueprint
from flask import Response

from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import FirstDay, LastDay, Source
from service.planning.forecasts.forecast_table import (
    ForecastQuestion,
    forecast_table,
    quantiles_to_compute,
)
from service.web.answers import NOT_YET, TableAnswer, answer, answering
from service.web.forms import JsonForm
from service.web.query import query

blueprint = APIBlueprint("forecasts", __name__, tag="Forecasts")

MOST_COMPUTED = 250_000  # quantiles a request: some two seconds of a worker


@dataclass(frozen=True, slots=True)
class ExplainedDays:
    """Which queues' days."""

    first: FirstDay
    last: LastDay
    segment: str | None = None
    call_type: str | None = None
    language: str | None = None


@blueprint.get("/v1/forecasts")
@query(blueprint, question=ForecastQuestion, source=Source, form=JsonForm)
@blueprint.output(TableAnswer, description="Means and quantiles, in time order")
@blueprint.doc(summary="How many calls come?", responses=NOT_YET)
def forecasts(question: ForecastQuestion, source: Source, form: JsonForm) -> Response:
    """Below a day only open intervals have a row; days and above have one each."""
    with answering(source.release) as current:
        _require_affordable(current, question)
        return answer(current, forecast_table(current, question), form.layout)


@blueprint.get("/v1/forecasts/explained")
@query(blueprint, days=ExplainedDays, source=Source, form=JsonForm)
@blueprint.output(TableAnswer, description="Means, quantiles and factors, in time order")
@blueprint.doc(summary="Why do so many calls come?", responses=NOT_YET)
def explained_forecasts(days: ExplainedDays, source: Source, form: JsonForm) -> Response:
    """Each queue's days: ``offered_mean`` is the product of level, weekday, month, season,
    holiday, school_holiday, bills and events."""
    question = ForecastQuestion(
        days.first,
        days.last,
        granularity="day",
        segment=days.segment,
        call_type=days.call_type,
        language=days.language,
        explain=True,
    )
    with answering(source.release) as current:
        return answer(current, forecast_table(current, question), form.layout)


def _require_affordable(current: Current, question: ForecastQuestion) -> None:
    count = quantiles_to_compute(current, question)
    if count > MOST_COMPUTED:
        raise QuestionError(
            "quantiles",
            f"{count} quantiles are asked for, {MOST_COMPUTED} at most are computed at once; "
            "ask for fewer days, fewer quantiles, or granularity=day",
        )
