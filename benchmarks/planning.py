"""What planning the move costs, and how near its plans are to the best: writes ``planning.md``.

    .venv/bin/python -m benchmarks.planning

Twenty small plans against every choice of two classes' sizes, by the true evaluation; the sample's
whole transition staffed, optimised, and set beside fifty scenarios.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.sample import trained
from data.calendar.holidays import expand
from data.plan.file import read_plan
from models.agents.uncertainty import Mode
from models.queues import Match
from service.planning.basis.current import Current
from service.planning.basis.horizon import weeks, whole_weeks
from service.planning.basis.span import span_of
from service.planning.optimise.search import optimise
from service.planning.scenarios.changes.add_class import AddClass
from service.planning.scenarios.changes.aht import ScaleAht
from service.planning.scenarios.changes.attrition import ScaleAttrition
from service.planning.scenarios.changes.cancel_class import CancelClass
from service.planning.scenarios.changes.change import Change
from service.planning.scenarios.changes.delay_step import DelayStep
from service.planning.scenarios.changes.event import AddEvent
from service.planning.scenarios.changes.shrinkage import SetShrinkage
from service.planning.scenarios.changes.target import SetTarget
from service.planning.scenarios.changes.volume import ScaleVolume
from service.planning.scenarios.differences import compared
from service.planning.scenarios.scenario import Scenario
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from tests.service.planning.optimise.hiring_plans import FIRST, LAST, case, read, text_of
from tests.service.planning.optimise.test_search import best_of_all, hired

OUT = Path(__file__).with_name("planning.md")
CASES = 20
FRENCH = Match(segment="residential", language="fr")
DUTCH, BUSINESS = Match(language="nl"), Match(segment="b2b")


def small(seed: int) -> tuple[float, float]:
    """Cost of the classes: found, and of the best of all choices."""
    with tempfile.TemporaryDirectory() as folder:
        current = case(Path(folder), text_of(seed))
        result = optimise(current, FIRST, LAST, read)
        assert result.after.short == 0, seed
        return hired(result.after.current), best_of_all(current)


def fifty(first: date, last: date) -> list[Scenario]:
    """Ten kinds of question, five sizes each."""
    changes: list[Change] = []
    for size in range(5):
        later = timedelta(days=7 + size)
        more = 1.0 + 0.02 * (size + 1)
        changes += [
            ScaleVolume(first=first, last=last, factor=more),
            ScaleVolume(match=BUSINESS, first=first, last=last, factor=more),
            ScaleAht(match=Match(call_type="billing"), first=first, last=last, factor=more),
            AddEvent(match=DUTCH, first=date(2026, 1, 5), last=date(2026, 1, 16), factor=more),
            SetTarget(match=BUSINESS, share=0.8 + 0.01 * size),
            DelayStep(match=FRENCH, first=date(2025, 11, 3), last=date(2025, 11, 3) + later),
            ScaleAttrition(site="liege", factor=0.5 + 0.1 * size),
            SetShrinkage(site="morocco", first=first, last=last, off_phone=0.20 + 0.01 * size),
            CancelClass(site="belgium", starts=date(2026, 1, 12)),
            AddClass(
                site="belgium",
                starts=date(2025, 12, 1) + timedelta(weeks=size),
                headcount=20,
                languages=("nl",),
            ),
        ]
    return [Scenario(f"{number}", (change,)) for number, change in enumerate(changes)]


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def staffed(current: Current, mode: Mode) -> float:
    known = weeks(current)
    span = span_of(current, known[0].first, known[-1].last)

    def work() -> None:
        for pool in current.plan.pools:
            need = pool_need(current, pool, span, WhatIf(), Method(mode=mode))
            assert need is None or need.staffing

    return min(seconds(work) for _ in range(3))


def main() -> None:
    costs = [small(seed) for seed in range(CASES)]
    worst = max(found / best for found, best in costs)
    same = sum(found <= best * (1 + 1e-9) for found, best in costs)
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), 1)
        first, last = whole_weeks(current)
        plan = optimise(current, first, last, lambda x: read_plan(x, "plan.toml", expand))
        optimised = seconds(
            lambda: optimise(current, first, last, lambda x: read_plan(x, "plan.toml", expand))
        )
        scenarios = seconds(lambda: compared(current, first, last, fifty(first, last)))
        by_mean, by_risk = staffed(current, "mean"), staffed(current, "risk")
    OUT.write_text(
        "# Planning the move\n\n"
        "`.venv/bin/python -m benchmarks.planning`.\n\n"
        f"- {CASES} small plans, two classes of up to 16 people each: the optimiser's classes cost "
        f"at most {worst - 1:.2%} more than the best of all choices, and as little in {same}.\n"
        f"- The sample: {plan.before.short} weeks of pools below their target before, "
        f"{plan.after.short} after; people cost {plan.before.cost:,.0f} and "
        f"{plan.after.cost:,.0f}; solved in {optimised:.1f} s.\n"
        f"- Fifty scenarios over 25 weeks of the sample: {scenarios:.1f} s.\n"
        f"- Its whole transition staffed, all pools and half-hours, with what callers get: "
        f"{by_mean:.2f} s by `mean`, {by_risk:.2f} s by `risk`.\n"
    )


if __name__ == "__main__":
    main()
