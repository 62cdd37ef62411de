"""``POST /v1/scenarios``: what would change, beside the plan as it is."""

from typing import Any

from apiflask import APIBlueprint
from apiflask.schemas import FileSchema
from flask import Response, current_app, make_response
from pydantic import BaseModel

from data.exports.csv import CSV_TYPE, csv_lines
from service.api.scenario_text import ScenariosText
from service.planning.basis.current import Current
from service.planning.basis.horizon import whole_weeks
from service.planning.basis.span import QuestionError
from service.planning.scenarios.differences import Compared, compared, comparison_table, part_rows
from service.planning.scenarios.scenario import ScenarioError
from service.web.answers import NOT_YET, answer_head, answering, attachment
from service.web.forms import CsvForm
from service.web.problems import refused
from service.web.query import query

blueprint = APIBlueprint("scenarios", __name__, tag="Capacity")

EXAMPLE = {
    "scenarios": [
        {
            "name": "French two weeks later, and five per cent more calls",
            "changes": [
                {
                    "kind": "delay_step",
                    "match": {"language": "fr", "segment": "residential"},
                    "from": "2025-11-03",
                    "to": "2025-11-17",
                },
                {"kind": "volume", "from": "2025-11-01", "to": "2026-03-31", "factor": 1.05},
            ],
        }
    ]
}


class ScenariosAnswer(BaseModel):
    """Rows of pools and of all together, and what each change adds to those before it."""

    release: int
    origin: str
    plan: int
    timezone: str
    rows: list[dict[str, Any]]
    parts: list[dict[str, Any]]


@blueprint.post("/v1/scenarios")
@blueprint.input(ScenariosText, arg_name="body", example=EXAMPLE)
@blueprint.output(ScenariosAnswer, description="Figures of each scenario and their differences")
@blueprint.doc(summary="What if?", responses=NOT_YET)
def scenarios(body: ScenariosText) -> Response:
    """Up to fifty scenarios; every one sees the same calls and people by chance."""
    with answering(None) as current:
        results = _compared(current, body)
        parts = [{"scenario": x.name} | row for x in results for row in part_rows(x)]
        rows = comparison_table(results).rows()
        answer = answer_head(current) | {"rows": rows, "parts": parts}
        return make_response(current_app.json.response(answer))


@blueprint.post("/v1/scenarios.csv")
@query(blueprint, form=CsvForm)
@blueprint.input(ScenariosText, arg_name="body", example=EXAMPLE)
@blueprint.output(FileSchema, content_type="text/csv", description="The same rows")
@blueprint.doc(summary="Scenarios as CSV", responses=NOT_YET)
def scenarios_csv(body: ScenariosText, form: CsvForm) -> Response:
    """The columns of the JSON rows, one header line, in the profile of the tool that reads it."""
    with answering(None) as current:
        lines = csv_lines(comparison_table(_compared(current, body)).cells(), form.profile)
    return attachment(lines, "scenarios.csv", CSV_TYPE)


def _compared(current: Current, body: ScenariosText) -> list[Compared]:
    first, last = whole_weeks(current)
    wanted = [x.scenario() for x in body.scenarios]
    try:
        return compared(current, body.first or first, body.last or last, wanted)
    except ScenarioError as error:
        place = f"#/scenarios/{error.scenario}/changes/{error.change}"
        raise refused(f"{place}/{error.key}" if error.key else place, error.detail) from error
    except QuestionError as error:
        raise refused(f"#/{error.key}", error.detail) from error
