"""One FTE: what a full-timer is paid on the days on which a pool takes calls."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.plan import Site
from service.planning.basis.current import Current
from service.planning.basis.terms import Granularity
from service.planning.staffing.pool_method import Method
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import FIRST_ROUTED, LAST, MONDAY, PLAN, current_of

SATURDAYS = """
[[opening_hours]]
match = { language = "fr" }
days = ["sat"]
from = "09:00"
to = "13:00"

[[opening_hours]]
match = { language = "fr" }
dates = [2025-12-21]
from = "10:00"
to = "16:00"

[[opening_hours]]
match = { language = "fr" }
dates = [2025-12-24]
from = "08:00"
to = "14:00"

[[queues]]
"""
LATER = "{ from = 2025-10-20, shares = { belgium = 1.0 } },\n  { from = 2025-11-19"
USUAL = 5 * 12 + 4  # hours that French is open in a usual week
FRENCH = StaffingQuestion(MONDAY, MONDAY, language="fr", method=Method("erlang_c", "point"))
DAYS = (LAST - FIRST_ROUTED).days
Figures = dict[str, tuple[float, float]]


@pytest.fixture(scope="module", name="open_saturdays")
def _open_saturdays(tmp_path_factory: pytest.TempPathFactory) -> Current:
    text = PLAN.replace("[[queues]]\n", SATURDAYS, 1)
    return current_of(tmp_path_factory.mktemp("saturdays"), text)


def rows(
    current: Current, first: date, last: date, granularity: Granularity
) -> list[dict[str, object]]:
    question = replace(FRENCH, first=first, last=last, granularity=granularity)
    return staffing_table(current, question).rows()


def hours(found: Iterable[dict[str, object]]) -> Figures:
    """Paid hours and a full-timer's, by pool, summed over the rows."""
    sums: Figures = {}
    for row in found:
        paid, full = sums.get(str(row["pool"]), (0.0, 0.0))
        more = float(str(row["paid_hours"])), float(str(row["full_timer_hours"]))
        sums[str(row["pool"])] = paid + more[0], full + more[1]
    return sums


def same(one: Figures, other: Figures) -> bool:
    assert one.keys() == other.keys()
    return all(one[x] == pytest.approx(other[x], abs=1e-3) for x in one)


def full_timer(current: Current, first: date, last: date, pool: str) -> float:
    return hours(rows(current, first, last, "month"))[pool][1]


@given(
    week=st.integers(0, DAYS // 7 - 1),
    earlier=st.integers(0, 9),
    later=st.integers(0, 9),
)
@settings(max_examples=25)
def test_any_question_that_covers_the_open_days_of_a_week_gives_that_weeks_fte(
    open_saturdays: Current, week: int, earlier: int, later: int
) -> None:
    monday = MONDAY + timedelta(weeks=week)
    whole = rows(open_saturdays, monday, monday + timedelta(days=6), "week")
    days = rows(open_saturdays, monday, monday + timedelta(days=6), "day")
    taken = sorted(date.fromisoformat(str(x["period_start"])) for x in days)
    first = max(taken[0] - timedelta(days=earlier), FIRST_ROUTED)
    last = min(taken[-1] + timedelta(days=later), LAST)
    asked = rows(open_saturdays, first, last, "week")
    fte = {x["pool"]: x["fte"] for x in asked if x["period_start"] == str(monday)}
    assert fte == {x["pool"]: x["fte"] for x in whole}


@given(first=st.integers(0, DAYS), more=st.integers(0, 20), closed=st.integers(1, 3))
@settings(max_examples=25)
def test_closed_days_more_or_less_change_nothing(
    open_saturdays: Current, first: int, more: int, closed: int
) -> None:
    begin = FIRST_ROUTED + timedelta(days=first)
    end = min(begin + timedelta(days=more), LAST)
    found = rows(open_saturdays, begin, end, "day")
    taken = sorted(date.fromisoformat(str(x["period_start"])) for x in found)
    if taken:
        whole = hours(rows(open_saturdays, begin, end, "month"))
        assert same(whole, hours(rows(open_saturdays, taken[0], taken[-1], "month")))
        assert same(whole, hours(found))


@given(first=st.integers(0, DAYS - 2), one=st.integers(0, 30), other=st.integers(0, 30))
@settings(max_examples=25)
def test_hours_of_adjoining_questions_add_up(
    open_saturdays: Current, first: int, one: int, other: int
) -> None:
    begin = FIRST_ROUTED + timedelta(days=first)
    middle = min(begin + timedelta(days=one), LAST - timedelta(days=1))
    end = min(middle + timedelta(days=1 + other), LAST)
    parts = (
        *rows(open_saturdays, begin, middle, "month"),
        *rows(open_saturdays, middle + timedelta(days=1), end, "month"),
    )
    assert same(hours(rows(open_saturdays, begin, end, "month")), hours(parts))


def test_a_day_counts_as_its_usual_opening_minutes_in_the_week(open_saturdays: Current) -> None:
    pool, saturday = "morocco-fr-residential", MONDAY + timedelta(days=5)
    assert full_timer(open_saturdays, MONDAY, MONDAY, pool) == pytest.approx(
        44 * 12 / USUAL, abs=1e-4
    )
    assert full_timer(open_saturdays, saturday, saturday, pool) == 44 * 4 / USUAL
    assert full_timer(open_saturdays, MONDAY, saturday, pool) == 44


def test_a_shorter_day_counts_as_usual_and_one_usually_closed_its_own_minutes(
    open_saturdays: Current,
) -> None:
    pool = "belgium-fr-b2b"
    eve, sunday = date(2025, 12, 24), date(2025, 12, 21)
    assert full_timer(open_saturdays, eve, eve, pool) == 38 * 12 / USUAL
    assert full_timer(open_saturdays, sunday, sunday, pool) == pytest.approx(
        38 * 6 / USUAL, abs=1e-4
    )
    christmas = full_timer(open_saturdays, eve, eve + timedelta(days=1), pool)
    assert christmas == 38 * 12 / USUAL


def test_a_site_counts_from_the_day_on_which_calls_are_sent_to_it(tmp_path: Path) -> None:
    later = current_of(tmp_path, PLAN.replace("{ from = 2025-10-20", LATER, 1))
    [row] = staffing_table(
        later,
        replace(
            FRENCH,
            site="morocco",
            first=date(2025, 11, 17),
            last=date(2025, 11, 30),
            granularity="month",
        ),
    ).rows()
    assert row["full_timer_hours"] == pytest.approx(44 * (3 + 5) / 5)  # from a Wednesday


def test_a_day_on_which_the_site_does_not_work_counts_nothing(current: Current) -> None:
    march = date(2025, 11, 6)  # a Moroccan holiday
    resting = replace(
        current,
        stored=replace(
            current.stored,
            plan=replace(current.plan, sites=tuple(map(_at_rest, current.plan.sites))),
        ),
    )
    week = rows(resting, march - timedelta(days=3), march + timedelta(days=3), "week")
    full = {x["pool"]: x["full_timer_hours"] for x in week}
    assert full["morocco-fr-residential"] == pytest.approx(44 * 4 / 5)
    day = next(x for x in rows(resting, march, march, "day") if x["site"] == "morocco")
    assert (day["fte"], day["full_timer_hours"]) == (None, 0)


def _at_rest(site: Site) -> Site:
    return replace(site, works_on_holidays=False)


@pytest.mark.parametrize("granularity", ["day", "week", "month"])
def test_paid_hours_over_a_full_timers_are_the_fte_of_a_pool_and_of_a_site(
    open_saturdays: Current, granularity: Granularity
) -> None:
    question = replace(
        FRENCH, language=None, last=MONDAY + timedelta(days=20), granularity=granularity
    )
    pools = staffing_table(open_saturdays, question).rows()
    sites = staffing_table(open_saturdays, replace(question, by=("site",))).rows()
    for row in (*pools, *sites):
        paid, full, fte = (float(str(row[x])) for x in ("paid_hours", "full_timer_hours", "fte"))
        assert fte == pytest.approx(paid / full, rel=2e-5)  # of four decimals
    for row in sites:
        own = [x for x in pools if all(x[k] == row[k] for k in ("site", "period_start"))]
        for name in ("fte", "paid_hours"):
            assert row[name] == pytest.approx(sum(float(str(x[name])) for x in own), abs=1e-3)


def test_people_of_several_sites_do_not_add_up_but_their_hours_do(current: Current) -> None:
    question = replace(FRENCH, granularity="week", last=MONDAY + timedelta(days=6))
    pools = staffing_table(current, question).rows()
    [row] = staffing_table(current, replace(question, by=("language",))).rows()
    assert (row["fte"], row["full_timer_hours"]) == (None, None)
    paid = sum(float(str(x["paid_hours"])) for x in pools)
    assert row["paid_hours"] == pytest.approx(paid, abs=1e-3)


def test_hours_have_paid_hours_and_no_full_timer(current: Current) -> None:
    for row in rows(current, MONDAY, MONDAY, "hour"):
        assert (row["fte"], row["full_timer_hours"]) == (None, None)
        assert float(str(row["paid_hours"])) > 0


def test_weeks_and_months_say_how_many_of_their_days_are_asked(current: Current) -> None:
    first, last = date(2025, 11, 5), date(2025, 12, 2)
    weeks = {(x["days"], x["days_in_period"]) for x in rows(current, first, last, "week")}
    assert weeks == {(5, 7), (7, 7), (2, 7)}
    months = rows(current, first, last, "month")
    assert [(x["period_start"], x["days"], x["days_in_period"]) for x in months[::3]] == [
        ("2025-11-01", 26, 30),
        ("2025-12-01", 2, 31),
    ]
