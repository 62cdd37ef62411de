from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from data.people.staff import site_groups
from data.people.supply import Supply, expected_supply, site_days, supply
from data.plan import Plan, Routing, RoutingStep
from data.plan.days.opening import usual_minutes
from models.people.headcount import expected_headcount
from models.queues import Match
from tests.data.plan.plan_texts import changed, plan

MONDAYS = [date(2025, 10, 6) + timedelta(weeks=x) for x in range(26)]
ORDINARY = date(2025, 11, 17)
ARMISTICE = date(2025, 11, 10)  # Tuesday 11 November is a holiday in Belgium
LAST_WEEK = date(2025, 12, 29)  # Liège closes on its Wednesday; Thursday is a holiday

WORKDAY, SATURDAY = (
    720 / 3840,
    240 / 3840,
)  # shares of the usual week: five days of 12 h, one of 4 h

STEADY = changed(
    ("weekly_attrition = 0.01\nannounced", "weekly_attrition = 0.0\nannounced"),
    ("attrition_after = 0.03\n", ""),
    ("headcount = 15", "headcount = 0"),
    ("weekly_attrition = 0.01\nhourly_cost = 9.5", "weekly_attrition = 0.0\nhourly_cost = 9.5"),
)


def week(site: str, monday: date, text: str = STEADY) -> Supply:
    """A week of a site whose people do not leave."""
    read = plan(text)
    return expected_supply(read, read.site(site), [monday])


def test_a_week_is_as_long_as_the_calls_of_the_site_usually_take() -> None:
    read = plan()
    days = [ORDINARY, ARMISTICE]
    assert_array_equal(usual_minutes(read, read.queues, days), [[720] * 5 + [240, 0]] * 2)
    b2b = [read.queue("b2b-billing-nl")]
    assert_array_equal(usual_minutes(read, b2b, days), [[510] * 5 + [0, 0]] * 2)
    assert_array_equal(usual_minutes(read, [], days), np.zeros((2, 7)))


SATURDAYS_END_AND_SUNDAYS_BEGIN = changed(
    ('days = ["sat"]\n', 'days = ["sat"]\nvalid_to = 2025-11-15\n'),
    (
        "[[opening_hours]]\ndates = [2025-12-26]",
        '[[opening_hours]]\ndays = ["sun"]\nvalid_from = 2025-11-20\nfrom = "10:00"\nto = "12:00"\n'
        "closed_on_holidays = true\n"
        "[[opening_hours]]\ndates = [2025-12-26]",
    ),
)


def test_a_usual_week_is_that_of_the_hours_valid_in_the_week() -> None:
    read = plan(SATURDAYS_END_AND_SUNDAYS_BEGIN)
    days = [date(2025, 11, 12), date(2025, 11, 17), date(2025, 11, 24)]
    found = usual_minutes(read, read.queues, days)
    assert_array_equal(found[:, 5], [240, 0, 0])
    assert_array_equal(found[:, 6], [0, 120, 120])


def test_the_week_in_which_hours_begin_is_as_long_as_those_after_it() -> None:
    workdays = 'days = ["mon", "tue", "wed", "thu", "fri"]\nfrom = "08:00"'
    from_thursday = (workdays, "valid_from = 2025-11-20\n" + workdays)
    read = plan(
        changed(from_thursday, ('days = ["sat"]', 'days = ["sat"]\nvalid_from = 2025-11-20'))
    )
    residential = [read.queue("residential-billing-fr")]
    found = usual_minutes(read, residential, [date(2025, 11, 20), date(2025, 11, 24)])
    assert_array_equal(found, [[720] * 5 + [240, 0]] * 2)
    assert not usual_minutes(read, residential, [date(2025, 11, 12)]).any()


def test_opening_hours_that_overlap_count_once() -> None:
    read = plan(changed(('from = "08:30"\nto = "17:00"', 'from = "07:00"\nto = "17:00"')))
    found = usual_minutes(read, read.queues, [ORDINARY])
    assert_array_equal(found, [[780] * 5 + [240, 0]])


def test_a_plan_without_opening_hours_works_every_day_alike() -> None:
    text = STEADY[: STEADY.index("[[opening_hours]]")] + STEADY[STEADY.index("[[queues]]") :]
    text = text.replace("works_on_holidays = false\n", "").replace(
        "full_time_hours = 38", "full_time_hours = 38\nworks_on_holidays = true"
    )
    read = plan(text)
    assert_array_equal(usual_minutes(read, read.queues, [ORDINARY]), [[1440] * 7])
    closing = expected_supply(read, read.site("liege"), [LAST_WEEK - timedelta(weeks=1), LAST_WEEK])
    assert_allclose(closing.paid_hours, [[3800, 3800 * 3 / 7]])  # it closes on a Wednesday


def test_people_work_their_weekly_hours_in_an_ordinary_week() -> None:
    found = week("liege", ORDINARY)
    assert_allclose(found.paid_hours, [[100 * 38]])
    assert_allclose(found.agent_hours, [[100 * 38 * (1 - 0.12 - 0.06 - 0.12)]])
    assert_allclose(found.experienced_hours, found.agent_hours)


def test_a_holiday_takes_its_weekdays_share_where_the_site_does_not_work() -> None:
    assert_allclose(week("liege", ARMISTICE).paid_hours, [[3800 * (1 - WORKDAY)]])


def test_a_site_that_works_on_its_holidays_loses_none() -> None:
    read = plan(STEADY)
    amazigh_new_year = [date(2026, 1, 12)]  # its Wednesday
    works = read.site("morocco")
    rests = replace(works, works_on_holidays=False)
    usual = 30 * 0.92 * 44
    assert_allclose(expected_supply(read, works, amazigh_new_year).paid_hours, [[usual]])
    found = expected_supply(read, rests, amazigh_new_year).paid_hours
    assert_allclose(found, [[usual * (1 - WORKDAY)]])


def test_a_week_ends_with_the_site() -> None:
    found = week("liege", LAST_WEEK)
    assert_allclose(found.paid_hours, [[3800 * 3 * WORKDAY]])
    assert not week("liege", LAST_WEEK + timedelta(weeks=1)).paid_hours.any()


def test_a_class_is_in_training_until_its_site_opens_and_works_slowly_at_first() -> None:
    before, first = week("morocco", date(2025, 10, 27)), week("morocco", date(2025, 11, 3))
    assert before.paid_hours.item() == 0
    assert_allclose(first.agent_hours, [[27.6 * 44 * (1 - 0.08 - 0.07 - 0.12)]])
    assert_allclose(first.experienced_hours, first.agent_hours / 1.5)


def test_shrinkage_changes_on_its_day() -> None:
    ramadan = week("morocco", date(2026, 2, 16))  # from Thursday 19 February on
    usual = 3 * WORKDAY * (1 - 0.08 - 0.07 - 0.12)
    changed_share = (2 * WORKDAY + SATURDAY) * (1 - 0.08 - 0.07 - 0.18)
    assert_allclose(ramadan.agent_hours, [[27.6 * 44 * (usual + changed_share)]])


def test_the_weekdays_are_those_of_the_calls_the_site_takes() -> None:
    read = plan(STEADY)
    business, others = Match(segment="b2b"), Match()
    step = RoutingStep(date(2025, 10, 1), {"liege": 1.0})
    elsewhere = RoutingStep(date(2025, 10, 1), {"belgium": 1.0})
    routing = (Routing(business, "step", (step,)), Routing(others, "step", (elsewhere,)))
    only_business = replace(read, routing=routing)
    found = expected_supply(only_business, read.site("liege"), [ORDINARY, ARMISTICE])
    assert_allclose(found.paid_hours, [[3800, 3800 * 4 / 5]])  # business calls have no Saturday


def test_a_site_that_takes_no_calls_works_every_day_alike() -> None:
    read = replace(plan(STEADY), routing=())
    found = expected_supply(read, read.site("liege"), [ARMISTICE])
    assert_allclose(found.paid_hours, [[3800 * 6 / 7]])


def test_moved_people_are_counted_at_one_site_at_a_time() -> None:
    read = plan()
    people = {x.label: expected_headcount(x.group, ordinals(MONDAYS)) for x in site_groups(read)}
    at_liege, at_belgium = (
        people[x].reshape(len(MONDAYS), 7).mean(axis=1)
        for x in ("temporary, moving to belgium", "moved from liege")
    )
    assert (np.diff(at_liege[:12]) < 0).all()  # they leave like the others until they move
    assert at_liege[11] > 15
    away = 1 / 7  # on 1 January, between the sites
    assert at_liege[12] + at_belgium[12] == pytest.approx(15 * (1 - away), rel=1e-2)
    assert not at_liege[13:].any()
    assert not at_belgium[:12].any()


def test_weeks_may_be_asked_one_by_one() -> None:
    read = plan()
    together = expected_supply(read, read.site("morocco"), MONDAYS)
    for place, monday in enumerate(MONDAYS):
        alone = expected_supply(read, read.site("morocco"), [monday])
        assert_allclose(alone.agent_hours[:, 0], together.agent_hours[:, place])


def test_a_site_without_people_supplies_nothing_and_no_weeks_have_no_hours() -> None:
    found = week("belgium", ORDINARY)
    assert found.paid_hours.shape == found.experienced_hours.shape == (0, 1)
    read = plan()
    assert expected_supply(read, read.site("liege"), []).agent_hours.shape == (2, 0)


def ordinals(mondays: list[date]) -> NDArray[np.int64]:
    first = mondays[0].toordinal()
    return np.arange(first, first + 7 * len(mondays))


def test_expected_hours_are_those_of_the_expected_people() -> None:
    read: Plan = plan()
    site = read.site("morocco")
    groups = [x for x in site_groups(read) if x.site == site.id]
    people = np.array([expected_headcount(x.group, ordinals(MONDAYS)) for x in groups])
    twice = supply(groups, site_days(read, site, MONDAYS), np.stack([people, 2 * people]))
    expected = expected_supply(read, site, MONDAYS)
    assert_allclose(twice.agent_hours, [expected.agent_hours, 2 * expected.agent_hours])
