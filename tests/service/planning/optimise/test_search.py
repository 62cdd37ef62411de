"""The cheapest plan whose every week promises its target, by the true evaluation."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from data.people.staff import site_groups
from data.people.wages import total_cost
from data.plan import Plan
from data.plan.checks import faults_of
from data.plan.edit import Decisions, NewClass, edited
from data.plan.file import PlanError
from service.planning.basis.current import Current, replanned
from service.planning.capacity.capacity_table import CapacityQuestion, capacity
from service.planning.capacity.site_people import WeekSpan
from service.planning.optimise.case import hiring_case
from service.planning.optimise.rerouting import Rerouting
from service.planning.optimise.search import Optimised, optimise
from service.planning.optimise.words import in_words
from tests.service.planning.optimise.hiring_plans import FIRST, LAST, case, read, text_of

DAYS = WeekSpan(FIRST, LAST).days
MOST = 16  # of a class


def under(current: Current, sizes: tuple[int, int]) -> Current:
    headcounts = {("morocco", row): size for row, size in enumerate(sizes)}
    text = edited(current.stored.text, Decisions(headcounts=headcounts))
    return replanned(current, read(text), text)


def promises(current: Current) -> bool:
    answer = capacity(current, CapacityQuestion(FIRST, LAST, site="morocco"))
    [pool] = answer.pools
    level = pool.paths.service_level
    return bool((level[pool.paths.calls.mean(axis=0) > 0] >= 0.8).all())


def hired(current: Current) -> float:
    """What everybody but the staff who are there anyway costs."""
    return total_cost([x for x in site_groups(current.plan) if "class" in x.label], DAYS)


def best_of_all(current: Current) -> float:
    """The cheapest that promises, of every choice of both sizes.

    More people never promise less, so that only the edge of those that promise is tried.
    """
    costs, second = [], MOST
    for first in range(MOST + 1):
        while second >= 0 and promises(plan := under(current, (first, second))):
            costs.append(hired(plan))
            second -= 1
    return min(costs)


@pytest.fixture(scope="module", name="current")
def _current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return case(tmp_path_factory.mktemp("optimise"), text_of(1))


@pytest.fixture(scope="module", name="result")
def _result(current: Current) -> Optimised:
    return optimise(current, FIRST, LAST, read)


def test_every_week_of_the_plan_that_is_found_promises_its_target(result: Optimised) -> None:
    assert result.before.short > 0
    assert (result.after.short, result.binding) == (0, ())


def test_it_costs_as_little_as_the_best_of_all_choices(current: Current, result: Optimised) -> None:
    assert hired(result.after.current) <= 1.01 * best_of_all(current)


def test_what_is_written_is_a_plan_with_its_comments_and_other_rows(result: Optimised) -> None:
    text = result.after.current.stored.text
    assert read(text) == result.after.current.plan
    assert faults_of(result.after.current.plan) == []
    assert text.count("[[sites.classes]]") == result.before.current.stored.text.count(
        "[[sites.classes]]"
    )


def test_a_planner_reads_before_and_after_and_every_change(result: Optimised) -> None:
    lines = list(in_words(result))
    assert lines[0].startswith("before: ")
    assert "0 of" in lines[1]
    changed = [x for x in lines if x.startswith("morocco: class ")]
    assert changed
    assert all("(was 2)" in x for x in changed)


def test_a_plan_that_no_choice_can_save_names_the_limit_that_binds(tmp_path: Path) -> None:
    text = text_of(1).replace(f"max_headcount = {MOST}", "max_headcount = 3")
    result = optimise(case(tmp_path, text), FIRST, LAST, read)
    assert result.shortfall_hours > 0
    [limit] = result.binding
    assert limit.startswith("class size: class 2025-10-")
    assert "is full with 3 people" in limit
    assert any("no plan keeps every limit and target" in x for x in in_words(result))


def test_a_further_class_is_found_where_the_site_may_hire(tmp_path: Path) -> None:
    text = text_of(1).replace(f"max_headcount = {MOST}", "max_headcount = 9")
    more = text.replace('id = "morocco"', 'id = "morocco"\nhires_until = 2025-12-01')
    result = optimise(case(tmp_path, more), FIRST, LAST, read)
    assert (result.after.short, result.binding) == (0, ())
    assert len(result.after.current.plan.site("morocco").classes) > 2


def test_a_plan_that_fails_a_check_is_not_found_but_refused(current: Current) -> None:
    """Every plan on the way is read like a file: what no reader takes is never offered."""

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
    plan = read(
        edited(
            text,
            Decisions(
                headcounts={("morocco", 0): 11},
                new_classes=(new,),
                shares={(0, 1): {"belgium": 0.4, "morocco": 0.6}},
            ),
        )
    )
    classes = plan.site("morocco").classes
    assert (classes[0].headcount, classes[2].starts, classes[2].headcount) == (11, new.starts, 9)
    assert replace(classes[2], starts=classes[1].starts, headcount=2) == classes[1]
    assert dict(plan.routing[0].steps[1].shares) == {"belgium": 0.4, "morocco": 0.6}
    assert read(edited(text, Decisions())) == read(text)


def test_an_extension_is_refused_beyond_the_headcount() -> None:
    text = text_of(1).replace("headcount = 25", "headcount = 25\nextended = 26", 1)
    with pytest.raises(PlanError, match=r"staff\[0\].extended: 26 is more than headcount \(25\)"):
        read(text)
