"""Nothing can be taken out of a plan that was found: not one person, not a class, not a step."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.plan import GoalName, Plan
from data.plan.edit import Decisions, decided
from service.planning.basis.current import replanned
from service.planning.capacity.capacity_table import CapacityQuestion, capacity
from service.planning.optimise.search import Found, Optimised, optimise
from service.planning.optimise.words import in_words
from tests.service.planning.optimise.hiring_plans import read
from tests.service.planning.optimise.tiny_cases import FIRST, LAST, PROMISES, tiny


@pytest.fixture(scope="module", name="results")
def _results(tmp_path_factory: pytest.TempPathFactory) -> list[Optimised]:
    """Two classes; one class, people who stay longer and a step; classes for two languages."""
    folders = {seed: tmp_path_factory.mktemp(f"seed{seed}") for seed in (0, 2, 3)}
    return [optimise(tiny(x, seed).current, FIRST, LAST, read) for seed, x in folders.items()]


def without_one(plan: Plan) -> Iterator[Plan]:
    """The plan with one person fewer, without a class, without a step that may be left out."""
    for row, x in enumerate(plan.site("morocco").classes):
        for left in {0, x.headcount - 1} if x.headcount else set[int]():
            if left >= x.min_headcount or not left:
                yield decided(plan, Decisions(headcounts={("morocco", row): left}))
    for row, staff in enumerate(plan.site("belgium").staff):
        if staff.extended:
            yield decided(plan, Decisions(extended={("belgium", row): staff.extended - 1}))
    if plan.limits.max_weekly_shift == 1.0 and plan.site("belgium").closes:
        yield without_step(plan)


def without_step(plan: Plan) -> Plan:
    """Calls stay where they are until the last step."""
    [routing] = plan.routing
    steps = (routing.steps[0], *routing.steps[2:])
    return replace(plan, routing=(replace(routing, steps=steps),))


def keeps(found: Found, plan: Plan, goal: GoalName) -> bool:
    answer = capacity(replanned(found.before.current, plan, ""), CapacityQuestion(FIRST, LAST))
    return all(PROMISES[goal](x) for x in answer.pools)


@pytest.mark.parametrize("goal", ["ready", "mean"])
def test_whatever_is_taken_out_breaks_a_promise(results: list[Optimised], goal: GoalName) -> None:
    for result in results:
        found = result.found[goal]
        plan = found.after.current.plan
        assert keeps(found, plan, goal)
        fewer = list(without_one(plan))
        assert fewer
        assert not any(keeps(found, x, goal) for x in fewer)
        assert found.certificate is not None
        assert found.certificate >= len(fewer)


def test_a_step_is_taken_out_where_the_old_site_can_wait(tmp_path: Path) -> None:
    """A limit of the weekly shift kept it: without it the new site takes no call before the end."""
    case = tiny(tmp_path, 2)
    many = case.current.stored.text.replace("max_weekly_shift = 0.6", "max_weekly_shift = 1.0")
    text = re.sub(r"headcount = \d+", "headcount = 60", many, count=1)
    current = replanned(case.current, read(text), text)
    result = optimise(current, FIRST, LAST, read)
    found = result.asked
    [routing] = found.after.current.plan.routing
    assert "all calls from 2025-11-17: no step, still belgium 100%" in in_words(result)
    assert found.after.short == 0
    assert dict(routing.steps[1].shares) == {"belgium": 1.0}


def test_the_last_step_before_a_site_closes_stays_however_many_could_wait(tmp_path: Path) -> None:
    """Calls would otherwise go on to the closed site, long after the weeks that are looked at."""
    case = tiny(tmp_path, 2)
    early = case.current.stored.text.replace("from = 2026-01-01", "from = 2025-12-08")
    text = re.sub(r"headcount = \d+", "headcount = 60", early, count=1)
    current = replanned(case.current, read(text), text)
    [routing] = optimise(current, FIRST, LAST, read).asked.after.current.plan.routing
    assert dict(routing.steps[-1].shares) == {"morocco": 1.0}
