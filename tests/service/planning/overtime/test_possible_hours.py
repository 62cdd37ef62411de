"""Which hours people may work more, or fewer: within contracts, opening hours and their breaks."""

from dataclasses import replace

import numpy as np
import pytest

from data.plan.contracts import Contract
from service.planning.overtime.possible_hours import PossibleHours, longer, shorter
from service.planning.shifts.needed_week import NeededWeek, cover_worth, needed_week
from service.planning.shifts.pool_week import PoolWeek, pool_week
from tests.service.cases import MONDAY
from tests.service.planning.overtime.overtime_case import contracted
from tests.service.planning.shifts.shift_cases import BELGIUM_FR, FULL, PART, need_of

SHORT = replace(PART, day_hours=(1.0,), weekly_hours=5.0)


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> NeededWeek:
    """Open from eight to eight."""
    current = contracted(tmp_path_factory.mktemp("overtime"))
    found = needed_week(current.plan, need_of(current, BELGIUM_FR, MONDAY), MONDAY)
    assert found is not None
    return found


def problem_of(week: NeededWeek, contract: Contract) -> PoolWeek:
    return pool_week(week, [contract], cover_worth(week))


def on_monday(problem: PoolWeek, start: int) -> int:
    """The number of a shift that begins then."""
    days = problem.week.columns.day.tolist()
    return next(i for i, x in enumerate(problem.kinds) if x.start == start and days[i] == 0)


def alone(problem: PoolWeek, column: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    counts = np.zeros(len(problem.kinds), np.int64)
    counts[column] = 1
    return counts


def starts(week: NeededWeek, contract: Contract, start: int) -> tuple[list[int], list[int]]:
    """When the hours more and the hours fewer of a shift on Monday begin."""
    problem = problem_of(week, contract)
    counts = alone(problem, on_monday(problem, start))
    found: list[PossibleHours] = [x(week, problem, counts) for x in (longer, shorter)]
    return found[0].start.tolist(), found[1].start.tolist()


def test_who_works_from_ten_to_two_may_come_at_nine_or_stay_until_three(week: NeededWeek) -> None:
    assert starts(week, PART, 600)[0] == [540, 840]


def test_nobody_comes_before_the_pool_opens_nor_stays_after_it_closes(week: NeededWeek) -> None:
    assert starts(week, PART, 480)[0] == [720]
    assert starts(week, PART, 960)[0] == [900]


def test_nobody_works_longer_than_his_contract_lets_him(week: NeededWeek) -> None:
    bound = replace(PART, earliest_start=600, latest_end=840)
    assert starts(week, bound, 600)[0] == []


def test_who_works_from_ten_to_two_may_leave_at_one_or_come_at_eleven(week: NeededWeek) -> None:
    assert starts(week, PART, 600)[1] == [600, 780]


def test_a_break_stays_inside_the_shift_with_work_on_both_sides(week: NeededWeek) -> None:
    problem = problem_of(week, FULL)
    for column, kind in enumerate(problem.kinds):
        found = shorter(week, problem, alone(problem, column)).start.tolist()
        for start in found:
            begins, ends = (start + 60, kind.end) if start == kind.start else (kind.start, start)
            assert all(begins < x.start and x.start + x.minutes < ends for x in kind.breaks)


def test_a_shift_of_an_hour_stays_one(week: NeededWeek) -> None:
    assert starts(week, SHORT, 600)[1] == []


def test_an_hour_gives_what_comes_of_a_person(week: NeededWeek) -> None:
    problem = problem_of(week, PART)
    more = longer(week, problem, alone(problem, on_monday(problem, 600)))
    before = (week.day == 0) & (week.minute >= 540) & (week.minute < 600)
    np.testing.assert_allclose(more.hours.cover[0], np.where(before, 0.7, 0.0))


def test_who_does_not_work_has_no_hours(week: NeededWeek) -> None:
    problem = problem_of(week, PART)
    nobody = np.zeros(len(problem.kinds), np.int64)
    assert len(longer(week, problem, nobody).start) == 0
    assert len(shorter(week, problem, nobody).start) == 0
