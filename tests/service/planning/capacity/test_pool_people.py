"""FTE of pools' weeks: the same for the same calls wherever they are read, and in three parts."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from models.queues import Match
from service.planning.basis.current import Current
from service.planning.capacity.capacity_table import CapacityQuestion, capacity, weekly_table
from service.planning.scenarios.changes.delay_step import DelayStep
from service.planning.scenarios.changes.target import SetTarget
from service.planning.scenarios.differences import compared, comparison_table
from service.planning.scenarios.scenario import Scenario
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import released
from tests.service.clients import answered, client_of
from tests.service.planning.capacity.capacity_case import FIRST, LAST, STAFFED, staffed

PARTS = ("required_fte_calls", "required_fte_longer_calls", "required_fte_other_work")
WORK = '\n[[other_work]]\nmatch = { language = "nl" }\nhours_per_week = 70\n'
FRENCH, MOROCCO = "belgium-fr-residential", "morocco-fr-residential"
Row = dict[str, Any]


@pytest.fixture(scope="module", name="current")
def _current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return staffed(tmp_path_factory.mktemp("people"), STAFFED + WORK)


def weekly(current: Current, first: date, last: date) -> list[Row]:
    rows: list[Row] = weekly_table(capacity(current, CapacityQuestion(first, last))).rows()
    return rows


def staffing(current: Current, question: StaffingQuestion) -> list[Row]:
    rows: list[Row] = staffing_table(current, question).rows()
    return rows


def unchanged(current: Current, first: date, last: date) -> dict[str, Row]:
    """The rows, by pool, of a scenario that changes nothing."""
    nothing = Scenario("as it is", (SetTarget(share=0.8, match=Match(segment="residential")),))
    rows: list[Row] = comparison_table(compared(current, first, last, [nothing])).rows()
    return {x["pool"]: x for x in rows}


@given(monday=st.integers(0, 13), first=st.integers(0, 3), last=st.integers(3, 6))
@settings(max_examples=8)
def test_staffing_capacity_and_scenarios_have_one_fte_for_the_same_calls_and_days(
    current: Current, monday: int, first: int, last: int
) -> None:
    week = FIRST + timedelta(weeks=monday)
    days = week + timedelta(days=first), week + timedelta(days=last)
    needs = {x["pool"]: x for x in staffing(current, StaffingQuestion(*days, granularity="week"))}
    rows = {x["pool"]: x for x in weekly(current, *days)}
    told = unchanged(current, *days)
    assert needs.keys() == rows.keys() == told.keys() - {"all"}
    for pool, need in needs.items():
        row = rows[pool]
        for name in ("full_timer_hours", "days", "days_in_period"):
            assert row[name] == need[name]
        assert row["required_fte_calls"] == told[pool]["required_fte_calls"] == need["fte"]
        for name in ("required_fte", "available_fte", *PARTS):
            assert told[pool][name] == row[name], name


def test_required_people_are_those_for_calls_for_longer_calls_and_for_other_work(
    current: Current,
) -> None:
    rows = weekly(current, FIRST, LAST)
    for row in rows:
        assert row["required_fte"] == pytest.approx(sum(row[x] for x in PARTS), abs=2e-4)
    first = {x["pool"]: x for x in rows if x["week_start"] == str(FIRST)}
    assert first[MOROCCO]["required_fte_longer_calls"] > 0.2 * first[MOROCCO]["required_fte_calls"]
    assert first[FRENCH]["required_fte_longer_calls"] == 0
    dutch = first["belgium-nl-residential"]
    assert dutch["required_fte_other_work"] == pytest.approx(70 / 0.6 / 0.9 / 38, abs=1e-4)
    assert first[FRENCH]["required_fte_other_work"] == 0


def test_other_work_is_found_on_the_pools_usual_days_so_that_closed_ones_change_nothing(
    tmp_path: Path,
) -> None:
    work = WORK.replace('language = "nl"', 'language = "fr"')
    of_case = staffed(tmp_path, STAFFED + work)
    whole, weekdays = (
        {x["pool"]: x for x in weekly(of_case, FIRST, FIRST + timedelta(days=last))}
        for last in (6, 4)
    )
    assert whole[FRENCH]["required_fte_other_work"] > 1
    for pool in (FRENCH, MOROCCO):
        for name in ("required_hours", "other_work_hours", "required_fte", *PARTS):
            assert weekdays[pool][name] == whole[pool][name], name


def test_a_full_timer_who_is_there_is_one_in_every_week_also_with_a_holiday(
    current: Current,
) -> None:
    rows = [x for x in weekly(current, FIRST, LAST) if x["pool"] == MOROCCO]
    there = [x["available_fte"] for x in rows if x["week_start"] < "2025-12-22"]
    assert there == pytest.approx([20.0] * len(there), abs=1e-3)  # the class, none of whom leave
    holiday = next(x for x in rows if x["week_start"] == "2025-11-10")
    assert holiday["full_timer_hours"] == pytest.approx(44 * 4 / 5)


def test_the_workbook_has_the_fte_of_the_rows_and_marks_parts_of_weeks(tmp_path: Path) -> None:
    released(tmp_path, STAFFED + WORK)
    client = client_of(tmp_path)
    query = {"from": "2025-10-22", "to": "2025-11-02"}
    rows = answered(client, "/v1/capacity", first=query["from"], last=query["to"])["rows"]
    needs = answered(
        client,
        "/v1/staffing",
        granularity="week",
        by="site,language",
        first=query["from"],
        last=query["to"],
    )["rows"]
    summary = sheet(client.get("/v1/capacity.xlsx", query_string=query).data)
    staffed_summary = sheet(client.get("/v1/staffing.xlsx", query_string=query).data)
    assert [x["days"] for x in summary] == [5, 5, 5, 7, 7, 7]
    assert {x["days_in_period"] for x in summary} == {7}
    for line, need, other in zip(summary, needs, staffed_summary, strict=True):
        place = (line["week_start"].date(), line["site"], line["language"])
        own = [x for x in rows if key(x, "week_start") == tuple(map(str, place))]
        assert line["required_fte_calls"] == pytest.approx(need["fte"], abs=2e-4)
        assert line["required_fte"] == pytest.approx(sum(x["required_fte"] for x in own), abs=2e-4)
        for name in ("fte", "paid_hours", "full_timer_hours", "days", "days_in_period"):
            assert other[name] == need[name]


def sheet(content: bytes) -> list[Row]:
    head, *lines = load_workbook(io.BytesIO(content))["summary"].values
    return [dict(zip(map(str, head), x, strict=True)) for x in lines]


def key(row: Row, when: str) -> tuple[str, str, str]:
    return row[when], row["site"], row["language"]


def test_a_scenario_says_which_weeks_its_fte_average_and_none_is_after_a_closing(
    current: Current,
) -> None:
    rows = unchanged(current, FIRST, LAST)
    leaving = rows[FRENCH]  # all its calls go to Morocco on 1 January
    weeks = [x for x in weekly(current, FIRST, LAST) if x["pool"] == FRENCH]
    assert (leaving["fte_first_week"], leaving["fte_last_week"]) == ("2025-10-20", "2025-12-29")
    assert (leaving["fte_weeks"], leaving["fte_weeks_difference"]) == (len(weeks), 0) == (11, 0)
    full = np.array([x["full_timer_hours"] for x in weeks])
    for name in ("required_fte", "available_fte", "required_fte_calls"):
        mean = np.average([x[name] for x in weeks], weights=full)
        assert leaving[name] == pytest.approx(mean, abs=1e-3)
    assert rows[MOROCCO]["fte_weeks"] == 15


def test_a_scenario_that_closes_later_averages_more_weeks(current: Current) -> None:
    delay = DelayStep(match=Match(language="fr"), first=date(2026, 1, 1), last=date(2026, 1, 12))
    rows: list[Row] = comparison_table(
        compared(current, FIRST, LAST, [Scenario("later", (delay,))])
    ).rows()
    leaving = next(x for x in rows if x["pool"] == FRENCH)
    assert (leaving["fte_last_week"], leaving["fte_weeks_difference"]) == ("2026-01-05", 1)


def test_fte_of_a_scenarios_pools_add_up_at_one_site_only(current: Current) -> None:
    rows = unchanged(current, FIRST, FIRST + timedelta(days=6))
    assert [rows["all"][x] for x in ("required_fte", "available_fte", *PARTS)] == [None] * 5
    assert rows["all"]["required_hours"] == pytest.approx(
        sum(x["required_hours"] for k, x in rows.items() if k != "all"), abs=1e-3
    )
