from dataclasses import replace

import numpy as np
import pytest

from models.shifts.solve import solve
from models.shifts.week import Columns, ShiftWeek, Worth
from tests.models.shifts.shift_weeks import (
    Deal,
    assert_kept,
    cover_of,
    drawn_week,
    level_of,
    terms_of,
    week_of,
)

FULL = Deal(hours=20.0, lengths=(4,), days=5.0, cost=20.0)
PART = Deal(hours=10.0, lengths=(2,), days=5.0, cost=10.0)
DAYS_OF_8 = [day for day in range(5) for _ in range(8)]
WITH_SATURDAY = [day for day in range(6) for _ in range(8)]


def heads_of(week: ShiftWeek) -> list[int] | None:
    found = solve(week)
    if found is None:
        return None
    assert_kept(week, found)
    return [int(x) for x in found.heads]


def test_nobody_is_needed_where_nobody_calls() -> None:
    assert heads_of(week_of(cover_of([0] * 40), DAYS_OF_8, FULL)) == [0]
    assert heads_of(week_of(level_of([0.0] * 40, 0.8, 0), DAYS_OF_8, FULL)) == [0]


def test_nobody_is_needed_in_a_closed_week() -> None:
    closed = Worth(np.zeros((0, 2)), np.zeros(0, np.int64))
    no, none = np.zeros(0, np.int64), np.zeros((0, 0))
    for deal in (FULL, replace(FULL, hours=0.0, days=0.0, cost=0.0)):
        week = ShiftWeek(closed, terms_of(deal), Columns(no, no, np.zeros(0), none))
        assert heads_of(week) == [0]


@pytest.mark.parametrize("need", [1, 3])
def test_one_interval_takes_as_many_people_as_agents(need: int) -> None:
    assert heads_of(week_of(cover_of([need]), [2], replace(PART, lengths=(1,)))) == [need]


@pytest.mark.parametrize("seed", [281, 902])
def test_weeks_at_which_the_solver_crashed_have_shifts(seed: int) -> None:
    assert heads_of(drawn_week(np.random.default_rng(seed))) is not None


def test_one_agent_all_day_is_two_people_of_half_a_day() -> None:
    assert heads_of(week_of(cover_of([1] * 40), DAYS_OF_8, FULL)) == [2]


def test_a_day_on_which_no_shift_fits_has_no_shifts_where_somebody_is_needed() -> None:
    day = [*[0] * 8, 3]
    assert heads_of(week_of(cover_of([2] * 9), day, FULL)) is None
    assert heads_of(week_of(cover_of([*[2] * 8, 0]), day, FULL)) == [4]
    assert heads_of(week_of(cover_of([2]), [0], FULL)) is None
    assert heads_of(week_of(cover_of([0]), [0], FULL)) == [0]


@pytest.mark.parametrize("goal", [cover_of([1] * 48), level_of([1.0] * 48, 0.8, 1)])
def test_a_saturday_on_which_nobody_may_work_has_no_shifts(goal: np.ndarray) -> None:
    assert heads_of(week_of(goal, WITH_SATURDAY, replace(FULL, weekend=0.0))) is None


def test_a_saturday_on_which_one_in_a_hundred_works_takes_hundreds() -> None:
    rare = replace(FULL, weekend=0.01)
    assert heads_of(week_of(cover_of([1] * 48), WITH_SATURDAY, rare)) == [200]


@pytest.mark.parametrize("shares", [((0.8, 1.0), (0.8, 1.0)), ((0.0, 0.3), (0.0, 0.3))])
@pytest.mark.parametrize("need", [1, 2, 5, 40])
def test_shares_that_cannot_be_those_of_all_have_no_shifts_or_those_of_a_few(
    shares: tuple[tuple[float, float], ...], need: int
) -> None:
    deals = [replace(x, share=y) for x, y in zip((FULL, PART), shares, strict=True)]
    found = heads_of(week_of(cover_of([need] * 40), DAYS_OF_8, *deals))
    assert found is None or sum(found) < 10


def test_nobody_has_a_contract_of_no_share() -> None:
    day, need = [0] * 4 + [1] * 2, cover_of([1, 1, 1, 1, 1, 1])
    only_tuesday = replace(PART, share=(0.0, 0.0))
    assert heads_of(week_of(need, day, FULL, only_tuesday)) is None
    assert heads_of(week_of(need, day, FULL, replace(PART, share=(0.0, 0.5)))) == [1, 1]


def test_a_contract_that_everybody_half_must_have_is_counted_to_the_person() -> None:
    useless = replace(FULL, lengths=(9,), share=(0.5, 1.0))
    heads = heads_of(week_of(cover_of([5] * 40), DAYS_OF_8, useless, PART))
    assert heads == [19, 20]


@pytest.mark.parametrize("share", [0.0, 0.1, 1 / 3, 0.5])
def test_shares_without_any_play_are_kept_to_the_person(share: float) -> None:
    deals = replace(FULL, share=(share, share)), replace(PART, share=(1 - share, 1 - share))
    for need in (1, 7, 30):
        heads = heads_of(week_of(cover_of([need] * 40), DAYS_OF_8, *deals))
        assert heads is not None
        assert abs(heads[0] - share * sum(heads)) < 1.0


def test_a_share_of_one_in_a_hundred_that_saturdays_need_takes_hundreds() -> None:
    weekdays, saturdays = replace(FULL, weekend=0.0), replace(PART, share=(0.0, 0.01))
    need = cover_of([*[1] * 40, *[3] * 2])
    heads = heads_of(week_of(need, [*DAYS_OF_8, 5, 5], weekdays, saturdays))
    assert heads is not None
    assert heads[1] == 3
    assert sum(heads) == 201


def test_weeks_whose_hours_fill_no_whole_days_are_filled_by_several_people_together() -> None:
    """Three people of 3.7 hours pay for five shifts of two hours, not for six."""
    deal = Deal(hours=3.7, lengths=(2,), days=2.0, cost=3.7)
    assert heads_of(week_of(cover_of([5, 5]), [0, 0], deal)) == [5]
    assert heads_of(week_of(cover_of([1, 1] * 5), [x // 2 for x in range(10)], deal)) == [3]
    assert heads_of(week_of(cover_of([1, 1] * 6), [x // 2 for x in range(12)], deal)) == [4]


@pytest.mark.parametrize("least", [0, 1])
def test_five_hundred_agents_are_found_at_once(least: int) -> None:
    random = np.random.default_rng(1)
    load = random.uniform(300, 420, 40)
    for goal in (level_of(load, 0.8, least), cover_of(np.ceil(1.2 * load))):
        week = week_of(goal, DAYS_OF_8, FULL, replace(PART, share=(0.0, 0.3)))
        found = solve(week)
        assert found is not None
        assert_kept(week, found)
        assert found.cost <= 1.01 * found.bound


SIX = [
    Deal(4.0 * x, (x,), 4.0 + 0.2 * x, 4.0 * x, share=(0.0, 0.4), weekend=0.5) for x in range(1, 7)
]


@pytest.mark.parametrize(
    "deals",
    [SIX, [replace(FULL, weekend=0.5)] * 6, [replace(x, cost=10.0) for x in SIX]],
    ids=["unlike", "alike", "of one cost"],
)
def test_six_contracts_at_once_come_within_a_person_or_two(deals: list[Deal]) -> None:
    load = np.random.default_rng(1).uniform(2, 30, 48)
    for goal in (level_of(load, 0.8), cover_of(np.ceil(load))):
        week = week_of(goal, WITH_SATURDAY, *deals)
        found = solve(week)
        assert found is not None
        assert_kept(week, found)
        assert found.cost - found.bound <= 2 * week.terms.cost.max()


def test_people_who_cost_nothing_end_the_search_too() -> None:
    free = replace(PART, cost=0.0, share=(0.0, 0.5))
    assert heads_of(week_of(cover_of([2] * 8), [0] * 8, FULL, free)) is not None
    assert (
        heads_of(week_of(cover_of([2] * 8), [0] * 8, free, replace(free, share=(0, 1)))) is not None
    )
