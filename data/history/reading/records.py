"""The records of a table below its header, all as wide as it, chunk by chunk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from data.history.formats.head import folded
from data.history.formats.layout import Chunk, Layout

FEWEST_CELLS = 2  # of a row; a foot such as "Page 1" has one, and no number
TOTALS = (
    *("total", "totals", "totaal", "totaux", "totale", "gesamt", "summe", "somme", "som", "sum"),
    *("subtotal", "sous-total", "subtotaal", "average", "averages", "moyenne", "gemiddelde"),
    *("eindtotaal", "gesamtergebnis", "algemeen", "general"),
    *("mittelwert", "durchschnitt", "grand", "count", "row count", "rows"),
)


class Table(Protocol):
    """Records of text cells with their lines, which may be walked through again."""

    @property
    def name(self) -> str:
        """What its owner calls it."""

    @property
    def delimiter(self) -> str:
        """What parts its cells."""

    def chunks(self) -> Iterator[Chunk]:
        """All records that are not empty, in their order."""


@dataclass(frozen=True, slots=True)
class EvenChunk:
    """Records of one width; ``ragged`` are the places of those that had another."""

    lines: list[int]
    records: list[list[str]]
    ragged: tuple[int, ...]


def even_chunks(table: Table, layout: Layout) -> Iterator[EvenChunk]:
    """The records below the header, translated where the form is odd."""
    width = len(layout.columns)
    needed = max((i + 1 for i, x in enumerate(layout.columns) if x.strip()), default=0)
    for lines, records in _below(table, layout):
        ragged = _even_out(records, width, needed)
        yield EvenChunk(lines, records, ragged)


def chunks_of(table: Table, layout: Layout) -> Iterator[Chunk]:
    """The same without telling which were ragged."""
    return ((x.lines, x.records) for x in even_chunks(table, layout))


def records_at(table: Table, layout: Layout, wanted: set[int]) -> dict[int, list[str]]:
    """The cells of the records in some lines."""
    if not wanted:
        return {}
    found: dict[int, list[str]] = {}
    for chunk in even_chunks(table, layout):
        found |= {x: y for x, y in zip(chunk.lines, chunk.records, strict=True) if x in wanted}
        if len(found) == len(wanted):
            break
    return found


def is_total(cells: list[str]) -> bool:
    """Whether a record that has no time is a line of totals, or another foot of a report."""
    filled = [folded(x) for x in cells if x.strip()]
    words = {re.split(r"[ :]", x)[0] for x in filled[:3]} | {x.rstrip(":") for x in filled[:3]}
    note = len(filled) < FEWEST_CELLS and not any(x[:1].isdigit() for x in filled)
    return note or not words.isdisjoint(TOTALS)


def _below(table: Table, layout: Layout) -> Iterator[Chunk]:
    if layout.translated is not None:
        yield from layout.translated(table.chunks())
        return
    left = layout.header
    for lines, records in table.chunks():
        if left >= len(records):
            left -= len(records)
            continue
        yield lines[left:], records[left:]
        left = 0


def _even_out(records: list[list[str]], width: int, needed: int) -> tuple[int, ...]:
    """Make records as wide as the header; those that lack a named cell, or have one more."""
    if set(map(len, records)) <= {width}:
        return ()
    ragged = []
    for i, cells in enumerate(records):
        if len(cells) == width:
            continue
        if len(cells) < needed or any(x.strip() for x in cells[width:]):
            ragged.append(i)
        records[i] = (cells + [""] * width)[:width]
    return tuple(ragged)
