"""What a planner should look at in the stored history before trusting a forecast made from it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from sqlalchemy import Engine

from data.history_gaps import closed_calls, gaps, half_filled_days, incomplete
from data.history_outliers import outliers
from data.history_series import Finding, read_series
from data.plan import Plan
from models.queues import Queue

__all__ = ["Finding", "check_history", "render"]

HEADER = ("kind", "queue", "site", "first", "last", "count", "detail")


def check_history(engine: Engine, plan: Plan) -> list[Finding]:
    """Every finding, in the order of the plan's queues, then by kind, then by time."""
    return [x for queue in plan.queues for x in _check(engine, plan, queue)]


def render(findings: Sequence[Finding]) -> str:
    """The findings as a table for a terminal, a line each, with a line of totals above."""
    if not findings:
        return "nothing to look at: no gaps, outliers, half-filled days or calls while closed"
    rows = [HEADER, *(_cells(x) for x in findings)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER) - 1)]
    lines = [
        "  ".join([*(x.ljust(w) for x, w in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    totals = Counter(x.kind for x in findings)
    summary = ", ".join(f"{count} {kind}" for kind, count in totals.most_common())
    return "\n".join([summary, *lines])


def _check(engine: Engine, plan: Plan, queue: Queue) -> Iterator[Finding]:
    series = read_series(engine, plan, queue)
    if series is None:
        detail = "the plan has this queue, the history has no row of it"
        yield Finding("silent_queue", queue.id, "", "", "", 0, detail)
        return
    yield from gaps(series)
    yield from half_filled_days(series)
    yield from incomplete(series, plan)
    yield from sorted(outliers(series, plan), key=lambda x: x.first)
    yield from closed_calls(series)


def _cells(finding: Finding) -> tuple[str, ...]:
    return (
        finding.kind,
        finding.queue,
        finding.site or "-",
        finding.first or "-",
        finding.last or "-",
        str(finding.count),
        finding.detail,
    )
