from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import data.sample
from data.people.staff import StaffGroup, site_groups
from data.plan import Plan
from models.people.headcount import expected_headcount, handling_factor, on_phone
from tests.data.plan.plan_texts import changed, plan

SAMPLE = (Path(data.sample.__file__).parent / "plan.toml").read_text("utf-8")

PERMANENT = """[[sites.staff]]
contract = "permanent"
languages = ["fr"]
headcount = 20
as_of = 2025-10-01
weekly_hours = 30
weekly_attrition = 0.0

[[sites]]
id = "morocco"
"""


def found(text: str, site: str) -> dict[str, StaffGroup]:
    """A site's groups by label."""
    return {x.label: x for x in site_groups(plan(text)) if x.site == site}


def people(x: StaffGroup, day: date) -> float:
    return float(expected_headcount(x.group, np.array([day.toordinal()]))[0])


def callers(x: StaffGroup, day: date) -> float:
    return float(on_phone(x.group, np.array([day.toordinal()]))[0])


def without_moves(text: str) -> str:
    return text[: text.index("[[moves]]")]


def test_groups_come_in_the_order_of_the_plans_sites() -> None:
    labels = [(x.site, x.label) for x in site_groups(plan())]
    assert labels == [
        ("liege", "temporary"),
        ("liege", "temporary, moving to belgium"),
        ("morocco", "class 2025-10-06 fr"),
        ("belgium", "moved from liege"),
    ]


def test_groups_keep_the_contract_that_they_name() -> None:
    sites = [
        replace(site, classes=tuple(replace(x, contract="full-time") for x in site.classes))
        for site in plan().sites
    ]
    groups = site_groups(replace(plan(), sites=tuple(sites)))
    assert {x.label: x.contract for x in groups} == {
        "temporary": "temporary",
        "temporary, moving to belgium": "temporary",
        "class 2025-10-06 fr": "full-time",
        "moved from liege": "temporary",
    }


def test_staff_hear_of_the_closure_and_leave_after_their_notice() -> None:
    staff = found(without_moves(changed()), "liege")["temporary"]
    assert people(staff, date(2025, 9, 1)) == 100
    assert people(staff, date(2025, 10, 1)) == 100
    told = 100 * 0.99 ** (8 / 7)  # announced on 2 October, a week of notice
    assert people(staff, date(2025, 10, 9)) == pytest.approx(told)
    assert people(staff, date(2025, 10, 30)) == pytest.approx(told * 0.97**3)


def test_staff_counted_after_the_announcement_leave_at_once() -> None:
    text = changed(("as_of = 2025-10-01", "as_of = 2025-11-01"))
    staff = found(without_moves(text), "liege")["temporary"]
    assert people(staff, date(2025, 11, 8)) == pytest.approx(97)


def test_staff_without_a_rate_after_the_announcement_keep_their_own() -> None:
    text = changed(("attrition_after = 0.03\n", ""))
    staff = found(without_moves(text), "liege")["temporary"]
    assert people(staff, date(2025, 10, 29)) == pytest.approx(100 * 0.99**4)


def test_nobody_is_left_when_the_site_has_closed() -> None:
    for staff in found(changed(), "liege").values():
        assert people(staff, date(2025, 12, 31)) > 0
        assert people(staff, date(2026, 1, 1)) == 0


def test_a_class_is_trained_and_takes_no_call_before_its_site_opens() -> None:
    trained = found(changed(), "morocco")["class 2025-10-06 fr"]
    assert people(trained, date(2025, 10, 5)) == 0
    assert people(trained, date(2025, 11, 2)) == 30
    assert callers(trained, date(2025, 11, 2)) == 0  # three weeks of training end on 26 October
    assert callers(trained, date(2025, 11, 3)) == pytest.approx(30 * 0.92)
    assert callers(trained, date(2025, 11, 10)) == pytest.approx(30 * 0.92 * 0.99)
    days = np.array([date(2025, 11, 3).toordinal(), date(2025, 11, 10).toordinal()])
    assert handling_factor(trained.group, days).tolist() == [1.5, 1.3]
    assert (trained.languages, trained.hourly_cost) == (("fr",), 9.5)


def test_a_class_of_an_open_site_takes_calls_when_trained() -> None:
    text = changed(("opens = 2025-11-03", "opens = 2025-10-13"))
    text = text.replace("{ from = 2025-11-03, shares", "{ from = 2025-10-20, shares")
    trained = found(text, "morocco")["class 2025-10-06 fr"]
    assert callers(trained, date(2025, 10, 26)) == 0
    assert callers(trained, date(2025, 10, 27)) == pytest.approx(30 * 0.92)


def test_a_trained_class_takes_no_call_and_learns_nothing_before_calls_are_sent() -> None:
    text = changed(("opens = 2025-11-03", "opens = 2025-10-13"))
    trained = found(text, "morocco")["class 2025-10-06 fr"]
    assert callers(trained, date(2025, 11, 2)) == 0
    assert callers(trained, date(2025, 11, 3)) == pytest.approx(30 * 0.92)
    first = np.array([date(2025, 11, 3).toordinal()])
    assert handling_factor(trained.group, first).tolist() == [1.5]


def test_people_who_will_move_are_as_many_more_before_as_leave_until_then() -> None:
    at_liege, at_belgium = found(changed(), "liege"), found(changed(), "belgium")
    rest, moving = at_liege["temporary"], at_liege["temporary, moving to belgium"]
    moved = at_belgium["moved from liege"]
    kept = 0.99 ** (8 / 7) * 0.97 ** (83 / 7)  # from 1 October to 31 December
    assert people(moving, date(2025, 10, 1)) == pytest.approx(15 / kept)
    assert people(rest, date(2025, 10, 1)) == pytest.approx(100 - 15 / kept)
    assert people(moving, date(2025, 12, 31)) == pytest.approx(15)
    assert people(moved, date(2026, 1, 1)) == 0
    assert people(moved, date(2026, 1, 2)) == 15
    assert callers(moved, date(2026, 1, 8)) == 0  # a week of retraining
    assert callers(moved, date(2026, 1, 9)) == pytest.approx(15 * 0.99)  # the rate of before
    assert (moved.languages, moved.hourly_cost) == (("nl",), 29.0)
    assert moved.group.weekly_hours == 38


def test_no_more_people_move_than_are_expected_on_the_last_day() -> None:
    text = changed(("headcount = 15", "headcount = 90"))
    left = 100 * 0.99 ** (8 / 7) * 0.97 ** (83 / 7)  # from 9 October to 31 December
    assert 68 < left < 69
    assert people(found(text, "belgium")["moved from liege"], date(2026, 1, 2)) == 68
    kept = left / 100
    rest = people(found(text, "liege")["temporary"], date(2025, 10, 1))
    assert rest == pytest.approx(100 - 68 / kept)


def test_people_move_from_the_first_staff_who_speak_the_languages() -> None:
    text = changed(('[[sites]]\nid = "morocco"\n', PERMANENT))
    assert found(text, "belgium")["moved from liege"].hourly_cost == 29.0
    anyone = text.replace('retraining_weeks = 1\nlanguages = ["nl"]', "retraining_weeks = 1")
    french = anyone.replace('to_site = "belgium"', 'to_site = "morocco"').replace(
        "headcount = 15", "headcount = 80"
    )
    both = [x for x in site_groups(plan(french)) if x.label == "moved from liege"]
    assert [x.group.headcount for x in both] == [68, 12]
    assert [x.languages for x in both] == [("fr",), ("fr",)]
    assert [x.group.weekly_hours for x in both] == [38, 30]


def test_nobody_moves_to_a_site_whose_languages_they_do_not_speak() -> None:
    text = changed(
        ('languages = ["fr", "nl"]\nheadcount = 100', 'languages = ["fr"]\nheadcount = 100'),
        ('retraining_weeks = 1\nlanguages = ["nl"]', "retraining_weeks = 1"),
        ("full_time_hours = 38\ncloses", 'languages = ["fr", "nl"]\nfull_time_hours = 38\ncloses'),
    )
    assert not found(text, "belgium")
    assert people(found(text, "liege")["temporary"], date(2025, 10, 1)) == 100


def test_two_moves_never_take_the_same_people() -> None:
    again = """[[moves]]
from_site = "liege"
to_site = "morocco"
date = 2026-01-05
headcount = 100

[[other_work]]
"""
    text = changed(("[[other_work]]\n", again))
    first = found(text, "belgium")["moved from liege"].group.headcount
    second = found(text, "morocco")["moved from liege"].group.headcount
    left = 100 * 0.99 ** (8 / 7) * 0.97 ** (83 / 7) - 15
    assert (first, second) == (15, int(left))
    everybody = sum(people(x, date(2025, 10, 1)) for x in found(text, "liege").values())
    assert everybody == pytest.approx(100)


def test_people_of_a_class_move_once_they_take_calls() -> None:
    fresh = 'from_site = "morocco"\nto_site = "belgium"\ndate = 2025-10-20'
    before = 'from_site = "liege"\nto_site = "belgium"\ndate = 2026-01-02'
    french = (
        'retraining_weeks = 1\nlanguages = ["nl"]',
        'retraining_weeks = 1\nlanguages = ["fr"]',
    )
    assert not found(changed((before, fresh), french), "belgium")
    later = fresh.replace("2025-10-20", "2025-11-10")
    assert (
        found(changed((before, later), french), "belgium")["moved from morocco"].site == "belgium"
    )


def test_the_samples_temporary_people_leave_by_a_twentieth_a_week() -> None:
    staff = found(SAMPLE, "liege")["temporary"]
    heard = 100 * 0.99 ** (8 / 7)
    for weeks in range(12):
        day = date(2025, 10, 9) + timedelta(weeks=weeks)
        assert people(staff, day) == pytest.approx(heard * 0.95**weeks)


@st.composite
def plans_with_moves(draw: st.DrawFn) -> tuple[Plan, Plan]:
    """The small plan with another size and day of its move, and without the move."""
    count, day = (
        draw(st.integers(0, 120)),
        date(2025, 10, 2)
        + draw(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=200))),
    )
    text = changed(
        ("headcount = 15", f"headcount = {count}"), ("date = 2026-01-02", f"date = {day}")
    )
    return plan(text), plan(without_moves(text))


@given(plans_with_moves())
def test_people_who_leave_a_site_are_those_who_arrive_at_the_other(
    plans: tuple[Plan, Plan],
) -> None:
    moving, still = plans
    before = sum(x.group.headcount for x in site_groups(still) if x.site == "liege")
    after = site_groups(moving)
    there = sum(x.group.headcount for x in after if x.site == "liege")
    assert there == pytest.approx(before)
    last = [people(x, date.fromordinal(x.group.ends or 1)) for x in after if "moving" in x.label]
    assert last == pytest.approx([x.group.headcount for x in after if "moved" in x.label])
