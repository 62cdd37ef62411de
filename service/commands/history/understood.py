"""What a file was taken for, in words: its form, its columns, some of its rows."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from data.calendar.clock import local_iso
from data.history.finding import ImportFinding
from data.history.reading.file import HistoryFile
from data.history.series_rows import SeriesRows

SHOWN = 3  # rows
HEADER = (
    *("interval_start", "queue", "site", "offered", "answered", "abandoned"),
    *("answered_in_time", "aht_seconds", "wait_seconds"),
)


def told(findings: Sequence[ImportFinding]) -> Iterator[str]:
    """The findings, one line for what several queues and sites share."""
    alike: dict[tuple[str, ...], list[ImportFinding]] = {}
    for finding in findings:
        key = (finding.file, finding.kind, finding.looks_like, finding.remedy)
        alike.setdefault(key, []).append(finding)
    for first, *others in alike.values():
        more = f" (and {len(others)} more queues and sites)" if others else ""
        yield f"{'grave: ' if first.grave else ''}{first}{more}"


def understood(file: HistoryFile) -> str:
    """The form a file was taken for, in a line."""
    read = f"{file.name}: read as {file.taken_for} ({file.profile})"
    return f"{read}; left: {', '.join(file.left)}" if file.left else read


def dry_run_text(file: HistoryFile, timezone: str) -> str:
    """The form, the columns taken and left, and the first rows as they were understood."""
    columns = ", ".join(f"{name} → {meaning}" for name, meaning in file.used if name != meaning)
    lines = [understood(file)]
    if columns:
        lines.append(f"columns: {columns}")
    rows = [HEADER, *first_rows(file, timezone)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADER))]
    lines += ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows if len(rows) > 1]
    return "\n".join(lines)


def first_rows(file: HistoryFile, timezone: str) -> list[tuple[str, ...]]:
    """The first rows as they were understood, with the cells of HEADER."""
    return list(islice(_rows(file, timezone), SHOWN))


def _rows(file: HistoryFile, timezone: str) -> Iterator[tuple[str, ...]]:
    for series in file.series():
        for i in range(min(SHOWN, len(series))):
            yield _cells(series, i, timezone)


def _cells(series: SeriesRows, at: int, timezone: str) -> tuple[str, ...]:
    start = local_iso(np.array([series.starts[at]]), timezone)[0]
    counts = (series.offered, series.answered, series.abandoned, series.answered_in_time)
    seconds = (series.aht_seconds, series.wait_seconds)
    return (
        start,
        series.queue,
        series.site or "-",
        *(str(x[at]) if x[at] >= 0 else "-" for x in counts),
        *("-" if np.isnan(x[at]) else f"{x[at]:.10g}" for x in seconds),
    )
