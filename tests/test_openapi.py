"""The OpenAPI document is true: what it promises is what the service does."""

import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case, Response
from schemathesis.specs.openapi.checks import positive_data_acceptance

from data.database import connect
from data.migrations import migrate
from service.app import create_app
from tests.test_health import publish

APP = create_app()
DOCUMENT: dict[str, Any] = json.loads(APP.test_client().get("/openapi.json").data)
PROMISES = schemathesis.openapi.from_wsgi("/openapi.json", APP)


@pytest.fixture(scope="module", autouse=True)
def _released(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A database with a release, for what answers nothing without."""
    url = f"sqlite:///{tmp_path_factory.mktemp('var') / 'relais.db'}"
    migrate(connect(url))
    publish(url)
    APP.config["DATABASE_URL"] = url


def beyond_any_schema(response: Response) -> bool:
    """Whether it is one of the two limits that join several numbers of the calculator."""
    return response.status_code == 422 and any(
        limit in response.text for limit in ("more than 10,000 erlangs", "goes up to 20,000")
    )


@PROMISES.parametrize()
@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_what_the_document_promises(case: Case[Any]) -> None:
    response = case.call()
    excluded: list[Any] = [positive_data_acceptance] if beyond_any_schema(response) else []
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


def test_a_model_that_is_not_offered_is_not_documented() -> None:
    mapping = DOCUMENT["components"]["schemas"]["ErlangQuestion"]["discriminator"]["mapping"]
    assert set(mapping) == {"erlang_b", "erlang_c"}


def test_every_reference_leads_somewhere() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    references = set(json.dumps(DOCUMENT).split("#/components/schemas/")[1:])
    assert {x.partition('"')[0] for x in references} <= set(schemas)
