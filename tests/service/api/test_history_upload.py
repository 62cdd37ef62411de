"""History over HTTP: the same reader, stored once, answered again for the same key."""

import io
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.database import connect
from data.migrations import migrate
from data.plan.store import store_plan
from service.app import create_app
from tests.data.plan.plan_texts import plan
from tests.service.cases import database_url
from tests.training.job.small_case import PLAN

pytestmark = pytest.mark.server

CALLS = "interval_start,queue,offered\n2025-09-01 09:00,residential-billing-fr,12\n"
WRONG = CALLS + "2025-09-01 09:30,residential-billing-fr,-3\n"
ASKED = "/v1/history?timezone=Europe/Brussels"
MAPPING = '[columns]\ninterval_start = "Start"\nqueue = "Queue"\noffered = "Calls"\n'
OWN = "Start,Queue,Calls\n2025-09-01 09:00,residential-billing-fr,12\n"


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    engine = connect(database_url(tmp_path))
    migrate(engine)
    store_plan(engine, "plan.toml", PLAN, plan(PLAN))
    engine.dispose()
    return create_app({"DATABASE_URL": database_url(tmp_path)}).test_client()


def sent(client: FlaskClient, text: str, url: str = ASKED, **headers: str) -> tuple[int, Any]:
    answer = client.post(url, data=text.encode(), content_type="text/csv", headers=headers)
    return answer.status_code, answer.get_json()


def imports(client: FlaskClient) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = client.get("/v1/history/imports").get_json()["rows"]
    return rows


def test_a_file_as_the_body_is_stored_and_kept_with_its_counts(client: FlaskClient) -> None:
    status, body = sent(client, CALLS)
    assert (status, body["rows"], body["new"], body["import_id"]) == (201, 1, 1, 1)
    assert body["files"][0]["profile"] == "standard"
    (kept,) = imports(client)
    assert (kept["origin"], kept["first"]) == ("http", "2025-09-01T09:00:00+02:00")


def test_a_dry_run_says_what_it_understood_and_stores_nothing(client: FlaskClient) -> None:
    status, body = sent(client, CALLS, ASKED + "&dry_run=true&name=march.csv")
    assert (status, body["import_id"]) == (200, None)
    assert body["files"][0]["name"] == "march.csv"
    assert body["files"][0]["first_rows"][0]["offered"] == "12"
    assert imports(client) == []


def test_a_form_may_bring_several_files_and_a_mapping(client: FlaskClient) -> None:
    parts = {
        "file": [(io.BytesIO(OWN.encode()), "a.csv")],
        "mapping": (io.BytesIO(MAPPING.encode()), "own.toml"),
    }
    answer = client.post(ASKED, data=parts, content_type="multipart/form-data")
    assert (answer.status_code, answer.get_json()["rows"]) == (201, 1)
    assert answer.get_json()["files"][0]["profile"] == "mapping.toml"


def test_refused_rows_are_named_by_file_row_and_column(client: FlaskClient) -> None:
    status, body = sent(client, WRONG)
    assert (status, [x["pointer"] for x in body["errors"]]) == (422, ["upload: row 3: offered"])
    assert imports(client) == []
    assert sent(client, WRONG, ASKED + "&skip_bad_rows=true")[1]["skipped"] == 1


def test_a_grave_finding_stops_it_until_it_is_accepted(client: FlaskClient) -> None:
    status, body = sent(client, CALLS.rstrip("\n"))
    assert (status, body["errors"][0]["pointer"]) == (422, "?accept=cut_last_line")
    assert sent(client, CALLS.rstrip("\n"), ASKED + "&accept=cut_last_line")[0] == 201
    assert imports(client)[0]["accepted"] == ["cut_last_line"]


def test_the_same_request_sent_again_is_done_once_and_answered_alike(client: FlaskClient) -> None:
    first, again = (sent(client, CALLS, **{"Idempotency-Key": "night-1"}) for _ in range(2))
    assert first == again
    assert len(imports(client)) == 1
    status, body = sent(client, WRONG, **{"Idempotency-Key": "night-1"})
    assert status == 422
    assert "another request" in body["detail"]


@pytest.mark.parametrize(
    ("url", "content_type", "status"),
    [
        (ASKED, "application/json", 415),
        (ASKED + "&accept=nothing", "text/csv", 422),
        (ASKED + "&profile=avaya", "text/csv", 422),
        ("/v1/history?timezone=Romance Standard Time", "text/csv", 422),
    ],
)
def test_what_is_asked_wrongly_is_refused(
    client: FlaskClient, url: str, content_type: str, status: int
) -> None:
    answer = client.post(url, data=CALLS.encode(), content_type=content_type)
    assert answer.status_code == status


def test_a_body_beyond_the_limit_is_refused(client: FlaskClient) -> None:
    client.application.config["MAX_HISTORY_LENGTH"] = 100
    assert sent(client, CALLS * 3)[0] == 413


def test_where_there_is_no_database_none_is_made(tmp_path: Path) -> None:
    url = database_url(tmp_path / "nowhere")
    client = create_app({"DATABASE_URL": url}).test_client()
    status, body = sent(client, CALLS)
    assert (status, "no database yet" in body["detail"]) == (503, True)
    assert not Path(url.removeprefix("sqlite:///")).exists()
