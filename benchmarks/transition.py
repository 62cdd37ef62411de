"""The optimised sample plan, played 200 times: writes ``benchmarks/transition.md``.

    .venv/bin/python -m benchmarks.transition

People leave by chance, each by himself; days, half-hours and calls come by chance; every call of
every pool is played (``tests/models/queueing``). Held against what each week promises.
"""

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.sample.trained import trained
from data.calendar.holidays import expand
from data.plan.file import read_plan
from models.arrays import Floats
from service.planning.basis.horizon import whole_weeks
from service.planning.capacity.capacity_table import PoolWeeks
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.optimise.evaluated import Evaluated
from service.planning.optimise.search import Optimised, optimise
from tests.models.queueing.call_simulation import draw_calls, simulate

OUT = Path(__file__).with_name("transition.md")
RUNS = 200
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Played:
    """A pool's week: what was promised and what 200 runs gave."""

    pool: str
    week: str
    promised: float
    reached: float
    error: float


def played(weeks: PoolWeeks, mondays: list[str], random: np.random.Generator) -> list[Played]:
    pool = weeks.capacity
    runs = random.choice(len(pool.need.risk.factors), RUNS, replace=False)
    people = _people(pool, runs)
    calls, in_time = (np.zeros((RUNS, len(mondays))) for _ in range(2))
    for day in np.unique(pool.need.risk.day):
        number = int(day - pool.need.question.span.at.day[0])
        week = int(pool.week[number])
        offered, answered = _day(pool, int(day), people[:, week], runs, random)
        calls[:, week] += offered
        in_time[:, week] += answered
    promised = weeks.paths.service_level
    found = []
    for i in np.flatnonzero(calls.sum(axis=0) > 0):
        level = in_time[:, i].sum() / calls[:, i].sum()
        error = np.sqrt(((in_time[:, i] - level * calls[:, i]) ** 2).sum()) / calls[:, i].sum()
        name = pool.need.pool.name
        found.append(Played(name, mondays[i], float(promised[i]), float(level), float(error)))
    return found


def _people(pool: PoolCapacity, runs: NDArray[np.int64]) -> Floats:
    """(RUNS, W) agents there over those needed, as chance leaves people."""
    hours = (pool.people.drawn[runs] * pool.given).sum(axis=1)
    required = pool.required_hours
    return np.asarray(hours / np.where(required > 0, required, np.inf))


def _day(
    pool: PoolCapacity,
    day: int,
    share: Floats,
    runs: NDArray[np.int64],
    random: np.random.Generator,
) -> tuple[Floats, Floats]:
    """(RUNS,) calls and those answered in time of one day of every run."""
    need, on = pool.need, pool.need.risk.day == day
    load, risk = need.load.chosen(on), need.risk
    factor = risk.factors[runs, day]
    aht = _lognormal((risk.aht + risk.course)[on].mean(), RUNS, random)
    agents = need.agents[need.open][on][:, None] * share
    absence = risk.attendance[on][:, None]
    agents = np.maximum(agents * _lognormal(absence, agents.shape, random), 0.0)
    roster = np.floor(agents + random.random(agents.shape)).astype(np.int64)
    roster[-1] = np.maximum(roster[-1], 1)
    noise = _lognormal(risk.slots[on][:, None], agents.shape, random)
    assert load.patience is not None
    drawn = draw_calls(
        random,
        (load.calls[:, None] * noise).T,
        load.interval,
        np.where(load.aht > 0, load.aht, 1.0),
        load.patience,
        factor,
    )
    drawn = replace(drawn, service=drawn.service * aht)
    found = simulate(drawn, roster, load.interval, need.target.answer_within)
    return found.offered.sum(axis=1), found.answered_in_time.sum(axis=1)


def _lognormal(
    variance: float | Floats, shape: int | tuple[int, ...], random: np.random.Generator
) -> Floats:
    deviation = np.sqrt(np.log1p(variance))
    return np.exp(deviation * random.standard_normal(shape) - deviation**2 / 2)


def _optimised(folder: Path) -> tuple[Optimised, float]:
    current = trained(folder, 1)
    began = time.monotonic()
    result = optimise(current, *whole_weeks(current), lambda x: read_plan(x, "plan.toml", expand))
    return result, time.monotonic() - began


def main() -> None:
    random = np.random.default_rng(SEED)
    with tempfile.TemporaryDirectory() as name:
        result, seconds = _optimised(Path(name))
        mondays = [x.isoformat() for x in result.asked.after.answer.mondays]
        rows = [
            x for weeks in result.asked.after.answer.pools for x in played(weeks, mondays, random)
        ]
    OUT.write_text(report(result, seconds, [x for x in rows if not np.isnan(x.promised)]))


def report(result: Optimised, seconds: float, rows: list[Played]) -> str:
    away = np.array([x.reached - x.promised for x in rows])
    error = np.array([x.error for x in rows])
    worst = sorted(rows, key=lambda x: -abs(x.reached - x.promised))[:8]
    table = "\n".join(
        f"| {x.pool} | {x.week} | {x.promised:.3f} | {x.reached:.3f} | {x.error:.4f} |"
        for x in worst
    )
    return (
        "# The optimised sample plan, played\n\n"
        f"`.venv/bin/python -m benchmarks.transition`, {RUNS} runs of {len(rows)} weeks of pools."
        "\n\n"
        f"Before: {_promise(result.asked.before)}. After: {_promise(result.asked.after)}. "
        f"Found in {seconds:.1f} s and {result.asked.judged} plans judged.\n\n"
        f"Reached less promised: mean {away.mean():+.4f}, largest {np.abs(away).max():.4f}, "
        f"within .015 in {np.mean(np.abs(away) <= 0.015):.1%} of the weeks "
        f"(standard error of one: {error.mean():.4f}).\n\n"
        "| Pool | Week | Promised | Reached | Standard error |\n|---|---|---|---|---|\n"
        + table
        + "\n"
    )


def _promise(judged: Evaluated) -> str:
    return (
        f"{judged.short} weeks of pools that miss the goal, {judged.calls_at_risk:,.0f} calls at "
        f"risk, people cost {judged.cost:,.0f}"
    )


if __name__ == "__main__":
    main()
