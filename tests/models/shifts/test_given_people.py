import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from models.shifts.given_people import best_shifts
from models.shifts.solve import solve
from tests.models.shifts.hour_cases import small_week
from tests.models.shifts.shift_weeks import Deal, assert_worked, cover_of, level_of, week_of


@given(seed=st.integers(0, 2**32 - 1), people=st.lists(st.integers(0, 5), min_size=2, max_size=2))
@settings(max_examples=40)
def test_nobody_works_more_than_his_contract_says(seed: int, people: list[int]) -> None:
    week = small_week(np.random.default_rng(seed))
    heads = np.array(people[: len(week.terms.cost)])
    assert_worked(week, heads, best_shifts(week, heads))


def test_people_who_are_too_few_are_where_most_are_missing() -> None:
    week = week_of(cover_of([0, 3, 3, 0]), [0, 0, 0, 0], Deal(hours=2.0, days=1.0))
    assert_array_equal(best_shifts(week, np.array([2])) @ week.columns.cover, [0, 2, 2, 0])


def test_as_many_people_as_the_cheapest_shifts_have_keep_the_goal() -> None:
    week = week_of(level_of([2.0, 4.0, 5.0, 3.0], 0.8), [0, 0, 1, 1], Deal())
    plan = solve(week)
    assert plan is not None
    agents = best_shifts(week, plan.heads) @ week.columns.cover
    assert week.worth.total(agents) >= -1e-6


def test_where_there_is_nobody_nobody_works() -> None:
    week = week_of(cover_of([1, 2]), [0, 0], Deal())
    assert_array_equal(best_shifts(week, np.array([0])), np.zeros(len(week.columns.day)))
