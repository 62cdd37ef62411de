from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.shifts.heads import all_listed, apportioned, cheapest_first
from models.shifts.week import Terms
from tests.models.shifts.shift_weeks import Deal, terms_of

TERMS = terms_of(Deal(cost=38.0), Deal(cost=20.0, share=(0.0, 0.25)))


def first(terms: Terms, heads: list[float], cost: float) -> list[list[int]]:
    return [[int(x) for x in row] for row in next(cheapest_first(terms, np.array(heads), cost))]


def test_people_are_tried_from_the_cost_upwards_and_the_nearest_first() -> None:
    """306, 324, 326 and 342; of the second no more than a quarter, to the person."""
    assert first(TERMS, [7.0, 2.0], 306.0) == [[7, 2], [8, 1], [7, 3], [9, 0]]


@given(
    costs=st.lists(st.sampled_from([8.0, 20.0, 30.0, 38.0]), min_size=1, max_size=3),
    cost=st.floats(0, 300),
)
def test_nobody_is_left_out_and_nobody_is_tried_twice(costs: list[float], cost: float) -> None:
    terms = terms_of(*[Deal(cost=x) for x in costs])
    assert all_listed(terms, cost)
    windows = list(cheapest_first(terms, np.zeros(len(costs)), cost))
    every = np.concatenate(windows)
    prices = every @ terms.cost
    assert all(x <= y + 1e-5 for x, y in pairwise(prices.tolist()))
    assert len(np.unique(every, axis=0)) == len(every)
    assert prices.min(initial=np.inf) >= cost - 1e-5
    dearest = cost + len(windows) * max(costs)
    most = [int(dearest / x) + 1 for x in costs]
    grid = np.stack(np.meshgrid(*[np.arange(x + 1) for x in most], indexing="ij"), axis=-1)
    price = grid.reshape(-1, len(costs)) @ terms.cost
    assert len(every) == np.count_nonzero((price >= cost - 1e-6) & (price < dearest - 1e-6))


def test_of_too_many_those_near_the_linear_programme_are_tried_and_that_is_told() -> None:
    terms = terms_of(*[Deal(cost=10.0)] * 6)
    heads = np.full(6, 20.0)
    assert not all_listed(terms, 1200.0)
    found = next(cheapest_first(terms, heads, 1200.0))
    assert found[0].tolist() == [20] * 6
    assert (np.abs(found - heads) <= 4).all()


@given(
    parts=st.lists(st.floats(0, 50), min_size=1, max_size=5).filter(lambda x: sum(x) > 1e-3),
    total=st.integers(0, 500),
)
def test_people_are_apportioned_to_the_person(parts: list[float], total: int) -> None:
    found = apportioned(np.array(parts), total)
    exact = np.array(parts) * total / sum(parts)
    assert found.sum() == total
    assert (np.abs(found - exact) < 1.0 + 1e-5).all()


def test_shares_are_kept_to_the_person() -> None:
    shared = TERMS.shared(np.array([[30, 10], [31, 10], [29, 11], [3, 1], [2, 1], [1, 2]]))
    assert shared.tolist() == [True, True, False, True, True, False]
