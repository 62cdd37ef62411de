"""Weeks in which a contract has a number of people that is given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.shifts.solve import solve
from models.shifts.week import ShiftWeek
from tests.models.shifts.shift_weeks import (
    NEARLY,
    Deal,
    assert_kept,
    cover_of,
    level_of,
    week_of,
)

FULL = Deal(hours=20.0, lengths=(4,), days=5.0, cost=20.0)
PART = Deal(hours=10.0, lengths=(2,), days=5.0, cost=10.0)
DAYS = [day for day in range(5) for _ in range(4)]
PEAK = [2, 6, 6, 2] * 5


def with_part_timers(people: int, need: list[int] = PEAK) -> ShiftWeek:
    return week_of(cover_of(need), DAYS, FULL, replace(PART, heads=(people, people)))


@pytest.mark.parametrize(("people", "full"), [(0, 6), (2, 4), (4, 2), (8, 0)])
def test_as_many_part_timers_as_there_must_be_take_the_place_of_full_timers(
    people: int, full: int
) -> None:
    found = solve(with_part_timers(people))
    assert found is not None
    assert found.heads.tolist() == [full, people]


def test_no_number_of_people_is_cheaper_than_the_free_one() -> None:
    free = solve(week_of(cover_of(PEAK), DAYS, FULL, PART))
    assert free is not None
    for people in range(7):
        found = solve(with_part_timers(people))
        assert found is not None
        assert found.cost >= free.bound - NEARLY


@given(people=st.integers(0, 4), load=st.lists(st.floats(0.5, 4.0), min_size=4, max_size=4))
@settings(max_examples=20)
def test_a_level_is_kept_with_exactly_so_many(people: int, load: list[float]) -> None:
    deals = FULL, replace(PART, heads=(people, people))
    week = week_of(level_of(load * 2, 0.8), [0] * 4 + [3] * 4, *deals)
    found = solve(week)
    assert found is not None
    assert found.heads[1] == people
    assert_kept(week, found)


def test_people_who_are_too_few_and_alone_have_no_shifts() -> None:
    assert solve(week_of(cover_of([3, 3]), [0, 0], replace(PART, heads=(1, 1)))) is None


def test_numbers_of_people_may_lie_between_two() -> None:
    terms = with_part_timers(3).terms
    assert terms.shared(np.array([[1, 2], [1, 3], [1, 4]])).tolist() == [False, True, False]
