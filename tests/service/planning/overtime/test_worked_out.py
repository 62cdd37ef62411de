"""A pool's week with the people who are there, with overtime or with early leave."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from data.shifts import Goal
from service.planning.basis.current import Current
from service.planning.overtime.worked_out import overtime_week
from tests.service.cases import MONDAY
from tests.service.planning.overtime.overtime_case import (
    by_factor,
    contracted,
    found,
    there,
    times,
)
from tests.service.planning.shifts.shift_cases import BELGIUM_FR, BELGIUM_NL, MOROCCO_FR, silent

GOALS: tuple[Goal, ...] = ("level", "cover")


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return contracted(tmp_path_factory.mktemp("overtime"))


def test_overtime_in_a_short_week_keeps_the_promise_or_says_what_it_reaches(
    current: Current,
) -> None:
    for week in by_factor(current, there(current, BELGIUM_FR)):
        if week.service_level >= week.needed_level:
            assert week.hours_of("overtime") == 0
            assert week.service_level_then >= week.needed_level - 1e-6
        else:
            assert week.hours_of("early leave") == 0
            assert week.service_level_then > week.service_level
        assert (week.service_level_then < week.needed_level - 1e-6) == bool(week.reason)


def test_the_fewer_people_are_there_the_less_they_reach(current: Current) -> None:
    levels = [x.service_level for x in by_factor(current, there(current, BELGIUM_FR))]
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("goal", GOALS)
def test_nobody_has_more_than_an_hour_a_day(current: Current, goal: Goal) -> None:
    for factor in (1.4, 0.7):
        week = found(current, times(there(current, BELGIUM_FR), factor), goal)
        for day in (MONDAY + timedelta(days=x) for x in range(7)):
            assert sum(x.people for x in week.hours if x.day == day) <= week.people


def test_who_is_not_needed_to_cover_every_half_hour_may_leave_early(current: Current) -> None:
    week = found(current, times(there(current, BELGIUM_FR), 2.0), "cover")
    assert week.hours_of("early leave") > 0
    assert (week.hours_of("overtime"), week.reason) == (0, "")


def test_half_hours_that_lack_agents_are_told(current: Current) -> None:
    week = found(current, times(there(current, BELGIUM_FR), 0.7), "cover")
    assert week.reason.startswith("intervals that lack agents with all overtime that helps: ")


def test_a_promise_beyond_all_overtime_is_told_with_what_it_reaches(current: Current) -> None:
    week = found(current, times(there(current, BELGIUM_FR), 0.6))
    reached = f"reach a service level of {week.service_level_then:.4f}"
    assert week.reason == (
        f"the {week.hours_of('overtime')} hours of overtime that help {reached}, and "
        f"{week.needed_level:.4f} is needed"
    )


def test_hours_cost_what_the_people_cost_and_save_it_where_they_are_fewer(
    current: Current,
) -> None:
    people = there(current, MOROCCO_FR)  # all of them at 9.5
    short, long = (found(current, times(people, x)) for x in (0.7, 1.5))
    assert short.cost == pytest.approx(9.5 * short.hours_of("overtime"))
    assert long.cost == pytest.approx(-9.5 * long.hours_of("early leave"))


def test_a_cost_that_nobody_tells_is_unknown_where_hours_are_asked_for(current: Current) -> None:
    people = times(there(current, MOROCCO_FR), 0.7)
    silent = replace(people, groups=tuple(replace(x, hourly_cost=None) for x in people.groups))
    assert np.isnan(found(current, silent).cost)


def test_an_agent_who_is_shared_counts_as_many_as_he_gains(current: Current) -> None:
    people = there(current, BELGIUM_FR)
    helped = replace(people, gain=people.gain * 1.1)
    assert found(current, helped).service_level > found(current, people).service_level


def test_where_the_plan_has_nobody_it_is_said(current: Current) -> None:
    people = there(current, BELGIUM_FR)
    nobody = found(current, times(people, 0.0))
    assert (nobody.people, nobody.service_level, nobody.hours) == (0, 0.0, ())
    assert nobody.reason == "nobody whom the plan has takes these calls in this week"
    site = replace(people, groups=(), hours=np.zeros(0))
    assert found(current, site).reason == ("the plan has no people at belgium: add [[sites.staff]]")


def test_when_nobody_may_be_at_work_the_first_time_is_named(current: Current) -> None:
    reason = found(current, there(current, BELGIUM_NL)).reason
    assert reason.startswith(
        "no shift of full-time, part-time can be at work at 00:00 on 2025-10-20"
    )


def test_a_week_in_which_nothing_is_open_is_none(current: Current) -> None:
    people = there(current, BELGIUM_FR)
    sites = [replace(x, closes=MONDAY - timedelta(days=1)) for x in current.plan.sites]
    shut = replace(current.plan, sites=tuple(sites))
    assert overtime_week(shut, people, "level") is None


@pytest.mark.parametrize("goal", GOALS)
def test_where_nobody_calls_the_least_agents_are_the_goal(current: Current, goal: Goal) -> None:
    quiet = silent(current, "b2b-billing-fr")
    people = there(quiet, "belgium-fr-b2b")
    short, ample = (found(quiet, times(people, x), goal) for x in (1.0, 2.0))
    assert short.hours_of("overtime") > 0
    assert short.reason
    assert ample.hours_of("early leave") > 0
    assert not ample.reason
