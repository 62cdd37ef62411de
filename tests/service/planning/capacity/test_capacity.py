"""Required against available, week by week, and what follows from it."""

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from data.people.supply import expected_supply
from service.cli import main
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.capacity.capacity_table import (
    Capacity,
    CapacityQuestion,
    capacity,
    interval_table,
    step_rows,
    weekly_table,
)
from service.planning.capacity.readiness import word
from service.planning.capacity.shortage import AskedWeeks, ready_from
from service.planning.staffing.day_paths import DayPaths
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import LAST as HORIZON
from tests.service.cases import database_url, released
from tests.service.clients import answered, client_of, problem
from tests.service.planning.capacity.capacity_case import (
    BELGIUM,
    FIRST,
    LAST,
    STAFFED,
    judged,
    numbers,
    staffed,
)

DUTCH, FRENCH, MOROCCO = (
    "belgium-nl-residential",
    "belgium-fr-residential",
    "morocco-fr-residential",
)
MONDAYS = (date(2025, 10, 20), date(2025, 10, 27), date(2025, 11, 3), date(2025, 11, 10))


@pytest.fixture(scope="module", name="current")
def _current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return staffed(tmp_path_factory.mktemp("capacity"))


@pytest.fixture(scope="module", name="answer")
def _answer(current: Current) -> Capacity:
    return judged(current)


def test_required_hours_are_those_of_staffing_where_everybody_is_experienced(
    current: Current, answer: Capacity
) -> None:
    question = StaffingQuestion(FIRST, LAST, granularity="week", site="belgium", language="nl")
    hours = [float(str(x["agent_hours"])) for x in staffing_table(current, question).rows()]
    assert numbers(weekly_table(answer), DUTCH, "required_hours") == pytest.approx(hours)


def test_every_hour_of_a_sites_people_is_given_once(current: Current, answer: Capacity) -> None:
    table = weekly_table(answer)
    pools = ["belgium-fr-residential", "belgium-fr-b2b", DUTCH]
    given = np.sum([numbers(table, x, "available_hours")[:10] for x in pools], axis=0)
    mondays = answer.mondays[:10]
    expected = expected_supply(current.plan, current.plan.site("belgium"), mondays)
    of_the_curve = expected.agent_hours.sum(axis=0) * current.plan.schedule_efficiency
    assert given == pytest.approx(of_the_curve, abs=1e-3)


def test_people_of_several_languages_make_the_languages_equally_short(answer: Capacity) -> None:
    table = weekly_table(answer)
    ratios = [
        np.array(numbers(table, x, "available_hours")) / numbers(table, x, "required_hours")
        for x in (DUTCH, "belgium-fr-b2b")
    ]
    assert ratios[0][:10] == pytest.approx(ratios[1][:10], rel=1e-4)
    bilingual = np.array(numbers(table, DUTCH, "bilingual_hours"))
    assert bilingual == pytest.approx(numbers(table, DUTCH, "available_hours"))


def test_new_peoples_longer_calls_need_more_hours(current: Current, answer: Capacity) -> None:
    question = StaffingQuestion(FIRST, LAST, granularity="week", site="morocco")
    hours = [float(str(x["agent_hours"])) for x in staffing_table(current, question).rows()]
    required = numbers(weekly_table(answer), MOROCCO, "required_hours")
    assert required[0] > 1.2 * hours[0]  # AHT x 1.4
    assert required[1] > 1.05 * hours[1]  # x 1.2
    assert required[2] == pytest.approx(hours[2], abs=1e-4)
    assert required[9] > hours[9]  # the second class takes its first calls


def test_enough_people_are_ready_and_half_of_them_are_not(current: Current) -> None:
    levels = {}
    for people in (20, 45, 90):
        plan = replace(
            current.plan, sites=tuple(_with_people(x, people) for x in current.plan.sites)
        )
        stored = replace(current.stored, plan=plan)
        table = weekly_table(judged(replace(current, stored=stored), "belgium"))
        row = table.rows()[0]
        levels[people] = (row["readiness"], float(str(row["service_level"])))
    assert levels[20][0] == "not ready"
    assert levels[90][0] == "ready"
    assert levels[20][1] < levels[45][1] < levels[90][1]


def _with_people(site, people: int):  # type: ignore[no-untyped-def]
    return replace(
        site,
        staff=tuple(
            replace(x, headcount=people if x.contract == "temporary" else x.headcount)
            for x in site.staff
        ),
    )


def test_calls_at_risk_are_those_late_beyond_the_target_averaged_over_the_futures(
    answer: Capacity,
) -> None:
    pool = next(x for x in answer.pools if x.capacity.need.pool.name == DUTCH)
    calls = np.tile([[100.0], [100.0], [200.0], [50.0]], len(answer.mondays))
    in_time = np.tile([[90.0], [60.0], [150.0], [40.0]], len(answer.mondays))
    none = np.zeros(calls.shape)
    known = replace(pool, paths=DayPaths(calls, calls, in_time, none, none, none))
    at_risk = numbers(weekly_table(replace(answer, pools=(known,))), DUTCH, "calls_at_risk")
    assert at_risk == pytest.approx([(0 + 20 + 10 + 0) / 4] * len(answer.mondays))  # of 80 %


def test_in_a_certain_future_calls_at_risk_are_what_the_level_lacks_of_the_target(
    tmp_path: Path,
) -> None:
    fewer = STAFFED.replace("headcount = 45", "headcount = 30")
    current = staffed(tmp_path, fewer.replace("weekly_attrition = 0.02\n", ""))
    certain = {
        queue: replace(x, paths=np.tile(x.day_mean, (len(x.paths), 1)).astype(np.float32))
        for queue, x in current.release.queues.items()
    }
    current = replace(current, release=replace(current.release, queues=certain))
    most = []
    for pool in judged(current, "belgium").pools:
        share, paths = pool.capacity.need.target.share, pool.paths
        lacking = (share - paths.service_level) * paths.calls.mean(axis=0)
        lacking = np.maximum(np.nan_to_num(lacking), 0.0)  # no calls, none at risk
        assert pool.calls_at_risk == pytest.approx(lacking, rel=1e-9, abs=1e-9)
        most.append(lacking.max())
    assert max(most) > 10


def test_the_gap_is_what_is_there_less_what_is_needed_in_hours_and_people(answer: Capacity) -> None:
    for row in weekly_table(answer).rows():
        for unit in ("hours", "fte"):
            gap = float(str(row[f"available_{unit}"])) - float(str(row[f"required_{unit}"]))
            assert float(str(row[f"gap_{unit}"])) == pytest.approx(gap, abs=2e-4)


def test_one_full_timer_is_worth_his_weekly_hours_less_shrinkage(answer: Capacity) -> None:
    row = next(x for x in weekly_table(answer).rows() if x["pool"] == DUTCH)
    full_timer = 38 * (1 - 0.1 - 0.1 - 0.2) * 0.9
    expected = float(str(row["required_hours"])) / full_timer
    assert float(str(row["required_fte"])) == pytest.approx(expected, rel=1e-4)


def test_other_work_is_found_by_the_pools_of_its_language(tmp_path: Path) -> None:
    work = '\n[[other_work]]\nmatch = { language = "nl" }\nhours_per_week = 70\n'
    table = weekly_table(judged(staffed(tmp_path, STAFFED + work)))
    assert set(numbers(table, DUTCH, "other_work_hours")) == {70.0}
    assert set(numbers(table, FRENCH, "other_work_hours")) == {0.0}


def test_a_site_without_people_in_the_plan_has_an_unknown_gap(tmp_path: Path) -> None:
    table = weekly_table(judged(staffed(tmp_path, STAFFED.replace(BELGIUM, ""))))
    row = next(x for x in table.rows() if x["pool"] == DUTCH)
    unknown = ("available_hours", "gap_fte", "service_level", "calls_at_risk", "readiness")
    assert [row[x] for x in unknown] == [None] * 5
    assert row["reason"] == "the plan has no people at belgium: add [[sites.staff]]"


def test_a_cut_over_is_as_ready_as_the_weakest_of_its_first_weeks(answer: Capacity) -> None:
    [step] = step_rows(answer)
    assert (step["pool"], step["from"], step["share"]) == (MOROCCO, "2026-01-01", 1.0)
    table = weekly_table(answer)
    chances = numbers(table, MOROCCO, "meets_target_probability")[10:14]
    assert step["probability"] == pytest.approx(min(chances))
    assert step["readiness"] == word(min(chances))


def test_too_few_people_are_told_with_who_is_missing_and_until_when(tmp_path: Path) -> None:
    few = staffed(tmp_path, STAFFED.replace("headcount = 20", "headcount = 3"))
    rows = weekly_table(judged(few, "morocco")).rows()
    reasons = {str(x["week_start"]): str(x["reason"]) for x in rows}
    assert reasons["2025-11-24"].startswith("short of ")
    assert "class 2025-12-01 fr: joins on 2025-12-01" in reasons["2025-11-24"]
    assert "class 2025-12-01 fr: 30 people still in training" in reasons["2025-12-08"]
    assert not re.search("not ready by|ready from", reasons["2025-12-08"])  # until April goes on
    rest = capacity(few, CapacityQuestion(date(2025, 12, 8), HORIZON, site="morocco"))
    [first, *_] = weekly_table(rest).rows()
    assert str(first["reason"]).endswith("not ready by 2026-03-30")


@pytest.mark.parametrize(
    ("chances", "said"),
    [
        ([0.1, 0.9, 0.9, 0.9], "ready from 2025-10-27"),
        ([0.1, 0.9, 0.7, 0.9], "ready from 2025-11-10"),
        ([0.1, 0.9, 0.9, 0.7], "not ready by 2025-11-10"),
        ([0.1, np.nan, 0.9, 0.9], "ready from 2025-11-03"),
    ],
)
def test_ready_is_who_stays_ready(chances: list[float], said: str) -> None:
    assert ready_from(np.array(chances), 0, AskedWeeks(MONDAYS, MONDAYS[-1])) == said


def test_nobody_is_called_not_ready_by_a_week_that_only_ends_the_question() -> None:
    going_on = AskedWeeks(MONDAYS, date(2025, 11, 17))
    assert ready_from(np.array([0.1, 0.2, 0.9, 0.7]), 0, going_on) is None
    assert ready_from(np.array([0.1, 0.9, 0.9, 0.9]), 0, going_on) == "ready from 2025-10-27"


def test_readiness_is_a_word_for_a_probability() -> None:
    words = [word(x) for x in (0.8, 0.79, 0.5, 0.49, np.nan)]
    assert words == ["ready", "at risk", "at risk", "not ready", None]


def test_half_hours_say_how_many_agents_may_be_off(answer: Capacity) -> None:
    pool = next(x for x in answer.pools if x.capacity.need.pool.name == DUTCH)
    there = np.ones(len(answer.mondays))
    there[:4] = 2.0, 1.75, 1.0, 0.5  # agents there for each that is needed
    given = np.zeros(pool.capacity.given.shape)
    given[0] = there * pool.capacity.required_hours
    alone = replace(pool.capacity, given=given, gain=np.ones_like(pool.capacity.gain))
    known = replace(pool, capacity=alone)
    rows = interval_table(replace(answer, pools=(known,))).rows()
    seen = set()
    for row in rows:
        week = (date.fromisoformat(str(row["interval_start"])[:10]) - FIRST).days // 7
        needed = int(str(row["required_agents"]))
        off = (needed, needed * 3 // 4, 0, 0)[week] if week < 4 else 0
        assert row["may_be_off"] == off, row
        seen.add((week, needed % 4))
    assert {(1, 0), (1, 1)} <= seen  # three quarters of an agent are nobody


def test_every_pool_has_a_row_for_each_of_its_open_half_hours(answer: Capacity) -> None:
    rows = interval_table(answer).rows()
    days = Counter(str(x["interval_start"])[:10] for x in rows if x["pool"] == DUTCH)
    assert len(days) == (LAST - FIRST).days + 1
    assert set(days.values()) == {48, 50}  # the clock goes back on 2025-10-26
    assert {x["pool"] for x in rows} == {DUTCH, FRENCH, "belgium-fr-b2b", MOROCCO}


def test_more_calls_leave_fewer_weeks_ready(current: Current, answer: Capacity) -> None:
    busier = replace(answer.question, what_if=WhatIf(volume_factor=1.1))
    before = np.array(numbers(weekly_table(answer), DUTCH, "service_level"))
    after = np.array(numbers(weekly_table(capacity(current, busier)), DUTCH, "service_level"))
    assert (after < before).all()


def test_the_endpoint_and_its_csv_hold_the_same_rows(tmp_path: Path) -> None:
    released(tmp_path, STAFFED)
    client = client_of(tmp_path)
    asked = {"first": "2025-10-20", "last": "2025-11-02", "site": "belgium"}
    body = answered(client, "/v1/capacity", **asked)
    assert len(body["rows"]) == 2 * 3
    assert body["steps"] == []
    query = {"from": asked["first"], "to": asked["last"], "site": "belgium"}
    lines = client.get("/v1/capacity.csv", query_string=query).text.splitlines()
    assert lines[0].split(",") == list(body["rows"][0])
    assert len(lines) == 7
    refused = problem(client, "/v1/capacity", 422, **{**asked, "site": "paris"})
    assert refused["errors"][0]["pointer"] == "?site"


def test_without_days_the_whole_plan_is_answered(tmp_path: Path) -> None:
    released(tmp_path, STAFFED)
    rows = answered(client_of(tmp_path), "/v1/capacity", site="morocco")["rows"]
    assert (rows[0]["week_start"], rows[-1]["week_start"]) == ("2025-10-20", "2026-03-30")


def test_a_site_the_plan_does_not_have_is_refused_with_those_it_has(current: Current) -> None:
    with pytest.raises(
        QuestionError, match="site is paris; the plan's pools have belgium, morocco"
    ):
        judged(current, "paris")


def test_the_workbook_has_a_summary_and_a_sheet_a_site(tmp_path: Path) -> None:
    released(tmp_path, STAFFED)
    query = {"from": "2025-10-20", "to": "2025-11-02"}
    client = client_of(tmp_path)
    book = load_workbook(io.BytesIO(client.get("/v1/capacity.xlsx", query_string=query).data))
    assert book.sheetnames == ["summary", "belgium", "morocco"]
    rows = answered(client, "/v1/capacity", first="2025-10-20", last="2025-11-02")["rows"]
    belgium = list(book["belgium"].values)
    assert list(belgium[0]) == list(rows[0])
    assert len(belgium) == 1 + sum(row["site"] == "belgium" for row in rows)
    head, *lines = book["summary"].values
    french = [dict(zip(head, x, strict=True)) for x in lines if x[1:3] == ("belgium", "fr")]
    own = [row for row in rows if (row["site"], row["language"]) == ("belgium", "fr")]
    assert sum(float(str(x["required_hours"])) for x in french) == pytest.approx(
        sum(row["required_hours"] for row in own), abs=1e-3
    )


def test_the_command_answers_under_a_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(tmp_path, STAFFED)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))
    file = tmp_path / "busier.toml"
    file.write_text(
        '[[changes]]\nkind = "volume"\nfrom = 2025-10-20\nto = 2025-11-02\nfactor = 1.2\n'
    )
    days = ["--from", "2025-10-20", "--to", "2025-11-02"]
    hours = []
    for asked in ([], ["--scenario", str(file)]):
        result = CliRunner().invoke(main, ["capacity", *days, *asked])
        assert result.exit_code == 0, result.output
        rows = csv.DictReader(io.StringIO(result.stdout))
        hours.append(sum(float(row["required_hours"]) for row in rows))
    assert hours[1] > 1.1 * hours[0]


def test_staffing_under_a_scenario_is_that_of_its_calls_in_its_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released(tmp_path, STAFFED)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))
    file = tmp_path / "busier.toml"
    file.write_text(
        '[[changes]]\nkind = "volume"\nfrom = 2025-10-20\nto = 2025-10-20\nfactor = 1.2\n'
    )
    days = ["staffing", "--from", "2025-10-20", "--to", "2025-10-21"]
    result = CliRunner().invoke(main, [*days, "--scenario", str(file)])
    assert result.exit_code == 0, result.output
    told = list(csv.DictReader(io.StringIO(result.stdout)))
    client = client_of(tmp_path)
    query = {"from": "2025-10-20", "to": "2025-10-21"}
    plain, busier = (
        list(csv.DictReader(io.StringIO(client.get("/v1/staffing.csv", query_string=x).text)))
        for x in (query, query | {"volume_factor": "1.2"})
    )
    assert len(told) == len(plain) == len(busier)
    changed = 0
    for row, before, after in zip(told, plain, busier, strict=True):
        wanted = after if row["interval_start_utc"] < "2025-10-20T22:00" else before
        for name in ("pool", "interval_start", "agents", "scheduled_agents"):
            assert row[name] == wanted[name]
        assert float(row["offered_mean"]) == pytest.approx(float(wanted["offered_mean"]), abs=1e-4)
        changed += row["agents"] != before["agents"]
    assert changed > 40


def test_days_without_open_hours_are_an_empty_workbook(tmp_path: Path) -> None:
    dutch_closed = STAFFED.replace('"sat", "sun"]\nfrom = "00:00"', '"sat"]\nfrom = "00:00"')
    released(tmp_path, dutch_closed)
    query = {"from": "2025-10-26", "to": "2025-10-26"}
    answer = client_of(tmp_path).get("/v1/capacity.xlsx", query_string=query)
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    assert list(book["summary"].values)[1:] == []


def test_people_of_alike_contracts_leave_by_chances_of_their_own(tmp_path: Path) -> None:
    twice = STAFFED.replace(BELGIUM, BELGIUM + BELGIUM.replace('["fr"]', '["nl"]'))
    [pool, *_] = judged(staffed(tmp_path, twice), "belgium").pools
    labels = [x.label for x in pool.capacity.people.groups]
    first, second = (i for i, x in enumerate(labels) if x == "temporary")
    drawn = pool.capacity.people.drawn[:, :, -1]
    assert abs(np.corrcoef(drawn[:, first], drawn[:, second])[0, 1]) < 0.2
