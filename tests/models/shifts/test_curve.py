import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from models.shifts.curve import curve
from models.shifts.week import Worth
from tests.models.shifts.shift_weeks import level_of


def test_agents_worth_the_same_each_follow_the_need_by_the_hours_of_the_shifts() -> None:
    worth = Worth(np.tile(np.arange(30.0), (3, 1)), np.zeros(3, np.int64))
    found = curve(worth, np.array([4.0, 8.0, 4.0]), 0, np.array([6.0, 8.0, 6.0]))
    assert_allclose(found, [5.0, 10.0, 5.0], rtol=1e-6)


def test_nobody_follows_the_curve_under_the_least_agents() -> None:
    worth = Worth(np.tile(np.arange(30.0), (2, 1)), np.zeros(2, np.int64))
    found = curve(worth, np.array([2.0, 10.0]), 2, np.array([2.0, 5.0]))
    assert_allclose(found, [2.0, 5.0], rtol=1e-6)


@given(
    load=st.lists(st.floats(1, 20), min_size=2, max_size=6),
    more=st.lists(st.integers(0, 3)),
)
@settings(max_examples=30)
def test_the_curve_is_worth_what_the_shifts_are_worth(load: list[float], more: list[int]) -> None:
    worth = Worth(level_of(load, 0.8), np.zeros(len(load), np.int64))
    needed = np.ceil(np.array(load)) + 1
    agents = needed + np.resize(np.array([*more, 0]), len(load))
    assert_allclose(worth.total(curve(worth, needed, 1, agents)), worth.total(agents), atol=1e-3)
