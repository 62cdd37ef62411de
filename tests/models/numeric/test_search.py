"""The smallest whole number that meets, the start near it, and the closed form that judges it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Flags, Floats, Index
from models.numeric.search import fewest, most, smallest
from models.queueing.closed_form import SURE, missed_and_gone
from models.queueing.offered_wait import offered_wait
from models.queueing.square_root import near_a, near_c


@given(
    answers=st.lists(st.integers(0, 10_000), min_size=1, max_size=20),
    start=st.integers(0, 20_000),
    floor=st.integers(0, 100),
)
def test_the_smallest_is_found_from_any_start(answers: list[int], start: int, floor: int) -> None:
    wanted, tried = np.array(answers), np.zeros((len(answers), 2), bool)

    def meets(cases: Index, n: Floats) -> Flags:
        assert (n >= floor).all()
        np.logical_or.at(tried[:, 0], cases, n == np.maximum(wanted[cases], floor))
        np.logical_or.at(tried[:, 1], cases, n == wanted[cases] - 1)
        return np.asarray(n >= wanted[cases])

    found = smallest(meets, np.full(len(answers), float(start)), float(floor))
    assert found.tolist() == np.maximum(wanted, floor).tolist()
    assert tried[:, 0].all()
    assert tried[wanted > floor, 1].all()


def test_the_closed_form_is_far_closer_than_it_claims_or_says_nothing() -> None:
    random = np.random.default_rng(20263)
    load, ratio = (np.exp(random.uniform(np.log(1e-3), np.log(x), 20_000)) for x in (3e4, 1e3))
    agents = np.maximum(np.round(load * np.exp(random.normal(0, 0.5, load.size))), 1.0)
    within = np.exp(random.uniform(np.log(1e-4), np.log(50), load.size))
    exact = offered_wait(agents, load, ratio, within)
    gone = exact.abandoned_in_time + exact.abandoned_late
    roughly = missed_and_gone(agents, load, ratio, within)
    error = np.abs(roughly - np.stack([gone + exact.answered_late, gone]))
    assert np.nanmax(error) < SURE / 20
    assert 0.2 < np.isnan(error).mean() < 0.5


def test_square_root_staffing_starts_next_to_the_answer_of_a_usual_target() -> None:
    load = np.linspace(2, 500, 997)
    aht, patience = np.full(997, 360.0), np.full(997, 180.0)
    needs_a, needs_c = near_a(load, aht, patience, 20, 0.8), near_c(load, aht, 20, 0.8)
    assert needs_a[np.searchsorted(load, 60)] == 62
    assert needs_c[np.searchsorted(load, 60)] == 67
    assert (needs_a <= needs_c).all()


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999999, 1.0])
@pytest.mark.parametrize("within", [0.0, 20.0, 1e5])
def test_a_start_is_a_number_in_every_corner(share: float, within: float) -> None:
    corners = np.meshgrid([1e-9, 1e-3, 1.0, 1e6], [0.1, 30.0, 1e5], [1e-2, 60.0, 1e9])
    load, aht, patience = (x.ravel() for x in corners)
    for start in (near_a(load, aht, patience, within, share), near_c(load, aht, within, share)):
        assert np.isfinite(start).all()
        assert (start >= 0).all()


@pytest.mark.parametrize("parts", [2, 32])
def test_the_fewest_with_a_part_of_one_are_just_above_what_is_needed(parts: int) -> None:
    needed = np.array([0.0, 0.25, 7.3, 12.0])
    found = fewest(lambda cases, n: n >= needed[cases], np.ceil(needed).astype(int), parts)
    assert (found >= needed).all()
    assert found == pytest.approx(needed, abs=2e-9)


@pytest.mark.parametrize("parts", [2, 32])
def test_the_most_that_meet_are_just_below_what_is_too_many(parts: int) -> None:
    taken = np.array([0.0, 1e-3, 7.3, 108.68491355955356, 9_999.0])
    found = most(lambda cases, n: n <= taken[cases], np.zeros(5), np.full(5, 1e4), parts)
    assert (found <= taken).all()
    assert found == pytest.approx(taken, rel=1e-14, abs=1e-20)
    assert most(lambda cases, n: n <= 0.4, np.full(1, 0.4), np.ones(1), parts) == [0.4]
