"""Who of a day's shifts takes calls in each interval."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.shifts import Pause, Shift
from data.shifts.cover import covered, on_shift

MONDAY = date(2025, 12, 8)
HALF_HOURS = np.arange(0, 24 * 60, 30)


def shift(start: int, end: int, *breaks: Pause, people: int = 1) -> Shift:
    return Shift("full-time", MONDAY, start, end, (end - start) / 60, breaks, people)


def test_a_break_is_missed_for_as_long_as_it_lasts() -> None:
    day = shift(480, 1020, Pause(720, 45, paid=False), Pause(615, 15, paid=True))
    cover = covered(day, HALF_HOURS, 30)
    assert cover[[15, 16, 20, 24, 25, 33, 34]].tolist() == [0.0, 1.0, 0.5, 0.0, 0.5, 1.0, 0.0]
    assert cover.sum() / 2 == pytest.approx(9 - 1)


def test_people_of_several_shifts_add_up_on_their_own_days() -> None:
    early, late = shift(480, 960, people=3), shift(840, 1200, people=2)
    shifts = [early, replace(late, day=MONDAY + timedelta(days=1)), late]
    day = np.repeat([MONDAY.toordinal(), MONDAY.toordinal() + 1], 48)
    there = on_shift(shifts, day, np.tile(HALF_HOURS, 2), 30).reshape(2, 48)
    assert there[:, [16, 28, 33]].tolist() == [[3.0, 5.0, 2.0], [0.0, 2.0, 2.0]]


def test_without_shifts_nobody_is_there() -> None:
    assert on_shift([], np.full(48, MONDAY.toordinal()), HALF_HOURS, 30).tolist() == [0.0] * 48


SHIFTS = st.builds(
    lambda start, hours, rest, people: shift(
        start, start + 60 * hours, Pause(start + rest, 30, paid=False), people=people
    ),
    start=st.integers(0, 15 * 60),
    hours=st.integers(2, 9),
    rest=st.integers(30, 80),
    people=st.integers(0, 9),
)


@given(st.lists(SHIFTS, max_size=5))
def test_together_they_are_the_sum_of_each_alone(shifts: list[Shift]) -> None:
    day = np.full(48, MONDAY.toordinal())
    alone = [x.people * covered(x, HALF_HOURS, 30) for x in shifts]
    told = on_shift(shifts, day, HALF_HOURS, 30)
    assert told == pytest.approx(np.sum(alone, axis=0) if alone else 0.0)
    assert told.sum() / 2 == pytest.approx(sum(x.people * (x.paid_hours - 0.5) for x in shifts))
