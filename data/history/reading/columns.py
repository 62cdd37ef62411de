"""The records of a table as rows of numbers, put by series where they can be ordered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.history.formats.head import folded
from data.history.formats.layout import CallParts, Keep, Layout, Named
from data.history.notation.cells import MISSING, UNKNOWN, NameColumn
from data.history.notation.dates import DateReader
from data.history.notation.survey import Forms, time_texts
from data.history.notation.times import (
    ZONE_MARK,
    FileClock,
    TimeColumn,
    TimeRefusal,
    Times,
    refusal_reason,
)
from data.history.reading.calls import CallFigures, call_figures, interval_of
from data.history.reading.checks import RefusedRows
from data.history.reading.figures import IntervalFigures, interval_figures
from data.history.reading.records import EvenChunk, is_total
from data.history.reading.spool import Spool

MOST_REFUSED = 100_000  # rows; a file with more is not what it seems
TOTALS = "rows of totals, feet or repeated headers"
CELLS = "cells"  # names the whole row where a column would be named
LENGTHS = {"daily": 1440, "day": 1440, "hour": 60, "hourly": 60, "half-hour": 30}


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The plan's names, and where a file's are found among them."""

    queues: tuple[str, ...]
    sites: tuple[str, ...]  # "" first: not said
    queue: NameColumn
    site: NameColumn


@dataclass(slots=True)
class LeftOut:
    """Rows that are not history, by why: not refused, but told."""

    rows: dict[str, int] = field(default_factory=dict)

    def add(self, why: str, count: int) -> None:
        """Count rows left out for that reason."""
        if count:
            self.rows[why] = self.rows.get(why, 0) + count


class TooManyRefusedError(ValueError):
    """A file of which more than MOST_REFUSED rows are refused; ``groups`` are the first of them."""

    def __init__(self, groups: list[RefusedRows]) -> None:
        super().__init__()
        self.groups = groups


class TableReader:
    """Reads a table's chunks into a spool; what is refused or left out is kept beside it."""

    def __init__(self, layout: Layout, forms: Forms, clock: FileClock, names: KnownNames) -> None:
        self.spool = Spool()
        self.refused: list[RefusedRows] = []
        self.left_out = LeftOut()
        self.last_line = 0
        self.clock = clock
        self._layout, self._names = layout, names
        dates = DateReader(forms.dates)
        self._times = TimeColumn(clock, dates, layout.when.epoch)
        self._ends = TimeColumn(clock, dates, layout.when.epoch)
        self._figures = _figures(layout, forms, clock)
        self._spelled: dict[str, int] = {}
        self._kept = {x.column: NameColumn(_keeping(x)) for x in layout.keeps}
        self._lengths = NameColumn(_minutes)

    def read(self, chunk: EvenChunk) -> None:
        """Take the next records."""
        lines = np.array(chunk.lines, dtype=np.int64)
        if not lines.size:
            return
        self.last_line = int(lines[-1])
        columns: list[Sequence[str]] = list(zip(*chunk.records, strict=True))
        times = self._times.read(list(self._time_texts(columns)))
        keep = self._kept_rows(columns, self._without_feet(chunk, lines, times))
        at = np.flatnonzero(keep)
        if at.size < lines.size:
            columns = [[x[i] for i in at.tolist()] for x in columns]
        if at.size:
            self._take(lines[at], columns, times.at(at))

    def _take(
        self, lines: NDArray[np.int64], columns: Sequence[Sequence[str]], times: Times
    ) -> None:
        queue = _read_names(self._layout.queue, self._names.queue, columns, lines.size)
        site = _read_names(self._layout.site, self._names.site, columns, lines.size)
        groups = [*self._time_refusals(lines, times), *self._named_refusals(lines, queue, site)]
        if isinstance(self._figures, CallFigures):
            rows, wrong = self._figures.read(lines, columns, times.starts)
            rows["start"], rows["gap"] = interval_of(times.starts, self.clock), times.gap
            rows["minutes"] = self.clock.interval_minutes
        else:
            rows, wrong = self._figures.read(lines, columns)
            rows["start"], rows["gap"] = times.starts, times.gap
            rows["minutes"] = self._stated(columns, times)
        rows["line"] = lines
        rows["name"] = self._spelling(columns, lines.size)
        groups += wrong
        refused = np.concatenate([np.zeros(0, dtype=np.int64), *(x.lines for x in groups)])
        fine = ~np.isin(lines, refused)
        series = queue * len(self._names.sites) + site
        self.spool.add(series[fine], rows[fine])
        self._refuse(groups)

    def _refuse(self, groups: Iterable[RefusedRows]) -> None:
        self.refused += groups
        if sum(x.lines.size for x in self.refused) > MOST_REFUSED:
            raise TooManyRefusedError(self.refused[:1])

    def _time_texts(self, columns: Sequence[Sequence[str]]) -> Iterable[str]:
        texts = time_texts(self._layout, columns)
        zone = self._layout.when.zone_column
        if zone is None:
            return texts
        return (f"{x}{ZONE_MARK}{y.strip()}" for x, y in zip(texts, columns[zone], strict=True))

    def _without_feet(
        self, chunk: EvenChunk, lines: NDArray[np.int64], times: Times
    ) -> NDArray[np.bool_]:
        """Which rows (n,) are neither of another width nor totals, feet or the header again."""
        odd = np.isin(times.refusal, (TimeRefusal.MISSING, TimeRefusal.UNREADABLE))
        feet = [x for x in np.flatnonzero(odd).tolist() if self._is_foot(chunk.records[x])]
        wrong = [x for x in chunk.ragged if x not in set(feet)]
        if wrong:
            reason = "more or fewer cells than the header has"
            self._refuse([RefusedRows(lines[wrong], CELLS, reason)])
        self.left_out.add(TOTALS, len(feet))
        keep = np.ones(lines.size, dtype=np.bool_)
        keep[[*feet, *wrong]] = False
        return keep

    def _is_foot(self, cells: list[str]) -> bool:
        header = tuple(x.strip() for x in self._layout.columns)  # files put together repeat it
        return is_total(cells) or tuple(x.strip() for x in cells) == header

    def _kept_rows(
        self, columns: Sequence[Sequence[str]], keep: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        kept = keep.copy()
        for rule in self._layout.keeps:
            fits = self._kept[rule.column].read(columns[rule.column]) > 0
            out = np.flatnonzero(kept & ~fits)
            for text in {columns[rule.column][i] for i in out.tolist()}:
                rows = sum(columns[rule.column][i] == text for i in out.tolist())
                name = self._layout.columns[rule.column]
                self.left_out.add(f'rows with {name} "{text.strip()}"', rows)
            kept &= fits
        return kept

    def _named_refusals(
        self, lines: NDArray[np.int64], queue: NDArray[np.int64], site: NDArray[np.int64]
    ) -> list[RefusedRows]:
        places = (
            (queue, self._layout.queue, "queue", self._names.queues),
            (site, self._layout.site, "site", self._names.sites[1:]),
        )
        return [
            RefusedRows(
                lines[index == UNKNOWN],
                named.column if named.column is not None else f"{kind} {named.always}",
                f"no {kind} of the plan",
                choices=choices,
            )
            for index, named, kind, choices in places
            if (index == UNKNOWN).any()
        ]

    def _time_refusals(self, lines: NDArray[np.int64], times: Times) -> list[RefusedRows]:
        return [
            RefusedRows(
                lines[times.refusal == x],
                self._layout.when.columns[0],
                refusal_reason(TimeRefusal(x), self.clock),
            )
            for x in np.unique(times.refusal).tolist()
            if x != TimeRefusal.NONE
        ]

    def _stated(self, columns: Sequence[Sequence[str]], times: Times) -> NDArray[np.int64]:
        """The length of each row's interval in minutes, 0 where it is not said; (n,)."""
        minutes = self._layout.minutes
        if isinstance(minutes, int):
            return np.full(times.starts.size, minutes)
        if isinstance(minutes, Named) and minutes.column is not None:
            return self._lengths.read(columns[minutes.column])
        if self._layout.when.end is None:
            return times.span // 60
        ends = self._ends.read(columns[self._layout.when.end])
        sure = (ends.refusal == 0) & (ends.gap == 0) & (times.gap == 0)  # in no doubled hour
        length = np.where(sure, ends.starts - times.starts, 0)
        return np.where((length > 0) & (length <= 86_400), length // 60, 0)

    def _spelling(self, columns: Sequence[Sequence[str]], rows: int) -> NDArray[np.int64]:
        """Which of the file's names each row has: two names of one queue add up."""
        column = self._layout.queue.column
        if column is None:
            return np.zeros(rows, dtype=np.int64)
        for text in set(columns[column]):
            self._spelled.setdefault(folded(text), len(self._spelled))
        codes = {x: self._spelled[folded(x)] for x in set(columns[column])}
        return np.fromiter(map(codes.__getitem__, columns[column]), np.int64, rows)


def _figures(layout: Layout, forms: Forms, clock: FileClock) -> IntervalFigures | CallFigures:
    if not isinstance(layout.measures, CallParts):
        blank = 0 if layout.formats.blank_is_zero else MISSING
        return interval_figures(layout.measures, forms, blank)
    at = layout.measures.answered_at
    answered = None if at is None else TimeColumn(clock, DateReader(forms.dates))
    apart = layout.when.columns[0] if len(layout.when.columns) > 1 else None
    return call_figures(layout.measures, forms, answered, apart)


def _read_names(
    named: Named, names: NameColumn, columns: Sequence[Sequence[str]], rows: int
) -> NDArray[np.int64]:
    if named.column is not None:
        return names.read(columns[named.column])
    return np.full(rows, int(names.read([named.always])[0]), dtype=np.int64)


def _keeping(rule: Keep) -> Callable[[str], int]:
    return lambda text: int((folded(text) in rule.values) == rule.keeps)


def _minutes(text: str) -> int:
    """15, 15mins, 30 min, daily … as minutes; 0 where it is none."""
    word = folded(text)
    digits = word.rstrip("minutes. ")
    return int(digits) if digits.isdecimal() and len(digits) < 5 else LENGTHS.get(word, 0)
