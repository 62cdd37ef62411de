"""``GET /v1/leave``: rows or columns, CSV under a name, refusals that say what to ask."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.service.cases import released
from tests.service.clients import answered, client_of, problem
from tests.service.planning.capacity.capacity_case import STAFFED

DAY = {"first": "2025-10-21", "last": "2025-10-21", "site": "belgium"}


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("leave")
    released(folder, STAFFED)
    return client_of(folder)


def test_a_day_has_a_row_for_each_team(client: FlaskClient) -> None:
    body = answered(client, "/v1/leave", **DAY)
    assert (body["release"], body["plan"], body["origin"]) == (1, 1, "2025-10-17")
    assert [(x["day"], x["team"]) for x in body["rows"]] == [
        ("2025-10-21", "belgium-fr"),
        ("2025-10-21", "belgium-fr+nl"),
    ]
    for row in body["rows"]:
        assert isinstance(row["allowance"], int)
        assert 0 <= row["allowance"] <= row["scheduled_people"] + row["planned_leave"]


def test_columns_hold_what_rows_hold(client: FlaskClient) -> None:
    half_hours = DAY | {"granularity": "interval"}
    rows = answered(client, "/v1/leave", **half_hours)["rows"]
    columns = answered(client, "/v1/leave", layout="columns", **half_hours)["columns"]
    assert columns == {name: [row[name] for row in rows] for name in rows[0]}
    assert {"available_agents", "required_agents", "may_be_off"} <= columns.keys()


def test_the_csv_is_saved_under_its_days(client: FlaskClient) -> None:
    answer = client.get("/v1/leave.csv?from=2025-10-21&to=2025-10-21&site=belgium")
    named = answer.headers["Content-Disposition"]
    assert named == 'attachment; filename="leave-2025-10-21-2025-10-21.csv"'
    assert answer.text.startswith("day,site,team,languages,pools,scheduled_people,planned_leave,")


@pytest.mark.parametrize(
    ("asked", "pointer"),
    [
        ({"first": "2025-10-18"}, "?from"),
        ({"last": "2027-01-01"}, "?to"),
        ({"granularity": "week"}, "?granularity"),
        ({"language": "de"}, "?language"),
        ({"site": "paris"}, "?site"),
    ],
)
def test_what_is_refused_is_named(client: FlaskClient, asked: dict[str, str], pointer: str) -> None:
    told = problem(client, "/v1/leave", 422, **(DAY | asked))
    assert [x["pointer"] for x in told["errors"]] == [pointer]
