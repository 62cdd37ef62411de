"""``GET /v1/staffing``, ``/v1/staffing.csv`` and ``.xlsx``: agents needed per pool."""

from decimal import Decimal
from typing import Annotated

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response
from pydantic import Field, WithJsonSchema

from data.exports import CSV_TYPE, Profile, csv_lines
from data.workbook import MEDIA_TYPE, workbook
from models.uncertainty import Mode
from service.answers import NOT_YET, Layout, answer, answering, attachment
from service.forecasts import Day, ReleaseId, TableAnswer
from service.parameters import InputModel, numeric_text, written
from service.pool_asked import WhatIf
from service.pool_method import DEFAULT_RISK, MeasuredOver, Method, Model
from service.span import Granularity, QuestionError
from service.staffing_answer import STAFFING_FIELDS, StaffingField, StaffingQuestion, staffing_table
from service.staffing_sheets import staffing_sheets

blueprint = APIBlueprint("staffing", __name__, tag="Staffing")

SHARE = "a share between 0 and 0.99 in steps of 0.001, for example 0.12"
BY = "pool|(site|language|segment)(,(site|language|segment))*"
FACTOR = "a factor between 0.01 and 100, for example 1.1"

ShrinkageShare = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("0.99"), multiple_of=Decimal("0.001")),
    numeric_text(SHARE),
    WithJsonSchema({"type": "number", "minimum": 0, "maximum": 0.99, "multipleOf": 0.001}),
]
Share = Annotated[float, Field(ge=0.01, le=0.9999), numeric_text("a share from 0.01 to 0.9999")]
Factor = Annotated[float, Field(ge=0.01, le=100), numeric_text(FACTOR)]


class StaffingQuery(InputModel):
    """Which pools and days, how they are summed, and what-ifs over plan and release."""

    first: Annotated[Day, Field(alias="from", description="First local day")]
    last: Annotated[Day, Field(alias="to", description="Last local day, included")]
    by: Annotated[
        str,
        Field(
            description="pool, or any of site, language, segment, separated by commas",
            pattern=f"^({BY})$",
        ),
        written(BY, "pool, or some of site,language,segment"),
    ] = "pool"
    granularity: Granularity = "interval"
    site: str | None = None
    language: str | None = None
    segment: str | None = None
    model: Annotated[
        Model | None,
        Field(description="Left out: erlang_a where patience is learned or planned, else erlang_c"),
    ] = None
    mode: Mode = "mean"
    measured_over: Annotated[
        MeasuredOver, Field(description="The period whose calls together must meet the target")
    ] = "interval"
    risk: Annotated[
        float,
        Field(
            ge=0.5, le=0.99, description="Mode risk: the probability that a day meets its target"
        ),
        numeric_text("a probability from 0.5 to 0.99"),
    ] = DEFAULT_RISK
    patience_seconds: (
        Annotated[float, Field(ge=1, le=1e6), numeric_text("seconds from 1 to 1000000")] | None
    ) = None
    explain: Annotated[
        bool, Field(description="Split the scheduled agents (or hours) into what asks for them")
    ] = False
    share: Share | None = None
    answer_within_seconds: (
        Annotated[float, Field(ge=0, le=3600), numeric_text("seconds up to 3600")] | None
    ) = None
    max_occupancy: (
        Annotated[float, Field(ge=0.01, le=1), numeric_text("a share from 0.01 to 1")] | None
    ) = None
    leave: ShrinkageShare | None = None
    absence: ShrinkageShare | None = None
    off_phone: ShrinkageShare | None = None
    aht_factor: Factor = 1.0
    volume_factor: Factor = 1.0
    release: ReleaseId | None = None


class StaffingJsonQuery(StaffingQuery):
    """The same question with the layout of its JSON."""

    layout: Layout = "rows"


class StaffingCsvQuery(StaffingQuery):
    """The same question with the profile of its CSV."""

    profile: Annotated[
        Profile, Field(description="excel-be: what Excel with Belgian settings opens")
    ] = "standard"


@blueprint.get("/v1/staffing")
@blueprint.input(StaffingJsonQuery, location="query", arg_name="query")
@blueprint.output(TableAnswer, description="Agents and what they reach, in time order")
@blueprint.doc(summary="How many agents does that need?", responses=NOT_YET)
def staffing(query: StaffingJsonQuery) -> Response:
    """One row a pool and open interval, or sums of hours, days, weeks, months."""
    with answering(query.release) as found:
        return answer(found, staffing_table(found, _question(query)), query.layout)


@blueprint.get("/v1/staffing.csv")
@blueprint.input(StaffingCsvQuery, location="query", arg_name="query")
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="The staffing as CSV", responses=NOT_YET)
def staffing_csv(query: StaffingCsvQuery) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    with answering(query.release) as found:
        table = staffing_table(found, _question(query))
    return attachment(csv_lines(table.cells(), query.profile), _name(query, "csv"), CSV_TYPE)


@blueprint.get("/v1/staffing.xlsx")
@blueprint.input(StaffingQuery, location="query", arg_name="query")
@blueprint.output(FileSchema, content_type=MEDIA_TYPE, description="A summary and a sheet a site")
@blueprint.doc(summary="The staffing as a workbook", responses=NOT_YET)
def staffing_xlsx(query: StaffingQuery) -> Response:
    """Hours and FTE by week, site and language; then each site's rows as the CSV has them."""
    with answering(query.release) as found:
        sheets = staffing_sheets(found, _question(query))
    return attachment(workbook(sheets), _name(query, "xlsx"), MEDIA_TYPE)


def _name(query: StaffingQuery, ending: str) -> str:
    return f"staffing-{query.first}-{query.last}.{ending}"


def _question(query: StaffingQuery) -> StaffingQuestion:
    return StaffingQuestion(
        first=query.first,
        last=query.last,
        by=_fields(query.by),
        granularity=query.granularity,
        site=query.site,
        language=query.language,
        segment=query.segment,
        what_if=WhatIf(
            share=query.share,
            answer_within=query.answer_within_seconds,
            max_occupancy=query.max_occupancy,
            leave=query.leave,
            absence=query.absence,
            off_phone=query.off_phone,
            aht_factor=query.aht_factor,
            volume_factor=query.volume_factor,
        ),
        method=Method(
            query.model, query.mode, query.risk, query.patience_seconds, query.measured_over
        ),
        explain=query.explain,
    )


def _fields(text: str) -> tuple[StaffingField, ...]:
    fields = tuple(x for x in STAFFING_FIELDS if x in text.split(","))
    if len(fields) != len(text.split(",")):
        raise QuestionError("by", f"by is {text}; name each of site,language,segment once")
    return fields
