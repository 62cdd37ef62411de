"""Files on their way into the history: read, spread where they are daily, doubted, stored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from data.history.belief.doubts import findings, require_believed
from data.history.daily.spreading import SpreadRefusedError, SpreadSeries, spread_days
from data.history.finding import ImportFinding
from data.history.imports import Provenance
from data.history.reading.file import HistoryFile, Reading, read_files
from data.history.reading.interval import DAILY
from data.history.reading.refusals import HistoryRefusedError, Refusal
from data.history.series_rows import SeriesRows
from data.history.store import ImportResult, import_history
from data.plan import Plan


@dataclass(frozen=True, slots=True)
class Taking:
    """What whoever brings files wants done with them."""

    skip_bad_rows: bool = False
    accepted: tuple[str, ...] = ()  # kinds of findings
    author: str = ""
    origin: str = "command"
    idempotency_key: str | None = None
    request_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """Files that were read and looked at; nothing of them is stored."""

    files: tuple[HistoryFile, ...]
    findings: tuple[ImportFinding, ...]

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """Every cell that cannot be taken."""
        return tuple(x for file in self.files for x in file.refused)


@dataclass(frozen=True, slots=True)
class _SpreadFile:
    """A file of daily totals, put on the plan's intervals."""

    file: HistoryFile
    parts: tuple[SpreadSeries, ...]
    refused: tuple[Refusal, ...] = field(default=())

    @property
    def name(self) -> str:
        """As its owner calls it."""
        return self.file.name

    @property
    def sha256(self) -> str:
        """Of the file as it came."""
        return self.file.sha256

    @property
    def profile(self) -> str:
        """What it was read as."""
        return self.file.profile

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was said while it was read, and spread."""
        return (*self.file.warnings, *(f"{self.name}: {y}" for x in self.parts for y in x.warnings))

    def series(self) -> Iterator[SeriesRows]:
        """Its rows, spread."""
        return (x.rows for x in self.parts)


def look_at(
    engine: Engine, plan: Plan, paths: Sequence[tuple[Path, str]], reading: Reading
) -> Looked:
    """Read files and hold them against themselves, the plan and what is stored."""
    files = tuple(x for path, name in paths for x in read_files(path, name, plan, reading))
    return Looked(files, tuple(findings(engine, plan, files)))


def take(
    engine: Engine,
    plan: Plan,
    looked: Looked,
    taking: Taking,
    answer: Callable[[ImportResult], str] | None = None,
) -> ImportResult:
    """Store files that were looked at, in one transaction.

    Raises HistoryRefusedError for rows that cannot be taken and are not skipped, and
    DoubtedHistoryError for grave findings that are not accepted: nothing is stored then.
    """
    if looked.refused and not taking.skip_bad_rows:
        raise HistoryRefusedError(looked.refused)
    require_believed(looked.findings, taking.accepted)
    provenance = Provenance(
        author=taking.author,
        origin=taking.origin,
        findings=looked.findings,
        accepted=taking.accepted,
        idempotency_key=taking.idempotency_key,
        request_sha256=taking.request_sha256,
    )
    given = [_spread(engine, plan, x) if _is_daily(x, plan) else x for x in looked.files]
    return import_history(engine, given, taking.skip_bad_rows, provenance, answer)


def _is_daily(file: HistoryFile, plan: Plan) -> bool:
    return file.interval_minutes == DAILY and plan.interval_minutes < DAILY


def _spread(engine: Engine, plan: Plan, file: HistoryFile) -> _SpreadFile:
    """Daily totals over their days; HistoryRefusedError where the plan or history forbids it."""
    try:
        parts = tuple(spread_days(engine, plan, x) for x in file.series())
    except SpreadRefusedError as error:
        raise HistoryRefusedError([Refusal(file.name, 1, "file", "", str(error))]) from error
    refused = [
        Refusal(file.name, x.line, "interval_start", str(x.day), x.reason)
        for part in parts
        for x in part.refused
    ]
    return _SpreadFile(file, parts, (*file.refused, *refused))
