"""Shifts of four pools played call by call, people absent by person and day.

    .venv/bin/python -m benchmarks.shifts.played --database sqlite:///var/relais.db

Writes ``benchmarks/shifts_played.md``: the level that a week's shifts promise beside what their
callers got on the release's own paths. Who is absent is absent from the whole shift; time off the
phone takes its share of everybody, and parts of a person are rounded by one part a day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import click
import numpy as np

from benchmarks.promises.calls import Counts, Floats, played
from benchmarks.promises.world import SEED, Played, PoolWorld, pool_world
from data.calendar.clock import utc_iso
from data.database import connect
from data.shifts import Goal, PoolShifts
from data.shifts.cover import covered
from models.queues import Pool
from service.planning.basis.current import Current
from service.planning.basis.shift_agents import site_clock
from service.planning.basis.span import span_of
from service.planning.shifts.worked_out import pool_shifts
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.web.current import read_current

MONDAY = date(2025, 12, 8)
POOLS = (
    *("liege-nl-residential", "morocco-fr-residential"),
    *("belgium-nl-residential", "belgium-fr-b2b"),
)
PATHS = 400
CLOSE = 0.01
OUT = Path(__file__).parent.parent / "shifts_played.md"


@dataclass(frozen=True, slots=True)
class Roster:
    """Each of a week's people by shift (S,), and the open intervals (I,) they take calls in."""

    cover: Floats  # (S, I) of one of them
    people: Counts  # (S,)

    def there(self, random: np.random.Generator, world: PoolWorld) -> Counts:
        """(I,) who is on the phone."""
        come = random.binomial(self.people, 1.0 - world.absence[0])
        on_phone = 1.0 - world.off_phone / (1.0 - world.absence)
        part = random.random(int(world.demand.day.max()) + 1)[world.demand.day]
        return np.floor(come @ self.cover * on_phone + part).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a pool's shifts promised, and what came of it."""

    found: PoolShifts
    level: float
    error: float

    @property
    def miss(self) -> float:
        """Played less promised."""
        return self.level - self.found.service_level


def kept(current: Current, pool: Pool, goal: Goal, paths: int) -> Kept:
    """Of a pool's week."""
    span = span_of(current, MONDAY, MONDAY + timedelta(days=6))
    need = pool_need(current, pool, span, WhatIf(), Method())
    assert need is not None
    found = pool_shifts(current.plan, need, MONDAY, goal, {})
    assert found is not None
    came = _played(current, need, found, paths)
    level, error = came.summed(np.zeros(came.offered.shape[1], np.int64)).achieved
    return Kept(found, float(level[0]), float(error[0]))


def _played(current: Current, need: PoolNeed, found: PoolShifts, paths: int) -> Played:
    on = np.flatnonzero(need.open)
    assert need.patience is not None, "nobody gives up by Erlang C"
    starts = utc_iso(need.question.span.grid.starts[on])
    aht = np.nan_to_num(need.aht[on], nan=1.0)
    world = pool_world(current, need.pool, starts, aht, need.patience.seconds[on])
    roster = _roster(need, found, on)
    runs = [_run(world, roster, path) for path in range(paths)]
    offered, in_time = zip(*runs, strict=True)
    return Played(np.array(offered), np.array(in_time))


def _roster(need: PoolNeed, found: PoolShifts, on: Counts) -> Roster:
    day, minute = (x[on] for x in site_clock(need.question.span.grid, need.question.site.timezone))
    length = need.question.span.grid.interval_minutes
    cover = [(day == x.day.toordinal()) * covered(x, minute, length) for x in found.shifts]
    return Roster(np.array(cover), np.array([x.people for x in found.shifts]))


def _run(world: PoolWorld, roster: Roster, path: int) -> tuple[Counts, Counts]:
    random = np.random.default_rng([SEED, path, *world.pool.name.encode()])
    rates, aht = world.demand.rates(random, path), world.aht * world.demand.longer(random)
    there = roster.there(random, world)
    offered, in_time = np.zeros((2, len(rates)), np.int64)
    for day in range(int(world.demand.day.max()) + 1):
        some = np.flatnonzero(world.demand.day == day)
        offered[some], in_time[some] = played(
            random,
            rates[some],
            aht[some],
            world.patience[some],
            there[some].tolist(),
            world.interval,
            world.pool.target.answer_within,
        )
    return offered, in_time


def report(current: Current, paths: int) -> str:
    """The document."""
    goals: tuple[Goal, ...] = get_args(Goal)
    pools = [x for x in current.plan.pools if x.name in POOLS]
    found = [kept(current, pool, goal, paths) for pool in pools for goal in goals]
    close = sum(abs(x.miss) <= CLOSE for x in found)
    return "\n".join([*_head(paths, close, len(found)), *(_row(x) for x in found), ""])


def _head(paths: int, close: int, count: int) -> Iterator[str]:
    yield "# Shifts, played"
    yield ""
    yield "`.venv/bin/python -m benchmarks.shifts.played --database sqlite:///var/relais.db`"
    yield ""
    yield f"The sample's week of {MONDAY}, call by call on {paths} of the release's paths, people"
    yield f"absent by person and day: {close} of {count} weeks are within {CLOSE:.0%} of their"
    yield "promise."
    yield ""
    yield "| Pool | Goal | People | Promised | Played | ± | Apart |"
    yield "|---|---|--:|--:|--:|--:|--:|"


def _row(x: Kept) -> str:
    figures = f"{x.found.service_level:.4f} | {x.level:.4f} | {x.error:.4f} | {x.miss:+.4f}"
    return f"| {x.found.pool} | {x.found.goal} | {x.found.people} | {figures} |"


@click.command()
@click.option("--database", required=True)
@click.option("--paths", type=int, default=PATHS, show_default=True)
def main(database: str, paths: int) -> None:
    """Write the document."""
    OUT.write_text(report(read_current(connect(database)), paths), encoding="utf-8")
    click.echo(OUT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
