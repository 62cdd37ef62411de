"""The figures of a chunk of rows: cells to counts and durations, columns of a kind added up."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.history.formats.layout import Measures
from data.history.notation.cells import MISSING, CountColumn, DurationColumn
from data.history.notation.survey import Forms
from data.history.reading.checks import (
    Cells,
    RefusedRows,
    aht_refusals,
    count_refusals,
    duration_refusals,
)
from data.history.reading.spool import ROW, Rows

Columns = Sequence[Sequence[str]]
COUNTS = ("offered", "answered", "abandoned", "answered_in_time")


@dataclass(frozen=True, slots=True)
class IntervalFigures:
    """Reads the figures of rows that are intervals."""

    measures: Measures
    readers: dict[int, CountColumn]
    durations: dict[int, DurationColumn]

    def read(self, lines: NDArray[np.int64], columns: Columns) -> tuple[Rows, list[RefusedRows]]:
        """Rows (n,) with their figures, and what is wrong with some of them."""
        refused: list[RefusedRows] = []
        rows = np.zeros(lines.size, dtype=ROW)
        for name in COUNTS:
            rows[name] = self._count(name, lines, columns, refused)
        rows["wait"] = self._wait(rows, lines, columns, refused)
        self._handle(rows, lines, columns, refused)
        return rows, refused

    def _count(
        self, name: str, lines: NDArray[np.int64], columns: Columns, refused: list[RefusedRows]
    ) -> NDArray[np.int64]:
        places: tuple[int, ...] = getattr(self.measures, name)
        read = [self.readers[x].read(columns[x]) for x in places]
        for place, count in zip(places, read, strict=True):
            refused += count_refusals(Cells(lines, place), count, needed=name == "offered")
        if not read:
            return np.full(lines.size, MISSING)
        said = np.all([x >= 0 for x in read], axis=0)
        return np.where(said, np.sum(read, axis=0), MISSING)

    def _durations(
        self,
        places: tuple[int, ...],
        lines: NDArray[np.int64],
        columns: Columns,
        refused: list[RefusedRows],
    ) -> list[NDArray[np.float64]]:
        read = [self.durations[x].read(columns[x]) for x in places]
        for place, seconds in zip(places, read, strict=True):
            refused += duration_refusals(Cells(lines, place), seconds)
        return read

    def _wait(
        self,
        rows: Rows,
        lines: NDArray[np.int64],
        columns: Columns,
        refused: list[RefusedRows],
    ) -> NDArray[np.float64]:
        """Total waits, (n,): a mean counts for each caller of its base."""
        waits = self.measures.waits
        read = self._durations(tuple(x.column for x in waits), lines, columns, refused)
        if not read:
            return np.full(lines.size, np.nan)
        totals = [_times(x, y.base, rows) for x, y in zip(read, waits, strict=True)]
        return np.asarray(np.sum(totals, axis=0))

    def _handle(
        self,
        rows: Rows,
        lines: NDArray[np.int64],
        columns: Columns,
        refused: list[RefusedRows],
    ) -> None:
        calls = weights(rows)
        rows["aht"] = rows["handle"] = np.nan
        if means := self._durations(self.measures.aht, lines, columns, refused):
            rows["aht"] = np.sum(means, axis=0)
            rows["handle"] = np.where(calls > 0, rows["aht"] * calls, np.nan)
            place = self.measures.aht[0]
        elif totals := self._durations(self.measures.handle_total, lines, columns, refused):
            rows["handle"] = np.sum(totals, axis=0)
            rows["aht"] = means_of(rows["handle"], calls)
            place = self.measures.handle_total[0]
        else:
            return
        refused += aht_refusals(Cells(lines, place), rows["aht"], calls)


def interval_figures(measures: Measures, forms: Forms, blank: int) -> IntervalFigures:
    """The reader of these columns; an empty count is ``blank``."""
    counts = [x for name in COUNTS for x in getattr(measures, name)]
    durations = (*measures.aht, *measures.handle_total, *(x.column for x in measures.waits))
    return IntervalFigures(
        measures,
        {x: CountColumn(forms.numbers, blank) for x in counts},
        {x: DurationColumn(forms.numbers, forms.seconds_per_unit) for x in durations},
    )


def weights(rows: Rows) -> NDArray[np.int64]:
    """The calls an AHT is a mean over, (n,): the answered, the offered where that is not said."""
    return np.where(rows["answered"] == MISSING, rows["offered"], rows["answered"]).astype(np.int64)


def means_of(totals: NDArray[np.float64], calls: NDArray[np.int64]) -> NDArray[np.float64]:
    """Totals (n,) by calls (n,); NaN where there are none."""
    unknown = np.full(totals.shape, np.nan)
    return np.asarray(np.divide(totals, calls, out=unknown, where=calls > 0))


def _times(seconds: NDArray[np.float64], base: str, rows: Rows) -> NDArray[np.float64]:
    if base == "total":
        return seconds
    calls = rows[base].astype(np.float64)
    total = np.where(calls == 0, 0.0, seconds * calls)
    return np.where(calls == MISSING, np.nan, total)
