"""The words and tables of ``benchmarks/promises.md``."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from benchmarks.promises.staffed import RISK, Judged, Laws, judged
from models.agents.uncertainty import Mode
from service.planning.basis.current import Current

POOLS = {
    "morocco-fr-residential": (date(2026, 1, 12), date(2026, 3, 2)),
    "belgium-nl-residential": (date(2026, 1, 12), date(2025, 12, 1)),
    "liege-fr-residential": (date(2025, 10, 13), date(2025, 12, 8)),
    "belgium-fr-b2b": (date(2026, 1, 12), date(2025, 12, 1)),
}
NAMES = {"interval": "half-hours", "day": "days", "week": "weeks"}
HEAD = (
    "| Pool | Mode | Periods | Promised | Came | Difference, points | Its error | Mean distance "
    "| By chance | Below p10, % | Inside, % | Above p90, % | Error of inside "
    "| Met the target, % | Stated, % |\n" + "|---" * 15 + "|\n"
)


def promises_report(
    current: Current, pools: Sequence[str], modes: Sequence[Mode], paths: int
) -> str:
    """Pool by pool and mode by mode."""
    lines = "\n".join(_lines(current, pools, modes, paths, None))
    return (
        "# What is promised, and what comes\n\n"
        f"`.venv/bin/python -m benchmarks.promises`: {paths} sample paths of the release, each "
        f"week of a pool played call by call; people absent by person and day; risk {RISK:g}.\n\n"
        "Promised and came: service level in %, weighted by calls. Distance: mean absolute "
        "difference of a period, beside what chance alone would leave with so many paths. Ranges: "
        "shares of the outcomes; of those that equal a quantile as many count outside as a right "
        "range may leave there.\n\n" + HEAD + lines + "\n"
    )


def _lines(
    current: Current, pools: Sequence[str], modes: Sequence[Mode], paths: int, laws: Laws | None
) -> Iterator[str]:
    by_name = {pool.name: pool for pool in current.plan.pools}
    for name in pools:
        for mode in modes:
            for x in judged(current, by_name[name], POOLS[name], mode, paths, laws):
                yield _line(name, mode, x)


def _line(pool: str, mode: Mode, x: Judged) -> str:
    levels, ranges = x.levels, x.ranges
    stated = "" if np.isnan(x.stated) else f"{x.stated:.1f}"
    return (
        f"| {pool} | {mode} | {levels.periods} {NAMES[x.granularity]} | {levels.promised:.1f} "
        f"| {levels.achieved:.1f} | {levels.difference:+.2f} | {levels.error:.2f} "
        f"| {levels.distance:.2f} | {levels.chance:.2f} | {ranges.below:.1f} | {ranges.inside:.1f} "
        f"| {ranges.above:.1f} | {ranges.error:.1f} | {x.reached:.1f} | {stated} |"
    )
