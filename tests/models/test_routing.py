import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from models.routing import daily_shares

FIRSTS = [100, 110, 120]
SHARES = np.array([[1.0, 0.0], [0.8, 0.2], [0.0, 1.0]])


def test_a_step_holds_until_the_day_before_the_next_one() -> None:
    days = np.array([100, 109, 110, 119, 120, 5000])
    expected = SHARES[[0, 0, 1, 1, 2, 2]]
    assert_array_equal(daily_shares(FIRSTS, SHARES, days, "step"), expected)


def test_a_linear_ramp_moves_by_the_same_amount_every_day() -> None:
    days = np.array([100, 105, 110, 111, 119, 120, 130])
    expected = [1.0, 0.9, 0.8, 0.72, 0.08, 0.0, 0.0]
    assert_allclose(daily_shares(FIRSTS, SHARES, days, "linear")[:, 0], expected, atol=1e-15)


@pytest.mark.parametrize("ramp", ["step", "linear"])
def test_days_before_the_first_step_are_not_covered(ramp: str) -> None:
    found = daily_shares(
        FIRSTS, SHARES, np.array([99, 100]), "step" if ramp == "step" else "linear"
    )
    assert np.isnan(found[0]).all()
    assert_array_equal(found[1], SHARES[0])


def test_days_may_come_in_any_order_and_none_are_none() -> None:
    found = daily_shares(FIRSTS, SHARES, np.array([120, 100]), "linear")
    assert_array_equal(found, SHARES[[2, 0]])
    assert daily_shares(FIRSTS, SHARES, np.array([], dtype=np.int64), "step").shape == (0, 2)


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[int], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    firsts = sorted(draw(st.sets(st.integers(730_000, 731_000), min_size=1, max_size=6)))
    weights = st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda x: sum(x) > 0.01)
    rows = np.array([draw(weights) for _ in firsts])
    return firsts, rows / rows.sum(axis=1, keepdims=True)


@given(plans())
def test_linear_shares_stay_shares_and_meet_every_step_on_its_first_day(
    plan: tuple[list[int], np.ndarray[tuple[int, int], np.dtype[np.float64]]],
) -> None:
    firsts, shares = plan
    days = np.arange(firsts[0], firsts[-1] + 10)
    found = daily_shares(firsts, shares, days, "linear")
    assert ((found >= 0) & (found <= 1 + 1e-12)).all()
    assert_allclose(found.sum(axis=1), 1.0, atol=1e-12)
    assert_array_equal(found[np.isin(days, firsts)], shares)


@given(plans())
def test_a_linear_ramp_never_leaves_the_shares_of_the_steps_around_it(
    plan: tuple[list[int], np.ndarray[tuple[int, int], np.dtype[np.float64]]],
) -> None:
    firsts, shares = plan
    days = np.arange(firsts[0], firsts[-1])
    found = daily_shares(firsts, shares, days, "linear")
    at = np.searchsorted(firsts, days, side="right") - 1
    low, high = np.minimum(shares[at], shares[at + 1]), np.maximum(shares[at], shares[at + 1])
    assert ((found >= low - 1e-12) & (found <= high + 1e-12)).all()
