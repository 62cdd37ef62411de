from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from models.shifts.programme import programme
from models.shifts.solve import solve
from models.shifts.week import ShiftWeek, Worth
from tests.models.shifts.other_answers import least_of_all, may_be_kept
from tests.models.shifts.shift_weeks import (
    NEARLY,
    Deal,
    assert_kept,
    cover_of,
    drawn_deals,
    drawn_week,
    rough_of,
    terms_of,
    week_of,
)

SEEDS = st.integers(0, 2**32 - 1)
MONDAY_TO_FRIDAY = [day for day in range(5) for _ in range(4)]


def drawn(seed: int) -> ShiftWeek:
    return drawn_week(np.random.default_rng(seed))


def test_eight_people_of_five_days_give_eight_agents_all_day_and_no_fewer_do() -> None:
    full = Deal(hours=20.0, lengths=(4,), days=5.0, cost=20.0)
    found = solve(week_of(cover_of([8] * 20), MONDAY_TO_FRIDAY, full))
    assert found is not None
    assert found.heads.tolist() == [8]
    assert (found.cost, found.bound) == (160.0, 160.0)
    assert found.agents.tolist() == [8.0] * 20


def test_a_peak_of_two_intervals_is_cheaper_with_people_of_two_intervals() -> None:
    full = Deal(hours=20.0, lengths=(4,), days=5.0, cost=20.0)
    part = Deal(hours=10.0, lengths=(2,), days=5.0, cost=10.0)
    week = week_of(cover_of([2, 6, 6, 2] * 5), MONDAY_TO_FRIDAY, full, part)
    found = solve(week)
    assert found is not None
    assert found.heads.tolist() == [2, 4]
    assert found.cost == 80.0


def test_absent_people_are_made_up_for() -> None:
    full = Deal(hours=20.0, lengths=(4,), days=5.0, cost=20.0, present=0.88)
    found = solve(week_of(cover_of([8] * 20), MONDAY_TO_FRIDAY, full))
    assert found is not None
    assert found.heads.tolist() == [10]  # 8 / 0.88 = 9.09


def test_half_of_the_people_on_a_saturday_are_twice_as_many_people() -> None:
    deal = Deal(hours=10.0, lengths=(2,), days=5.0, cost=10.0, weekend=0.5)
    found = solve(week_of(cover_of([3, 3]), [5, 5], deal))
    assert found is not None
    assert found.heads.tolist() == [6]


@given(seed=SEEDS)
@settings(max_examples=25)
def test_nobody_works_more_than_is_allowed_and_the_goal_is_kept(seed: int) -> None:
    week = drawn(seed)
    found = solve(week)
    if found is not None:
        assert_kept(week, found)


@given(seed=SEEDS, more=st.floats(0.1, 2.0))
@settings(max_examples=10)
def test_more_need_never_takes_fewer_people(seed: int, more: float) -> None:
    """Nor can it be proven to, whatever is found."""
    week = drawn(seed)
    harder = replace(week, worth=Worth(week.worth.values - more, week.worth.day))
    least, most = programme(week).cheapest(), programme(harder).cheapest()
    if most is not None:
        assert least is not None
        assert least.cost <= most.cost + 0.01
    found, needed = solve(week), solve(harder)
    if needed is not None:
        assert found is not None
        assert found.bound <= needed.cost + NEARLY


@given(seed=SEEDS)
@settings(max_examples=15)
def test_a_contract_more_that_nobody_must_have_raises_no_bound(seed: int) -> None:
    random = np.random.default_rng(seed)
    deals = drawn_deals(random, 2)
    extra = replace(drawn_deals(random, 1)[0], share=(0.0, 1.0))
    need = cover_of(random.integers(0, 6, 8))
    day = [0, 0, 0, 0, 3, 3, 3, 3]
    found, more = solve(week_of(need, day, *deals)), solve(week_of(need, day, *deals, extra))
    if found is not None:
        assert more is not None
        assert more.bound <= found.cost + NEARLY


@pytest.mark.parametrize("part", range(4))
def test_a_hundred_weeks_have_shifts_but_where_a_linear_programme_has_none(part: int) -> None:
    for seed in range(25 * part, 25 * (part + 1)):
        week = drawn(seed)
        found = solve(week)
        if found is None:
            assert not may_be_kept(week), seed
        else:
            assert_kept(week, found)


def tiny(seed: int) -> ShiftWeek:
    """Of at most seven shifts and three agents, all of whom come."""
    random = np.random.default_rng(seed)
    deals = [replace(x, present=1.0, lengths=(2,)) for x in drawn_deals(random, 2)]
    deals[1] = replace(deals[1], lengths=(3,))
    if seed % 2:
        return week_of(cover_of([*random.integers(0, 3, 5), 2]), [0, 0, 0, 5, 5, 5], *deals)
    return week_of(rough_of(random, 6)[:, :4], [0, 0, 0, 5, 5, 5], *deals)


def test_tiny_weeks_cost_what_the_cheapest_of_all_plans_costs() -> None:
    """The bound is below it in all, and the plan found is it in 19 of 20."""
    above = []
    for seed in range(40):
        week = tiny(seed)
        found, best = solve(week), least_of_all(week, 14)
        if best is None:
            assert found is None or found.heads.max() > 14, seed
            continue
        assert found is not None, seed
        assert found.bound <= best + NEARLY <= found.cost + 2 * NEARLY, seed
        above.append(found.cost > best + NEARLY)
    assert len(above) >= 20
    assert np.mean(above) <= 0.05


@given(seed=SEEDS)
@settings(max_examples=5)
def test_the_same_week_has_the_same_shifts_again(seed: int) -> None:
    first, again = solve(drawn(seed)), solve(drawn(seed))
    assert (first is None) is (again is None)
    if first is not None and again is not None:
        assert_array_equal(first.counts, again.counts)
        assert_array_equal(first.heads, again.heads)


def test_terms_count_whole_people_only() -> None:
    terms = terms_of(Deal(days=4.6, weekend=0.5))
    assert terms.room(np.array([7])).tolist() == [[7, 7, 7, 7, 7, 3, 3]]
    assert terms.most_days(np.array([7])).tolist() == [32]
