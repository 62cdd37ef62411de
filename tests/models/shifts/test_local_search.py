import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.arrays import Counts
from models.shifts.local_search import improved
from models.shifts.programme import programme
from models.shifts.rounding import rounded
from models.shifts.week import ShiftWeek
from tests.models.shifts.other_answers import can_work
from tests.models.shifts.shift_weeks import Deal, assert_worked, cover_of, drawn_week, week_of

SEEDS = st.integers(0, 2**32 - 1)


def worth(week: ShiftWeek, counts: Counts) -> float:
    return week.worth.total(np.asarray(counts @ week.columns.cover, np.float64))


def drawn(seed: int) -> tuple[ShiftWeek, Counts, Counts]:
    """A week, people, and shifts that they can work."""
    random = np.random.default_rng(seed)
    week = drawn_week(random)
    heads = random.integers(0, 10, len(week.terms.cost))
    return week, heads, rounded(week, heads, random.uniform(0, 3, len(week.columns.day)))


@given(seed=SEEDS)
@settings(max_examples=50)
def test_shifts_are_never_worse_afterwards_and_still_within_the_contracts(seed: int) -> None:
    week, heads, counts = drawn(seed)
    found = improved(week, heads, counts)
    assert worth(week, found) >= worth(week, counts) - 1e-9
    assert_worked(week, heads, found)


@given(seed=SEEDS)
@settings(max_examples=25)
def test_no_shift_more_is_of_any_use_afterwards(seed: int) -> None:
    week, heads, counts = drawn(seed)
    found = improved(week, heads, counts)
    more = found + np.eye(len(found), dtype=np.int64)
    for some in more[can_work(week, heads, more)]:
        assert worth(week, some) <= worth(week, found) + 1e-6


@given(seed=SEEDS)
@settings(max_examples=50)
def test_no_shifts_of_these_people_pass_what_the_linear_programme_says_at_most(seed: int) -> None:
    week, heads, counts = drawn(seed)
    found = programme(week).best(heads)
    assert worth(week, improved(week, heads, counts)) <= found.at_most(heads) + 1e-6
    others = np.maximum(heads + np.random.default_rng(seed).integers(-2, 3, len(heads)), 0)
    best = programme(week).best(others)
    reached = worth(week, improved(week, others, rounded(week, others, best.counts)))
    assert reached <= found.at_most(others) + 1e-6


def test_two_who_stand_together_are_spread() -> None:
    week = week_of(cover_of([1, 1, 1, 1]), [0] * 4, Deal(hours=2.0))
    assert improved(week, np.array([2]), np.array([2, 0, 0])).tolist() == [1, 0, 1]


def test_a_shift_goes_to_a_day_that_needs_it_more() -> None:
    week = week_of(cover_of([1, 1, 1, 1]), [0, 0, 3, 3], Deal(hours=4.0))
    assert improved(week, np.array([1]), np.array([2, 0])).tolist() == [1, 1]


def test_who_is_paid_and_free_to_work_does() -> None:
    week = week_of(cover_of([1, 1, 1, 1]), [0, 0, 3, 3], Deal(hours=4.0))
    assert improved(week, np.array([1]), np.array([0, 0])).tolist() == [1, 1]
