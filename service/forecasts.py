"""``GET /v1/forecasts``: calls expected, with quantiles."""

from datetime import date
from typing import Annotated

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel, Field

from service.answers import NOT_YET, Layout, answer, answering
from service.current import Current
from service.forecast_answer import (
    ForecastBy,
    ForecastQuestion,
    forecast_table,
    quantiles_to_compute,
)
from service.parameters import InputModel, numeric_text, written
from service.span import Granularity, QuestionError

blueprint = APIBlueprint("forecasts", __name__, tag="Forecasts")

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# One to nine shares from 0.005 to 0.995: a release's sample paths say nothing surer.
SHARE = r"0?\.((00[5-9]|0[1-9]|[1-8]|9[0-8]|99[0-4])[0-9]{0,3}|99?5?)"
QUANTILES = rf"{SHARE}(,{SHARE}){{0,8}}"
MOST_COMPUTED = 250_000  # quantiles a request: some two seconds of a worker
LARGEST_ID = 2**31 - 1  # what every database keeps as an integer

Day = Annotated[date, written(DATE, "a date such as 2025-10-01")]
ReleaseId = Annotated[int, Field(ge=1, le=LARGEST_ID), numeric_text("a release's number")]


class DaysQuery(InputModel):
    """Which queues' days, of which release."""

    first: Annotated[Day, Field(alias="from", description="First local day")]
    last: Annotated[Day, Field(alias="to", description="Last local day, included")]
    segment: str | None = None
    call_type: str | None = None
    language: str | None = None
    release: ReleaseId | None = None
    layout: Layout = "rows"


class ForecastQuery(DaysQuery):
    """Which calls of which days, and how they are summed."""

    by: ForecastBy = "queue"
    granularity: Granularity = "interval"
    quantiles: Annotated[
        str,
        Field(
            description="Shares from 0.005 to 0.995, separated by commas", pattern=f"^{QUANTILES}$"
        ),
        written(QUANTILES, "one to nine shares from 0.005 to 0.995, for example 0.1,0.5,0.9"),
    ] = "0.1,0.5,0.9"
    site: str | None = None


class TableAnswer(BaseModel):
    """``rows`` or ``columns``, by the layout asked for."""

    release: int
    origin: Annotated[date, Field(description="Last day whose calls were known")]
    plan: int
    timezone: str
    rows: list[dict[str, str | int | float | None]] | None = None
    columns: dict[str, list[str | int | float | None]] | None = None


@blueprint.get("/v1/forecasts")
@blueprint.input(ForecastQuery, location="query", arg_name="query")
@blueprint.output(TableAnswer, description="Means and quantiles, in time order")
@blueprint.doc(summary="How many calls come?", responses=NOT_YET)
def forecasts(query: ForecastQuery) -> Response:
    """Below a day only open intervals have a row; days and above have one each."""
    with answering(query.release) as found:
        question = _question(query)
        _require_affordable(found, question)
        return answer(found, forecast_table(found, question), query.layout)


@blueprint.get("/v1/forecasts/explained")
@blueprint.input(DaysQuery, location="query", arg_name="query")
@blueprint.output(TableAnswer, description="Means, quantiles and factors, in time order")
@blueprint.doc(summary="Why do so many calls come?", responses=NOT_YET)
def explained_forecasts(query: DaysQuery) -> Response:
    """Each queue's days: ``offered_mean`` is the product of level, weekday, month, season,
    holiday, school_holiday, bills and events."""
    question = ForecastQuestion(
        query.first,
        query.last,
        granularity="day",
        segment=query.segment,
        call_type=query.call_type,
        language=query.language,
        explain=True,
    )
    with answering(query.release) as found:
        return answer(found, forecast_table(found, question), query.layout)


def _require_affordable(found: Current, question: ForecastQuestion) -> None:
    count = quantiles_to_compute(found, question)
    if count > MOST_COMPUTED:
        raise QuestionError(
            "quantiles",
            f"{count} quantiles are asked for, {MOST_COMPUTED} at most are computed at once; "
            "ask for fewer days, fewer quantiles, or granularity=day",
        )


def _question(query: ForecastQuery) -> ForecastQuestion:
    return ForecastQuestion(
        first=query.first,
        last=query.last,
        by=query.by,
        granularity=query.granularity,
        probabilities=_probabilities(query.quantiles),
        segment=query.segment,
        call_type=query.call_type,
        language=query.language,
        site=query.site,
    )


def _probabilities(text: str) -> tuple[float, ...]:
    return tuple(sorted({float(x) for x in text.split(",")}))
