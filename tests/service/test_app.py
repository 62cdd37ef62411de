"""The application as a whole: what it loads, logs and says to browsers."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from service.app import create_app
from tests.service.cases import database_url
from tests.service.page.shifts_case import with_shifts

WORKER = """
import sys
from service.app import create_app
client = create_app().test_client()
question = {"calls": 100, "interval_minutes": 30, "aht_seconds": 180, "answer_within_seconds": 20}
answer = client.post("/v1/erlang", json={**question, "model": "erlang_c", "target": {"share": 0.8}})
assert answer.status_code == 200, answer.text
print(*sorted(sys.modules))
"""
ANSWERING = """
import sys
from service.app import create_app
app = create_app()
client = app.test_client()
days = {"from": "2025-10-20", "to": "2025-10-20"}
call = {"model": "erlang_c", "calls": 100, "interval_minutes": 30, "aht_seconds": 180}
busier = {"kind": "volume", "from": days["from"], "to": days["to"], "factor": 1.1}
calls = {"data": b"interval_start,queue,offered\\n", "content_type": "text/csv"}
bodies = {
    "/v1/erlang": call | {"answer_within_seconds": 20, "target": {"share": 0.8}},
    "/v1/scenarios": days | {"scenarios": [{"name": "busier", "changes": [busier]}]},
}
bodies["/v1/scenarios.csv"] = bodies["/v1/scenarios"]
asked = {"/v1/history": {"dry_run": "true"}}
for rule in app.url_map.iter_rules():
    if rule.endpoint == "static":
        continue
    if "POST" in rule.methods:
        body = {"json": bodies[rule.rule]} if rule.rule in bodies else calls
        answer = client.post(rule.rule, **body, query_string=asked.get(rule.rule))
    else:
        dated = rule.rule.startswith("/v1/") and "releases" not in rule.rule
        answer = client.get(rule.rule, query_string=days if dated else {})
    assert answer.status_code == 200, (rule.rule, answer.text)
print(*sorted(sys.modules))
"""
FORBIDDEN = (
    *("alembic", "holidays", "joblib", "openpyxl", "pandas", "sklearn", "statsmodels"),
    *("scipy.optimize", "scipy.stats", "training"),
)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[Path]]:
    folder = tmp_path_factory.mktemp("elsewhere")
    run = subprocess.run(
        [sys.executable, "-c", WORKER], cwd=folder, capture_output=True, text=True, check=True
    )
    return run.stdout.split(), list(folder.iterdir())


@pytest.mark.server
def test_a_worker_that_has_answered_has_loaded_nothing_of_the_training(
    worker: tuple[list[str], list[Path]],
) -> None:
    loaded, _ = worker
    assert [x for x in FORBIDDEN if x in loaded] == []
    assert "models.queueing.erlang" in loaded


@pytest.mark.server
def test_a_worker_that_has_answered_every_question_has_not_either(tmp_path: Path) -> None:
    with_shifts(tmp_path)
    environment = os.environ | {"RELAIS_DATABASE_URL": database_url(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", ANSWERING], env=environment, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    loaded = run.stdout.split()
    assert [x for x in FORBIDDEN if x in loaded] == []
    assert {"models.demand", "data.releases"} <= set(loaded)


@pytest.mark.server
def test_neither_the_application_nor_the_calculator_touches_a_database(
    worker: tuple[list[str], list[Path]],
) -> None:
    _, files = worker
    assert files == []


def test_settings_come_from_the_environment_and_an_argument_overrides_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(os.environ, "RELAIS_DATABASE_URL", "sqlite:///one.db")
    monkeypatch.setitem(os.environ, "RELAIS_MAX_CONTENT_LENGTH", "2000")
    assert create_app().config["DATABASE_URL"] == "sqlite:///one.db"
    given = create_app({"DATABASE_URL": "sqlite:///two.db"}).config
    assert (given["DATABASE_URL"], given["MAX_CONTENT_LENGTH"]) == ("sqlite:///two.db", 2000)


@pytest.mark.parametrize("path", ["/healthz", "/nothing-here", "/openapi.json"])
def test_every_answer_forbids_browsers_to_load_from_elsewhere(path: str) -> None:
    headers = create_app().test_client().get(path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_request_is_one_line_of_json_under_the_id_it_came_with(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = create_app().test_client().get("/healthz", headers={"X-Request-Id": "night-7"})
    line = json.loads(capsys.readouterr().err)
    assert answer.headers["X-Request-Id"] == line["request_id"] == "night-7"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/healthz", 200)
    assert line["milliseconds"] >= 0


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, '"},{"level":"forged"'])
def test_an_id_that_could_forge_the_log_is_replaced(given: str) -> None:
    client = create_app().test_client()
    ids = {
        client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"]
        for _ in range(2)
    }
    assert len(ids - {given}) == 2
