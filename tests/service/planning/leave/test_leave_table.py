"""What a planner reads: rows of teams and days, what one more costs, and half-hours."""

from datetime import date
from pathlib import Path

import pytest

from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays
from service.planning.basis.span import QuestionError
from service.planning.capacity.capacity_table import CapacityQuestion, capacity, interval_table
from service.planning.capacity.readiness import READY
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.leave_table import leave_table
from tests.service.cases import PLAN, current_of
from tests.service.planning.capacity.capacity_case import BELGIUM, MOROCCO_SITE, STAFFED, staffed
from tests.service.planning.leave.leave_case import Rows, number, rows_of

FIRST, LAST = date(2025, 10, 20), date(2025, 11, 30)
TUESDAY = date(2025, 10, 21)
HALF_HOURS = LeaveRows("interval")
FEWER = STAFFED.replace("headcount = 25", "headcount = 15").replace(
    "headcount = 45", "headcount = 50"
)


@pytest.fixture(scope="module", name="current")
def _current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return staffed(tmp_path_factory.mktemp("leave"), FEWER)


@pytest.fixture(scope="module", name="rows")
def _rows(current: Current) -> Rows:
    return rows_of(current, FIRST, LAST)


def test_people_with_the_same_skills_are_a_team_and_bear_the_name_of_their_only_pool(
    rows: Rows,
) -> None:
    teams = {str(x["team"]): (x["languages"], str(x["pools"]).split()) for x in rows}
    french = ["belgium-fr-residential", "belgium-fr-b2b"]
    assert {name: (x, sorted(y)) for name, (x, y) in teams.items()} == {
        "belgium-fr": ("fr", sorted(french)),
        "belgium-fr+nl": ("fr+nl", sorted([*french, "belgium-nl-residential"])),
        "morocco-fr-residential": ("fr", ["morocco-fr-residential"]),
    }


def test_a_row_says_how_many_more_than_planned(rows: Rows) -> None:
    for row in rows:
        further = number(row, "allowance") - number(row, "planned_leave")
        assert number(row, "further") == pytest.approx(further, abs=1e-4)


def test_one_more_breaks_what_the_row_says_and_costs_calls(rows: Rows) -> None:
    seen = set()
    for row in rows:
        seen.add(str(row["limit"]))
        if row["limit"] == "day":  # the row is rounded
            assert number(row, "service_level_one_more") <= number(row, "target_share")
        if row["limit"] == "week":
            assert number(row, "week_meets_target_probability_one_more") <= READY
        if row["limit"] in ("day", "week"):
            assert number(row, "week_meets_target_probability_granted") >= READY
            assert number(row, "service_level_granted") >= number(row, "target_share")
        if row["limit"] != "people":
            risk = (number(row, f"calls_at_risk{x}") for x in ("_granted", "_one_more"))
            assert next(risk) < next(risk)
    assert {"day", "week", "not ready"} <= seen


def test_fewer_people_never_make_a_level_or_a_probability_better(rows: Rows) -> None:
    least: dict[tuple[str, object], float] = {}  # by day and site, of all its teams
    for row in rows:
        key = str(row["day"]), row["site"]
        least[key] = min(least.get(key, 0.0), number(row, "further"))
    for row in rows:
        if row["limit"] == "people":
            continue
        for name in ("service_level", "day_meets_target_probability"):
            assert number(row, f"{name}_one_more") <= number(row, f"{name}_granted") + 1e-4
            if least[str(row["day"]), row["site"]] >= 0:
                assert number(row, f"{name}_granted") <= number(row, name) + 1e-4
    assert max(least.values()) >= 0


def test_only_pools_with_calls_that_day_limit_it(rows: Rows) -> None:
    weekend = [x for x in rows if date.fromisoformat(str(x["day"])).weekday() >= 5]
    assert {(x["team"], x["pool"]) for x in weekend} == {
        ("belgium-fr+nl", "belgium-nl-residential")
    }
    assert "belgium-fr-b2b" in {x["pool"] for x in rows if x["team"] == "belgium-fr"}


def test_a_day_is_answered_as_it_is_within_its_weeks(current: Current, rows: Rows) -> None:
    alone = rows_of(current, TUESDAY, TUESDAY, site="belgium", language="nl")
    assert alone == [
        x for x in rows if x["day"] == "2025-10-21" and str(x["team"]) == "belgium-fr+nl"
    ]


def test_in_half_hours_those_beyond_what_is_needed_may_leave(current: Current) -> None:
    leave = rows_of(current, FIRST, FIRST, HALF_HOURS, site="morocco")
    weeks = capacity(current, CapacityQuestion(FIRST, date(2025, 10, 26), site="morocco"))
    known = [x for x in interval_table(weeks).rows() if str(x["interval_start"]) < "2025-10-21"]
    names = ("interval_start", "required_agents", "available_agents", "may_be_off")
    assert [[x[y] for y in names] for x in leave] == [[x[y] for y in names] for x in known]
    assert any(number(x, "may_be_off") > 0 for x in leave)


def test_teams_that_share_pools_do_not_spare_the_same_agents_twice(current: Current) -> None:
    leave = rows_of(current, FIRST, LAST, HALF_HOURS, site="belgium")
    weeks = capacity(current, CapacityQuestion(FIRST, LAST, site="belgium"))
    spare: dict[str, float] = {}
    for row in interval_table(weeks).rows():
        start = str(row["interval_start_utc"])
        spare[start] = spare.get(start, 0.0) + number(row, "may_be_off")
    told: dict[str, float] = {}
    for row in leave:
        start = str(row["interval_start_utc"])
        told[start] = told.get(start, 0.0) + number(row, "may_be_off")
    assert told.keys() == spare.keys()
    assert all(told[x] <= spare[x] for x in told)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        (LeaveQuestion(PlannedDays(FIRST, LAST), site="paris"), "site"),
        (LeaveQuestion(PlannedDays(FIRST, LAST), language="de"), "language"),
        (LeaveQuestion(PlannedDays(date(2025, 10, 18), LAST)), "from"),
        (LeaveQuestion(PlannedDays(FIRST, date(2026, 5, 1))), "to"),
        (LeaveQuestion(PlannedDays(LAST, FIRST)), "to"),
    ],
)
def test_what_cannot_be_answered_says_which_part(
    current: Current, question: LeaveQuestion, key: str
) -> None:
    with pytest.raises(QuestionError) as refused:
        leave_table(current, question, LeaveRows())
    assert refused.value.key == key


def test_left_to_itself_it_tells_every_whole_week_that_is_planned(current: Current) -> None:
    rows = leave_table(current, LeaveQuestion(site="morocco"), HALF_HOURS).rows()
    days = sorted({str(x["interval_start"])[:10] for x in rows})
    assert (days[0], days[-1]) == ("2025-10-20", "2026-04-03")


def test_a_site_whose_people_the_plan_does_not_have_has_no_teams(tmp_path: Path) -> None:
    current = current_of(tmp_path, PLAN.replace(MOROCCO_SITE, BELGIUM + MOROCCO_SITE))
    assert {x["site"] for x in rows_of(current, FIRST, FIRST)} == {"belgium"}
    with pytest.raises(QuestionError, match="no people of such a pool"):
        rows_of(current, FIRST, FIRST, site="morocco")
