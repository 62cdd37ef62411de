"""What a whole file tells of how it writes dates, numbers and durations, before it is read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from data.history.formats.layout import CallParts, Chunk, DateOrder, Layout
from data.history.notation.dates import DateForm, DateSurvey
from data.history.notation.numbers import BLANKS, Mark, NumberForm, NumberSurvey

MILLISECONDS = 20_000.0  # a median AHT above so many "seconds" is in milliseconds
REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Forms:
    """How the cells of a file are written."""

    dates: DateForm
    numbers: NumberForm
    seconds_per_unit: float


def taken_for_granted(layout: Layout, delimiter: str) -> Forms | None:
    """The forms of most files: dates that begin with their year, numbers with the usual mark.

    Reading with them raises UnsettledError at the first text that is otherwise. None where the
    file's unit of time must be found.
    """
    if layout.formats.seconds_per_unit is None or layout.formats.decimal is not None:
        return None
    decimal: Mark = "," if delimiter == ";" else "."
    numbers = NumberForm(decimal, settled=False)
    return Forms(DateForm(settled=False), numbers, layout.formats.seconds_per_unit)


def surveyed(
    layout: Layout, chunks: Iterator[Chunk], delimiter: str, order: DateOrder | None
) -> Forms:
    """Look through all of a table; MixedMarksError where its numbers contradict each other."""
    dates, numbers = DateSurvey(), NumberSurvey()
    counts, durations = _columns(layout)
    handled: set[str] = set()
    for _, records in chunks:
        columns = list(zip(*records, strict=False))
        dates.add(set(time_texts(layout, columns)))
        for column in counts:
            numbers.add(set(_cells(columns, column)), are_counts=True)
        for column in durations:
            texts = set(_cells(columns, column))
            numbers.add(texts, are_counts=False)
            if layout.formats.seconds_per_unit is None and len(handled) < REMEMBERED:
                handled |= texts
    return Forms(
        dates.form(order or layout.when.order),
        numbers.form(delimiter, layout.formats.decimal),
        _unit(layout, handled),
    )


def time_texts(layout: Layout, columns: Sequence[Sequence[str]]) -> Iterable[str]:
    """The texts of a chunk's times, the columns of a date and of a time joined."""
    parts = [_cells(columns, x) for x in layout.when.columns]
    return parts[0] if len(parts) == 1 else map(" ".join, zip(*parts, strict=False))


def _cells(columns: Sequence[Sequence[str]], at: int) -> Sequence[str]:
    return columns[at] if at < len(columns) else ()


def _columns(layout: Layout) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns of counts, and of durations."""
    measures = layout.measures
    if isinstance(measures, CallParts):
        return (), measures.waits + measures.not_waits + measures.handle
    counts = measures.offered + measures.answered + measures.abandoned + measures.answered_in_time
    waits = tuple(x.column for x in measures.waits)
    return counts, tuple(chain(measures.aht, measures.handle_total, waits))


def _unit(layout: Layout, texts: set[str]) -> float:
    """Seconds a plain number of a duration stands for."""
    if layout.formats.seconds_per_unit is not None:
        return layout.formats.seconds_per_unit
    plain = [x.translate(BLANKS).strip().replace(",", ".") for x in texts]
    values = [float(x) for x in plain if x.replace(".", "", 1).isdecimal()]
    return (
        0.001
        if values and float(np.median([x for x in values if x] or [0])) > MILLISECONDS
        else 1.0
    )
