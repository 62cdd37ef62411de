"""Leave allowances granted for whole months, played call by call: writes ``benchmarks/leave.md``.

    .venv/bin/python -m benchmarks.leave --database sqlite:///var/relais.db

Without ``--database`` the sample of seed 1 is trained first (minutes). Every team's whole allowance
is granted on every day at once; weeks are played on the release's own paths, with the people
whom each path leaves, those who stay away by themselves, and calls one by one. Pools whose calls
some of their site's people take are played together, which needs a C compiler.
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

from benchmarks.leave.granted import GrantedTeam, granted_teams
from benchmarks.promises.team_world import played_teams
from benchmarks.sample.trained import trained
from data.database import connect
from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.leave_table import leave_table
from service.web.current import read_current

FIRST, LAST = date(2025, 12, 1), date(2026, 1, 31)
PATHS, CALLS, REPEATS = 400, 240_000, 4  # at least, of a pool's day
CLOSE = 0.005
OUT = Path(__file__).parent.with_suffix(".md")


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
class Week:
    """A pool's, with the whole allowance granted, and its days whose promises are kept."""

    pool: str
    monday: date
    stated: float  # probability that it meets its target
    realised: float
    days: tuple[Day, ...]


def granted_weeks(current: Current, paths: int) -> Iterator[Week]:
    """Every pool's weeks from FIRST to LAST with promises that the allowance keeps."""
    for team in granted_teams(current, PlannedDays(FIRST, LAST)):
        for number in team.weeks_kept:
            yield from _played(current, team, number, paths)


def _played(current: Current, team: GrantedTeam, number: int, paths: int) -> Iterator[Week]:
    """Of each of its pools that keeps a promise in the week."""
    opened = team.in_week(number)
    world = opened.world(current, number)
    days, place = np.unique(opened.day[world.on], return_inverse=True)
    keeping = [i for i, x in enumerate(opened.pools) if x.kept[days].any()]
    calls = min(opened.pools[i].calls[days].mean() for i in keeping)
    repeats = max(ceil(CALLS / (calls * paths)), REPEATS)
    found = played_teams(world, opened.people(world, number), paths, repeats)
    for pool, came in ((opened.pools[i], found[i]) for i in keeping):
        whole = came.summed(np.zeros(len(world.on), np.int64)).levels[:, 0]
        level, error = came.summed(place.astype(np.int64)).achieved
        yield Week(
            pool=pool.name,
            monday=opened.days[days[0]],
            stated=float(pool.week[days[0]]),
            realised=float((whole >= pool.target).mean()),
            days=tuple(
                Day(
                    pool=pool.name,
                    day=opened.days[x],
                    target=pool.target,
                    promised=float(pool.told.service_level[x]),
                    level=float(level[i]),
                    error=float(error[i]),
                    calls=round(float(pool.calls[x])),
                )
                for i, x in enumerate(days.tolist())
                if pool.kept[x]
            ),
        )


def report(current: Current, paths: int) -> str:
    """The document."""
    began = time.process_time()
    rows = len(leave_table(current, LeaveQuestion(), LeaveRows()))
    seconds = time.process_time() - began
    weeks = list(granted_weeks(current, paths))
    days = [day for week in weeks for day in week.days]
    lines = [
        "# Leave that is granted, and what callers then get",
        "",
        "Made by `.venv/bin/python -m benchmarks.leave` on the sample of seed 1, every allowance "
        f"from {FIRST} to {LAST} granted at once. Weeks are played call by call on {paths} paths "
        f"of the release, at least {CALLS:,} calls a day of a pool; pools whose calls some of "
        "their site's people take are played together. *Promised* is the level that `relais leave` "
        "expects with all granted, of days whose promises are kept.",
        "",
        f"All weeks that can be planned, {rows} rows: {seconds:.1f} s of CPU.",
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
    stated, realised = (np.mean([getattr(x, y) for x in weeks]) for y in ("stated", "realised"))
    lines += [
        "",
        f"Of {len(weeks)} weeks of pools the probability of meeting the target is stated as "
        f"{stated:.3f} on average and was {realised:.3f}; the least of each "
        f"{min(x.stated for x in weeks):.3f} and {min(x.realised for x in weeks):.3f}.",
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
