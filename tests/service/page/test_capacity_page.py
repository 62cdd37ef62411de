"""The capacity page: all weeks' numbers as the API has them, in HTML that needs no script."""

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from data.database import connect
from service.page.words import (
    amount,
    full_day,
    hundredth,
    in_page_words,
    iso_week,
    percent,
    short_day,
    short_percent,
    signed,
)
from service.planning.basis.horizon import whole_weeks
from service.planning.capacity.cache import Cache
from service.planning.capacity.whole_capacity import whole_capacity
from service.planning.optimise.evaluated import evaluated
from service.planning.optimise.goal import GOALS
from service.web.current import read_current
from tests.data.plan.plan_texts import plan
from tests.service.cases import PLAN, database_url, released
from tests.service.clients import answered, client_of
from tests.service.page.page_text import addresses, message, rows
from tests.service.planning.capacity.capacity_case import BELGIUM, MOROCCO, MOROCCO_SITE, STAFFED

CSV = "/v1/capacity.csv"
DASH, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
FIGURES = ["Required hours", "Available hours", "Gap, FTE", "Service level, %", "Calls at risk"]
PLAIN = [("morocco", "fr"), ("belgium", "nl")]  # one pool each
RUN, STEPS = "Consecutive weeks of a pool together", "In time order"
HOSTILE = "<script>alert('x')</script> \"quoted\" & 'so'"

Row = dict[str, Any]


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("capacity-page")
    released(folder, STAFFED)
    return folder


@pytest.fixture(scope="module", name="client")
def _client(folder: Path) -> FlaskClient:
    return client_of(folder)


@pytest.fixture(scope="module", name="body")
def _body(client: FlaskClient) -> dict[str, Any]:
    return dict(answered(client, "/v1/capacity"))


@pytest.fixture(scope="module", name="text")
def _text(client: FlaskClient) -> str:
    return page(client)


def page(client: FlaskClient) -> str:
    """The page, which must be there."""
    answer = client.get("/capacity")
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), answer.text
    return answer.text


def plain(text: str) -> str:
    """As ``rows`` shows it: every space an ordinary one."""
    return " ".join(text.split())


def weekly(text: str, site: str, language: str) -> dict[str, list[str]]:
    """The cells of a table of weeks by the names of its rows."""
    return {name: cells for name, *cells in rows(text, f"{site}, {language}, by week")}


def by_week(body: dict[str, Any], site: str, language: str) -> Iterator[list[Row]]:
    """The API's rows of a site and language, week by week."""
    mondays = sorted({x["week_start"] for x in body["rows"]})
    for monday in mondays:
        chosen = (monday, site, language)
        yield [x for x in body["rows"] if (x["week_start"], x["site"], x["language"]) == chosen]


def pool(row: Row) -> str:
    """How the page names a row's pool."""
    return f"{row['site']}, {row['language']}, {row['segment']}"


@pytest.mark.parametrize(("site", "language"), PLAIN)
def test_every_number_of_a_table_is_the_apis(
    text: str, body: dict[str, Any], site: str, language: str
) -> None:
    shown = weekly(text, site, language)
    found = [row for (row,) in by_week(body, site, language)]
    names = ["required_hours", "available_hours", "gap_fte", "service_level", "calls_at_risk"]
    forms = [amount, amount, signed, hundredth, amount]
    for title, name, form in zip(FIGURES, names, forms, strict=True):
        assert shown[title] == [plain(form(row[name])) for row in found], title
    assert shown["Readiness"] == [row["readiness"] for row in found]


def test_pools_of_a_site_and_language_are_added_up_and_as_ready_as_the_weakest(
    text: str, body: dict[str, Any]
) -> None:
    shown = weekly(text, "belgium", "fr")
    order = ["not ready", "at risk", "ready"]
    for place, found in enumerate(by_week(body, "belgium", "fr")):
        offered = sum(x["offered_mean"] for x in found)
        level = sum(x["service_level"] * x["offered_mean"] for x in found) / offered
        sums = {x: sum(row[x] for row in found) for x in ("required_hours", "available_hours")}
        gap, late = sum(x["gap_fte"] for x in found), sum(x["calls_at_risk"] for x in found)
        said = [*map(amount, sums.values()), signed(gap), hundredth(level), amount(late)]
        assert [shown[x][place] for x in FIGURES] == [plain(x) for x in said]
        assert shown["Readiness"][place] == min((x["readiness"] for x in found), key=order.index)


def test_every_week_of_the_plan_is_a_column_that_leads_to_its_page(
    text: str, body: dict[str, Any], client: FlaskClient
) -> None:
    mondays = [date.fromisoformat(x) for x in sorted({x["week_start"] for x in body["rows"]})]
    assert len(mondays) == 24
    for site, language in [*PLAIN, ("belgium", "fr")]:
        named = [plain(f"{iso_week(x)} {short_day(x)}") for x in mondays]
        assert weekly(text, site, language)["Week"] == named
    assert {f"/?week={x}" for x in mondays} < set(addresses(text))


def test_a_cells_title_is_the_reason_of_its_readiness(text: str, body: dict[str, Any]) -> None:
    titles = {html.unescape(x) for x in re.findall(r' title="([^"]*)"', text)}
    for row in body["rows"]:
        if row["reason"] and (row["site"], row["language"]) in PLAIN:
            assert in_page_words(row["reason"]) in titles
    both = [
        x for x in by_week(body, "belgium", "fr") if len(x) == 2 and all(y["reason"] for y in x)
    ]
    assert both
    for found in both:
        both_reasons = "\n".join(f"{x['segment']}: {x['reason']}" for x in found)
        assert in_page_words(both_reasons) in titles


def test_every_weak_week_is_in_one_run_that_names_its_worst_week_and_why(
    text: str, body: dict[str, Any]
) -> None:
    shown = rows(text, RUN)[1:]
    weak = [x for x in body["rows"] if x["readiness"] != "ready"]
    assert weak
    late: dict[str, float] = {}
    for row in weak:
        late[pool(row)] = late.get(pool(row), 0.0) + row["calls_at_risk"]
    for name, calls in late.items():
        of_pool = [x for x in shown if x[1] == name]
        listed = sum(float(x[3].replace(" ", "")) for x in of_pool)
        assert listed == pytest.approx(calls, abs=len(of_pool))
        worst = min((x for x in weak if pool(x) == name), key=lambda x: x["gap_hours"])
        monday = date.fromisoformat(worst["week_start"])
        said = [f"{iso_week(monday)}, {short_day(monday)}", f"{signed(worst['gap_fte'])} FTE"]
        why = plain(in_page_words(worst["reason"]))
        assert [*map(plain, said), why] in [x[4:] for x in of_pool]
    assert {x[1] for x in shown} == set(late)


def test_cut_over_steps_are_listed_in_time_order_with_their_weakest_week(
    text: str, body: dict[str, Any]
) -> None:
    shown = rows(text, STEPS)[1:]
    assert len(shown) == len(body["steps"]) == 1
    for row, step in zip(shown, body["steps"], strict=True):
        weakest = date.fromisoformat(step["weakest_week"])
        assert row == [
            plain(full_day(date.fromisoformat(step["from"]))),
            step["pool"].replace("-", ", "),
            plain(short_percent(step["share"])),
            step["readiness"],
            plain(f"{iso_week(weakest)}, {short_day(weakest)}"),
            plain(percent(step["probability"])),
            plain(in_page_words(step["reason"])) or DASH,
        ]


def test_the_figures_above_count_what_the_tables_list(text: str, body: dict[str, Any]) -> None:
    figures = [plain(html.unescape(x)) for x in re.findall(r"<dd>(.*?)</dd>", text, re.DOTALL)]
    weak = [x for x in body["rows"] if x["readiness"] != "ready"]
    worst = min(weak, key=lambda x: x["gap_hours"])
    late_steps = [x for x in body["steps"] if x["readiness"] != "ready"]
    assert figures == [
        f"{len({x['week_start'] for x in weak})} of 24",
        f"{signed(worst['gap_fte'])} FTE",
        plain(amount(sum(x["calls_at_risk"] for x in body["rows"]))),
        f"{len(late_steps)} of 1",
    ]


def test_calls_at_risk_are_as_many_as_optimising_the_plan_begins_with(
    client: FlaskClient, folder: Path
) -> None:
    current = read_current(connect(database_url(folder)))
    whole = evaluated(current, *whole_weeks(current), GOALS["ready"], Cache()).calls_at_risk
    assert f"<dd>{amount(whole)}</dd>" in page(client)


def test_no_day_and_no_number_is_written_as_a_machine_does(text: str) -> None:
    titles = [html.unescape(x) for x in re.findall(r' title="([^"]*)"', text)]
    cells = [cell for caption in (RUN, STEPS) for row in rows(text, caption) for cell in row]
    cells += [x for site, y in PLAIN for line in weekly(text, site, y).values() for x in line]
    assert any("2025" in x for x in titles)
    for said in (*titles, *cells):
        assert not re.search(r"\d{4}-\d\d-\d\d", said), said
        assert not re.search(r"\d{5}|\d{4}(?= h| people)|\d,\d{3}", said), said


def test_a_week_of_which_days_are_missing_says_so(tmp_path: Path) -> None:
    late = PLAN.replace("from = 2025-10-20", "from = 2026-04-02").replace(
        "  { from = 2026-01-01, shares = { morocco = 1.0 } },\n", ""
    )
    released(tmp_path, late)
    client = client_of(tmp_path)
    assert weekly(page(client), "belgium", "nl")["Week"] == ["W14 30 Mar 4 of 7 days"]
    week = client.get("/?week=2026-04-02").text
    assert "Week 14, 4 of its 7 days" in week
    assert rows(week, "Calls by day")[-1][0] == "Week 4 of 7 days"
    assert rows(week, "4 of its 7 days")


def test_a_whole_week_says_nothing_of_its_days(client: FlaskClient, text: str) -> None:
    assert "7 days" not in text + client.get("/?week=2025-10-20").text


def test_the_two_pages_lead_to_each_other(client: FlaskClient, text: str) -> None:
    assert "/capacity" in addresses(client.get("/").text)
    assert "/" in addresses(text)
    assert '<a href="/capacity" aria-current="page">Capacity</a>' in text


def test_everything_the_page_points_to_is_its_own_and_answers(
    client: FlaskClient, text: str
) -> None:
    found = set(addresses(text))
    ids = set(re.findall(r' id="([^"]+)"', text))
    assert {CSV, "/docs"} < found
    for address in found:
        if address.startswith("#"):
            assert address[1:] in ids
        elif not address.startswith("/?week="):
            assert re.match(r"/(?!/)", address)
            with client.get(address) as answer:
                assert answer.status_code == 200, address


def test_charts_draw_the_numbers_that_the_tables_hold(text: str) -> None:
    charts = [json.loads(html.unescape(x)) for x in re.findall(r"data-hours='([^']*)'", text)]
    assert len(charts) == 3
    shown = weekly(text, "morocco", "fr")
    for name in ("required", "available"):
        drawn = [plain(amount(x)) for x in charts[2][name]]
        close = zip(drawn, shown[f"{name.capitalize()} hours"], strict=True)
        assert all(abs(_number(x) - _number(y)) <= 1 for x, y in close)


def _number(text: str) -> float:
    return float(text.replace(" ", ""))


def test_without_scripts_only_the_charts_are_missing(text: str) -> None:
    assert text.count('class="chart" role="img" hidden') == 3
    assert "<noscript>" in text
    assert re.findall(r"<script(?! src=)|<style|\son\w+=|\sstyle=|javascript:", text) == []


def test_a_readiness_is_a_word_and_its_colour(text: str) -> None:
    cells = re.findall(r'<td class="word ([a-z-]+)"[^>]*>([a-z ]+)</td>', text)
    assert {name for name, _ in cells} >= {"ready", "not-ready"}
    assert all(name == word.replace(" ", "-") for name, word in cells)


def test_a_site_without_people_says_so_and_how_to_add_them(tmp_path: Path) -> None:
    released(tmp_path, STAFFED.replace(BELGIUM, ""))
    text = page(client_of(tmp_path))
    assert "belgium has no people in the plan</h2>" in text
    assert "morocco has no people" not in text
    shown = weekly(text, "belgium", "nl")
    assert DASH not in shown["Required hours"]
    assert set(shown["Available hours"] + shown["Gap, FTE"]) == {DASH}
    assert set(shown["Readiness"]) == {"not known"}
    assert "every pool with people is ready" in text


def test_people_written_as_the_page_shows_are_read(tmp_path: Path) -> None:
    bare = STAFFED.replace(BELGIUM, "")
    released(tmp_path, bare)
    (example,) = re.findall(r"<pre><code>(.*?)</code></pre>", page(client_of(tmp_path)), re.DOTALL)
    with_people = bare.replace(MOROCCO_SITE, f"{html.unescape(example)}\n\n{MOROCCO_SITE}")
    (staff,) = plan(with_people).site("belgium").staff
    assert (staff.languages, staff.as_of) == (("fr", "nl"), date(2025, 10, 20))


def test_a_plan_without_any_people_has_required_hours_only(case_client: FlaskClient) -> None:
    text = page(case_client)
    assert "<dd>not known</dd>" in text
    assert "Not known: the plan has no people." in text
    assert rows(text, STEPS)[1][3:] == [
        "not known",
        *rows(text, STEPS)[1][4:5],
        DASH,
        "the plan has no people at morocco: add [[sites.staff]]",
    ]


def test_a_week_in_which_no_call_reaches_a_site_has_dashes(tmp_path: Path) -> None:
    late = STAFFED.replace("belgium = 0.7, morocco = 0.3", "belgium = 1.0")
    released(tmp_path, late.replace(MOROCCO, MOROCCO.replace("2025-09-29", "2025-11-24")))
    shown = weekly(page(client_of(tmp_path)), "morocco", "fr")
    assert shown["Required hours"][:10] == [DASH] * 10
    assert shown["Readiness"][:10] == [DASH] * 10
    assert DASH not in shown["Required hours"][10:]


def test_a_plan_with_enough_people_has_nothing_to_list(tmp_path: Path) -> None:
    many = re.sub(r"\nheadcount = \d+", "\nheadcount = 400", STAFFED).replace(
        "max_headcount = 40", "max_headcount = 400"
    )
    released(tmp_path, many)
    text = page(client_of(tmp_path))
    assert "None: every pool with people is ready in every week." in text
    assert "<dd>0 of 24</dd>" in text


def test_a_question_is_refused_because_the_page_has_none(client: FlaskClient) -> None:
    sentence = message(client.get("/capacity?week=2025-10-20"), 422)
    assert sentence == "week is not known; this page shows all weeks and has no keys"
    assert "<img" not in client.get("/capacity?<img src=x>=1").text


def test_names_of_a_plan_cannot_become_markup(tmp_path: Path) -> None:
    site = 'id = "morocco"\ntimezone'
    named = STAFFED.replace(site, f'id = "morocco"\nname = {json.dumps(HOSTILE)}\ntimezone')
    released(tmp_path, named)
    text = page(client_of(tmp_path))
    assert "<script>alert" not in text
    assert rows(text, STEPS)[1][1] == f"{HOSTILE}, fr, residential"


def test_the_answer_is_worked_out_once_a_plan_and_release(folder: Path) -> None:
    engine = connect(database_url(folder))
    assert whole_capacity(read_current(engine)) is whole_capacity(read_current(engine))


def test_gaps_and_shares_read_as_people_write_them() -> None:
    assert [signed(x) for x in (3.24, -4.31, -0.04, None)] == ["+3.2", f"{MINUS}4.3", "0.0", DASH]
    assert [percent(x) for x in (0.813, None)] == ["81.3\N{NO-BREAK SPACE}%", DASH]
    assert amount(None) == hundredth(None) == DASH
    assert iso_week(date(2025, 12, 29)) == "W1"
