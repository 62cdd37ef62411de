from dataclasses import replace

import numpy as np

from models.hiring.limits import binding_limits
from models.hiring.problem import HiringProblem
from tests.models.hiring.hiring_cases import class_of, moving, problem_of, transition

COSTLY = np.array([[0.0, 10.0], [0.0, 0.0]])


def short_by_ten() -> HiringProblem:
    return problem_of([[0, 100], [0, 0]], class_of([0, 30], most=3))


def test_a_feasible_problem_has_no_binding_limit() -> None:
    assert binding_limits(problem_of([[0, 100], [0, 0]], class_of([0, 30]))) == ()


def test_a_full_class_is_named_with_its_people() -> None:
    assert binding_limits(short_by_ten()) == ("class size: class a at south is full with 3 people",)


def test_only_the_first_few_of_many_full_classes_are_named() -> None:
    problem = problem_of([[0, 1000], [0, 0]], *[class_of([0, 30], most=3)] * 5)
    (found,) = binding_limits(problem)
    assert found.count("is full") == 3
    assert found.endswith("; and 2 more")


def test_trainers_are_named_with_the_week_in_which_they_are_all_busy() -> None:
    one = replace(class_of([0, 30], most=2), least=2)
    problem = problem_of([[0, 120], [0, 0]], one, one)
    found = binding_limits(replace(problem, trainers={"south": 1}))
    assert "trainers: south has no trainer left in week 0 (classes at once: 1)" in found


def test_contracts_that_can_all_be_extended_and_are_too_few_are_named() -> None:
    option = replace(class_of([0, 30], most=3), kind="extension", label="temporary")
    assert binding_limits(problem_of([[0, 100], [0, 0]], option)) == (
        "extensions: temporary at south keeps all of its 3 people",
    )


def test_a_weekly_shift_that_keeps_calls_too_long_is_named() -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7], COSTLY)
    assert binding_limits(replace(problem, max_weekly_shift=4.0)) == (
        "weekly shift: calls may move 20% of its calls at day 7, no more",
    )


def test_a_closing_date_is_named() -> None:
    stays = np.array([[0.0, 0.0], [0.0, -10.0]])
    problem = moving(problem_of([[0, 0], [0, 100]]), [7], stays)
    closing = replace(problem.steps[0], highest=0, current=0)
    assert binding_limits(replace(problem, steps=(closing,))) == (
        "dates and dual running: nothing of calls may stay from day 7 on",
    )


def test_a_share_that_must_stay_is_named() -> None:
    problem = moving(problem_of([[0, 0], [0, 0]]), [7], COSTLY)
    step = replace(problem.steps[0], lowest=4)
    assert binding_limits(replace(problem, steps=(step,))) == (
        "dates and dual running: at least 20% of calls must stay from day 7 on",
    )


def test_two_limits_of_which_either_lifted_is_enough_are_both_named() -> None:
    contract = replace(class_of([0, 30], most=1), kind="extension", label="temporary")
    problem = problem_of([[0, 130], [0, 0]], class_of([0, 30], most=3), contract)
    found = [x.partition(":")[0] for x in binding_limits(problem)]
    assert found == ["class size", "extensions"]


def test_where_no_limit_alone_is_enough_the_one_that_helps_most_is_named() -> None:
    problem = problem_of([[0, 100], [500, 0]], class_of([0, 30], most=3))
    (found,) = binding_limits(problem)
    assert found == "class size: class a at south is full with 3 people"


def test_hours_that_nobody_can_give_are_told() -> None:
    (found,) = binding_limits(problem_of([[50, 0], [0, 0]], class_of([0, 30])))
    assert found == "need: south-fr in week 0 lacks 50 hours, and lifting no one limit helps"


def test_a_transition_with_too_many_calls_names_a_limit() -> None:
    found = binding_limits(transition(1, volume=1.6), time_limit=60)
    assert found
    assert all(x.partition(": ")[2] for x in found)
