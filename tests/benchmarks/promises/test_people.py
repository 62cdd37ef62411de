"""A day's people: as many as are needed, each for the same part of the day, absent all day."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.promises.calls import Floats
from benchmarks.promises.people import come, roster

DAY = np.interp(np.arange(24), [0, 5, 12, 17, 23], [4.0, 11.0, 8.0, 10.0, 3.0])
FULL_DAY = 15.2  # half-hours


def days(agents: Floats, absence: float, count: int) -> Floats:
    random = np.random.default_rng(11)
    return np.array([come(random, agents, absence, 0.1, FULL_DAY) for _ in range(count)])


@given(needed=st.lists(st.integers(0, 9), min_size=1, max_size=20), more=st.integers(0, 30))
def test_as_many_are_on_shift_as_are_needed_and_nobody_twice(needed: list[int], more: int) -> None:
    people = max(needed) + more
    shifts = roster(tuple(needed), people)
    assert [len(x) for x in shifts] == needed
    assert [len(set(x)) for x in shifts] == needed
    assert all(0 <= x < people for on in shifts for x in on)


def test_everybody_works_and_nobody_longer_than_a_full_day() -> None:
    needed = np.ceil(DAY).astype(int).tolist()
    people = round(sum(needed) / 12.5)
    done = Counter(x for on in roster(tuple(needed), people) for x in on)
    assert len(done) == people
    assert max(done.values()) - min(done.values()) <= 4
    assert max(done.values()) <= FULL_DAY


def test_whoever_came_first_goes_first() -> None:
    shifts = roster((2, 4, 4, 2), 4)
    assert shifts == ((0, 1), (0, 1, 2, 3), (0, 1, 2, 3), (2, 3))


def test_as_many_come_as_are_expected() -> None:
    found = days(DAY, 0.06, 4000)
    error = found.std(axis=0) / np.sqrt(len(found))
    assert (np.abs(found.mean(axis=0) - DAY) <= 4 * error).all()


def test_without_absence_only_parts_of_a_person_are_left_to_chance() -> None:
    found = days(DAY, 0.0, 200)
    assert ((found == np.floor(DAY)) | (found == np.ceil(DAY))).all()


def test_a_day_has_as_many_chances_to_be_absent_as_people() -> None:
    """The day's agent hours vary as the mean of M people's, who work M x a full day x .84."""
    found, people = days(DAY, 0.06, 8000).sum(axis=1), DAY.sum() / 0.84 / FULL_DAY
    assert (found / DAY.sum()).var() == pytest.approx(0.06 / 0.94 / people, rel=0.15)


def test_half_hours_of_a_day_share_their_people() -> None:
    found = days(0.94 * np.ceil(DAY), 0.06, 4000)
    together = np.cov(found.T) / found.var(axis=0).mean()
    assert np.diag(together, 1).mean() > 0.6
    assert abs(together[0, -1]) < 0.1
