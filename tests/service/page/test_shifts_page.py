"""The shifts page: a week's numbers as the API has them, in HTML that needs no script."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from service.page.words import day_name, grouped, percent, signed, tenth
from tests.service.cases import MONDAY
from tests.service.clients import answered, client_of
from tests.service.page.page_text import addresses, message, rows
from tests.service.page.shifts_case import CONTRACTED, SUNDAY, page, section, with_shifts

DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
POOLS = ["belgium-fr-b2b", "belgium-fr-residential", "morocco-fr-residential"]
NIGHT = "belgium-nl-residential"  # no shift of the contracts is at work at night
GAP, STARTS, HEADS, TIMES = "Gap:", "How many people work when", "by contract", "Largest gap"
BRUSSELS = ZoneInfo("Europe/Brussels")

Row = dict[str, Any]


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("shifts-page")
    with_shifts(folder)
    return client_of(folder)


@pytest.fixture(scope="module", name="text")
def _text(client: FlaskClient) -> str:
    return page(client)


def told(client: FlaskClient, of: str, pool: str) -> list[Row]:
    """The API's rows of a pool in the first week."""
    body = answered(client, "/v1/shifts", first=MONDAY, last=SUNDAY, rows=of)
    return [x for x in body["rows"] if x["pool"] == pool]


def plain(text: str) -> str:
    """As ``rows`` shows it: every space an ordinary one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def start_of(row: Row) -> datetime:
    """On the callers' clock."""
    return datetime.fromisoformat(row["interval_start_utc"]).astimezone(BRUSSELS)


def by_time(intervals: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The API's intervals at each time of the callers' day, in order."""
    ordered = sorted(intervals, key=lambda x: f"{start_of(x):%H:%M}")
    for time, some in groupby(ordered, key=lambda x: f"{start_of(x):%H:%M}"):
        yield time, list(some)


@pytest.mark.parametrize("pool", POOLS)
def test_every_gap_is_the_apis_at_the_callers_time(
    client: FlaskClient, text: str, pool: str
) -> None:
    head, *shown = rows(section(text, pool), GAP)
    intervals = told(client, "intervals", pool)
    days = sorted({start_of(x).date() for x in intervals})
    assert head == ["From", *(plain(day_name(x)) for x in days)]
    found = list(by_time(intervals))
    assert [row[0] for row in shown] == [time for time, _ in found]
    for row, (_, some) in zip(shown, found, strict=True):
        gaps = {start_of(x).date(): signed(x["gap_agents"]) for x in some}
        assert row[1:] == [gaps.get(day, DASH) for day in days]


@pytest.mark.parametrize("pool", POOLS)
def test_who_is_short_at_a_time_is_one_row_with_the_worst_day_of_each_pool(
    client: FlaskClient, text: str, pool: str
) -> None:
    head, *shown = rows(text, TIMES)
    column = head.index(" ".join(pool.split("-")))
    cells = {row[0]: row[column] for row in shown}
    some_short = False
    for time, some in by_time(told(client, "intervals", pool)):
        worst = min(some, key=lambda x: round(x["gap_agents"], 1))
        short = sum(round(x["gap_agents"], 1) < 0 for x in some)
        day = f"{start_of(worst):%a}"
        many = f"{signed(worst['gap_agents'])} {day} {short} of {len(some)}"
        assert cells[time] == (many if short else "enough")
        some_short |= short > 0
    assert some_short


def test_a_sentence_names_a_pools_worst_times_the_most_short_first(
    client: FlaskClient, text: str
) -> None:
    for pool in POOLS:
        intervals = told(client, "intervals", pool)
        (said,) = re.findall(r'<p class="sentence">(.*?)</p>', section(text, pool), re.DOTALL)
        gaps = [round(x["gap_agents"], 1) for x in intervals]
        short, far = sum(x < 0 for x in gaps), sum(x <= -1 for x in gaps)
        start = f"Short in {short} of {len(gaps)} half-hours, by a whole agent or more in {far}."
        assert plain(said).startswith(start)
        worst = min(intervals, key=lambda x: round(x["gap_agents"], 1))
        begins = f"Most at {start_of(worst):%H:%M} ({signed(min(gaps))} of {worst['agents']} on "
        assert begins in plain(said)


def test_a_gap_of_a_whole_agent_is_marked_and_a_part_of_one_less(text: str) -> None:
    marked = re.findall(rf'<td class="([a-z-]+)">{MINUS}([\d.]+)', text)
    assert {name for name, _ in marked} == {"far-short", "little-short"}
    for name, number in marked:
        assert name == ("far-short" if float(number) >= 1 else "little-short")


@pytest.mark.parametrize("pool", POOLS)
def test_people_by_start_and_day_are_the_apis_shifts(
    client: FlaskClient, text: str, pool: str
) -> None:
    head, *shown, total = rows(section(text, pool), STARTS)
    shifts = told(client, "shifts", pool)
    days = sorted({x["date"] for x in shifts})
    assert head[3:] == [plain(day_name(date.fromisoformat(x))) for x in days]
    for shift in shifts:
        when = f"{shift['start']}{DASH}{shift['end']}"
        breaks = shift["breaks"].replace("-", DASH) or "none"
        (row,) = (x for x in shown if x[:3] == [when, shift["contract"], breaks])
        assert row[3 + days.index(shift["date"])] == str(shift["people"])
    assert sum(int(x) for row in shown for x in row[3:] if x) == sum(x["people"] for x in shifts)
    of_day = [sum(x["people"] for x in shifts if x["date"] == day) for day in days]
    assert total == ["At work", "", "", *map(str, of_day)]


def test_people_and_paid_hours_by_contract_add_up_to_the_weeks(
    client: FlaskClient, text: str
) -> None:
    for pool in POOLS:
        (week,) = told(client, "weeks", pool)
        _, *contracts, total = rows(section(text, pool), HEADS)
        assert total == ["All", str(week["people"]), "", plain(tenth(week["paid_hours"]))]
        assert ", ".join(f"{x[1]} {x[0]}" for x in contracts) == week["contracts"]
        for _, people, each, hours in contracts:
            assert int(people) * float(each) == pytest.approx(float(hours), abs=0.05)


def test_the_bound_the_level_and_the_efficiency_are_said_in_words(
    client: FlaskClient, text: str
) -> None:
    for pool in POOLS:
        (week,) = told(client, "weeks", pool)
        said = plain(section(text, pool))
        above = week["paid_hours"] / week["bound_hours"] - 1
        least = "no shifts of these contracts reach the goal with less."
        more = f"at most {plain(percent(above))} more than the least possible"
        assert (least if above < 0.0005 else more) in said
        assert f"Service level of the week: {plain(percent(week['service_level']))};" in said
        assert f"Efficiency {plain(percent(week['schedule_efficiency']))}: " in said
        assert f"{week['people']} people, {plain(grouped(week['paid_hours']))} paid hours" in said


def test_figures_count_all_pools_and_name_the_moment_that_lacks_most(
    client: FlaskClient, text: str
) -> None:
    figures = [plain(x) for x in re.findall(r"<dd>(.*?)</dd>", text, re.DOTALL)]
    weeks = [x for pool in POOLS for x in told(client, "weeks", pool)]
    lacking: dict[str, float] = {}
    for x in [x for pool in POOLS for x in told(client, "intervals", pool)]:
        start = x["interval_start_utc"]
        lacking[start] = lacking.get(start, 0.0) + max(-round(x["gap_agents"], 1), 0.0)
    assert figures == [
        str(sum(x["people"] for x in weeks)),
        plain(grouped(sum(x["paid_hours"] for x in weeks))),
        tenth(max(lacking.values())),
    ]


def test_shifts_that_cover_the_need_are_short_nowhere(client: FlaskClient) -> None:
    text = page(client, goal="cover")
    assert text.count("No half-hour is short.") == len(POOLS)
    assert not re.search(r"far-short|little-short", text)
    assert "<dd>none</dd>" in text
    assert "Nobody: every pool has the agents it needs in every half-hour." in text


def test_a_site_on_another_clock_says_so_and_one_on_the_callers_does_not(text: str) -> None:
    assert "at times of morocco, 1 hour behind the callers'" in plain(section(text, POOLS[2]))
    assert "behind" not in section(text, POOLS[0])


def test_a_pool_that_no_shifts_can_serve_says_why(client: FlaskClient, text: str) -> None:
    (week,) = told(client, "weeks", NIGHT)
    said = plain(section(text, NIGHT))
    assert "There are no shifts: no shift of full-time, part-time can be at work at 00:00" in said
    assert "change earliest_start" in week["reason"]
    assert "change earliest_start" in said


def test_charts_draw_needed_agents_and_those_of_the_shifts(client: FlaskClient, text: str) -> None:
    charts = [json.loads(html.unescape(x)) for x in re.findall(r"data-curve='([^']*)'", text)]
    assert len(charts) == len(POOLS)
    for pool, chart in zip(POOLS, charts, strict=True):
        found = told(client, "intervals", pool)
        assert chart["interval_start_utc"] == [x["interval_start_utc"] for x in found]
        assert chart["needed"] == [x["agents"] for x in found]
        assert chart["agents"] == [round(x["shift_agents"], 1) for x in found]
        assert chart["interval_start"] == [start_of(x).isoformat() for x in found]


def test_week_capacity_and_shifts_lead_to_each_other(client: FlaskClient, text: str) -> None:
    assert {f"/?week={MONDAY}", "/capacity", "/"} < set(addresses(text))
    assert f"/shifts?week={MONDAY}" in addresses(client.get(f"/?week={MONDAY}").text)
    assert f"/shifts?week={MONDAY}" in addresses(client.get("/capacity").text)
    assert '<a href="/shifts" aria-current="page">Shifts</a>' in text


def test_everything_the_page_points_to_is_its_own_and_answers(
    client: FlaskClient, text: str
) -> None:
    ids = set(re.findall(r' id="([^"]+)"', text))
    for address in set(addresses(text)):
        if address.startswith("#"):
            assert address[1:] in ids
        else:
            assert re.match(r"/(?!/)", address)
            with client.get(address) as answer:
                assert answer.status_code == 200, address


def test_without_scripts_only_the_charts_are_missing(text: str) -> None:
    assert text.count('class="chart" role="img" hidden') == len(POOLS)
    assert "<noscript>" in text
    assert re.findall(r"<script(?! src=)|<style|\son\w+=|\sstyle=|javascript:", text) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"week": "2024-01-01"}, "week is 2024-01-01; the weeks are those from"),
        ({"week": "tomorrow"}, 'week is "tomorrow"; give a date such as'),
        ({"goal": "cheap"}, "'level' or 'cover'"),
        ({"site": "belgium"}, "site is not known; the keys here are week, goal"),
    ],
)
def test_a_wrong_question_is_told_what_may_be_asked(
    client: FlaskClient, query: dict[str, str], said: str
) -> None:
    assert said in message(client.get("/shifts", query_string=query), 422)


def test_any_day_of_a_week_shows_it_and_none_the_first(client: FlaskClient, text: str) -> None:
    assert page(client, week=SUNDAY) == text == client.get("/shifts").text


def test_names_of_contracts_cannot_become_markup(tmp_path: Path) -> None:
    with_shifts(tmp_path, CONTRACTED.replace('"full-time"', "'<b>full</b>'"))
    text = page(client_of(tmp_path))
    assert "<b>full" not in text
    assert rows(section(text, POOLS[0]), HEADS)[1][0] == "<b>full</b>"
