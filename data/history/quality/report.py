"""What a planner should look at in the stored history before trusting a forecast made from it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
from sqlalchemy import Engine

from data.history.quality.arrivals import last_starts, stopped
from data.history.quality.day_edges import day_edges
from data.history.quality.gaps import (
    closed_calls,
    gaps,
    half_filled_days,
    incomplete,
    zeros_left_out,
)
from data.history.quality.outliers import outliers
from data.history.quality.series import Finding, read_series
from data.history.quality.silent_sites import silent_sites
from data.plan import Plan
from models.queues import Queue

__all__ = ["Finding", "check_history", "render"]

HEADER = ("kind", "queue", "site", "first", "last", "count", "detail")
SHOWN = 5  # findings of a summed-up kind, of one queue and site, in a table
EDGES = ("begins_late", "ends_early", "part_day")
SUMMED_UP = ("gap", "incomplete")  # single lost rows come by the hundred


def check_history(engine: Engine, plan: Plan) -> list[Finding]:
    """Every finding: what has stopped, then ends of days, then by queue, by kind, by time."""
    lasts = last_starts(engine, plan)
    stops = [*stopped(engine, plan, lasts), *silent_sites(engine, plan, lasts)]
    others = [x for queue in plan.queues for x in _check(engine, plan, queue)]
    return stops + sorted(others, key=lambda x: x.kind not in EDGES)


def render(findings: Sequence[Finding]) -> str:
    """The findings for a terminal: a line of totals, then a table of a line each.

    A queue's gaps beyond the ``SHOWN`` largest are one line together.
    """
    if not findings:
        return "nothing to look at: no gaps, outliers, half-filled days or calls while closed"
    groups = groupby(findings, key=lambda x: (x.queue, x.kind, x.site))
    rows = [HEADER, *(row for _, group in groups for row in _rows(list(group)))]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER) - 1)]
    lines = ["  ".join([*map(str.ljust, row, widths), row[-1]]) for row in rows]
    totals = Counter(x.kind for x in findings)
    summary = ", ".join(f"{count} {kind}" for kind, count in totals.most_common())
    return "\n".join([summary, *lines])


def _check(engine: Engine, plan: Plan, queue: Queue) -> Iterator[Finding]:
    series = read_series(engine, plan, queue)
    if series is None:
        detail = "the plan has this queue, the history has no row of it"
        yield Finding("silent_queue", queue.id, "", "", "", 0, detail)
        return
    edges = day_edges(series, plan)
    yield from (x for x, _ in edges)
    told = np.zeros(series.grid.starts.size, dtype=np.bool_)
    yield from gaps(series, np.logical_or.reduce([told, *(x for _, x in edges)]))
    yield from zeros_left_out(series)
    yield from half_filled_days(series)
    yield from incomplete(series, plan)
    yield from sorted(outliers(series, plan), key=lambda x: x.first)
    yield from closed_calls(series)


def _rows(group: list[Finding]) -> Iterator[tuple[str, ...]]:
    """The lines of one queue's findings of one kind, in time order."""
    shown = SHOWN if group[0].kind in SUMMED_UP else len(group)
    largest = sorted(group, key=lambda x: x.count, reverse=True)[:shown]
    rest = [x for x in group if x not in largest]
    yield from (_cells(x) for x in group if x in largest)
    if rest:
        count = sum(x.count for x in rest)
        spanned = replace(rest[0], last=rest[-1].last, count=count, detail=f"{len(rest)} more")
        yield _cells(spanned)


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
