"""``GET /v1/releases``: what each training published."""

from datetime import datetime, timedelta
from pathlib import Path

from data.releases import activate, publish
from tests.data.plan.plan_texts import plan
from tests.service.cases import PLAN, empty, new_release, released
from tests.service.clients import answered, client_of, problem

PATH = "/v1/releases"


def test_every_release_is_told_with_the_days_it_forecasts(tmp_path: Path) -> None:
    released(tmp_path)
    [release] = answered(client_of(tmp_path), PATH)["releases"]
    published = datetime.fromisoformat(release.pop("published_at"))
    assert published.utcoffset() == timedelta(0)
    assert release == {
        "id": 1,
        "plan": 1,
        "origin": "2025-10-17",
        "first_day": "2025-10-18",
        "last_day": "2026-04-05",
        "current": True,
    }


def test_the_newest_comes_first_and_one_is_current(tmp_path: Path) -> None:
    engine = released(tmp_path)
    with engine.begin() as connection:
        publish(connection, new_release(plan(PLAN)))
    client = client_of(tmp_path)

    def told() -> list[tuple[int, bool]]:
        return [(x["id"], x["current"]) for x in answered(client, PATH)["releases"]]

    assert told() == [(2, True), (1, False)]
    activate(engine, 1)
    assert told() == [(2, False), (1, True)]


def test_a_former_release_still_answers_when_it_is_asked_for(tmp_path: Path) -> None:
    engine = released(tmp_path)
    with engine.begin() as connection:
        publish(connection, new_release(plan(PLAN)))
    client = client_of(tmp_path)
    question = {"first": "2025-10-20", "last": "2025-10-20", "granularity": "day"}
    assert answered(client, "/v1/forecasts", **question)["release"] == 2
    assert answered(client, "/v1/forecasts", **question, release=1)["release"] == 1
    rows = answered(client, "/v1/staffing", **question, release=1)["rows"]
    assert {row["release"] for row in rows} == {1}


def test_before_the_first_training_the_list_is_empty(tmp_path: Path) -> None:
    empty(tmp_path)
    assert answered(client_of(tmp_path), PATH) == {"releases": []}


def test_without_a_database_the_remedy_is_told(tmp_path: Path) -> None:
    assert "run relais plan import" in problem(client_of(tmp_path), PATH, 503)["detail"]
