"""Every doubt about files before they are stored, and what stops an import."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Engine

from data.errors import PlannerError
from data.history.belief import (
    carried,
    clocks,
    counts,
    exchanges,
    handling_times,
    levels,
    openings,
    repeats,
    sites,
    waits,
)
from data.history.belief.queue_rows import QueueRows, queue_rows
from data.history.belief.usual import Usual, read_usual
from data.history.finding import ImportFinding
from data.history.imports import list_imports
from data.history.reading.file import HistoryFile
from data.history.series_rows import SeriesRows
from data.plan import Plan
from data.suggestion import suggestion

KINDS: tuple[str, ...] = (
    *handling_times.KINDS,
    *waits.KINDS,
    *counts.KINDS,
    *carried.KINDS,
    *levels.KINDS,
    *exchanges.KINDS,
    *repeats.KINDS,
    *clocks.KINDS,
    *openings.KINDS,
    *sites.KINDS,
    "cut_last_line",
)


class DoubtedHistoryError(PlannerError):
    """Grave findings that nobody accepted; nothing was stored."""

    def __init__(self, findings: Sequence[ImportFinding]) -> None:
        self.findings = tuple(findings)
        kinds = ", ".join(sorted({x.kind for x in findings}))
        end = (
            "nothing was stored; when the file is right after all, "
            f"add --accept KIND (here: {kinds})"
        )
        super().__init__("\n".join([*map(str, findings), end]))


class UnknownFindingError(PlannerError):
    """A kind is accepted that no finding has."""


def findings(engine: Engine, plan: Plan, files: Sequence[HistoryFile]) -> list[ImportFinding]:
    """Every doubt about the files, each held against itself, the plan and what is stored."""
    return [finding for file in files for finding in _of_file(engine, plan, file)]


def require_believed(findings: Sequence[ImportFinding], accepted: Collection[str]) -> None:
    """Raises DoubtedHistoryError where a grave finding is not accepted.

    UnknownFindingError where something is accepted that is no kind.
    """
    for kind in accepted:
        if kind not in KINDS:
            raise UnknownFindingError(f'--accept "{kind}": no finding: {suggestion(kind, KINDS)}')
    doubted = [x for x in findings if x.grave and x.kind not in accepted]
    if doubted:
        raise DoubtedHistoryError(doubted)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What one queue of a file gave, without its rows: a file may have more than memory holds."""

    findings: tuple[ImportFinding, ...]
    over: tuple[carried.CarriedCalls, ...]
    alike: exchanges.Likeness
    last: int  # line


def _of_file(engine: Engine, plan: Plan, file: HistoryFile) -> Iterator[ImportFinding]:
    looked = {
        queue: _look(engine, plan, file, [x for x in series if len(x)])
        for queue, series in groupby(filter(len, file.series()), key=lambda x: x.queue)
    }
    yield from (x for one in looked.values() for x in one.findings)
    over = [x for one in looked.values() for x in one.over]
    yield from carried.carried_findings(file.name, over)
    yield from exchanges.exchange_findings({k: x.alike for k, x in looked.items()})
    if file.unended:
        last = max((x.last for x in looked.values()), default=0)
        yield _cut(file.name, last, grave=not _never_ends_lines(engine, file.profile))


def _look(engine: Engine, plan: Plan, file: HistoryFile, parts: list[SeriesRows]) -> _Looked:
    rows = queue_rows(file.name, parts, plan.timezone, file.interval_minutes)
    parts.clear()
    usual = read_usual(engine, plan, rows)
    return _Looked(
        tuple(_of_queue(rows, usual, plan)),
        tuple(carried.carried_calls(rows)),
        exchanges.likeness(rows, usual),
        int(rows.lines.max()),
    )


def _of_queue(rows: QueueRows, usual: Usual, plan: Plan) -> Iterator[ImportFinding]:
    yield from handling_times.handling_findings(rows, usual)
    yield from waits.wait_findings(rows)
    yield from counts.count_findings(rows)
    yield from sites.site_findings(rows, usual)
    yield from openings.opening_findings(rows, usual, plan)
    if not rows.spread:
        yield from levels.level_findings(rows, usual)
        yield from repeats.repeat_findings(rows, usual)
        yield from clocks.clock_findings(rows, usual, plan)


def _never_ends_lines(engine: Engine, profile: str) -> bool:
    """Whether a kept import of this form was accepted though its last line had no end."""
    kept = [
        x for x in list_imports(engine) if x.undone_at is None and "cut_last_line" in x.accepted
    ]
    return any(y.profile == profile for x in kept for y in x.files)


def _cut(file: str, last: int, grave: bool) -> ImportFinding:
    return ImportFinding(
        kind="cut_last_line",
        grave=grave,
        file=file,
        queue="",
        site="",
        lines=(last,) if last else (),
        count=1,
        looks_like="the last line has no line end: a cut transfer? …,12 may have been 120",
        remedy="export or copy the file again; or --accept cut_last_line",
    )
