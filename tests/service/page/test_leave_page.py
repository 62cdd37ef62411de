"""The leave page: how many may be off in a week, as the API has it, team by team and day by day."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.page.words import day_name, signed, tenth
from tests.service.cases import MONDAY, released
from tests.service.clients import answered, client_of
from tests.service.page.page_text import addresses, message, rows
from tests.service.planning.capacity.capacity_case import STAFFED

SUNDAY = MONDAY + timedelta(days=6)
CHRISTMAS = date(2025, 12, 25)
DASH = "\N{EN DASH}"


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("leave-page")
    released(folder, STAFFED)
    return client_of(folder)


def page(client: FlaskClient, week: date = MONDAY) -> str:
    """The page of a week, which must be there."""
    answer = client.get("/leave", query_string={"week": str(week)})
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), answer.text
    return answer.text


def shown(text: str) -> list[list[str]]:
    """The table."""
    return rows(text, "People who may be off")


def cell(row: dict[str, Any]) -> str:
    """What the page says of a row of the API."""
    calls = row["calls_at_risk_one_more"] - row["calls_at_risk_granted"]
    plan = f"{row['allowance']} {tenth(row['planned_leave'])} planned {row['limit']}"
    return f"{plan} {signed(calls)} calls"


def test_every_teams_days_are_the_apis(client: FlaskClient) -> None:
    body = answered(client, "/v1/leave", first=MONDAY, last=SUNDAY)["rows"]
    head, *teams = shown(page(client))
    found: dict[tuple[str, str], list[str]] = {}
    for row in body:
        found.setdefault((row["site"], row["pools"]), []).append(cell(row))
    assert len(teams) == len(found)
    said = sorted(" ".join(x for x in cells if x != DASH) for _, *cells in teams)
    assert said == sorted(" ".join(x) for x in found.values())
    days = [date.fromisoformat(x) for x in sorted({x["day"] for x in body})]
    assert head == ["Team", *(" ".join(day_name(x).split()) for x in days)]


def test_a_day_on_which_the_plan_has_more_off_than_may_be_is_marked(client: FlaskClient) -> None:
    body = answered(client, "/v1/leave", first=MONDAY, last=SUNDAY)["rows"]
    too_many = sum(x["allowance"] < x["planned_leave"] for x in body)
    assert 0 < too_many < len(body)
    assert page(client).count('<td class="far-short">') == too_many


def test_the_week_leads_to_who_may_be_off_and_back(client: FlaskClient) -> None:
    found = set(addresses(page(client)))
    assert {f"/?week={MONDAY}", f"/shifts?week={MONDAY}", "/capacity"} < found
    assert f"/leave?week={MONDAY}" in addresses(client.get("/").text)
    for address in found:
        assert re.match(r"/(?!/)", address)
        with client.get(address) as answer:
            assert answer.status_code == 200, address


def test_a_holiday_on_which_a_team_does_not_work_is_named(tmp_path: Path) -> None:
    without_dutch = STAFFED.replace('"00:00"\nto = "24:00"', '"08:00"\nto = "20:00"')
    released(tmp_path, without_dutch)
    text = page(client_of(tmp_path), CHRISTMAS)
    assert "Christmas Day" in [x for _, *cells in shown(text) for x in cells]


def test_a_wrong_question_is_told_what_may_be_asked(client: FlaskClient) -> None:
    sentence = message(client.get("/leave?goal=level"), 422)
    assert "goal is not known; the keys here are week" in sentence


def test_without_people_it_says_where_to_write_them(case_client: FlaskClient) -> None:
    text = page(case_client)
    assert "Nobody is planned in this week</h2>" in text
    assert "[[sites.staff]]" in text
    assert "/v1/leave.csv" not in text
