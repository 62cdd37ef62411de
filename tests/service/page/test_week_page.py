"""The planner page: one week as HTML that needs no script and nothing from elsewhere."""

import hashlib
import html
import json
import re
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

import service
from data.plan.store import store_plan
from service.page.words import (
    MINUS,
    NARROW_SPACE,
    NO_BREAK_SPACE,
    day_name,
    full_day,
    grouped,
    in_page_words,
    short_percent,
    signed,
    tenth,
    week_name,
)
from service.planning.basis.current import Current
from service.planning.basis.horizon import Week, weeks
from service.planning.forecasts.forecast_table import ForecastQuestion, forecast_table
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.data.plan.plan_texts import plan
from tests.service.cases import (
    AUTUMN,
    FIRST_ROUTED,
    LAST,
    MONDAY,
    PLAN,
    SPRING,
    empty,
    released,
    with_plan,
)
from tests.service.clients import client_of
from tests.service.page.page_text import addresses, message, rows

STATIC = Path(service.__file__).parent / "static"
VENDORED = STATIC / "echarts"
SUNDAY = MONDAY + timedelta(days=6)
WHOLE = f"/v1/staffing.csv?from={FIRST_ROUTED}&to={LAST}"
DASH = "\N{EN DASH}"
SITE = 'id = "belgium"\ntimezone'
HOSTILE = "<script>alert('x')</script> \"quoted\" & 'so'"
NAMED = PLAN.replace(SITE, f'id = "belgium"\nname = {json.dumps(HOSTILE)}\ntimezone')


def page(client: FlaskClient, **query: object) -> str:
    """The page of a question that must be answered."""
    answer = client.get("/", query_string={key: str(value) for key, value in query.items()})
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/html"
    return answer.text


def test_the_first_page_is_the_first_week_that_is_forecast_and_routed(
    case_client: FlaskClient,
) -> None:
    text = page(case_client)
    assert '<html lang="en">' in text
    assert f"<h1>{week_name(weeks_days(FIRST_ROUTED, SUNDAY))}</h1>" in text
    assert "Earlier</span>" in text
    assert f'rel="next" href="/?week={SUNDAY + timedelta(days=1)}&amp;by=total"' in text


def plain(text: str) -> str:
    """As ``rows`` shows it: every space an ordinary one."""
    return " ".join(text.split())


def count(text: str) -> int:
    """What a cell counts."""
    return int(text.replace(" ", ""))


def weeks_days(first: date, last: date) -> Week:
    """The week of these days."""
    return Week(tuple(first + timedelta(days=x) for x in range((last - first).days + 1)))


def test_calls_by_day_are_the_forecasts_own_numbers(
    case_client: FlaskClient, current: Current
) -> None:
    shown = rows(page(case_client, week=MONDAY, by="language"), "Calls by day")
    question = ForecastQuestion(MONDAY, SUNDAY, "language", "day", (0.1, 0.9))
    cells = forecast_table(current, question).rows()
    numbers = [
        plain(grouped(float(str(cell[name]))))
        for cell in cells[:2]
        for name in ("offered_mean", "offered_p10", "offered_p90")
    ]
    assert shown[0] == ["Day", "fr", "nl"]
    assert shown[2] == ["Mon 20 Oct", *numbers]
    assert [row[0] for row in shown[2:]][-3:] == ["Sat 25 Oct", "Sun 26 Oct", "Week"]
    assert shown[2 + 5][1:4] == ["0", "0", "0"]  # French is closed on Saturday


def test_the_weeks_band_is_the_weeks_own_and_not_the_sum_of_its_days(
    case_client: FlaskClient,
) -> None:
    *days, week = rows(page(case_client, week=MONDAY), "Calls by day")[2:]
    assert abs(sum(count(x[1]) for x in days) - count(week[1])) <= 4  # of rounding
    assert sum(count(x[2]) for x in days) < count(week[2])
    assert sum(count(x[3]) for x in days) > count(week[3])


def test_agents_are_the_staffings_own_by_site_and_language(
    case_client: FlaskClient, current: Current
) -> None:
    shown = rows(page(case_client, week=MONDAY), "Most agents at once")
    question = StaffingQuestion(MONDAY, SUNDAY, ("site", "language"), "week")
    needs = {(x["site"], x["language"]): x for x in staffing_table(current, question).rows()}
    assert [row[:2] for row in shown[1:]] == [
        ["belgium", "fr"],
        ["belgium", "nl"],
        ["morocco", "fr"],
        ["All sites", ""],
    ]
    for row in shown[1:4]:
        need = needs[row[0], row[1]]
        hours = [float(str(need[x])) for x in ("agent_hours", "scheduled_hours")]
        assert row[9:11] == [plain(grouped(x)) for x in hours]
        assert row[11] == plain(tenth(float(str(need["fte"]))))
        levels = [need["service_level"], need["service_level_p10"]]
        assert row[12:] == [f"{100 * float(str(x)):.1f} %" for x in levels]
        assert max(int(x) for x in row[2:9] if x != DASH) == need["agents_peak"]


def test_all_sites_need_at_most_the_sum_of_their_peaks_and_have_no_fte(
    case_client: FlaskClient,
) -> None:
    *needs, whole = rows(page(case_client, week=MONDAY), "Most agents at once")[1:]
    monday = sum(int(row[2]) for row in needs)
    assert max(int(row[2]) for row in needs) < int(whole[2]) <= monday
    rounding = len(needs) + 1
    assert count(whole[9]) == pytest.approx(sum(count(x[9]) for x in needs), abs=rounding / 2)
    assert whole[11] == DASH


def test_what_nine_of_ten_weeks_reach_is_below_the_mean_for_all_sites_too(
    case_client: FlaskClient,
) -> None:
    for row in rows(page(case_client, week=MONDAY), "Most agents at once")[1:]:
        mean, p10 = (float(x.removesuffix(" %")) for x in row[12:])
        assert 0 < p10 < mean < 100


def test_a_closed_day_has_no_agents_and_a_holiday_is_named(case_client: FlaskClient) -> None:
    text = page(case_client, week=date(2025, 12, 25), by="language")
    assert "Thu 25 Dec Christmas Day" in [row[0] for row in rows(text, "Calls by day")]
    french = rows(text, "Most agents at once")[1]
    assert french[:2] == ["belgium", "fr"]
    assert french[5] == DASH


def test_a_day_without_any_calls_is_called_closed(tmp_path: Path) -> None:
    days = 'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]'
    released(tmp_path, PLAN.replace(days, 'days = ["mon", "tue"]'))
    shown = rows(page(client_of(tmp_path), week=MONDAY), "Calls by day")
    assert "Sun 26 Oct closed" in [row[0] for row in shown]


def test_it_says_what_its_numbers_are_from_and_whose_clock_it_shows(
    case_client: FlaskClient,
) -> None:
    text = " ".join(page(case_client).replace(NO_BREAK_SPACE, " ").split())
    assert "Release 1 was made from calls up to Fri 17 Oct 2025" in text
    assert "Agents are from plan 1 (plan.toml)" in text
    assert "Europe/Brussels, the callers' clock" in text


@pytest.mark.parametrize(
    ("by", "week"),
    [("total", MONDAY), ("language", AUTUMN), ("call_type", SPRING), ("site", date(2025, 12, 31))],
)
def test_everything_the_page_points_to_is_its_own_and_answers(
    case_client: FlaskClient, by: str, week: date
) -> None:
    found = set(addresses(page(case_client, week=week, by=by)))
    assert {WHOLE, "/docs"} < found
    for address in found - {WHOLE}:
        assert address.startswith("/")
        assert not address.startswith("//")
        with case_client.get(address) as answer:
            assert answer.status_code == 200, address


def test_charts_ask_for_the_release_whose_tables_are_shown(case_client: FlaskClient) -> None:
    text = page(case_client, week=MONDAY, by="site")
    asked = [parse_qs(urlsplit(x).query) for x in addresses(text) if "layout=columns" in x]
    assert [x["by"] for x in asked] == [["site"], ["site,language"]]
    for question in asked:
        assert question["release"] == ["1"]
        assert (question["from"], question["to"]) == ([str(MONDAY)], [str(SUNDAY)])


def test_the_whole_csv_leaves_out_days_that_the_plan_does_not_route(
    case_client: FlaskClient,
) -> None:
    assert WHOLE in addresses(page(case_client))
    assert case_client.get(WHOLE).text.count("\n") > 1000


def test_any_day_of_a_week_shows_it_even_one_before_the_first(case_client: FlaskClient) -> None:
    assert page(case_client, week=SUNDAY) == page(case_client, week=MONDAY)


def test_weeks_follow_each_other_and_hold_every_day_once(current: Current) -> None:
    days = [day for week in weeks(current) for day in week.days]
    assert (days[0], days[-1]) == (FIRST_ROUTED, LAST)
    assert days == sorted(set(days))
    assert len(days) == (LAST - FIRST_ROUTED).days + 1
    assert all(week.first.weekday() == 0 and len(week.days) == 7 for week in weeks(current)[1:])


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"week": "2024-01-01"}, "week is 2024-01-01"),
        ({"week": "9999-12-31"}, "week is 9999-12-31"),
        ({"week": "0001-01-01"}, "week is 0001-01-01"),
        ({"week": "tomorrow"}, 'week is "tomorrow"; give a date such as'),
        ({"week": "2025-02-30"}, 'week is "2025-02-30"; give a date such as'),
        ({"week": ""}, 'week is ""; give a date such as'),
        ({"by": "weather"}, "'total', 'language', 'call_type' or 'site'"),
        ({"month": "2025-10"}, "month is not known; the keys here are week, by"),
        ({"week": ["2025-10-20", "2025-10-27"]}, "week is given 2 times"),
    ],
)
def test_a_wrong_question_is_told_the_weeks_there_are(
    case_client: FlaskClient, query: dict[str, object], said: str
) -> None:
    sentence = message(case_client.get("/", query_string=query), 422)
    assert said in sentence
    assert f"the weeks are those from {FIRST_ROUTED} to {LAST}" in sentence


def test_what_was_asked_wrongly_is_escaped_in_the_answer(case_client: FlaskClient) -> None:
    answer = case_client.get("/", query_string={"week": "<img src=x onerror=alert(1)>"})
    assert "<img" not in answer.text
    assert "<img src=x" in message(answer, 422)


@pytest.mark.parametrize("path", ["/", "/capacity"])
def test_before_the_first_database_plan_and_release_it_says_what_to_do(
    tmp_path: Path, path: str
) -> None:
    client = client_of(tmp_path)
    assert "relais plan import" in message(client.get(path), 503)
    engine = empty(tmp_path)
    assert "there is no plan yet: relais plan import" in message(client.get(path), 503)
    with_plan(engine)
    assert "no release is published yet; run relais train" in message(client.get(path), 503)


def test_a_plan_that_begins_after_the_release_ends_says_to_train_further(tmp_path: Path) -> None:
    engine = released(tmp_path)
    later = PLAN.replace("from = 2025-10-20", "from = 2026-06-01").replace(
        "  { from = 2026-01-01, shares = { morocco = 1.0 } },\n", ""
    )
    store_plan(engine, "plan.toml", later, plan(later))
    sentence = message(client_of(tmp_path).get("/"), 503)
    assert "routes all calls only from 2026-06-01" in sentence
    assert f"no further than {LAST}; run relais train" in sentence


def test_a_week_in_which_nothing_is_open_is_shown_as_such(tmp_path: Path) -> None:
    released(tmp_path, PLAN.replace('"sat", "sun"', '"sat"').replace("2025-10-20", "2025-10-19"))
    text = page(client_of(tmp_path), week=date(2025, 10, 19))
    assert "no interval is open" in text
    assert rows(text, "Most agents at once")[1:] == []


def test_names_of_a_plan_cannot_become_markup(tmp_path: Path) -> None:
    released(tmp_path, NAMED)
    text = page(client_of(tmp_path), by="site")
    assert "<script>alert" not in text
    assert rows(text, "Most agents at once")[1][0] == HOSTILE
    panels = [json.loads(html.unescape(x)) for x in re.findall(r"data-panels='([^']*)'", text)]
    assert [x["belgium"] for x in panels] == [HOSTILE, HOSTILE]


def test_the_page_has_no_script_or_style_of_its_own_that_the_policy_would_stop(
    case_client: FlaskClient,
) -> None:
    for text in (page(case_client), case_client.get("/?week=no").text):
        assert re.findall(r"<script(?! src=)|<style|\son\w+=|\sstyle=|javascript:", text) == []


def test_scripts_and_style_name_no_other_host() -> None:
    for file in (STATIC / "page").iterdir():
        assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", file.read_text()) in (
            [],
            ["http://www.w"],  # the name of SVG, which nobody fetches
        )


@pytest.mark.parametrize("file", sorted(VENDORED.iterdir()), ids=lambda x: x.name)
def test_vendored_files_are_the_ones_named_with_their_sums(file: Path) -> None:
    text = (VENDORED / "VENDORED.md").read_text()
    sums = {name: digest for digest, name in re.findall(r"`([0-9a-f]{64})` \| (\S+)", text)}
    if file.name != "VENDORED.md":
        assert sums[file.name] == hashlib.sha256(file.read_bytes()).hexdigest()


def test_days_weeks_and_numbers_read_as_people_write_them() -> None:
    day = date(2025, 12, 31)
    assert day_name(day) == f"Wed 31{NO_BREAK_SPACE}Dec"
    assert full_day(day) == f"Wed 31{NO_BREAK_SPACE}Dec 2025"
    assert week_name(Week((date(2025, 10, 1), date(2025, 10, 5)))) == f"1 {DASH} 5 October 2025"
    assert (
        week_name(Week((date(2025, 9, 29), date(2025, 10, 5))))
        == f"29 September {DASH} 5 October 2025"
    )
    assert week_name(Week((day, date(2026, 1, 4)))) == f"31 December 2025 {DASH} 4 January 2026"
    assert grouped(12_345.6) == f"12{NARROW_SPACE}346"
    assert [tenth(x) for x in (1_203.44, 3.0, None)] == [f"1{NARROW_SPACE}203.4", "3.0", DASH]
    assert [signed(x) for x in (1_203.4, -3.25, 0.04)] == [
        f"+1{NARROW_SPACE}203.4",
        f"{MINUS}3.2",
        "0.0",
    ]
    assert [short_percent(x) for x in (0.8, 0.825)] == [
        f"80{NO_BREAK_SPACE}%",
        f"82.5{NO_BREAK_SPACE}%",
    ]


def test_a_reason_has_the_pages_days_and_numbers_and_keeps_its_names() -> None:
    reason = (
        "short of 1203 h (48.1 FTE); agency 2024: 1100 of 1300 people are still there; "
        "class 2025-12-01 fr: joins on 2025-12-01; ready from 2026-01-05"
    )
    assert " ".join(in_page_words(reason).split()) == (
        "short of 1 203 h (48.1 FTE); agency 2024: 1 100 of 1 300 people are still there; "
        "class Mon 1 Dec 2025 fr: joins on Mon 1 Dec 2025; ready from Mon 5 Jan 2026"
    )
