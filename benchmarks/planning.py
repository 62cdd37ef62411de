"""What planning the move costs, and how near its plans are to the best: writes ``planning.md``.

    .venv/bin/python -m benchmarks.planning

Twenty cases of at most 2,000 plans, each of which is judged, against what the optimiser finds; the
sample's whole transition staffed, optimised, and set beside fifty scenarios.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from benchmarks.sample.trained import trained
from data.calendar.holidays import expand
from data.plan.file import read_plan
from models.agents.uncertainty import Mode
from models.queues import Match
from service.planning.basis.current import Current
from service.planning.basis.horizon import weeks, whole_weeks
from service.planning.basis.span import span_of
from service.planning.optimise.search import Found, optimise
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
from tests.service.planning.optimise.hiring_plans import read
from tests.service.planning.optimise.tiny_cases import FIRST, LAST, cheapest, tiny

OUT = Path(__file__).with_name("planning.md")
CASES = 20
FRENCH = Match(segment="residential", language="fr")
DUTCH, BUSINESS = Match(language="nl"), Match(segment="b2b")


def small(seed: int) -> list[float]:
    """What is found over what the cheapest of all plans costs, for both goals."""
    with tempfile.TemporaryDirectory() as folder:
        case = tiny(Path(folder), seed)
        found = optimise(case.current, FIRST, LAST, read).found
        best = cheapest(case)
        assert all(found[goal].after.short == 0 for goal in best), seed
        return [found[goal].after.cost / cost for goal, cost in best.items()]


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


def told(found: Found) -> str:
    """What was found for a goal."""
    after = found.after
    missed = f", {after.short} weeks of pools cannot" if after.short else ""
    certified = f"the last {found.certificate} in vain" if found.certificate else "no certificate"
    return (
        f"{after.goal.words}{missed}: people cost {after.cost:,.0f} ({found.before.cost:,.0f} in "
        f"the plan there is), {found.judged} plans judged, {certified}"
    )


def main() -> None:
    above = [x for seed in range(CASES) for x in small(seed)]
    same = sum(x <= 1 + 1e-9 for x in above)
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), 1)
        first, last = whole_weeks(current)
        began = time.perf_counter()
        plan = optimise(current, first, last, lambda x: read_plan(x, "plan.toml", expand))
        optimised = time.perf_counter() - began
        scenarios = seconds(lambda: compared(current, first, last, fifty(first, last)))
        by_mean, by_risk = staffed(current, "mean"), staffed(current, "risk")
    OUT.write_text(
        "# Planning the move\n\n"
        f"`.venv/bin/python -m benchmarks.planning`, Relais {version('relais')}.\n\n"
        f"- {CASES} cases of at most 2,000 plans, all judged, for both goals: the optimiser's plan "
        f"costs at most {max(above) - 1:.2%} more than the cheapest, and as little in {same} of "
        f"{len(above)}.\n"
        + "".join(f"- The sample, {told(x)}.\n" for x in plan.found.values())
        + f"- Both together in {optimised:.1f} s.\n"
        f"- Fifty scenarios over 25 weeks of the sample: {scenarios:.1f} s.\n"
        f"- Its whole transition staffed, all pools and half-hours, with what callers get: "
        f"{by_mean:.2f} s by `mean`, {by_risk:.2f} s by `risk`.\n"
    )


if __name__ == "__main__":
    main()
