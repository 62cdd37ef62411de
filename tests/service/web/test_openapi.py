"""The OpenAPI document is true: what it promises is what the service does."""

import json
import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case, Response
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from service.app import create_app
from tests.service.cases import database_url, released

pytestmark = pytest.mark.server

APP = create_app()
DOCUMENT: dict[str, Any] = json.loads(APP.test_client().get("/openapi.json").data)
PROMISES = schemathesis.openapi.from_wsgi("/openapi.json", APP)


@pytest.fixture(scope="module", autouse=True)
def _released(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database with a release, for what answers nothing without."""
    folder = tmp_path_factory.mktemp("var")
    released(folder)
    APP.config["DATABASE_URL"] = database_url(folder)


BEYOND_ANY_SCHEMA = re.compile(
    "|".join(
        (
            # limits that join several numbers of the calculator
            *("more than 10,000 erlangs", "goes up to 20,000"),
            r" too, the most this calculator takes; | within this target, however short: ",
            # what only goes with another parameter's value
            r"^(risk|patience_seconds) is .*; it does nothing with ",
            # what depends on the plan and the release that are stored
            r"^(from|to) is .*; release 1 forecasts 2025-10-18 to 2026-04-05$",
            r"^to is .*, before from ",
            r"^from is .*; the plan routes queue \S+ from 2025-10-20 on$",
            r"^(queue|site|segment|language|call_type) is .*; the plan(?:'s pools have| has) ",
            r"^no (queue has all of these values|such calls reach|call reaches such a pool)",
            r"^no queue is in .*; the plan's are in ",
            r"^no people of such a pool are planned in these days",
            r"^there is no release \d+",
            r"^there is no finding ",
            # what joins several values, or the parts of one
            r"^leave .* add up to .*; together they must stay below 1$",
            r"^by is .*; name each of site,language,segment once$",
            r"^only days of whole queues are explained: ",
            r"^give one to 9 shares between 0 and 1$",
            r"^give (one of factor and offered|leave, absence or off_phone)$",
            r"^give share, answer_within_seconds or max_occupancy$",
            r"^to is before from; give a later day$",
            r"^by is .*; (calls|intervals|aht|events|service_level|readiness) is told by ",
            r"^to is .*, before from .*; dates are inclusive$",
            r"^two scenarios have the same name|^the scenarios have more than 100 changes",
            r"^no queue of the plan has these values|^several such classes start at ",
            r" would take these calls until then; |^a class at .* has at most ",
            r"^the factors multiply to more than 100; give smaller ones$",
            # what a plan has, of a scenario's changes
            r"^there is no site |^no step begins on |^no such class starts at ",
            r"^it (begins|ends) on .* and changes nothing in the days asked, ",
            r" leaves no time for calls; | is after everything the plan tells of ",
            r" can be delayed( to|$)| staff; it has | to go by; it has ",
        )
    ),
    re.DOTALL,
)


FILE_CELL = re.compile(r": row \d+: |^\?accept=")  # what a file holds


def beyond_any_schema(response: Response) -> bool:
    """Whether all that was refused is something no schema can tell."""
    if response.status_code != 422:
        return False
    errors = json.loads(response.text)["errors"]
    return all(
        BEYOND_ANY_SCHEMA.search(x["detail"]) or FILE_CELL.search(x["pointer"]) for x in errors
    )


@PROMISES.parametrize()
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_what_the_document_promises(case: Case[Any]) -> None:
    response = case.call()
    assert response.status_code < 500
    excluded: list[Any] = [positive_data_acceptance] if beyond_any_schema(response) else []
    case.validate_response(response, excluded_checks=excluded)


@PROMISES.include(path_regex="^/v1/(forecasts|staffing)").parametrize()
@settings(max_examples=25, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
def test_a_question_about_days_that_are_forecast_keeps_the_promises_too(case: Case[Any]) -> None:
    case.query |= {"from": "2025-10-26", "to": "2025-10-26", "granularity": "week"}
    for named in ("release", "site", "language", "segment", "call_type"):
        case.query.pop(named, None)
    response = case.call()
    assert response.status_code < 500
    excluded: list[Any] = [negative_data_rejection]
    excluded += [positive_data_acceptance] if beyond_any_schema(response) else []
    case.validate_response(response, excluded_checks=excluded)


def test_the_document_is_openapi_3_1_and_names_its_operations() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert {"/v1/erlang", "/healthz", "/readyz"} <= set(DOCUMENT["paths"])


def test_every_body_is_required_and_every_refusal_is_a_problem() -> None:
    operation = DOCUMENT["paths"]["/v1/erlang"]["post"]
    assert operation["requestBody"]["required"] is True
    refusals = {k: v for k, v in operation["responses"].items() if k != "200"}
    assert set(refusals) == {"400", "405", "413", "415", "422"}
    assert {tuple(x["content"]) for x in refusals.values()} == {("application/problem+json",)}


def test_a_parameter_that_may_be_left_out_is_not_one_that_may_be_null() -> None:
    parameters = DOCUMENT["paths"]["/v1/staffing"]["get"]["parameters"]
    schemas = {x["name"]: x["schema"] for x in parameters}
    assert "null" not in json.dumps(schemas)
    assert (schemas["share"]["type"], schemas["share"]["maximum"]) == ("number", 0.9999)
    assert (schemas["leave"]["type"], schemas["leave"]["multipleOf"]) == ("number", 0.001)
    assert [x["name"] for x in parameters if x["required"]] == ["from", "to"]


def test_a_model_that_is_not_offered_is_not_documented() -> None:
    mapping = DOCUMENT["components"]["schemas"]["ErlangQuestion"]["discriminator"]["mapping"]
    assert set(mapping) == {"erlang_a", "erlang_b", "erlang_c"}


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    references = set(json.dumps(DOCUMENT).split("#/components/schemas/")[1:])
    assert {x.partition('"')[0] for x in references} <= set(schemas)
