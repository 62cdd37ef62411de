"""Some people more of one contract, beside the plan's, and the hours of others they replace."""

from dataclasses import replace
from datetime import timedelta

import pytest

from data.shifts import Heads, PoolShifts
from service.planning.basis.current import Current
from service.planning.shifts.mixes import Mix, MixQuestion, mixes_table
from service.planning.shifts.more_people import joined, more_mix, shifts_with
from service.planning.shifts.worked_out import pool_shifts
from tests.service.cases import MONDAY
from tests.service.planning.shifts.shift_cases import (
    BELGIUM_FR,
    FULL,
    MOROCCO_FR,
    PART,
    need_of,
    under,
)

ASKED = MixQuestion(MONDAY, MONDAY, "morocco", "part-time", more_people=4)


def planned(current: Current, pool: str = MOROCCO_FR) -> PoolShifts:
    plan, need = under(current, FULL, PART), need_of(current, pool, MONDAY)
    found = pool_shifts(plan, need, MONDAY, "level", {})
    assert found is not None
    return found


def larger(current: Current, people: int) -> PoolShifts:
    plan, need = under(current, FULL, PART), need_of(current, MOROCCO_FR, MONDAY)
    more = joined([planned(current)], "part-time", people)
    found = shifts_with(plan, need, MONDAY, "level", more)
    assert found is not None
    return found


def people(week: PoolShifts) -> dict[str, int]:
    return {x.contract: x.people for x in week.heads}


def test_the_plans_people_and_those_who_join_are_there_and_the_goal_is_kept(
    current: Current,
) -> None:
    now, then = planned(current), larger(current, 4)
    assert people(then)["part-time"] == people(now)["part-time"] + 4
    assert people(then)["full-time"] < people(now)["full-time"]
    assert then.service_level >= then.needed_level - 1e-6


def test_nobody_more_costs_what_the_plan_costs(current: Current) -> None:
    assert larger(current, 0).paid_hours <= planned(current).paid_hours + 1e-6


def test_other_contracts_keep_within_their_largest_shares(current: Current) -> None:
    most = replace(PART, name="evening", share_max=0.1)
    plan, need = under(current, FULL, PART, most), need_of(current, MOROCCO_FR, MONDAY)
    now = pool_shifts(plan, need, MONDAY, "level", {})
    assert now is not None
    then = shifts_with(plan, need, MONDAY, "level", joined([now], "part-time", 4))
    assert then is not None
    assert people(then)["evening"] <= 0.1 * then.people + 1


def test_people_join_the_pools_as_these_have_people(current: Current) -> None:
    one, other = planned(current), planned(current, BELGIUM_FR)
    heads = joined([one, other], "part-time", 7).heads
    joiners = {x.pool: heads[x.pool, MONDAY] - people(x)["part-time"] for x in (one, other)}
    assert sum(joiners.values()) == 7
    exact = 7 * other.people / (one.people + other.people)
    assert abs(joiners[BELGIUM_FR] - exact) < 1


def test_every_week_has_all_who_join(current: Current) -> None:
    now = planned(current)
    later = replace(now, monday=MONDAY + timedelta(weeks=1))
    heads = joined([now, later], "part-time", 3).heads
    assert [x - people(now)["part-time"] for x in heads.values()] == [3, 3]


def test_the_row_tells_what_they_save_and_the_hours_that_they_replace(current: Current) -> None:
    now, then = planned(current), larger(current, 4)
    plan = under(current, FULL, PART)
    plain = Mix("", None, plan, True)
    mix = more_mix(plan, ASKED, [then])
    [first, row] = mixes_table(plan.site("morocco"), [(plain, [now]), (mix, [then])]).rows()
    full = [sum(y.people * y.paid_hours for y in x.heads[:1]) for x in (now, then)]
    assert row["more_people"] == 4.0
    assert row["replaced_hours"] == pytest.approx(full[0] - full[1])
    assert row["saved_hours"] == pytest.approx(now.paid_hours - then.paid_hours)
    assert (first["more_people"], first["replaced_hours"]) == (None, None)


def test_people_beyond_the_plans_shares_are_marked(current: Current) -> None:
    plan = under(current, FULL, PART)
    week = planned(current)
    few, many = (
        replace(week, heads=(Heads("full-time", 9, 38.0), Heads("part-time", x, 20.0)))
        for x in (4, 5)
    )
    assert more_mix(plan, ASKED, [few]).within
    assert not more_mix(plan, ASKED, [few, many]).within
