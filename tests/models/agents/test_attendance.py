"""Who comes to work: as many as expected, absent all day, the same people in near half-hours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.agents.attendance import PARTS, Draws, Shifts, absence_variance, present, shifts
from models.agents.uncertainty import attendance_variance
from models.arrays import Floats, Index

LONGEST = 15  # half-hours of a full-timer's day
DRAWS = 20_000
DAY = np.zeros(28, np.int64)
CURVE = np.interp(np.arange(28), [0, 6, 14, 20, 27], [4.3, 11.6, 8.1, 10.4, 3.2])
ABSENCE = 0.08


def come(people: Floats, day: Index = DAY, absence: float = ABSENCE, draws: int = DRAWS) -> Index:
    days = np.full(int(day.max()) + 1, absence)
    return present(shifts(people, day, LONGEST), day, days, Draws(draws, seed=5, first=0))


def correlation(of: Index, one: int, other: int) -> float:
    return float(np.corrcoef(of[:, one], of[:, other])[0, 1])


@given(
    people=st.lists(st.floats(0, 40), min_size=1, max_size=60),
    longest=st.integers(1, 20),
    days=st.integers(1, 3),
)
def test_as_many_are_on_shift_as_are_needed_and_nobody_longer_than_a_day(
    people: list[float], longest: int, days: int
) -> None:
    curve = np.array(people * days)
    day = np.repeat(np.arange(days), len(people))
    work = shifts(curve, day, longest)
    assert work.started - work.left == pytest.approx(curve, abs=1e-9)
    for number in range(days):
        came, gone = work.started[day == number], work.left[day == number]
        assert (np.diff(came) >= -1e-9).all()
        assert (np.diff(gone) >= -1e-9).all()
        # Whoever had come ``longest`` half-hours ago has gone.
        assert (gone[longest:] >= came[:-longest] - 1e-9).all()


def test_a_day_may_have_shifts_of_its_own_length() -> None:
    day, people = np.repeat([0, 1], 28), np.concatenate([CURVE, CURVE])
    both = shifts(people, day, np.repeat([10, 15], 28))
    for number, longest in enumerate((10, 15)):
        alone = shifts(CURVE, DAY, longest)
        assert both.started[day == number].tolist() == alone.started.tolist()
        assert both.left[day == number].tolist() == alone.left.tolist()


def test_who_came_first_goes_first() -> None:
    work = shifts(np.array([2.0, 4.0, 4.0, 3.0, 5.0]), np.zeros(5, np.int64), 3)
    assert work.started.tolist() == [2.0, 4.0, 4.0, 5.0, 9.0]
    assert work.left.tolist() == [0.0, 0.0, 0.0, 2.0, 4.0]


def test_the_people_who_come_are_on_average_those_expected() -> None:
    found = come(CURVE)
    error = found.std(axis=0) / np.sqrt(DRAWS)
    assert (np.abs(found.mean(axis=0) - CURVE * (1 - ABSENCE)) <= 4 * error).all()


def test_how_many_come_varies_as_coins_do_and_parts_of_people() -> None:
    """Binomial, and a part f of one person is on shift with f: f (1 - f) of a present one."""
    part = CURVE % 1.0
    wanted = CURVE * ABSENCE * (1 - ABSENCE) + part * (1 - part) * (1 - ABSENCE) ** 2
    assert come(CURVE).var(axis=0) == pytest.approx(wanted, rel=0.05)


def test_without_absence_everybody_comes() -> None:
    found = come(CURVE, absence=0.0)
    assert ((found == np.floor(CURVE)) | (found == np.ceil(CURVE))).all()


def test_half_hours_near_each_other_share_their_people() -> None:
    """Of 20 people of whom 2 are relieved, 18 / 20 are the same."""
    found = come(np.full(40, 20.0), np.zeros(40, np.int64))
    assert correlation(found, 3, 4) == pytest.approx(1.0)
    work = shifts(np.full(40, 20.0), np.zeros(40, np.int64), LONGEST)
    for other in (LONGEST - 1, LONGEST, 2 * LONGEST + 3):
        both = max(work.started[0] - work.left[other], 0.0) / 20.0
        assert correlation(found, 0, other) == pytest.approx(both, abs=0.03)


def test_beyond_a_shift_nobody_is_the_same() -> None:
    found = come(np.full(40, 12.0), np.zeros(40, np.int64))
    for other in range(LONGEST, 40, 4):
        assert abs(correlation(found, 0, other)) <= 4 / np.sqrt(DRAWS)


def test_days_share_nobody() -> None:
    day = np.repeat([0, 1], 6)
    found = come(np.full(12, 9.0), day)
    assert abs(correlation(found, 5, 6)) <= 4 / np.sqrt(DRAWS)


def test_hundreds_come_in_small_groups_as_many_and_as_varied() -> None:
    people = np.full(20, 1300.0)
    found = come(people, np.zeros(20, np.int64), draws=4000)
    assert found.mean(axis=0) == pytest.approx(people * (1 - ABSENCE), rel=0.001)
    # Groups of six: one more or less is 36 x f (1 - f) of a person.
    assert found.var(axis=0) == pytest.approx(people * ABSENCE * (1 - ABSENCE) + 6.8, rel=0.1)


def test_of_people_who_change_nothing_absence_makes_nothing_vary() -> None:
    work = shifts(CURVE, DAY, LONGEST)
    away = np.full(len(DAY), ABSENCE)
    assert absence_variance(np.zeros(len(DAY)), work, DAY, away, 1).tolist() == [0.0]


@pytest.mark.parametrize("effect", [np.ones(28), np.linspace(0.0, 3.0, 28), np.cos(np.arange(28))])
def test_sums_over_a_day_vary_as_absence_drawn_person_by_person_has_it(effect: Floats) -> None:
    """For an effect in proportion to the people; whole ones, so that no parts are drawn."""
    whole = np.rint(CURVE)
    drawn = come(whole) @ effect
    away = np.full(len(DAY), ABSENCE)
    ours = absence_variance(effect, shifts(whole, DAY, LONGEST), DAY, away, 1)
    assert ours - PARTS * (effect**2).sum() == pytest.approx([drawn.var()], rel=0.05)


def test_days_add_up_by_themselves() -> None:
    day = np.repeat([0, 1], 28)
    effect = np.concatenate([np.ones(28), np.full(28, 2.0)])
    people = np.concatenate([CURVE, CURVE])
    away = np.full(56, ABSENCE)
    both = absence_variance(effect, shifts(people, day, LONGEST), day, away, 2)
    alone = absence_variance(np.ones(28), shifts(CURVE, DAY, LONGEST), DAY, away[:28], 1)
    assert both == pytest.approx([alone[0], 4 * alone[0]])


def test_an_effect_may_have_several_rows() -> None:
    work, away = shifts(CURVE, DAY, LONGEST), np.full(28, ABSENCE)
    rows = np.stack([np.ones(28), np.linspace(0, 1, 28)])
    together = absence_variance(rows, work, DAY, away, 1)
    for row, found in zip(rows, together, strict=True):
        assert found == pytest.approx(absence_variance(row, work, DAY, away, 1))


def test_a_day_has_the_same_people_whatever_days_are_asked_with_it() -> None:
    people, day = np.concatenate([CURVE, CURVE]), np.repeat([0, 1], 28)
    both = present(shifts(people, day, LONGEST), day, np.full(2, ABSENCE), Draws(50, 5, 0))
    alone = present(shifts(CURVE, DAY, LONGEST), DAY, np.full(1, ABSENCE), Draws(50, 5, 1))
    assert (both[:, 28:] == alone).all()


def test_nobody_at_work_is_nobody_who_comes() -> None:
    found = come(np.zeros(28), draws=5)
    assert found.tolist() == np.zeros((5, 28)).tolist()


def test_no_intervals_have_no_shifts() -> None:
    nothing: Index = np.zeros(0, np.int64)
    work = shifts(np.zeros(0), nothing, LONGEST)
    assert isinstance(work, Shifts)
    assert len(work.started) == 0
    assert present(work, nothing, np.zeros(0), Draws(3, 0, 0)).shape == (3, 0)


def test_agents_vary_around_those_expected_as_people_who_come_do() -> None:
    """Of N on the roster (1 - a) N are expected: binomial variance over their square is a / N.

    a / (1 - a) / N in the roster's number is a / n in that of the ``n`` who are expected.
    """
    erlangs = np.array([20.0])
    expected = erlangs + np.sqrt(erlangs)
    found = come(np.full(4, float(expected[0]) / (1 - ABSENCE)), np.zeros(4, np.int64))
    ours = attendance_variance(erlangs, np.array([ABSENCE]))
    assert ours[0] == pytest.approx(found[:, 0].var() / float(expected[0]) ** 2, rel=0.1)


def test_nobody_is_absent_where_nobody_may_be() -> None:
    assert attendance_variance(np.array([0.0, 30.0]), np.zeros(2)).tolist() == [0.0, 0.0]
