from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from models.arrays import Counts
from models.hiring.problem import HiringPlan, HiringProblem, Step, may_stay, unmoved
from models.hiring.solve import NEARNESS, least_violation, solve
from models.people.sharing import share_hours
from tests.models.hiring.hiring_cases import (
    BOTH,
    FR,
    MONDAY,
    NL,
    class_of,
    drawn_problem,
    moving,
    problem_of,
    transition,
)

NOTHING = np.zeros((2, 2))


def test_a_step_that_is_taken_out_leaves_as_many_calls_as_before_it() -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7, 14, 21], NOTHING)
    units = np.array([8, 5, 0])
    assert unmoved(problem, units, 0).tolist() == [10, 5, 0]
    assert unmoved(problem, units, 1).tolist() == [8, 8, 0]


@pytest.mark.parametrize(
    ("units", "may"),
    [((8, 5, 0), True), ((10, 5, 0), True), ((10, 10, 0), False), ((5, 8, 0), False)],
)
def test_calls_may_stay_that_leave_in_falls_within_the_limit_and_never_come_back(
    units: tuple[int, ...], may: bool
) -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7, 14, 21], NOTHING)
    assert may_stay(replace(problem, max_weekly_shift=5.0), np.array(units)) is may


@pytest.mark.parametrize("units", [(11, 5), (-1, 5)])
def test_no_more_calls_stay_than_a_step_allows(units: tuple[int, ...]) -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7, 14], NOTHING)
    assert not may_stay(problem, np.array(units))


def test_as_many_whole_people_are_hired_as_the_hours_ask_for() -> None:
    plan = solve(problem_of([[0, 95], [0, 0]], class_of([0, 30], cost=7)))
    assert plan.people.tolist() == [4]
    assert plan.cost == 28
    assert plan.feasible
    assert plan.proven
    assert plan.gap == 0


def test_nothing_needed_costs_nothing_whatever_the_present_plan_hires() -> None:
    present = replace(class_of([0, 30], cost=7), current=5)
    plan = solve(problem_of([[0, 0], [0, 0]], present))
    assert plan.people.tolist() == [0]
    assert plan.cost == 0


def test_nothing_to_choose_is_a_plan_too() -> None:
    plan = solve(replace(problem_of([[0, 0], [0, 0]]), trainers={"south": 1}))
    assert plan.feasible
    assert plan.people.shape == plan.units.shape == (0,)


def test_the_hours_of_bilingual_people_count_once() -> None:
    problem = problem_of([[0, 60], [0, 60]], class_of([0, 30], BOTH))
    assert solve(problem).people.tolist() == [4]


def test_people_who_are_there_already_need_not_be_hired() -> None:
    problem = problem_of([[0, 60], [0, 60]], class_of([0, 30], NL))
    there = np.array([[0.0, 80.0]])
    problem = replace(problem, base_hours=there, base_speaks=np.array([BOTH]))
    assert solve(problem).people.tolist() == [2]


def test_the_present_class_is_kept_where_another_costs_as_much() -> None:
    one = class_of([0, 30])
    problem = problem_of([[0, 90], [0, 0]], one, replace(one, current=3))
    assert solve(problem).people.tolist() == [0, 3]


def test_the_present_shares_are_kept_where_others_cost_as_much() -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7], NOTHING)
    assert solve(problem).units.tolist() == [5]


def test_calls_stay_at_the_old_site_as_long_as_its_people_do() -> None:
    per_unit = np.array([[0.0, 10.0], [0.0, -10.0]])
    problem = problem_of([[0, 0], [0, 100]], class_of([0, 30], NL))
    there = np.array([[0.0, 75.0]])
    problem = replace(problem, base_hours=there, base_speaks=np.array([FR]))
    plan = solve(moving(problem, [7], per_unit))
    assert plan.units.tolist() == [7]
    assert plan.people.tolist() == [1]


def test_a_class_that_takes_place_has_enough_people() -> None:
    option = replace(class_of([0, 30]), least=6)
    assert solve(problem_of([[0, 30], [0, 0]], option)).people.tolist() == [6]
    assert solve(problem_of([[0, 0], [0, 0]], option)).people.tolist() == [0]


def test_a_site_without_trainers_for_two_classes_holds_the_later_one_elsewhere() -> None:
    here = class_of([0, 30], most=2)
    there = replace(here, site="north", cost=9.0)
    problem = problem_of([[0, 120], [0, 0]], here, here, there)
    assert solve(problem).people.tolist() == [2, 2, 0]
    held = solve(replace(problem, trainers={"south": 1})).people
    assert sorted(held[:2].tolist()) == [0, 2]
    assert held[2] == 2


def test_calls_move_by_no_more_than_the_weekly_shift() -> None:
    costly = np.array([[0.0, 10.0], [0.0, 0.0]])
    problem = moving(problem_of([[0, 0], [0, 0]], class_of([0, 10])), [7, 21], costly)
    assert solve(problem).units.tolist() == [0, 0]
    assert solve(replace(problem, max_weekly_shift=2.5)).units.tolist() == [8, 6]


def test_calls_never_come_back_to_the_old_site() -> None:
    problem = moving(problem_of([[0, 0], [0, 0]], class_of([0, 10])), [7, 21], NOTHING)
    early, late = problem.steps
    steps = (replace(early, highest=3, current=2), replace(late, current=9, highest=9))
    assert np.diff(solve(replace(problem, steps=steps)).units)[0] <= 0


def test_without_a_plan_the_fewest_hours_lack_and_no_more_is_spent() -> None:
    short = class_of([0, 30], most=3)
    plan = solve(problem_of([[0, 100], [0, 30]], short, class_of([0, 30], NL)))
    assert plan.people.tolist() == [3, 1]
    assert_allclose(plan.shortfall, [[0, 10], [0, 0]], atol=1e-6)
    assert not plan.feasible


def test_steps_that_must_be_too_large_are_told() -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7], NOTHING)
    closing = replace(problem.steps[0], highest=0, current=0)
    plan = solve(replace(problem, steps=(closing,), max_weekly_shift=4.0))
    assert plan.excess.tolist() == [6]
    assert not plan.feasible


def test_the_least_violation_of_a_feasible_problem_is_its_cheapest_plan() -> None:
    problem = problem_of([[0, 95], [0, 40]], class_of([0, 30]), class_of([0, 20], BOTH, 2.0))
    assert_array_equal(least_violation(problem).people, solve(problem).people)


def test_a_time_that_allows_no_plan_is_said() -> None:
    with pytest.raises(TimeoutError, match="no hiring plan found in 0"):
        solve(transition(1), time_limit=0.0)


def test_shapes_that_do_not_fit_are_refused() -> None:
    problem, wrong = problem_of([[0, 1], [0, 1]], class_of([0, 30])), np.zeros((3, 3))
    with pytest.raises(ValueError, match=r"need_fixed: shape \(3, 3\), not \(2, 2\)"):
        replace(problem, need_fixed=wrong)
    with pytest.raises(ValueError, match="base_hours: shape"):
        replace(problem, base_hours=wrong)
    with pytest.raises(ValueError, match="base_speaks: shape"):
        replace(problem, base_speaks=np.zeros((3, 3), np.bool_))


def test_an_option_of_other_weeks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"hours of class a: shape \(3,\), not \(2,\)"):
        problem_of([[0, 1], [0, 1]], class_of([0, 30, 30]))


@pytest.mark.parametrize(("lowest", "days"), [(11, [7]), (0, [0]), (0, [7, 7])])
def test_steps_that_cannot_follow_each_other_are_refused(lowest: int, days: list[int]) -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7], NOTHING)
    steps = [Step("a step", 0, MONDAY + x, lowest, 11, 0, NOTHING) for x in days]
    with pytest.raises(ValueError, match="step a step"):
        replace(problem, steps=tuple(steps))


@pytest.mark.parametrize("seed", range(24))
def test_no_choice_of_people_and_shares_costs_less_or_lacks_less(seed: int) -> None:
    problem = drawn_problem(np.random.default_rng(seed))
    plan, best = solve(problem), cheapest(problem)
    assert plan.feasible == (best is not None)
    assert plan.proven
    assert trained(problem, plan.people)
    assert (falls(problem, plan.units) >= 0).all()
    excess, missed = violation(problem, plan.people, plan.units)
    assert (plan.excess.sum(), plan.shortfall.sum()) == pytest.approx((excess, missed), abs=0.05)
    if best is None:
        assert (excess, missed) == pytest.approx(least(problem), abs=2e-3)
    else:
        assert best - 1e-6 <= plan.cost <= best + 1e-6 + NEARNESS * 9


def test_the_cases_searched_through_have_plans_and_have_none() -> None:
    found = [cheapest(drawn_problem(np.random.default_rng(seed))) for seed in range(24)]
    assert sum(x is None for x in found) >= 4
    assert sum(x is not None and x > 0 for x in found) >= 8


def choices(problem: HiringProblem) -> Iterator[tuple[Counts, Counts]]:
    """Every whole number of people and units that trainers and the order of steps allow."""
    of_people = [range(x.most + 1) for x in problem.options]
    of_units = [range(x.lowest, x.highest + 1) for x in problem.steps]
    for choice in product(*of_people, *of_units):
        people, units = np.split(np.array(choice), [len(of_people)])
        if trained(problem, people) and (falls(problem, units) >= 0).all():
            yield people, units


def trained(problem: HiringProblem, people: Counts) -> bool:
    """Whether classes are large and few enough."""
    chosen = [(x, n) for x, n in zip(problem.options, people, strict=True) if n > 0]
    classes = [x for x, _ in chosen if x.kind == "class"]
    return all(x.least <= n <= x.most for x, n in chosen) and all(
        sum(x.training[week] for x in classes if x.site == site) <= most
        for site, most in problem.trainers.items()
        for week in range(len(problem.weeks))
    )


def falls(problem: HiringProblem, units: Counts) -> Counts:
    return np.asarray(-np.diff([problem.routings[0].start_units, *units]))


def violation(problem: HiringProblem, people: Counts, units: Counts) -> tuple[float, float]:
    """Units beyond the weekly shift (a step every week), and missing hours."""
    excess = np.maximum(falls(problem, units) - (problem.max_weekly_shift or np.inf), 0.0)
    return float(excess.sum()), missing(problem, people, units)


def missing(problem: HiringProblem, people: Counts, units: Counts) -> float:
    """Hours that lack when everyone's hours are shared fairly, which loses none."""
    hired = [x.hours * count for x, count in zip(problem.options, people, strict=True)]
    hours = np.concatenate([problem.base_hours, np.array(hired)]).T
    speaks = np.concatenate([problem.base_speaks, [x.speaks for x in problem.options]])
    need = np.maximum(problem.need(units), 0.0).T
    return float(np.maximum(need - share_hours(hours, speaks, need).sum(axis=1), 0.0).sum())


def cheapest(problem: HiringProblem) -> float | None:
    cost = np.array([x.cost for x in problem.options])
    covered = (x for x, y in choices(problem) if max(violation(problem, x, y)) < 1e-6)
    return min((float(x @ cost) for x in covered), default=None)


def least(problem: HiringProblem) -> tuple[float, float]:
    return min(violation(problem, x, y) for x, y in choices(problem))


seeds = st.integers(0, 10_000)


@given(seeds, st.floats(1, 1.3))
@settings(max_examples=15)
def test_more_need_never_costs_less(seed: int, factor: float) -> None:
    problem = drawn_problem(np.random.default_rng(seed))
    more = replace(problem, need_fixed=problem.need_fixed * factor)
    assert no_dearer(problem, solve(problem), solve(more))


@given(seeds)
@settings(max_examples=15)
def test_another_option_never_makes_a_plan_dearer(seed: int) -> None:
    problem = drawn_problem(np.random.default_rng(seed))
    fewer = replace(problem, options=problem.options[:-1])
    assert no_dearer(problem, solve(problem), solve(fewer))


def no_dearer(problem: HiringProblem, one: HiringPlan, other: HiringPlan) -> bool:
    """In excess, then missing hours, then cost."""
    if one.feasible and other.feasible:
        dearest = max(x.cost for x in problem.options)
        return one.cost <= other.cost + NEARNESS * dearest + 1e-6
    excess, of_other = one.excess.sum(), other.excess.sum()
    fewer = one.shortfall.sum() <= other.shortfall.sum() + 1e-2
    return bool(excess < of_other or (excess == of_other and fewer))


def test_a_transition_as_large_as_the_sample_has_a_proven_plan() -> None:
    problem = transition(1)
    plan = solve(problem, time_limit=60)
    assert plan.feasible
    assert plan.proven
    classes = zip(problem.options, plan.people, strict=True)
    assert all(count == 0 or x.least <= count <= x.most for x, count in classes)
    assert missing(problem, plan.people, plan.units) < 1e-2
