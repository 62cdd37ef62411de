"""``GET /v1/staffing`` and ``/v1/staffing.csv``: one question in two forms."""

import csv
import io
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.service.cases import HANDLING, PLAN, released
from tests.service.clients import answered, client_of, problem

PATH, CSV = "/v1/staffing", "/v1/staffing.csv"
DAY = {"first": "2025-10-20", "last": "2025-10-20"}
WEEK = {"first": "2025-10-20", "last": "2025-10-26", "granularity": "week"}


def test_the_csv_holds_the_cells_of_the_json(case_client: FlaskClient) -> None:
    rows = answered(case_client, PATH, **DAY)["rows"]
    query = {"from": DAY["first"], "to": DAY["last"]}
    answer = case_client.get(CSV, query_string=query)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="staffing-2025-10-20-2025-10-20.csv"'
    )
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert read == [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]
    assert len(read) == 48 + 3 * 24


def test_columns_hold_the_same_cells_as_rows(case_client: FlaskClient) -> None:
    rows = answered(case_client, PATH, **WEEK)["rows"]
    columns = answered(case_client, PATH, **WEEK, layout="columns")["columns"]
    assert [dict(zip(columns, x, strict=True)) for x in zip(*columns.values(), strict=True)] == rows


def test_groups_are_named_in_any_order(case_client: FlaskClient) -> None:
    one = answered(case_client, PATH, **WEEK, by="site,language")["rows"]
    other = answered(case_client, PATH, **WEEK, by="language,site")["rows"]
    assert one == other
    assert [(x["site"], x["language"]) for x in one] == [
        *(("belgium", "fr"), ("belgium", "nl"), ("morocco", "fr"))
    ]


@pytest.mark.parametrize(
    ("change", "column", "factor"),
    [
        ({"volume_factor": "2"}, "offered_mean", 2.0),
        ({"off_phone": "0.4"}, "scheduled_hours", 0.7 / 0.5),
        ({"absence": "0"}, "scheduled_hours", 0.7 / 0.8),
        ({"leave": "0.2"}, "fte", 0.6 / 0.5),
        ({"leave": "0.2"}, "scheduled_hours", 1.0),
        ({"leave": "0.2"}, "agent_hours", 1.0),
    ],
)
def test_a_what_if_changes_its_figure_by_its_factor(
    case_client: FlaskClient, change: dict[str, str], column: str, factor: float
) -> None:
    asked = {**WEEK, "site": "morocco", "mode": "point"}
    [before] = answered(case_client, PATH, **asked)["rows"]
    [after] = answered(case_client, PATH, **asked, **change)["rows"]
    assert after[column] == pytest.approx(factor * before[column], rel=1e-5)


@pytest.mark.parametrize(
    "change",
    [
        {"share": "0.95"},
        {"answer_within_seconds": "0"},
        {"max_occupancy": "0.4"},
        {"aht_factor": "1.5"},
        {"volume_factor": "1.5"},
    ],
)
def test_a_harder_question_needs_more_agents(
    case_client: FlaskClient, change: dict[str, str]
) -> None:
    asked = {**WEEK, "site": "morocco", "mode": "point"}
    [before] = answered(case_client, PATH, **asked)["rows"]
    [after] = answered(case_client, PATH, **asked, **change)["rows"]
    assert after["agent_hours"] > before["agent_hours"]


@pytest.mark.parametrize("path", [PATH, CSV])
@pytest.mark.parametrize(
    ("change", "pointer", "detail"),
    [
        ({"last": "2026-04-06"}, "?to", "release 1 forecasts 2025-10-18 to 2026-04-05"),
        ({"first": "2025-10-19"}, "?from", "from 2025-10-20 on"),
        ({"by": "site,pool"}, "?by", 'by is "site,pool"; give pool, or some of site,language'),
        ({"by": "site,site"}, "?by", "by is site,site; name each of site,language,segment once"),
        ({"by": "call_type"}, "?by", "pool, or some of site,language,segment"),
        ({"by": "team"}, "?by", 'by is "team"; give pool'),
        ({"site": "paris"}, "?site", "the plan's pools have belgium, morocco"),
        ({"language": "de"}, "?language", "the plan's pools have fr, nl"),
        ({"segment": "soho"}, "?segment", "the plan's pools have b2b, residential"),
        ({"model": "erlang_x"}, "?model", "model is"),
        ({"mode": "hope"}, "?mode", "mode is"),
        ({"share": "80"}, "?share", 'share is "80"; give a share from 0.01 to 0.9999'),
        ({"share": "1"}, "?share", "give a share from 0.01 to 0.9999"),
        ({"answer_within_seconds": "-1"}, "?answer_within_seconds", "seconds up to 3600"),
        ({"max_occupancy": "0"}, "?max_occupancy", "give a share from 0.01 to 1"),
        ({"aht_factor": "0"}, "?aht_factor", "give a factor between 0.01 and 100"),
        ({"volume_factor": "1,5"}, "?volume_factor", "give a factor between 0.01 and 100"),
        ({"leave": "0.0001"}, "?leave", "in steps of 0.001"),
        ({"absence": "-0.1"}, "?absence", "a share between 0 and 0.99"),
        ({"off_phone": "1"}, "?off_phone", "a share between 0 and 0.99"),
        ({"off_phone": "0.8"}, "?off_phone", "add up to 1.0; together they must stay below 1"),
        ({"leave": "0.9"}, "?leave", "add up to 1.2; together they must stay below 1"),
        ({"release": "99"}, "?release", "there is no release 99"),
        ({"release": "9" * 30}, "?release", "give a release's number"),
        ({"call_type": "billing"}, "?call_type", "call_type is not known"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_give(
    case_client: FlaskClient, path: str, change: dict[str, str], pointer: str, detail: str
) -> None:
    document = problem(case_client, path, 422, **{**DAY, **change})
    [mistake] = document["errors"]
    assert mistake["pointer"] == pointer
    assert detail in mistake["detail"] == document["detail"]


def test_layout_is_of_json_and_profile_of_csv(case_client: FlaskClient) -> None:
    for path, change in ((CSV, {"layout": "rows"}), (PATH, {"profile": "standard"})):
        [mistake] = problem(case_client, path, 422, **DAY, **change)["errors"]
        assert [mistake["pointer"]] == [f"?{key}" for key in change]


@pytest.mark.parametrize("path", [PATH, CSV])
def test_handling_times_nobody_knows_are_a_problem_with_the_remedy(
    tmp_path: Path, path: str
) -> None:
    released(tmp_path, PLAN.replace(HANDLING, ""))
    client = client_of(tmp_path)
    assert "plan it in [[handling]]" in problem(client, path, 503, **DAY)["detail"]
    assert client.get(path, query_string=_dutch()).status_code == 200


def _dutch() -> dict[str, str]:
    return {"from": DAY["first"], "to": DAY["last"], "language": "nl"}


def test_a_queue_the_release_was_trained_without_asks_for_training(tmp_path: Path) -> None:
    released(tmp_path, without="b2b-billing-fr")
    client = client_of(tmp_path)
    assert "run relais train" in problem(client, PATH, 503, **DAY)["detail"]
    assert client.get(PATH, query_string=_dutch()).status_code == 200


@pytest.mark.parametrize("path", [PATH, CSV])
def test_without_a_database_the_remedy_is_told(tmp_path: Path, path: str) -> None:
    detail = problem(client_of(tmp_path), path, 503, **DAY)["detail"]
    assert "there is no database yet; run relais plan import" in detail
