"""Roots of rising functions, many at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.numeric.root import root

ONE = np.ones(1)


def test_each_case_has_its_own_root() -> None:
    squares = np.array([2.0, 9.0, 1e-8, 1e10])
    found = root(lambda some, x: x**2 - squares[some], 0 * squares, squares + 1.0)
    assert found == pytest.approx(np.sqrt(squares), rel=1e-14)


def test_a_root_at_an_end_or_in_an_empty_bracket_is_found() -> None:
    found = root(lambda _, x: x - 2.0, np.array([2.0, 0.0, 2.0]), np.array([5.0, 2.0, 2.0]))
    assert found.tolist() == [2.0, 2.0, 2.0]
    assert root(lambda _, x: x, ONE[:0], ONE[:0]).tolist() == []


def test_ends_on_the_wrong_side_by_a_rounding_are_the_root() -> None:
    assert root(lambda _, x: x - 2.0 - 1e-15, 0 * ONE, 2 * ONE).tolist() == [2.0]
    assert root(lambda _, x: x - 2.0 + 1e-15, 2 * ONE, 5 * ONE).tolist() == [2.0]


@given(kink=st.floats(1.0, 1e6), steep=st.floats(1e-12, 1.0), end=st.floats(1e7, 1e18))
def test_a_kink_does_not_hide_it(kink: float, steep: float, end: float) -> None:
    def rises(_: object, x: np.ndarray) -> np.ndarray:
        return np.minimum(x - kink, steep * (x - kink))

    assert root(rises, 0 * ONE, end * ONE) == pytest.approx(kink, rel=1e-12)
