"""The series of a file made the plan's: ordered, their intervals added up, calls counted."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.calendar.clock import interval_grid, local_day
from data.history.formats.layout import CallParts, Layout
from data.history.left_out_zeros import open_starts
from data.history.notation.times import FileClock, TimeRefusal, refusal_reason
from data.history.reading.adding_up import added_up, zero_rows
from data.history.reading.calls import one_row_a_call
from data.history.reading.checks import RefusedRows
from data.history.reading.columns import TableReader
from data.history.reading.interval import (
    DAILY,
    IntervalSurvey,
    WrongIntervalError,
    coarse_days,
    off_grid,
    require_fit,
)
from data.history.reading.ordering import OnceOnly, ordered
from data.history.reading.spool import Rows, Spool
from data.plan import Plan


@dataclass(slots=True)
class Intake:
    """What a file holds, its intervals the plan's (or days); and what was found on the way."""

    minutes: int = 0
    spool: Spool = field(default_factory=Spool)
    once: list[OnceOnly] = field(default_factory=list)
    refused: list[RefusedRows] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def taken_in(reader: TableReader, layout: Layout, plan: Plan) -> Intake:
    """Put what was read in order; WrongIntervalError where its intervals do not fit the plan's."""
    intake, survey = Intake(), IntervalSurvey(plan.timezone)
    own: dict[int, int] = {}
    in_order = _in_order(reader, layout, intake, survey, own)
    minutes = survey.minutes(plan.interval_minutes)
    lengths = {x or minutes for x in survey.stated} | set(own.values())
    if layout.minutes is None and lengths - {DAILY} and plan.interval_minutes < DAILY:
        lengths -= {DAILY}  # dates without a time of day, which are refused row by row
    require_fit(lengths, plan.interval_minutes)
    intake.minutes = DAILY if lengths == {DAILY} else plan.interval_minutes
    series = _Series(plan, layout, reader, intake, minutes, own)
    span = _span(in_order)
    for number in in_order.series():
        rows = series.fitted(number, in_order.read(number), span)
        intake.spool.put(number, rows)
    _tell(intake, series)
    return intake


@dataclass(slots=True)
class _Series:
    """Makes the series of a file fit the plan, and remembers what did not."""

    plan: Plan
    layout: Layout
    reader: TableReader
    intake: Intake
    minutes: int  # of rows that do not say theirs
    own: dict[int, int]  # of the series whose steps tell it
    part: list[NDArray[np.int64]] = field(default_factory=list)  # lines of intervals not whole
    zeros: int = 0

    def fitted(self, number: int, rows: Rows, span: NDArray[np.int64]) -> Rows:
        """The rows of a series as the plan's intervals, by ascending start."""
        minutes = self.own.get(number, self.minutes)
        rows["minutes"] = np.where(rows["minutes"] > 0, rows["minutes"], minutes)
        rows = self._on_grid(self._with_times(rows))
        if self.intake.minutes == DAILY:
            return rows
        sums = added_up(rows, self.plan.interval_minutes, self.plan.timezone)
        queue = self.plan.queues[number // (1 + len(self.plan.sites))]  # the site not said is one
        whole = sums.covered >= self.plan.interval_minutes
        if queue.id not in self.plan.zeros_left_out and not whole.all():
            self.part.append(sums.rows["line"][~whole])
            return sums.rows[whole]
        return self._with_zeros(queue.id, sums.rows, span)

    def _with_times(self, rows: Rows) -> Rows:
        dated = (rows["minutes"] == DAILY) & (self.intake.minutes < DAILY)
        self._refuse(rows["line"][dated], TimeRefusal.DATE_ONLY)
        return np.asarray(rows[~dated]) if dated.any() else rows

    def _refuse(self, lines: NDArray[np.int64], why: TimeRefusal) -> None:
        if lines.size:
            place, reason = self.layout.when.columns[0], refusal_reason(why, self.reader.clock)
            self.intake.refused.append(RefusedRows(lines, place, reason))

    def _on_grid(self, rows: Rows) -> Rows:
        clock = self.reader.clock
        wrong = off_grid(rows["start"], rows["minutes"].astype(np.int64), clock.plan_timezone)
        if self.plan.interval_minutes == DAILY or self.intake.minutes == DAILY:
            wrong = ~np.isin(rows["start"], _days(rows["start"], clock))
        self._refuse(rows["line"][wrong], TimeRefusal.OFF_GRID)
        return np.asarray(rows[~wrong]) if wrong.any() else rows

    def _with_zeros(self, queue: str, rows: Rows, span: NDArray[np.int64]) -> Rows:
        """Of a log of calls: the open intervals in which nobody called, too."""
        if not isinstance(self.layout.measures, CallParts) or not rows.size:
            return rows
        opened = open_starts(self.plan, self.plan.queue(queue), span)
        quiet = np.setdiff1d(opened, rows["start"])
        self.zeros += quiet.size
        both = np.concatenate([rows, zero_rows(quiet, rows)])
        return both[np.argsort(both["start"], kind="stable")]


def _in_order(
    reader: TableReader,
    layout: Layout,
    intake: Intake,
    survey: IntervalSurvey,
    own: dict[int, int],
) -> Spool:
    """Each series by start, its doubled hours and repeated rows settled."""
    spool, calls = Spool(), isinstance(layout.measures, CallParts)
    doubled = 0
    for number in reader.spool.series():
        rows = reader.spool.read(number)
        found = ordered(
            one_row_a_call(rows) if calls else rows, layout.when.columns[0], layout.adds_up or calls
        )
        intake.once += found.once
        intake.refused += found.repeated
        doubled += found.doubled.size
        if calls:
            survey.add(found.rows)
        else:
            _tell_length(number, found.rows, reader.clock.plan_timezone, survey, own)
        spool.put(number, found.rows)
    intake.once = list(_merged(intake.once))
    if doubled and layout.when.zone_column is not None:
        intake.told.append(
            f"{doubled} rows of the hour that autumn doubles are taken in the order of the file: "
            "the form does not say which hour is the second"
        )
    return spool


def _tell_length(
    number: int, rows: Rows, timezone: str, survey: IntervalSurvey, own: dict[int, int]
) -> None:
    """What a series says of its intervals; WrongIntervalError where some days are coarser."""
    alone = IntervalSurvey(timezone)
    alone.add(rows)
    survey.merge(alone)
    minutes = alone.found()
    if minutes is None or not alone.stated[0]:
        return
    own[number] = minutes
    coarse = coarse_days(rows, minutes, timezone)
    if coarse.size:
        raise WrongIntervalError(
            f"the rows are {minutes} minutes apart, but an hour on {coarse.size} days from row "
            f"{coarse[0]} on: export all days in the same intervals"
        )


def _merged(once: list[OnceOnly]) -> Iterator[OnceOnly]:
    """Those of one time in all series together, by time."""
    for start in sorted({x.start for x in once}):
        lines = np.concatenate([x.lines for x in once if x.start == start])
        yield OnceOnly(start, np.sort(lines))


def _span(spool: Spool) -> NDArray[np.int64]:
    """The first and the last start of all series, (2,); empty where there is none."""
    starts = [spool.read(x)["start"][[0, -1]] for x in spool.series()]
    return np.array([min(x[0] for x in starts), max(x[1] for x in starts)] if starts else [])


def _days(starts: NDArray[np.int64], clock: FileClock) -> NDArray[np.int64]:
    """The first instants of the local days these starts (n,) are in."""
    if not starts.size:
        return starts
    first, last = (local_day(int(x), clock.plan_timezone) for x in (starts.min(), starts.max()))
    return interval_grid(first, (last - first).days + 1, clock.plan_timezone, DAILY).starts


def _tell(intake: Intake, series: _Series) -> None:
    lines = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *series.part]))
    if lines.size:
        shown = ", ".join(map(str, lines[:3].tolist())) + (" …" if lines.size > 3 else "")
        intake.told.append(
            f"rows {shown}: {lines.size} intervals of {intake.minutes} minutes are not whole, some "
            "of their parts have no row: left out; where a part without calls has no row, write "
            "zeros_are_left_out = true in the plan"
        )
    if series.zeros:
        intake.told.append(
            f"{series.zeros} open intervals without a call between the first and the last are zeros"
        )
