"""One row a call: each becomes a row of its interval with one call offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import DAY, local_offsets
from data.history.formats.head import folded
from data.history.formats.layout import CallParts, Flag
from data.history.notation.cells import MISSING, DurationColumn, NameColumn
from data.history.notation.survey import Forms
from data.history.notation.times import FileClock, TimeColumn, TimeRefusal
from data.history.reading.checks import Cells, RefusedRows, duration_refusals
from data.history.reading.spool import ROW, Rows

YES = frozenset(
    {"yes", "y", "oui", "o", "ja", "j", "true", "vrai", "waar", "wahr", "1", "answered", "handled"}
    | {"beantwoord", "repondu", "traite", "decroche", "angenommen", "connected", "completed"}
)
NO = frozenset(
    {"no", "n", "non", "nee", "nein", "false", "faux", "onwaar", "falsch", "0", "", "missed"}
    | {"no answer", "unanswered", "abandoned", "abandon", "lost", "manque", "perdu", "gemist"}
    | {"verlaten", "verpasst", "busy", "failed", "short abandoned", "voicemail"}
)
UNREADABLE = -9
HALF_A_DAY = DAY // 2
LONGEST_TIME = len("11:59:59 PM")
NOBODY = frozenset({"", "none", "[none]", "[no associated user]", "-", "null", "n/a"})


@dataclass(frozen=True, slots=True)
class CallFigures:
    """Reads the figures of rows that are calls."""

    parts: CallParts
    flags: dict[int, NameColumn]
    durations: dict[int, DurationColumn]
    answered_at: TimeColumn | None
    date: int | None  # the column of the call's day, where it stands apart from its time

    def read(
        self, lines: NDArray[np.int64], columns: Sequence[Sequence[str]], starts: NDArray[np.int64]
    ) -> tuple[Rows, list[RefusedRows]]:
        """Rows (n,), one call each, and what is wrong with some; ``starts`` (n,) are the calls'."""
        refused: list[RefusedRows] = []
        read = {x: y.read(columns[x]) for x, y in self.durations.items()}
        for place, seconds in read.items():
            refused += duration_refusals(Cells(lines, place), seconds)
        answered = self._said(self.parts.answered, lines, columns, read, refused)
        rows = np.zeros(lines.size, dtype=ROW)
        rows["offered"], rows["answered"] = 1, answered
        rows["abandoned"] = 1 - answered
        if self.parts.abandoned is not None:
            gave_up = self._said(self.parts.abandoned, lines, columns, read, refused)
            rows["abandoned"] = np.where(answered == 1, 0, gave_up)
        rows["answered_in_time"] = MISSING
        rows["wait"] = self._wait(read, columns, starts)
        rows["wait"][rows["abandoned"] == MISSING] = np.nan  # it never reached the queue
        rows["handle"] = rows["aht"] = np.nan
        if self.parts.handle:
            handle = _known_sum([read[x] for x in self.parts.handle])
            rows["handle"] = rows["aht"] = np.where(answered == 1, handle, np.nan)
        if self.parts.call_id is not None:
            rows["call"] = [
                hash(x.strip()) if x.strip() else 0 for x in columns[self.parts.call_id]
            ]
        return rows, refused

    def _said(
        self,
        flag: Flag,
        lines: NDArray[np.int64],
        columns: Sequence[Sequence[str]],
        read: dict[int, NDArray[np.float64]],
        refused: list[RefusedRows],
    ) -> NDArray[np.int64]:
        """Whether each row says so, (n,) 0 or 1, MISSING where it does not say."""
        if flag.how == "longer_than_zero":
            return (np.nan_to_num(read[flag.column]) > 0).astype(np.int64)
        found = self.flags[flag.column].read(columns[flag.column])
        if (found == UNREADABLE).any():
            at = lines[found == UNREADABLE]
            reason = "was the call answered? Write yes or no"
            refused.append(RefusedRows(at, flag.column, reason))
        return found

    def _answer_times(self, columns: Sequence[Sequence[str]], at: int) -> Sequence[str]:
        """The texts of the answers' times, those without a day with the call's."""
        if self.date is None:
            return columns[at]
        both = zip(columns[self.date], columns[at], strict=True)
        return [f"{day} {time}" if 0 < len(time) <= LONGEST_TIME else time for day, time in both]

    def _wait(
        self,
        read: dict[int, NDArray[np.float64]],
        columns: Sequence[Sequence[str]],
        starts: NDArray[np.int64],
    ) -> NDArray[np.float64]:
        if self.answered_at is not None and self.parts.answered_at is not None:
            times = self.answered_at.read(self._answer_times(columns, self.parts.answered_at))
            wait = (times.starts - starts).astype(np.float64)
            wait = np.where(wait < -HALF_A_DAY, wait + DAY, wait)  # past midnight
            known = times.refusal == TimeRefusal.NONE
            return np.where(known, np.maximum(wait, 0.0), np.nan)
        if not self.parts.waits:
            return np.full(starts.size, np.nan)
        total = np.sum([read[x] for x in self.parts.waits], axis=0)
        less = [np.nan_to_num(read[x]) for x in self.parts.not_waits]
        return np.asarray(np.maximum(total - np.sum([np.zeros(starts.size), *less], axis=0), 0.0))


def call_figures(
    parts: CallParts, forms: Forms, answered_at: TimeColumn | None, date: int | None
) -> CallFigures:
    """The reader of these columns."""
    flags = [x for x in (parts.answered, parts.abandoned) if x is not None]
    durations = {*parts.waits, *parts.not_waits, *parts.handle}
    durations |= {x.column for x in flags if x.how == "longer_than_zero"}
    return CallFigures(
        parts,
        {x.column: NameColumn(_flag_reader(x)) for x in flags if x.how != "longer_than_zero"},
        {x: DurationColumn(forms.numbers, forms.seconds_per_unit) for x in sorted(durations)},
        answered_at,
        date,
    )


def interval_of(starts: NDArray[np.int64], clock: FileClock) -> NDArray[np.int64]:
    """The start of the plan's interval in which each instant falls, (n,)."""
    local = starts + local_offsets(starts, clock.plan_timezone)
    return starts - local % (clock.interval_minutes * 60)


def one_row_a_call(rows: Rows) -> Rows:
    """The rows of a series, legs of a call made one: answered once, handled for all of them."""
    told = rows["call"] != 0
    if not told.any():
        return rows
    some = rows[told]
    order = np.lexsort((some["line"], some["call"]))
    some = some[order]
    first = np.concatenate([[True], np.diff(some["call"]) != 0])
    if first.all():
        return rows
    at = np.flatnonzero(first)
    merged = some[first]
    merged["answered"] = np.maximum.reduceat(some["answered"], at)
    merged["abandoned"] = np.maximum.reduceat(some["abandoned"], at)
    merged["abandoned"][merged["answered"] == 1] = 0
    handled = np.add.reduceat(np.nan_to_num(some["handle"]), at)
    known = np.maximum.reduceat(~np.isnan(some["handle"]), at)
    merged["handle"] = merged["aht"] = np.where(known, handled, np.nan)
    return np.concatenate([rows[~told], merged])


def _known_sum(parts: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The sum of what is said, NaN where nothing is; (n,)."""
    said = np.any([~np.isnan(x) for x in parts], axis=0)
    return np.where(said, np.sum([np.nan_to_num(x) for x in parts], axis=0), np.nan)


def _flag_reader(flag: Flag) -> Callable[[str], int]:
    if flag.how == "filled":
        return _filled
    return _flag if not flag.yes else lambda text: _flag_of(flag, folded(text))


def _flag_of(flag: Flag, word: str) -> int:
    return 1 if word in flag.yes else MISSING if word in flag.unsaid else 0


def _flag(text: str) -> int:
    word = folded(text)
    return 1 if word in YES else 0 if word in NO else UNREADABLE


def _filled(text: str) -> int:
    return int(folded(text) not in NOBODY)
