from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from models.people.headcount import (
    Group,
    drawn_headcount,
    expected_headcount,
    handling_factor,
    on_phone,
    takes_calls,
)

FIRST = 739_000
STAFF = Group(
    headcount=100.0,
    weekly_hours=38.0,
    attrition=((FIRST, 0.01), (FIRST + 14, 0.05)),
    ends=FIRST + 40,
)
CLASS = Group(
    headcount=20.0,
    weekly_hours=44.0,
    attrition=((FIRST + 21, 0.02),),
    joins=FIRST,
    phone_from=FIRST + 21,
    dropout=0.1,
    aht_factors=(1.5, 1.2),
)


def at(*after: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Days counted from the first one."""
    return FIRST + np.array(after, dtype=np.int64)


def test_attrition_compounds_week_by_week_and_changes_on_its_day() -> None:
    found = expected_headcount(STAFF, at(0, 7, 14, 21, 28))
    assert_allclose(found, [100, 99, 98.01, 98.01 * 0.95, 98.01 * 0.95**2])


def test_a_day_takes_a_seventh_of_a_weeks_attrition() -> None:
    assert_allclose(expected_headcount(STAFF, at(1)), 100 * 0.99 ** (1 / 7))


def test_nobody_is_known_to_have_left_before_the_count() -> None:
    assert_array_equal(expected_headcount(STAFF, at(-300, -1)), [100, 100])


def test_nobody_is_there_after_the_last_day() -> None:
    assert_array_equal(expected_headcount(STAFF, at(40, 41)) > 0, [True, False])


def test_a_class_loses_its_dropouts_at_its_first_call_and_nobody_before() -> None:
    found = expected_headcount(CLASS, at(-1, 0, 20, 21, 28))
    assert_allclose(found, [0, 20, 20, 18, 18 * 0.98])


def test_people_in_training_take_no_calls() -> None:
    assert_allclose(on_phone(CLASS, at(-1, 0, 20, 21, 28)), [0, 0, 0, 18, 18 * 0.98])


def test_people_learn_week_by_week_of_taking_calls() -> None:
    found = handling_factor(CLASS, at(21, 27, 28, 34, 35, 400))
    assert_array_equal(found, [1.5, 1.5, 1.2, 1.2, 1.0, 1.0])
    assert_array_equal(handling_factor(STAFF, at(0, 30)), [1.0, 1.0])


def test_before_their_first_call_people_handle_calls_as_in_their_first_week() -> None:
    assert_array_equal(handling_factor(CLASS, at(0, 13, 20)), [1.5, 1.5, 1.5])


def test_people_whose_start_is_not_told_are_there_as_far_back_as_days_go() -> None:
    always, first = Group(3.0, 38.0), np.array([date.min.toordinal()])
    assert_array_equal(expected_headcount(always, first), [3])
    assert_array_equal(takes_calls(always, first), [True])


def test_a_group_without_attrition_keeps_its_people() -> None:
    assert_array_equal(expected_headcount(Group(3.0, 38.0), at(0, 1000)), [3, 3])


def test_no_days_are_no_people() -> None:
    assert expected_headcount(CLASS, at()).shape == (0,)
    assert drawn_headcount(CLASS, at(), np.random.default_rng(1), 5).shape == (5, 0)


@pytest.mark.parametrize("group", [STAFF, CLASS, Group(2.5, 38.0, ((FIRST, 0.3),))])
def test_drawn_people_are_on_average_those_expected(group: Group) -> None:
    days, draws = at(*range(-3, 60)), 20_000
    drawn = drawn_headcount(group, days, np.random.default_rng(5), draws)
    expected = expected_headcount(group, days)
    error = np.sqrt(drawn.var(axis=0) / draws)
    assert (np.abs(drawn.mean(axis=0) - expected) <= 4.5 * error + 1e-12).all()


def test_drawn_people_are_whole() -> None:
    drawn = drawn_headcount(Group(2.5, 38.0), at(0), np.random.default_rng(1), 100)
    assert set(drawn[:, 0]) == {2, 3}
    assert np.issubdtype(drawn.dtype, np.integer)


def test_drawn_people_leave_independently_of_each_other() -> None:
    drawn = drawn_headcount(STAFF, at(28), np.random.default_rng(2), 40_000)
    kept = 0.99**2 * 0.95**2
    assert drawn.var() == pytest.approx(100 * kept * (1 - kept), rel=0.03)


def test_the_same_seed_draws_the_same_people() -> None:
    days = at(*range(50))
    one, two = (drawn_headcount(CLASS, days, np.random.default_rng(3), 9) for _ in range(2))
    assert_array_equal(one, two)


@pytest.mark.parametrize("earlier", [1, 7, 300])
def test_days_on_which_nobody_can_leave_do_not_change_who_leaves_later(earlier: int) -> None:
    days, since = at(*range(28)), at(*range(-earlier, 28))
    alone, after_others = (
        drawn_headcount(STAFF, x, np.random.default_rng(4), 50) for x in (days, since)
    )
    assert_array_equal(after_others[:, :earlier], np.full((50, earlier), 100))
    assert_array_equal(after_others[:, earlier:], alone)


groups = st.builds(
    lambda headcount, rates, length, dropout, ends: Group(
        headcount=headcount,
        weekly_hours=38.0,
        attrition=tuple((FIRST + 10 * i, rate) for i, rate in enumerate(rates)),
        joins=FIRST,
        phone_from=FIRST + length,
        dropout=dropout,
        ends=None if ends is None else FIRST + ends,
    ),
    st.floats(0, 200),
    st.lists(st.floats(0, 0.99), max_size=4),
    st.integers(0, 50),
    st.floats(0, 0.99),
    st.none() | st.integers(0, 80),
)


@given(groups)
def test_people_who_left_do_not_come_back(group: Group) -> None:
    days = at(*range(90))
    drawn = drawn_headcount(group, days, np.random.default_rng(0), 4)
    assert (np.diff(expected_headcount(group, days)) <= 1e-9).all()
    assert (np.diff(drawn, axis=1) <= 0).all()
    assert (drawn >= 0).all()
    assert (drawn <= np.ceil(group.headcount)).all()


@given(groups, st.integers(0, 89))
def test_a_day_is_the_same_whichever_days_are_asked_with_it(group: Group, day: int) -> None:
    together = expected_headcount(group, at(*range(90)))
    assert_allclose(together[day], expected_headcount(group, at(day))[0], rtol=1e-12)
