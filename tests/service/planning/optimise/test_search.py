"""The cheapest plan whose every week keeps its goal, by the true evaluation."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from data.plan import GoalName, Plan
from data.plan.checks import faults_of
from data.plan.edit import Decisions, NewClass, decided, edited
from data.plan.file import PlanError
from service.planning.basis.current import Current, replanned
from service.planning.capacity.capacity_table import CapacityQuestion, capacity
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.case import hiring_case
from service.planning.optimise.rerouting import Rerouting
from service.planning.optimise.search import Optimised, optimise
from service.planning.optimise.words import in_words
from tests.service.planning.optimise.hiring_plans import FIRST, LAST, case, read, text_of
from tests.service.planning.optimise.tiny_cases import PROMISES, tiny

MOST = 16  # of a class


@pytest.fixture(scope="module", name="current")
def _current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return case(tmp_path_factory.mktemp("optimise"), text_of(1))


@pytest.fixture(scope="module", name="result")
def _result(current: Current) -> Optimised:
    return optimise(current, FIRST, LAST, read)


@pytest.mark.parametrize("goal", ["ready", "mean"])
def test_every_week_of_the_plan_that_is_found_keeps_its_goal(
    result: Optimised, goal: GoalName
) -> None:
    found = result.found[goal]
    assert found.before.short > 0
    assert (found.after.short, found.binding) == (0, ())
    answer = capacity(found.after.current, CapacityQuestion(FIRST, LAST))
    assert all(PROMISES[goal](x) for x in answer.pools)


def test_a_plan_whose_weeks_are_ready_costs_no_less_than_one_that_keeps_the_mean(
    result: Optimised,
) -> None:
    assert result.found["mean"].after.cost <= result.found["ready"].after.cost


def test_the_goal_is_the_plans_own_unless_another_is_asked_for(tmp_path: Path) -> None:
    of = tiny(tmp_path, 0).current
    text = f'{of.stored.text}goal = "mean"\n'
    own = optimise(replanned(of, read(text), text), FIRST, LAST, read)
    other = optimise(of, FIRST, LAST, read, "ready")
    assert (own.goal, other.goal) == ("mean", "ready")
    assert own.asked.after.cost == other.found["mean"].after.cost


def test_the_same_question_finds_the_same_plan(tmp_path: Path) -> None:
    of = tiny(tmp_path, 2).current
    one, other = (optimise(of, FIRST, LAST, read).found for _ in range(2))
    for goal, found in one.items():
        again = other[goal]
        assert again.after.current.stored.text == found.after.current.stored.text
        assert (again.judged, again.certificate) == (found.judged, found.certificate)


def test_what_is_written_is_a_plan_with_its_comments_and_other_rows(result: Optimised) -> None:
    found = result.asked
    text = found.after.current.stored.text
    assert read(text) == found.after.current.plan
    assert faults_of(found.after.current.plan) == []
    assert text.count("[[sites.classes]]") == found.before.current.stored.text.count(
        "[[sites.classes]]"
    )


def test_a_planner_reads_before_and_after_every_change_and_what_both_goals_cost(
    result: Optimised,
) -> None:
    lines = list(in_words(result))
    assert lines[0] == "goal: every week ready (probability at least 0.8)"
    assert lines[1].startswith("before: ")
    assert "0 of" in lines[2]
    costs = [f"{x.after.cost:,.0f}" for x in result.found.values()]
    assert [x.split()[1] for x in lines if x.startswith("cost: ")] == costs
    changed = [x for x in lines if x.startswith("morocco: class ")]
    assert changed
    assert all("(was 2)" in x for x in changed)
    assert lines[-1].startswith("no single person, class or step can be taken out")


def test_a_search_that_may_judge_no_more_plans_gives_no_certificate(result: Optimised) -> None:
    found = replace(result.asked, certificate=None, timed_out=True)
    lines = list(in_words(replace(result, found={**result.found, "ready": found})))
    assert f"{found.judged} plans judged, and no more may be" in lines[-2]
    assert lines[-1].startswith("stopped by seconds on the way")


def test_a_plan_that_no_choice_can_save_names_the_limit_that_binds_and_the_weeks(
    tmp_path: Path,
) -> None:
    text = text_of(1).replace(f"max_headcount = {MOST}", "max_headcount = 3")
    result = optimise(case(tmp_path, text), FIRST, LAST, read)
    assert result.asked.shortfall_hours > 0
    [limit] = result.asked.binding
    assert limit.startswith("class size: class 2025-10-")
    assert "is full with 3 people" in limit
    lines = list(in_words(result))
    assert any("no plan keeps every limit and the goal" in x for x in lines)
    [missing] = [x for x in lines if x.startswith("not ready: ")]
    assert missing.startswith("not ready: morocco-fr-residential, week of 2025-")
    assert missing.count("2025-") == result.asked.after.short
    assert lines[-1].startswith("without any single person, class or step a week would be worse")


def test_a_further_class_is_found_where_the_site_may_hire(tmp_path: Path) -> None:
    text = text_of(1).replace(f"max_headcount = {MOST}", "max_headcount = 9")
    more = text.replace('id = "morocco"', 'id = "morocco"\nhires_until = 2025-12-01')
    found = optimise(case(tmp_path, more), FIRST, LAST, read).asked
    assert (found.after.short, found.binding) == (0, ())
    assert len(found.after.current.plan.site("morocco").classes) > 2


def test_a_plan_that_fails_a_check_is_not_found_but_refused(current: Current) -> None:
    """What is offered is read like a file: what no reader takes is never offered."""

    def broken(text: str) -> Plan:
        return read(text.replace("headcount = 90", "headcount = 90\nextended = 91"))

    with pytest.raises(PlanError, match=r"staff\[1\].extended: 91 is more than headcount \(90\)"):
        optimise(current, FIRST, LAST, broken)


def test_a_further_class_takes_its_first_call_before_its_site_closes() -> None:
    text = text_of(1).replace(
        "{ from = 2026-01-01, shares = { morocco = 1.0 } }",
        "{ from = 2026-01-01, shares = { belgium = 1.0 } }",
    )
    dates = "hires_until = 2026-02-02\ncloses = 2025-12-31"
    plan = read(text.replace('id = "morocco"', f'id = "morocco"\n{dates}'))
    weeks = WeekSpan(FIRST, date(2026, 2, 1))
    need = np.zeros((1, len(weeks.mondays)))
    nothing_moves = Rerouting((), (), ())
    case = hiring_case(plan, 1.0, nothing_moves, [("morocco", "fr")], need, weeks, FIRST)
    further = [x.starts for x in case.choices if x.starts]
    training = plan.site("morocco").classes[-1].training_weeks
    assert max(further) + timedelta(weeks=training) <= date(2025, 12, 31)
    assert max(further) + timedelta(weeks=training + 1) > date(2025, 12, 31)


def test_decisions_are_written_where_they_belong() -> None:
    text = text_of(1)
    new = NewClass(("morocco", 1), date(2025, 12, 1), 9)
    decisions = Decisions(
        headcounts={("morocco", 0): 11},
        new_classes=(new,),
        shares={(0, 1): {"belgium": 0.4, "morocco": 0.6}},
    )
    plan = read(edited(text, decisions))
    assert decided(read(text), decisions) == plan
    classes = plan.site("morocco").classes
    assert (classes[0].headcount, classes[2].starts, classes[2].headcount) == (11, new.starts, 9)
    assert replace(classes[2], starts=classes[1].starts, headcount=2) == classes[1]
    assert dict(plan.routing[0].steps[1].shares) == {"belgium": 0.4, "morocco": 0.6}
    assert read(edited(text, Decisions())) == read(text)


def test_an_extension_is_refused_beyond_the_headcount() -> None:
    text = text_of(1).replace("headcount = 25", "headcount = 25\nextended = 26", 1)
    with pytest.raises(PlanError, match=r"staff\[0\].extended: 26 is more than headcount \(25\)"):
        read(text)
