"""Liveness reads nothing; readiness names what is lacking."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from data.database import connect
from data.database.schema import current_release, releases
from data.history.reading.file import read_history
from data.history.store import import_history
from data.migrations import migrate
from data.plan.store import store_plan
from service.app import create_app
from tests.data.plan.plan_texts import plan
from tests.training.job.small_case import BUSY, PLAN, QUIET


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'relais.db'}"


@pytest.fixture
def client(url: str) -> FlaskClient:
    return create_app({"DATABASE_URL": url}).test_client()


def publish(url: str) -> None:
    """The least that counts as a published release."""
    release = {
        **{"id": 7, "published_at": 0, "plan_id": 1, "origin": "2025-09-30"},
        **{"horizon_days": 7, "seed": 1, "manifest": "{}"},
    }
    engine = connect(url)
    store_plan(engine, "plan.toml", PLAN, plan(PLAN))
    with engine.begin() as connection:
        connection.execute(insert(releases).values(release))
        connection.execute(insert(current_release).values(id=1, release_id=7))


def remedy(client: FlaskClient) -> str:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.mimetype == "application/problem+json"
    return str(json.loads(answer.data)["detail"])


def test_a_process_without_a_database_lives_and_is_not_ready(client: FlaskClient, url: str) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert "there is no database yet; run relais" in remedy(client)
    assert not Path(url.removeprefix("sqlite:///")).exists()


def test_a_database_of_another_version_is_not_ready(client: FlaskClient, url: str) -> None:
    migrate(connect(url))
    with connect(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "the database is at schema 9999" in remedy(client)


def test_a_database_without_a_release_is_not_ready_until_there_is_one(
    client: FlaskClient, url: str
) -> None:
    migrate(connect(url))
    assert remedy(client) == "no release is published yet; run relais train"
    publish(url)
    nothing: dict[str, object] = {"last_interval_start": None, "stopped": []}
    assert client.get("/readyz").json == {"status": "ready", "release": 7, "history": nothing}


def test_readiness_tells_how_far_the_history_reaches_and_what_has_stopped(
    client: FlaskClient, url: str
) -> None:
    migrate(connect(url))
    publish(url)
    days = [f"2025-09-0{day}T08:00:00+02:00,{queue},9" for day in (1, 4) for queue in (BUSY, QUIET)]
    text = "\n".join(["interval_start,queue,offered", *days[:-1], ""])
    engine = connect(url)
    import_history(engine, [read_history(text, "h.csv", plan(PLAN), None)], False)
    assert client.get("/readyz").get_json()["history"] == {
        "last_interval_start": "2025-09-04T08:00:00+02:00",
        "stopped": [{"queue": QUIET, "site": None, "last": "2025-09-01T08:00:00+02:00"}],
    }


def test_a_file_that_is_no_database_is_not_ready(client: FlaskClient, url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_bytes(b"not a database" * 100)
    assert "cannot be reached" in remedy(client)


def test_a_server_that_does_not_answer_is_not_ready(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = "postgresql://relais:secret@127.0.0.1:1/relais?connect_timeout=1"
    client = create_app({"DATABASE_URL": nobody}).test_client()
    assert "RELAIS_DATABASE_URL" in remedy(client)
    assert "secret" not in capsys.readouterr().err
