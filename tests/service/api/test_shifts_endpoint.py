"""``GET /v1/shifts`` in its three forms and kinds of rows, over weeks that are kept or not yet."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.database import connect
from data.shifts.store import load_shifts
from tests.service.cases import MONDAY, database_url, released
from tests.service.clients import answered, client_of, problem
from tests.service.page.shifts_case import CONTRACTED, SUNDAY, WITHOUT, with_shifts

PATH = "/v1/shifts"
DAY = {"first": MONDAY, "last": MONDAY}
POOLS = {"belgium-fr-b2b", "belgium-fr-residential", "morocco-fr-residential"}


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shifts")
    with_shifts(folder)
    return folder


@pytest.fixture(scope="module", name="client")
def _client(folder: Path) -> FlaskClient:
    return client_of(folder)


def test_a_day_is_answered_with_its_whole_week(client: FlaskClient) -> None:
    rows = answered(client, PATH, **DAY)["rows"]
    assert rows == answered(client, PATH, first=MONDAY, last=SUNDAY)["rows"]
    assert {x["week_start"] for x in rows} == {MONDAY.isoformat()}
    assert {x["pool"] for x in rows} >= POOLS


def test_a_week_keeps_its_goal_and_no_fewer_hours_could(client: FlaskClient) -> None:
    rows = [x for x in answered(client, PATH, **DAY)["rows"] if x["pool"] in POOLS]
    assert len(rows) == len(POOLS)
    for row in rows:
        assert row["service_level"] >= row["needed_service_level"] - 1e-4
        assert row["bound_hours"] <= row["paid_hours"] <= row["bound_hours"] + 38.0
        assert row["schedule_efficiency"] == pytest.approx(
            row["curve_hours"] / row["agent_hours"], abs=1e-4
        )


def test_a_pool_that_nobody_may_work_for_is_named_with_the_remedy(client: FlaskClient) -> None:
    [row] = [x for x in answered(client, PATH, **DAY)["rows"] if x["language"] == "nl"]
    assert row["people"] == 0
    assert "can be at work at 00:00" in row["reason"]
    assert "earliest_start" in row["reason"]


def test_people_of_the_shifts_are_those_of_the_week_on_as_many_days(client: FlaskClient) -> None:
    weeks = answered(client, PATH, **DAY, site="morocco")["rows"]
    shifts = answered(client, PATH, **DAY, site="morocco", rows="shifts")["rows"]
    hours = sum(x["people"] * x["paid_hours"] for x in shifts)
    assert 0.9 * weeks[0]["paid_hours"] <= hours <= weeks[0]["paid_hours"] + 1e-6
    assert {x["breaks"] for x in shifts if x["contract"] == "part-time"} <= {""}
    assert all(x["breaks"] for x in shifts if x["contract"] == "full-time")


def test_intervals_set_the_shifts_agents_beside_the_needed_ones(client: FlaskClient) -> None:
    rows = answered(client, PATH, **DAY, site="morocco", goal="cover", rows="intervals")["rows"]
    assert len(rows) == 5 * 24
    assert min(x["gap_agents"] for x in rows) >= -1e-4
    for row in rows:
        assert row["gap_agents"] == pytest.approx(row["shift_agents"] - row["agents"], abs=1e-3)


def test_the_csv_holds_the_cells_of_the_json(client: FlaskClient) -> None:
    rows = answered(client, PATH, **DAY, rows="shifts")["rows"]
    query = {"from": str(MONDAY), "to": str(MONDAY), "rows": "shifts"}
    answer = client.get(f"{PATH}.csv", query_string=query)
    assert answer.headers["Content-Disposition"].endswith(f'"shifts-{MONDAY}-{MONDAY}.csv"')
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert read == [{k: str(v) for k, v in row.items()} for row in rows]


def test_the_workbook_has_a_sheet_of_starts_and_one_of_the_curve_for_each_site(
    client: FlaskClient,
) -> None:
    query = {"from": str(MONDAY), "to": str(MONDAY)}
    answer = client.get(f"{PATH}.xlsx", query_string=query)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["summary", "belgium", "morocco", "belgium curve", "morocco curve"]
    header = [x.value for x in next(book["morocco"].iter_rows(max_row=1))]
    assert header[-7:] == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def test_weeks_that_are_not_kept_are_worked_out_by_a_process_and_then_kept(
    folder: Path, client: FlaskClient
) -> None:
    monday = MONDAY + timedelta(weeks=3)
    asked = {"first": monday, "last": monday, "site": "morocco"}
    [row] = answered(client, PATH, **asked)["rows"]
    assert row["people"] > 0
    kept = load_shifts(connect(database_url(folder)), 1, 1, "level", monday, monday)
    assert "morocco-fr-residential" in {x.pool for x in kept}


def test_more_weeks_than_one_may_wait_for_are_refused_with_the_command(client: FlaskClient) -> None:
    asked = {"first": MONDAY, "last": MONDAY + timedelta(weeks=12)}
    [error] = problem(client, PATH, 422, **asked)["errors"]
    assert "relais shifts" in error["detail"]


def test_a_plan_without_contracts_says_what_shifts_follow_from(tmp_path: Path) -> None:
    released(tmp_path, WITHOUT)
    told = problem(client_of(tmp_path), PATH, 503, **DAY)
    assert "[[contracts]]" in told["detail"]


def test_fte_and_capacity_are_told_with_what_the_shifts_lose(client: FlaskClient) -> None:
    [shifts] = answered(client, PATH, **DAY, site="morocco")["rows"]
    week = {"first": MONDAY, "last": SUNDAY, "site": "morocco"}
    for path, more in (("/v1/staffing", {"granularity": "week"}), ("/v1/capacity", {})):
        [row] = answered(client, path, **week, **more)["rows"]
        assert row["schedule_efficiency"] == shifts["schedule_efficiency"]
        assert row["schedule_efficiency_source"] == "shifts"
    staffing = answered(client, "/v1/staffing", **week, granularity="week")["rows"][0]
    assert abs(staffing["fte"] - shifts["fte"]) <= max(0.5, 0.02 * shifts["fte"])


def test_without_shifts_the_efficiency_is_said_to_be_assumed(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    week = {"first": MONDAY, "last": SUNDAY, "granularity": "week"}
    rows = answered(client_of(tmp_path), "/v1/staffing", **week)["rows"]
    assert {x["schedule_efficiency_source"] for x in rows} == {"assumed"}
    assert {x["schedule_efficiency"] for x in rows} == {1.0}
