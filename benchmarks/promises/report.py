"""The words and tables of ``benchmarks/promises.md``."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from benchmarks.promises.readiness import CHANCES, REPEATS, Readiness, readiness
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
    "| Met the target, % | In the period in which fewest did, % | Stated, % |\n"
    + "|---" * 16
    + "|\n"
)


READY_HEAD = (
    "| Pool | Week | Shared people, % | Stated if hours were divided once | Probability stated "
    "| Realised | Its error | Difference | Level promised | Came | Its error | Difference "
    "|\n" + "|---" * 12 + "|\n"
)
CLOSE = 0.05


def title(paths: int) -> str:
    """What was done."""
    return (
        "# What is promised, and what comes\n\n"
        f"`.venv/bin/python -m benchmarks.promises`: {paths} sample paths of the release, each "
        "week of a pool played call by call, people absent by person and day. The simulation "
        "shares no code with the product (`benchmarks/promises/`).\n"
    )


def staffing_report(
    current: Current, pools: Sequence[str], modes: Sequence[Mode], paths: int, laws: Laws
) -> str:
    """Pool by pool and mode by mode."""
    lines = "\n".join(_lines(current, pools, modes, paths, laws))
    return (
        f"## Staffing, risk {RISK:g}\n\n"
        "Promised and came: service level in %, weighted by calls. Distance: mean absolute "
        "difference of a period, beside what chance alone leaves with so many paths. Ranges: "
        "shares of the outcomes, half-hours by their place in the predicted law (a tie at random "
        "within it); of days and weeks that equal a quantile as many count outside as a right "
        f"range may leave there.\n\n{HEAD}{lines}\n"
    )


def readiness_report(current: Current, paths: int) -> str:
    """Ten weeks of pools, and those of a site whose people are shared."""
    found = readiness(current, paths)
    lines = "\n".join(_ready_line(x) for x in found.weeks)
    close = sum(abs(x.realised - x.stated) <= CLOSE for x in found.weeks)
    return (
        "## Readiness\n\n"
        "Probabilities that a week meets its target, by `relais capacity`, on the same paths of "
        f"demand and people, each played {REPEATS} times. Errors are over paths. Pools whose "
        "calls some of their site's people take together are played together: own people first, "
        "then the longest wait of all. The first ten weeks are those nearest to a chance of "
        f"{' and '.join(f'{x:g}' for x in CHANCES)}; the others are of a site whose people all "
        f"take two languages. {close} of {len(found.weeks)} probabilities are within {CLOSE:g} of "
        f"what came.\n\n{READY_HEAD}{lines}\n\n"
        f"`relais capacity` of all pools for {found.asked} weeks: {found.seconds:.2f} s of CPU.\n"
    )


def _ready_line(x: Readiness) -> str:
    return (
        f"| {x.pool} | {x.monday} | {100 * x.shared:.0f} | {x.divided:.3f} | {x.stated:.3f} "
        f"| {x.realised:.3f} | {x.error:.3f} | {x.realised - x.stated:+.3f} "
        f"| {100 * x.promised:.1f} | {100 * x.level:.1f} | {100 * x.level_error:.2f} "
        f"| {100 * (x.level - x.promised):+.1f} |"
    )


def _lines(
    current: Current, pools: Sequence[str], modes: Sequence[Mode], paths: int, laws: Laws
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
        f"| {ranges.above:.1f} | {ranges.error:.1f} | {x.reached:.1f} | {x.seldom:.1f} | {stated} |"
    )
