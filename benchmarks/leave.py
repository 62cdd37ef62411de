"""Leave allowances granted for whole months, played call by call: writes ``benchmarks/leave.md``.

    .venv/bin/python -m benchmarks.leave --database sqlite:///var/relais.db

Without ``--database`` the sample of seed 1 is trained first (minutes). Every team's whole allowance
is granted on every day at once; the days are played on the release's own paths, with the people
whom each path leaves, those who stay away by themselves, and calls one by one.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

import click
import numpy as np

from benchmarks.promises.calls import Counts, Floats
from benchmarks.promises.world import PoolWorld, played_paths, pool_world
from benchmarks.sample.trained import trained
from data.calendar.clock import utc_iso
from data.database import connect
from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays
from service.planning.leave.allowance import allowance
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.leave_table import leave_table
from service.planning.leave.planned_sites import planned_sites
from service.planning.leave.pool_days import PoolDays
from service.planning.staffing.day_paths import DayPaths
from service.web.current import read_current

FIRST, LAST = date(2025, 12, 1), date(2026, 1, 31)
PATHS, CALLS = 400, 60_000  # the least of a pool's day, so that its level is known to .2 points
CLOSE = 0.005
OUT = Path(__file__).with_suffix(".md")


@dataclass(frozen=True, slots=True)
class Day:
    """A pool's, with the whole allowance granted."""

    pool: str
    day: date
    target: float
    promised: float
    level: float
    error: float
    calls: int  # expected

    @property
    def miss(self) -> float:
        """Played less promised."""
        return self.level - self.promised


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """With its number among the days of the answer."""

    number: int
    day: date


def granted_days(current: Current, paths: int) -> Iterator[Day]:
    """Every pool's days from FIRST to LAST that keep their promises by the allowance."""
    planned = planned_sites(current, LeaveQuestion(PlannedDays(FIRST, LAST)))
    for site in planned.sites:
        found = allowance(site)
        there, kept = site.there(found.off), found.granted.promises.kept & planned.asked
        for pool, told, share, on in zip(site.pools, found.granted.paths, there, kept, strict=True):
            for day in np.flatnonzero((told.calls.mean(axis=0) > 0) & on).tolist():
                yield _played(
                    current, pool, told, share[day], PlannedDay(day, planned.days[day]), paths
                )


def _played(
    current: Current, pool: PoolDays, told: DayPaths, share: float, when: PlannedDay, paths: int
) -> Day:
    need, number = pool.whole.need, when.number
    on = np.flatnonzero(need.open & (need.question.span.grid.day == number))
    agents, come = pool.agents()[on] * share, _come(pool, number)
    calls = float(told.calls[:, number].mean())
    repeats = ceil(CALLS / (calls * paths))
    found = played_paths(_world(current, pool, on), lambda x: agents * come[x], paths, repeats)
    level, error = found.summed(np.zeros(len(on), np.int64)).achieved
    return Day(
        pool=need.pool.name,
        day=when.day,
        target=need.target.share,
        promised=float(told.service_level[number]),
        level=float(level[0]),
        error=float(error[0]),
        calls=round(calls),
    )


def _world(current: Current, pool: PoolDays, on: Counts) -> PoolWorld:
    need = pool.whole.need
    assert need.patience is not None, "nobody gives up by Erlang C"
    starts = utc_iso(need.question.span.grid.starts[on])
    aht = np.nan_to_num(need.aht[on], nan=1.0)
    return pool_world(current, need.pool, starts, aht, need.patience.seconds[on])


def _come(pool: PoolDays, number: int) -> Floats:
    """(draws,) who is there on each path, over those expected."""
    daily = pool.daily
    hours = daily.people.drawn[:, :, number] @ daily.given[:, number]
    return np.asarray(hours / daily.given[:, number].sum())


def report(current: Current, paths: int) -> str:
    """The document."""
    began = time.perf_counter()
    rows = len(leave_table(current, LeaveQuestion(), LeaveRows()))
    seconds = time.perf_counter() - began
    days = list(granted_days(current, paths))
    lines = [
        "# Leave that is granted, and what callers then get",
        "",
        "Made by `.venv/bin/python -m benchmarks.leave` on the sample of seed 1, every allowance "
        f"from {FIRST} to {LAST} granted at once. Days are played call by call on {paths} paths of "
        f"the release, at least {CALLS:,} calls a pool and day. *Promised* is the level that "
        "`relais leave` expects with all granted, of days whose promises are kept.",
        "",
        f"All weeks that can be planned, {rows} rows: {seconds:.1f} s.",
        "",
        "| pool | days | promised | played | largest miss | beyond half a point | below target |",
        "|---|--:|--:|--:|--:|--:|--:|",
        *(_line(name, [x for x in days if x.pool == name]) for name in _names(days)),
        _line("all", days),
        "",
        "The days that miss by most:",
        "",
        "| pool | day | calls | target | promised | played | standard error |",
        "|---|---|--:|--:|--:|--:|--:|",
        *(
            f"| {x.pool} | {x.day} | {x.calls} | {x.target:.2f} | {x.promised:.4f} | {x.level:.4f} "
            f"| {x.error:.4f} |"
            for x in sorted(days, key=lambda x: -abs(x.miss))[:8]
        ),
    ]
    return "\n".join(lines) + "\n"


def _names(days: list[Day]) -> list[str]:
    return list(dict.fromkeys(x.pool for x in days))


def _line(name: str, days: list[Day]) -> str:
    weights = [x.calls for x in days]
    worst = max((x.miss for x in days), key=abs)
    beyond = sum(abs(x.miss) > CLOSE for x in days)
    below = sum(x.level < x.target for x in days)
    promised = np.average([x.promised for x in days], weights=weights)
    level = np.average([x.level for x in days], weights=weights)
    cells = (f"{promised:.4f}", f"{level:.4f}", f"{worst:+.4f}", str(beyond), str(below))
    return f"| {name} | {len(days)} | {' | '.join(cells)} |"


@click.command()
@click.option("--paths", default=PATHS, show_default=True)
@click.option("--database", default=None, help="URL of a trained one; left out: the sample's.")
@click.option("--out", default=str(OUT), show_default=True, help="- is standard output.")
def command(paths: int, database: str | None, out: str) -> None:
    """Say whether callers get what is promised when all leave is granted."""
    with tempfile.TemporaryDirectory() as folder:
        current = trained(Path(folder), 1) if database is None else read_current(connect(database))
    text = report(current, paths)
    if out == "-":
        sys.stdout.write(text)
    else:
        Path(out).write_text(text)


if __name__ == "__main__":
    command()
