"""Hours that are added to shifts until a goal is kept, or taken off as long as it is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from models.arrays import Counts
from models.shifts.week import ShiftWeek
from models.shifts.whole_hours import Hours, added, taken_off
from tests.models.shifts.hour_cases import beside, inside, nearly_enough, reached, small_week, ways
from tests.models.shifts.shift_weeks import NEARLY, Deal, cover_of, week_of

SEEDS = st.integers(0, 2**32 - 1)


def case(seed: int) -> tuple[ShiftWeek, Counts]:
    random = np.random.default_rng(seed)
    week = small_week(random)
    return week, nearly_enough(random, week)


def assert_one_a_person(hours: Hours, people: Counts, chosen: Counts) -> None:
    assert (chosen >= 0).all()
    assert (np.bincount(hours.shift, chosen, len(people)) <= people).all()


@given(seed=SEEDS)
@settings(max_examples=60)
def test_more_hours_keep_the_goal_or_all_that_help_are_worked(seed: int) -> None:
    week, people = case(seed)
    hours, agents = beside(week), people @ week.columns.cover
    chosen = added(week.worth, hours, people, agents)
    assert_one_a_person(hours, people, chosen)
    then = agents + chosen @ hours.cover
    assert week.worth.total(then) >= min(week.worth.total(agents), -NEARLY)
    if not week.worth.kept(then):
        free = people - np.bincount(hours.shift, chosen, len(people))
        left = hours.cover[free[hours.shift] > 0]
        assert (reached(week, then + left) <= week.worth.total(then) + NEARLY).all()


@given(seed=SEEDS)
@settings(max_examples=60)
def test_no_hour_more_could_be_spared(seed: int) -> None:
    week, people = case(seed)
    hours, agents = beside(week), people @ week.columns.cover
    chosen = added(week.worth, hours, people, agents)
    then = agents + chosen @ hours.cover
    if week.worth.kept(then):
        assert (reached(week, then - hours.cover[chosen > 0]) < 0).all()


@given(seed=SEEDS)
@settings(max_examples=60)
def test_hours_less_keep_the_goal_and_no_further_one_can_be_less(seed: int) -> None:
    week, people = case(seed)
    hours, agents = inside(week), people @ week.columns.cover
    chosen = taken_off(week.worth, hours, people, agents)
    assert_one_a_person(hours, people, chosen)
    then = agents - chosen @ hours.cover
    assert week.worth.kept(then) or not chosen.any()
    free = people - np.bincount(hours.shift, chosen, len(people))
    assert (reached(week, then - hours.cover[free[hours.shift] > 0]) < 0).all()


@given(seed=SEEDS)
@settings(max_examples=60)
def test_of_all_ways_none_needs_fewer_hours_more_but_by_one(seed: int) -> None:
    week, people = case(seed)
    hours, agents = beside(week), people @ week.columns.cover
    every = ways(hours, people)
    if every is None or week.worth.kept(agents):
        return
    chosen = added(week.worth, hours, people, agents)
    kept = every[reached(week, agents + every @ hours.cover) >= -NEARLY]
    if len(kept):
        assert chosen.sum() <= kept.sum(axis=1).min() + 1
        assert week.worth.kept(agents + chosen @ hours.cover)


@given(seed=SEEDS)
@settings(max_examples=60)
def test_of_all_ways_none_has_more_hours_less_but_by_one(seed: int) -> None:
    week, people = case(seed)
    hours, agents = inside(week), people @ week.columns.cover
    every = ways(hours, people)
    if every is None or not week.worth.kept(agents):
        return
    chosen = taken_off(week.worth, hours, people, agents)
    kept = every[reached(week, agents - every @ hours.cover) >= -NEARLY]
    assert chosen.sum() >= kept.sum(axis=1).max() - 1


def test_a_goal_that_is_kept_asks_for_no_hour() -> None:
    week = week_of(cover_of([2, 2, 1]), [0, 0, 0], Deal(lengths=(2,)))
    people = np.where(week.columns.day == 0, 2, 0)
    agents = people @ week.columns.cover
    assert week.worth.kept(agents)
    assert not added(week.worth, beside(week), people, agents).any()


def test_where_no_hour_adds_anything_none_is_worked() -> None:
    week = week_of(np.full((3, 4), -1.0), [0, 0, 0], Deal(lengths=(2,)))
    people = np.where(week.columns.day == 0, 2, 0)
    assert not added(week.worth, beside(week), people, people @ week.columns.cover).any()


def test_the_hour_that_is_short_is_worked_by_who_is_next_to_it() -> None:
    week = week_of(cover_of([1, 1, 1]), [0, 0, 0], Deal(lengths=(2,)))
    people = np.zeros(len(week.columns.day), np.int64)
    people[np.flatnonzero(week.columns.cover[:, 0] * (week.columns.day == 0))] = 1
    hours = beside(week)
    chosen = added(week.worth, hours, people, people @ week.columns.cover)
    assert_array_equal(chosen @ hours.cover, [0, 0, 1])


def test_without_anybody_there_no_hour_is_worked() -> None:
    week = week_of(cover_of([1, 1]), [0, 0], Deal())
    nobody = np.zeros(len(week.columns.day), np.int64)
    chosen = added(week.worth, beside(week), nobody, nobody @ week.columns.cover)
    assert not chosen.any()
