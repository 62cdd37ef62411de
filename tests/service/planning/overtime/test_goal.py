"""How far agents reach a week's goal, and what is left of it where some intervals are given up."""

import numpy as np
import pytest

from data.shifts import Goal
from models.arrays import Floats
from service.planning.overtime.goal import WeekGoal, week_goal
from service.planning.shifts.needed_week import NeededWeek, needed_week
from tests.service.cases import MONDAY
from tests.service.planning.overtime.overtime_case import contracted
from tests.service.planning.shifts.shift_cases import BELGIUM_FR, need_of

GIVEN_UP = 3  # the number of an interval


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> NeededWeek:
    current = contracted(tmp_path_factory.mktemp("overtime"))
    found = needed_week(current.plan, need_of(current, BELGIUM_FR, MONDAY), MONDAY)
    assert found is not None
    return found


def agents_of(week: NeededWeek, factor: float) -> Floats:
    """So many times the needed ones, and nobody in one interval."""
    agents = week.agents * factor
    agents[GIVEN_UP] = 0.0
    return np.asarray(agents, np.float64)


def of(week: NeededWeek, goal: Goal) -> WeekGoal:
    return week_goal(week, goal)


def test_an_interval_that_is_given_up_does_not_keep_the_week_from_its_level(
    week: NeededWeek,
) -> None:
    goal, agents = of(week, "level"), agents_of(week, 1.2)
    left = goal.reachable(agents)
    assert not goal.worth.kept(agents)
    assert left is not None
    assert left.kept(agents)
    fewer = agents_of(week, 0.9)
    assert goal.level(fewer) < goal.needed_level
    assert not left.kept(fewer)


def test_where_the_level_is_missed_as_well_the_goal_stays_what_it_is(week: NeededWeek) -> None:
    assert of(week, "level").reachable(agents_of(week, 0.9)) is None


def test_every_interval_counts_where_none_may_be_short(week: NeededWeek) -> None:
    assert of(week, "cover").reachable(agents_of(week, 1.2)) is None


def test_a_goal_that_is_kept_stays_what_it_is(week: NeededWeek) -> None:
    needed = week.agents.astype(np.float64)
    assert of(week, "level").reachable(needed) is None


def test_the_first_interval_that_is_given_up_is_told(week: NeededWeek) -> None:
    assert of(week, "level").missed(agents_of(week, 1.2), 5) == (
        "intervals that stay far below their need with all overtime that helps: 1, "
        "the first at 09:30 on 2025-10-20"
    )
    assert of(week, "cover").missed(agents_of(week, 1.2), 5) == (
        "intervals that lack agents with all overtime that helps: 1, "
        "the first at 09:30 on 2025-10-20"
    )


def test_a_level_that_is_missed_is_told(week: NeededWeek) -> None:
    goal, agents = of(week, "level"), agents_of(week, 0.9)
    assert goal.missed(agents, 5) == (
        f"the 5 hours of overtime that help reach a service level of {goal.level(agents):.4f}, "
        f"and {goal.needed_level:.4f} is needed"
    )
