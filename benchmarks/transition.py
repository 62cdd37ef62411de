"""The optimised sample plan, played: writes ``benchmarks/transition.md``.

    .venv/bin/python -m benchmarks.transition

Every week of every pool is played on the release's own paths, call by call, with the people whom
each path leaves, pools together that share people (``benchmarks/promises``). Held against what each
week promises.
"""

import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.promises.readiness import team_came
from benchmarks.promises.shared import TeamPools, team_pools
from benchmarks.sample.trained import trained
from data.calendar.holidays import expand
from data.plan.file import read_plan
from service.planning.basis.horizon import whole_weeks
from service.planning.optimise.evaluated import Evaluated
from service.planning.optimise.search import Optimised, optimise

OUT = Path(__file__).with_name("transition.md")
PATHS = 200
READY = 0.8


@dataclass(frozen=True, slots=True)
class PlayedWeek:
    """A pool's week: what was promised and what came."""

    pool: str
    week: str
    promised: float
    reached: float
    error: float
    stated: float  # probability of meeting the target
    realised: float


def played(judged: Evaluated, paths: int) -> Iterator[PlayedWeek]:
    """Of all pools."""
    for team in team_pools([x.capacity for x in judged.answer.pools]):
        for week in range(len(judged.answer.mondays)):
            if team.in_week(week).pools:
                yield from _week(judged, team, week, paths)


def _week(judged: Evaluated, team: TeamPools, week: int, paths: int) -> Iterator[PlayedWeek]:
    came = team_came(judged.current, team, week, paths, 1)
    for pool in judged.answer.pools:
        name, target = pool.capacity.need.pool.name, pool.capacity.need.target.share
        if (name, week) not in came:
            continue
        found = came[name, week]
        level, error = found.achieved
        yield PlayedWeek(
            name,
            judged.answer.mondays[week].isoformat(),
            float(pool.paths.service_level[week]),
            float(level[0]),
            float(error[0]),
            float(pool.probability[week]),
            float((found.levels >= target).mean()),
        )


def _optimised(folder: Path) -> tuple[Optimised, float]:
    current = trained(folder, 1)
    began = time.monotonic()
    result = optimise(current, *whole_weeks(current), lambda x: read_plan(x, "plan.toml", expand))
    return result, time.monotonic() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        result, seconds = _optimised(Path(name))
    rows = [x for x in played(result.asked.after, PATHS) if not np.isnan(x.promised)]
    OUT.write_text(report(result, seconds, rows))


def report(result: Optimised, seconds: float, rows: list[PlayedWeek]) -> str:
    """The document."""
    away = np.array([x.reached - x.promised for x in rows])
    error = np.array([x.error for x in rows])
    stated, realised = (np.array([getattr(x, y) for x in rows]) for y in ("stated", "realised"))
    worst = sorted(rows, key=lambda x: -abs(x.reached - x.promised))[:8]
    table = "\n".join(
        f"| {x.pool} | {x.week} | {x.promised:.3f} | {x.reached:.3f} | {x.error:.4f} "
        f"| {x.stated:.3f} | {x.realised:.3f} |"
        for x in worst
    )
    return (
        "# The optimised sample plan, played\n\n"
        f"`.venv/bin/python -m benchmarks.transition`, {PATHS} paths of {len(rows)} weeks of pools."
        "\n\n"
        f"Before: {_promise(result.asked.before)}. After: {_promise(result.asked.after)}. "
        f"Found in {seconds:.1f} s and {result.asked.judged} plans judged.\n\n"
        f"Reached less promised: mean {away.mean():+.4f}, largest {np.abs(away).max():.4f}, "
        f"within .015 in {np.mean(np.abs(away) <= 0.015):.1%} of the weeks "
        f"(standard error of one: {error.mean():.4f}). "
        f"Probability of meeting the target: {stated.mean():.3f} stated, {realised.mean():.3f} "
        f"realised, on average; of {np.sum(stated >= READY)} weeks that are ready the least was "
        f"{realised[stated >= READY].min():.3f}.\n\n"
        "| Pool | Week | Promised | Reached | Standard error | Stated | Realised |\n"
        "|---|---|---|---|---|---|---|\n" + table + "\n"
    )


def _promise(judged: Evaluated) -> str:
    return (
        f"{judged.short} weeks of pools that miss the goal, {judged.calls_at_risk:,.0f} calls at "
        f"risk, people cost {judged.cost:,.0f}"
    )


if __name__ == "__main__":
    main()
