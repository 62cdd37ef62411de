"""Input models: query strings are as strict as bodies."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pytest
from annotated_types import Interval
from apiflask import APIBlueprint
from flask.testing import FlaskClient

from service.app import create_app
from service.planning.basis.terms import Written
from service.web.query import query
from service.web.question_model import query_model


@dataclass(frozen=True, slots=True)
class Trip:
    day: Annotated[date, Written("a day such as 2025-10-01", r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    risk: Annotated[float, Interval(ge=0, le=1), Written("a share between 0 and 1")] = 0.5


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    app = create_app()

    blueprint = APIBlueprint("trips", __name__)

    @blueprint.get("/trip")
    @query(blueprint, trip=Trip)
    def trip(trip: Trip) -> dict[str, object]:
        return {"day": trip.day, "risk": trip.risk}

    app.register_blueprint(blueprint)
    return app.test_client()


def test_values_of_a_query_string_are_read_from_plain_text(client: FlaskClient) -> None:
    assert client.get("/trip?day=2025-10-01&risk=0.25").json == {"day": "2025-10-01", "risk": 0.25}


@pytest.mark.parametrize(
    ("query", "pointer", "detail"),
    [
        ("day=2025-10-01&risk=inf", "?risk", 'risk is "inf"'),
        ("day=2025-10-01&risk=0_1", "?risk", 'risk is "0_1"'),
        ("day=2025-10-01&risk=%D9%A1", "?risk", "risk is"),  # an Arabic digit
        ("day=2025-10-01&risk=" + "9" * 400, "?risk", "risk is"),
        ("day=2025-10-01&risk=1.5", "?risk", 'risk is "1.5"'),
        ("day=2025-10-01&risk=", "?risk", 'risk is ""'),
        ("day=1759276800", "?day", 'day is "1759276800"; give a day such as 2025-10-01'),
        ("day=2025-02-30", "?day", 'day is "2025-02-30"'),
        ("", "?day", "day is missing"),
        ("day=2025-10-01&day=2025-10-02", "?day", "day is given 2 times; give it once"),
        ("day=2025-10-01&days=3", "?days", "days is not known; the keys here are day, risk"),
    ],
)
def test_a_wrong_query_is_named_with_its_key(
    client: FlaskClient, query: str, pointer: str, detail: str
) -> None:
    answer = client.get(f"/trip?{query}")
    assert answer.status_code == 422
    [mistake] = json.loads(answer.data)["errors"]
    assert mistake["pointer"] == pointer
    assert mistake["detail"].startswith(detail)


def test_the_bounds_of_a_checked_value_stay_in_the_documented_schema() -> None:
    risk = query_model(Trip).model_json_schema()["properties"]["risk"]
    assert (risk["type"], risk["minimum"], risk["maximum"]) == ("number", 0, 1)
