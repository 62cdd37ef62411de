import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.shifts.programme import programme
from models.shifts.rounding import rounded
from tests.models.shifts.shift_weeks import (
    Deal,
    assert_worked,
    cover_of,
    drawn_week,
    people_by_day,
    week_of,
)

ROOMY = Deal(hours=40.0, lengths=(2,), days=7.0)
WEEK = week_of(cover_of([9] * 8), [0] * 4 + [1] * 4, ROOMY)  # three shifts a day


def test_parts_of_shifts_become_whole_ones_of_the_same_sum_and_shape() -> None:
    found = rounded(WEEK, np.array([9]), np.array([0.6, 0.4, 1.0, 2.4, 2.4, 0.2]))
    assert found.tolist() == [1, 0, 1, 2, 3, 0]


def test_the_largest_remainders_are_rounded_up() -> None:
    found = rounded(WEEK, np.array([9]), np.array([1.4, 0.0, 0.0, 1.6, 0.0, 0.0]))
    assert people_by_day(WEEK, found)[0, :2].tolist() == [1, 2]


def test_nobody_stays_nobody() -> None:
    assert not rounded(WEEK, np.array([9]), np.zeros(6)).any()


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=100)
def test_days_sums_are_kept_to_the_person_while_hours_days_and_people_suffice(seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = random.uniform(0, 3, 6) * (random.random(6) < 0.7)
    found = people_by_day(WEEK, rounded(WEEK, np.array([12]), counts))[0, :2]
    wanted = counts.reshape(2, 3).sum(axis=1)
    assert (np.abs(found - wanted) < 1.0 + 1e-6).all()
    assert found.sum() == round(wanted.sum())


@given(seed=st.integers(0, 2**32 - 1))
@settings(max_examples=50)
def test_nobody_works_more_than_is_allowed_whatever_the_parts(seed: int) -> None:
    random = np.random.default_rng(seed)
    week = drawn_week(random)
    heads = random.integers(0, 12, len(week.terms.cost))
    counts = random.uniform(0, 4, len(week.columns.day))
    assert_worked(week, heads, rounded(week, heads, counts))
    assert_worked(week, heads, rounded(week, heads, programme(week).best(heads).counts))
