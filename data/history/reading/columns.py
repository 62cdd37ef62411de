"""The records of a history CSV as columns of numbers, chunk by chunk."""

from dataclasses import dataclass
from itertools import chain
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data.history.reading.cells import MISSING, CountColumn, DecimalColumn, NameColumn, TextColumn
from data.history.reading.checks import COUNTS, DECIMALS, RowValues
from data.history.reading.csv import CsvTable, record_chunks


class _Column(Protocol):
    def read(self, cells: tuple[str, ...], /) -> NDArray[np.generic]: ...


@dataclass(frozen=True, slots=True)
class RawColumns:
    """What the cells say, before any rule is applied."""

    values: RowValues
    time_codes: NDArray[np.int64]  # (n,) indices into time_texts
    time_texts: list[str]
    ragged: NDArray[np.int64]  # rows with more or fewer cells than the header


def read_columns(table: CsvTable, queues: tuple[str, ...], sites: tuple[str, ...]) -> RawColumns:
    """Read every record; a ragged one is padded or cut and listed in ``ragged``."""
    times = TextColumn()
    readers = _readers(table, times, queues, sites)
    pieces: dict[str, list[NDArray[np.generic]]] = {x: [] for x in table.columns}
    ragged: list[int] = []
    rows = 0
    for chunk in record_chunks(table):
        ragged += [rows + i for i in _even_out(chunk, len(table.columns))]
        for column, cells in zip(table.columns, zip(*chunk, strict=True), strict=True):
            pieces[column].append(readers[column].read(cells))
        rows += len(chunk)
    joined = {x: np.concatenate(arrays) for x, arrays in pieces.items() if arrays}
    return RawColumns(
        _row_values(joined, rows),
        joined.get("interval_start", np.zeros(0)).astype(np.int64),
        times.texts,
        np.array(ragged, dtype=np.int64),
    )


def _readers(
    table: CsvTable, times: TextColumn, queues: tuple[str, ...], sites: tuple[str, ...]
) -> dict[str, _Column]:
    comma = table.delimiter == ";"
    named: dict[str, _Column] = {
        "interval_start": times,
        "queue": NameColumn(queues),
        "site": NameColumn(sites),
    }
    counts: dict[str, _Column] = {x: CountColumn(comma) for x in COUNTS}
    decimals: dict[str, _Column] = {x: DecimalColumn(comma) for x in DECIMALS}
    return dict(chain(named.items(), counts.items(), decimals.items()))


def _even_out(chunk: list[list[str]], width: int) -> list[int]:
    if set(map(len, chunk)) == {width}:
        return []
    uneven = [i for i, cells in enumerate(chunk) if len(cells) != width]
    for i in uneven:
        chunk[i] = (chunk[i] + [""] * width)[:width]
    return uneven


def _row_values(columns: dict[str, NDArray[np.generic]], rows: int) -> RowValues:
    return RowValues(
        queue=columns.get("queue", np.zeros(rows)).astype(np.int64),
        site=columns.get("site", np.zeros(rows)).astype(np.int64),
        counts={x: columns.get(x, np.full(rows, MISSING)).astype(np.int64) for x in COUNTS},
        decimals={x: columns.get(x, np.full(rows, np.nan)).astype(np.float64) for x in DECIMALS},
    )
