"""Every error is a problem document that says what to do instead."""

import json
from http import HTTPStatus
from typing import NoReturn

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app

QUESTION = {
    "model": "erlang_c",
    "calls": 100,
    "interval_minutes": 30,
    "aht_seconds": 180,
    "answer_within_seconds": 20,
    "agents": 14,
}


@pytest.fixture
def client() -> FlaskClient:
    return create_app().test_client()


def post(client: FlaskClient, body: str | bytes, kind: str = "application/json") -> TestResponse:
    return client.post("/v1/erlang", data=body, content_type=kind)


def told(answer: TestResponse, status: int) -> str:
    """The detail of an answer that must be a problem document of that status."""
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    document = json.loads(answer.data)
    assert set(document) == {"type", "title", "status", "detail", "errors"}
    assert (document["status"], document["title"]) == (status, HTTPStatus(status).phrase)
    return str(document["detail"])


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"{'calls': 1}", b"\xff\xfe{}", b'{"calls": "\xe9"}'),
        *(b"[" * 100_000, b'{"calls": ' + b"9" * 5000 + b"}"),
    ],
    ids=lambda x: repr(x[:12]),
)
def test_a_body_that_is_not_json_in_utf_8_is_unreadable(client: FlaskClient, body: bytes) -> None:
    assert "cannot be read as JSON" in told(post(client, body), 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_that_does_not_say_it_is_json_is_not_guessed(client: FlaskClient, kind: str) -> None:
    assert "Content-Type: application/json" in told(post(client, json.dumps(QUESTION), kind), 415)


def test_a_byte_order_mark_does_no_harm(client: FlaskClient) -> None:
    assert post(client, b"\xef\xbb\xbf" + json.dumps(QUESTION).encode()).status_code == 200


def test_an_unknown_path_names_the_list_of_paths(client: FlaskClient) -> None:
    assert "/openapi.json" in told(client.get("/v1/nothing"), 404)


def test_a_method_that_is_not_offered_names_those_that_are(client: FlaskClient) -> None:
    answer = client.delete("/v1/erlang")
    assert "POST" in told(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_a_body_beyond_the_limit_is_refused_with_the_limit() -> None:
    client = create_app({"MAX_CONTENT_LENGTH": 1000}).test_client()
    assert "1,000 bytes" in told(post(client, b" " * 1001), 413)


def test_an_unexpected_failure_tells_the_log_everything_and_the_caller_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    app = create_app()

    @app.get("/fails")
    def fails() -> NoReturn:
        raise RuntimeError("the vault's code is 1234")

    answer = app.test_client().get("/fails", headers={"X-Request-Id": "night-8"})
    assert "1234" not in answer.text
    assert "night-8" in told(answer, 500)
    failure = json.loads(capsys.readouterr().err.splitlines()[0])
    assert (failure["event"], failure["request_id"]) == ("failure", "night-8")
    assert "1234" in json.dumps(failure["exception"])


@pytest.mark.parametrize(
    ("wrong", "pointer", "detail"),
    [
        ({"calls": True}, "#/calls", "calls is true; give a number of calls"),
        ({"calls": "3"}, "#/calls", 'calls is "3"; give a number of calls'),
        (
            {"interval_minutes": None},
            "#/interval_minutes",
            "interval_minutes is null; give minutes",
        ),
        ({"calls": [1]}, "#/calls", "calls is a list; give a number of calls"),
        ({"calls": float("nan")}, "#/calls", "calls is NaN; give a number of calls"),
        ({"calls": float("inf")}, "#/calls", "calls is Infinity; give a number of calls"),
        ({"calls": 10**400}, "#/calls", "calls is 1000"),
        ({"calls": "x" * 10**5}, "#/calls", "...; give a number of calls"),
        ({"agents": "\ud800"}, "#/agents", "give a number of agents"),
        ({"agents": None, "target": 5}, "#/target", "target is 5; give an object"),
        ({"a/b~c d": 1}, "#/a~1b~0c%20d", "the keys here are calls, interval_minutes"),
        ({"\ud800": 1}, "#/%EF%BF%BD%EF%BF%BD%EF%BF%BD", "is not known"),
        (
            {"agents": None, "target": {"share": 80}},
            "#/target/share",
            "target.share is 80; give a share between 0 and 1",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_what_to_give(
    client: FlaskClient, wrong: dict[str, object], pointer: str, detail: str
) -> None:
    answer = post(client, json.dumps({**QUESTION, **wrong}))
    assert detail in told(answer, 422)
    [mistake] = json.loads(answer.data)["errors"]
    assert mistake["pointer"] == pointer
    assert len(mistake["detail"]) < 300


def test_all_wrong_values_are_named_at_once(client: FlaskClient) -> None:
    answer = post(client, json.dumps({**QUESTION, "calls": -1, "aht_seconds": 0}))
    assert told(answer, 422).startswith("2 values are wrong; calls is -1")
    assert [x["pointer"] for x in json.loads(answer.data)["errors"]] == ["#/calls", "#/aht_seconds"]


def test_a_thousand_unknown_keys_are_counted_and_twenty_named(client: FlaskClient) -> None:
    answer = post(client, json.dumps(QUESTION | {f"key{i}": 1 for i in range(1000)}))
    assert told(answer, 422).startswith("1000 values are wrong")
    assert len(json.loads(answer.data)["errors"]) == 20


def test_a_key_written_twice_is_not_quietly_one_of_the_two(client: FlaskClient) -> None:
    twice = json.dumps(QUESTION).replace('"calls": 100', '"calls": 100, "calls": 1')
    assert told(post(client, twice), 422) == "calls is given 2 times; give it once"


@pytest.mark.parametrize("body", ["[]", "3", '"text"', "true"])
def test_a_body_that_is_no_object_is_refused(client: FlaskClient, body: str) -> None:
    assert told(post(client, body), 422).endswith("; give an object")


def test_a_null_body_is_one_without_keys(client: FlaskClient) -> None:
    assert told(post(client, "null"), 422) == "model is missing"
