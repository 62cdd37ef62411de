"""Liveness reads nothing; readiness names what is lacking."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from data.database import connect
from data.database.schema import current_release, plans, releases
from data.migrations import migrate
from service.app import create_app


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'relais.db'}"


@pytest.fixture
def client(url: str) -> FlaskClient:
    return create_app({"DATABASE_URL": url}).test_client()


def publish(url: str) -> None:
    """The least that counts as a published release."""
    plan = {"id": 1, "imported_at": 0, "name": "p", "sha256": "0" * 64, "text": ""}
    release = {
        **{"id": 7, "published_at": 0, "plan_id": 1, "origin": "2025-09-30"},
        **{"horizon_days": 7, "seed": 1, "manifest": "{}"},
    }
    with connect(url).begin() as connection:
        connection.execute(insert(plans).values(plan))
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
    assert client.get("/readyz").json == {"status": "ready", "release": 7}


def test_a_file_that_is_no_database_is_not_ready(client: FlaskClient, url: str) -> None:
    Path(url.removeprefix("sqlite:///")).write_bytes(b"not a database" * 100)
    assert "cannot be reached" in remedy(client)


def test_a_server_that_does_not_answer_is_not_ready(capsys: pytest.CaptureFixture[str]) -> None:
    nobody = "postgresql://relais:secret@127.0.0.1:1/relais?connect_timeout=1"
    client = create_app({"DATABASE_URL": nobody}).test_client()
    assert "RELAIS_DATABASE_URL" in remedy(client)
    assert "secret" not in capsys.readouterr().err
