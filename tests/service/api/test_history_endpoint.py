"""What is stored, over HTTP: taken out and imported again it is the same."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from data.calendar.clock import interval_grid, local_iso
from data.database import connect
from data.database.schema import history
from data.history.reading.file import read_history
from data.history.store import import_history
from data.migrations import migrate
from data.plan.store import store_plan
from service.app import create_app
from tests.data.plan.plan_texts import plan
from tests.service.cases import database_url
from tests.training.job.small_case import BUSY, PLAN, ZONE

NIGHT = "from=2025-10-25&to=2025-10-27"


def figures(i: int) -> str:
    return ",,," if i % 5 == 0 else f"{i % 7},0,{300 + i / 3!r},{i / 7!r}"


def stored(folder: Path) -> Engine:
    """Three days over the autumn night; every fifth row says nothing but its calls."""
    engine = connect(database_url(folder))
    migrate(engine)
    store_plan(engine, "plan.toml", PLAN, plan(PLAN))
    starts = local_iso(interval_grid(date(2025, 10, 25), 3, ZONE, 30).starts, ZONE)
    lines = [f"{x},{BUSY},{i % 7},liege,{figures(i)}" for i, x in enumerate(starts)]
    header = "interval_start,queue,offered,site,answered,abandoned,aht_seconds,wait_seconds"
    text = "\n".join([header, *lines, ""])
    import_history(engine, [read_history(text, "h.csv", plan(PLAN), None)], False)
    return engine


def rows_of(engine: Engine) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(x) for x in connection.execute(select(history))]


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    stored(tmp_path).dispose()
    return create_app({"DATABASE_URL": database_url(tmp_path)}).test_client()


def test_what_is_taken_out_and_imported_again_is_the_same_bit_for_bit(tmp_path: Path) -> None:
    engine = stored(tmp_path)
    client = create_app({"DATABASE_URL": database_url(tmp_path)}).test_client()
    text = client.get(f"/v1/history.csv?{NIGHT}").text
    (tmp_path / "again").mkdir()
    other = connect(database_url(tmp_path / "again"))
    migrate(other)
    import_history(other, [read_history(text, "again.csv", plan(PLAN), None)], False)
    assert rows_of(other) == rows_of(engine)
    assert len(rows_of(engine)) == 3 * 48 + 2


def test_a_day_sums_calls_and_weighs_aht_and_what_one_interval_does_not_say_is_null(
    client: FlaskClient,
) -> None:
    (day, *_) = client.get(f"/v1/history?{NIGHT}&granularity=day").get_json()["rows"]
    intervals = client.get("/v1/history?from=2025-10-25&to=2025-10-25").get_json()["rows"]
    assert (day["period_start"], day["queue"]) == ("2025-10-25", BUSY)
    assert day["offered"] == sum(x["offered"] for x in intervals)
    assert day["answered"] is None
    known = [x for x in intervals if x["aht_seconds"] is not None]
    calls = sum(x["answered"] for x in known)
    mean = sum(x["aht_seconds"] * x["answered"] for x in known) / calls
    assert day["aht_seconds"] == pytest.approx(mean, rel=1e-12)


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [("&queue=nobody", "?queue"), ("&site=nowhere", "?site"), ("&language=de", "?language")],
)
def test_what_the_plan_does_not_have_is_refused(
    client: FlaskClient, asked: str, pointer: str
) -> None:
    answer = client.get(f"/v1/history?{NIGHT}{asked}")
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("days", ["from=0001-01-01&to=9999-12-31", "from=0001-01-01&to=0001-01-01"])
def test_days_beyond_any_calendar_have_the_rows_that_are_there(
    client: FlaskClient, days: str
) -> None:
    answer = client.get(f"/v1/history?{days}&granularity=day")
    assert answer.status_code == 200
    assert len(answer.get_json()["rows"]) == (3 if days.endswith("9999-12-31") else 0)


def test_quality_names_queues_without_history(client: FlaskClient) -> None:
    rows = client.get("/v1/history/quality").get_json()["rows"]
    assert "silent_queue" in {x["kind"] for x in rows}


def test_a_csv_of_other_tools_has_their_marks(client: FlaskClient) -> None:
    text = client.get(f"/v1/history.csv?{NIGHT}&profile=excel-be").text
    header = next(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=";"))
    assert "offered" in header
