"""Staffing judged by simulation: writes ``benchmarks/judge.md``.

    .venv/bin/python -m benchmarks.judge

Days of 24 half-hours, 80 % in 20 s; AHT 360 s (the ramp: 540 s) and patience 180 s, exponential.
The simulation is that of ``tests/models/queueing``, checked against Ciw and against event by event.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.agents.explained import fractional_agents
from models.agents.staffing import PoolLoad, smallest_agents
from models.arrays import Counts, Floats
from models.queueing.carried_load import carried_load
from models.queueing.outcome import lognormal
from models.queues import ServiceTarget
from tests.models.queueing.call_simulation import draw_calls, over_days, simulate

OUT = Path(__file__).with_name("judge.md")
INTERVAL, WITHIN, PATIENCE = 1800.0, 20.0, 180.0
TARGET = ServiceTarget(0.8, WITHIN)
DAYS, BATCHES = 2000, 40
DAY_ERROR = 0.1
RISK_FACTOR = float(np.exp(0.8416212 * DAY_ERROR - DAY_ERROR**2 / 2))  # P80 of the day's factor

USUAL = np.interp(np.arange(24), [0, 5, 12, 17, 23], [0.45, 1.0, 0.7, 0.95, 0.35])
RAMP = np.interp(np.arange(24), [0, 3, 8, 12, 23], [0.08, 1.0, 0.6, 0.9, 0.2])
CLOSING = np.interp(np.arange(24), [0, 5, 20, 23], [0.4, 0.7, 0.8, 1.0])  # shut at its busiest


@dataclass(frozen=True, slots=True)
class Case:
    """A day that is staffed, and how."""

    name: str
    erlangs: Floats
    aht: float
    how: str  # carried-over load at its mean; "mean" and "risk" know of the day error
    day_error: float = 0.0


def cases() -> Iterator[Case]:
    for peak in (12.0, 60.0, 300.0):
        yield Case(f"usual day, {peak:g} erlangs", peak * USUAL, 360.0, "point")
        yield Case(f"usual day, {peak:g} erlangs", peak * USUAL, 360.0, "fractional")
        yield Case(f"usual day, {peak:g} erlangs", peak * USUAL, 360.0, "mean", DAY_ERROR)
        yield Case(f"usual day, {peak:g} erlangs", peak * USUAL, 360.0, "risk", DAY_ERROR)
    yield Case("steep ramp, 90 erlangs", 90.0 * RAMP, 540.0, "point")
    yield Case("shut at its busiest, 60 erlangs", 60.0 * CLOSING, 360.0, "point")


def load_of(case: Case) -> PoolLoad:
    count = len(case.erlangs)
    aht = np.full(count, case.aht)
    carried = carried_load(case.erlangs, aht, np.zeros(count, np.int64), INTERVAL)
    varied = carried.variance + (case.day_error**2 if case.how == "mean" else 0.0)
    nodes = lognormal(varied, RISK_FACTOR if case.how == "risk" else 1.0)
    calls = case.erlangs * INTERVAL / case.aht
    return PoolLoad(calls, aht, INTERVAL, np.full(count, PATIENCE), carried.mean, nodes)


def plain_hours(case: Case) -> float:
    """Agents of interval-by-interval Erlang A."""
    load = load_of(case)
    plain = PoolLoad(load.calls, load.aht, INTERVAL, load.patience)
    if case.how == "fractional":
        return float(fractional_agents(plain, TARGET).sum())
    return float(smallest_agents(plain, TARGET).sum())


def rosters(case: Case, random: np.random.Generator) -> Iterator[Counts]:
    """Agents of each batch of days; parts of an agent are there on that part of the days."""
    load = load_of(case)
    if case.how != "fractional":
        yield from [smallest_agents(load, TARGET)] * BATCHES
        return
    agents = fractional_agents(load, TARGET)
    for shift in random.permuted(np.tile((np.arange(BATCHES) + 0.5) / BATCHES, (24, 1)), axis=1).T:
        yield np.floor(agents + shift).astype(np.int64)


def judged(case: Case) -> str:
    random = np.random.default_rng(20260101)
    calls = load_of(case).calls
    deviation = np.sqrt(np.log1p(case.day_error**2))
    offered, in_time, hours, overtime = [], [], [], []
    for agents in rosters(case, random):
        normal = random.standard_normal(DAYS // BATCHES)
        factor = np.exp(deviation * normal - deviation**2 / 2)
        drawn = draw_calls(random, calls, INTERVAL, case.aht, PATIENCE, factor)
        found = simulate(drawn, agents, INTERVAL, WITHIN)
        offered.append(found.offered)
        in_time.append(found.answered_in_time)
        hours.append(agents.sum())
        overtime.append(found.overtime.mean())
    came, answered = np.concatenate(offered), np.concatenate(in_time)
    levels = over_days(answered, came)
    day = over_days(answered.sum(axis=1), came.sum(axis=1))
    met = (answered.sum(axis=1) / came.sum(axis=1) >= TARGET.share).mean()
    worst = int(levels.value.argmin())
    return (
        f"| {case.name} | {case.how} | {np.mean(hours) / plain_hours(case):.3f} | {day.value:.3f} "
        f"| {levels.value[worst]:.3f} ({worst + 1}) | {levels.error.max():.4f} | {met:.2f} "
        f"| {np.mean(overtime):.0f} |"
    )


def main() -> None:
    began = time.monotonic()
    rows = [judged(case) for case in cases()]
    OUT.write_text(
        "# Staffing judged by simulation\n\n"
        "`.venv/bin/python -m benchmarks.judge`: "
        f"{DAYS:,} simulated days a row, 80 % in 20 s, seed fixed.\n\n"
        "Hours are those of whole (fractional) agents over the same of interval-by-interval "
        "Erlang A at the expected calls. `mean` and `risk=0.8` know of the 10 % day error they are "
        "simulated with.\n\n"
        "| Day | Agents | Hours | Service level | Worst half-hour (which) | Its standard error "
        "| Days that meet 80 % | Until the last caller is served, s |\n"
        "|---|---|---|---|---|---|---|---|\n"
        + "\n".join(rows)
        + f"\n\n{time.monotonic() - began:.0f} s.\n"
    )


if __name__ == "__main__":
    main()
