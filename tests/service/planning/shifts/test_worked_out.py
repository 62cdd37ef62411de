"""A pool's week of shifts: the goal is kept by the people told; where none can, it says why."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import numpy as np
import pytest

from data.plan.contracts import Contract
from data.shifts import Goal, PoolShifts
from service.planning.basis.current import Current
from service.planning.shifts.worked_out import pool_shifts
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import MONDAY
from tests.service.planning.shifts.shift_cases import (
    ANY_TIME,
    BELGIUM_FR,
    BELGIUM_NL,
    FULL,
    MOROCCO_FR,
    PART,
    need_of,
    silent,
    under,
)

GOALS = get_args(Goal)
RAMADAN, ARMISTICE = date(2026, 2, 23), date(2025, 11, 10)
CASES = {
    "full-timers": (BELGIUM_FR, MONDAY, (FULL,)),
    "part-timers too": (BELGIUM_FR, MONDAY, (FULL, PART)),
    "a short week": (BELGIUM_FR, ARMISTICE, (FULL, PART)),
    "Ramadan": (MOROCCO_FR, RAMADAN, (FULL, PART)),
    "day and night": (BELGIUM_NL, MONDAY, (replace(ANY_TIME, weekend_share=0.7),)),
    "two lengths": (BELGIUM_FR, MONDAY, (replace(FULL, day_hours=(7.6, 4.0)),)),
    "starts on the hour": (BELGIUM_FR, MONDAY, (replace(FULL, start_every=60), PART)),
}


def found(
    current: Current, name: str, monday: date, goal: Goal, *contracts: Contract
) -> PoolShifts:
    need = need_of(current, name, monday)
    shifts = pool_shifts(under(current, *contracts), need, monday, goal, {})
    assert shifts is not None
    return shifts


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("goal", GOALS)
def test_the_people_told_keep_the_goal_within_their_contracts(
    current: Current, case: str, goal: Goal
) -> None:
    name, monday, contracts = CASES[case]
    shifts = found(current, name, monday, goal, *contracts)
    need = need_of(current, name, monday)
    assert shifts.reason == ""
    agents = need.shift_agents([shifts])[need.open]
    if goal == "cover":
        assert (agents >= need.agents[need.open] - 1e-9).all()
    assert shifts.service_level >= shifts.needed_level - 1e-6
    assert shifts.service_level >= need.target.share
    assert shifts.bound_hours <= shifts.paid_hours + 1e-6
    for x in shifts.heads:
        [contract] = [y for y in contracts if y.name == x.contract]
        theirs = [y for y in shifts.shifts if y.contract == x.contract]
        assert sum(y.people * y.paid_hours for y in theirs) <= x.people * x.paid_hours + 1e-6
        for day in (monday + timedelta(days=n) for n in range(7)):
            there = sum(y.people for y in theirs if y.day == day)
            may = contract.weekend_share if day.weekday() > 4 else 1.0
            assert there <= x.people * may + 1e-9
        assert x.people <= contract.share_max * shifts.people + 1


def test_agent_hours_are_paid_hours_without_absence_and_time_off_the_phone(
    current: Current,
) -> None:
    shifts = found(current, BELGIUM_FR, MONDAY, "level", FULL, PART)
    assert shifts.agent_hours == pytest.approx(shifts.paid_hours * (1 - 0.1 - 0.2))
    assert shifts.fte == pytest.approx(shifts.paid_hours * 0.7 / 0.6 / 38)
    assert 0.5 < shifts.schedule_efficiency < 1.0


def test_a_level_takes_fewer_people_than_leaving_no_half_hour_short(current: Current) -> None:
    level, cover = (found(current, BELGIUM_FR, MONDAY, x, FULL) for x in GOALS)
    assert level.paid_hours < cover.paid_hours
    assert level.schedule_efficiency > cover.schedule_efficiency


def test_part_timers_save_hours(current: Current) -> None:
    alone = found(current, BELGIUM_FR, MONDAY, "cover", FULL)
    mixed = found(current, BELGIUM_FR, MONDAY, "cover", FULL, PART)
    assert mixed.paid_hours < alone.paid_hours


@pytest.mark.parametrize("case", ["full-timers", "part-timers too", "a short week", "Ramadan"])
def test_fte_told_by_staffing_are_those_of_the_shifts(current: Current, case: str) -> None:
    name, monday, contracts = CASES[case]
    shifts = found(current, name, monday, "level", *contracts)
    plan = replace(under(current, *contracts), schedule_efficiency_source="assumed")
    stored = replace(current.stored, plan=plan)
    with_shifts = replace(current, stored=stored, shifts={name: {monday: shifts}})
    asked = StaffingQuestion(monday, monday + timedelta(days=6), granularity="week")
    [row] = [x for x in staffing_table(with_shifts, asked).rows() if x["pool"] == name]
    assert row["schedule_efficiency_source"] == "shifts"
    assert float(str(row["fte"])) == pytest.approx(shifts.fte, rel=0.02, abs=0.5)


def test_when_nobody_may_be_at_work_the_first_time_is_named(current: Current) -> None:
    late = replace(FULL, earliest_start=600)
    shifts = found(current, BELGIUM_FR, MONDAY, "level", late)
    assert shifts.reason == (
        "no shift of full-time can be at work at 08:00 on 2025-10-20 (and at 19 more times): "
        "change earliest_start, latest_end, day_hours or breaks of [[contracts]]"
    )
    assert (shifts.shifts, shifts.people) == ((), 0)
    assert np.isnan([shifts.fte, shifts.schedule_efficiency, shifts.service_level]).all()
    assert shifts.needed_level > 0.8


def test_when_rules_leave_too_few_at_the_weekend_they_are_named(current: Current) -> None:
    shifts = found(current, BELGIUM_NL, MONDAY, "cover", replace(ANY_TIME, weekend_share=0.0))
    assert shifts.reason == (
        "however many people, shifts of full-time do not reach the goal: change share_min, "
        "share_max, weekend_share or days_a_week of [[contracts]]"
    )


def test_a_site_that_is_shut_all_week_has_no_week_of_shifts(current: Current) -> None:
    sites = [replace(x, closes=MONDAY - timedelta(days=1)) for x in current.plan.sites]
    shut = replace(under(current, FULL), sites=tuple(sites))
    assert pool_shifts(shut, need_of(current, BELGIUM_FR, MONDAY), MONDAY, "level", {}) is None


def test_what_is_known_is_not_worked_out_again(current: Current) -> None:
    shifts = found(current, BELGIUM_FR, MONDAY, "level", FULL)
    known = {shifts.sha256: replace(shifts, fte=1.0)}
    need, plan = need_of(current, BELGIUM_FR, MONDAY), under(current, FULL)
    assert pool_shifts(plan, need, MONDAY, "level", known) == replace(shifts, fte=1.0)


def test_what_shifts_are_worked_out_from_is_one_number(current: Current) -> None:
    same = [found(current, BELGIUM_FR, MONDAY, "level", FULL) for _ in range(2)]
    assert same[0] == same[1]
    others = [
        found(current, BELGIUM_FR, MONDAY, "cover", FULL),
        found(current, BELGIUM_FR, MONDAY + timedelta(weeks=1), "level", FULL),
        found(current, BELGIUM_FR, MONDAY, "level", replace(FULL, share_min=0.1)),
        found(current, MOROCCO_FR, MONDAY, "level", FULL),
    ]
    assert len({x.sha256 for x in (*same, *others)}) == 5


def test_calls_that_change_a_level_and_no_agent_change_the_number(current: Current) -> None:
    plan, need = under(current, FULL), need_of(current, BELGIUM_FR, MONDAY)
    assert need.load.patience is not None
    longer = replace(need, load=replace(need.load, patience=need.load.patience * 1.01))
    told = [pool_shifts(plan, x, MONDAY, "cover", {}) for x in (need, longer)]
    one, other = [x for x in told if x is not None]
    assert one.heads == other.heads
    assert one.needed_level != other.needed_level
    assert one.sha256 != other.sha256


def test_staffing_has_the_agents_of_the_shifts_beside_those_needed(current: Current) -> None:
    shifts = found(current, BELGIUM_FR, MONDAY, "level", FULL)
    with_shifts = replace(current, shifts={BELGIUM_FR: {MONDAY: shifts}})
    asked = StaffingQuestion(MONDAY, MONDAY + timedelta(days=13), site="belgium")
    rows = staffing_table(with_shifts, asked).rows()
    own = [x for x in rows if x["pool"] == BELGIUM_FR]
    this_week = [x["shift_agents"] for x in own if str(x["interval_start"]) < "2025-10-27"]
    need = need_of(current, BELGIUM_FR, MONDAY)
    assert this_week == pytest.approx(need.shift_agents([shifts])[need.open], abs=1e-3)
    assert {x["shift_agents"] for x in own[len(this_week) :]} == {None}
    together = staffing_table(with_shifts, replace(asked, by=("site",))).rows()
    assert {x["shift_agents"] for x in together} == {None}  # Dutch, always open, has no shifts


@pytest.mark.parametrize("goal", GOALS)
def test_a_pool_that_nobody_calls_has_the_people_who_must_be_there(
    current: Current, goal: Goal
) -> None:
    quiet = silent(current, "b2b-billing-fr")
    shifts = found(quiet, "belgium-fr-b2b", MONDAY, goal, FULL, PART)
    need = need_of(quiet, "belgium-fr-b2b", MONDAY)
    assert (need.shift_agents([shifts])[need.open] >= need.question.site.min_agents - 1e-9).all()
    assert shifts.schedule_efficiency < 1.0
    assert np.isnan(shifts.needed_level)
