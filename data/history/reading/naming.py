"""Refused row numbers turned into refusals by line, with the cells as the file has them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from data.history.reading.checks import RefusedRows
from data.history.reading.csv import CsvTable, records_at
from data.history.reading.refusals import Refusal, RejectedRow
from data.suggestion import suggestion

CELLS = "cells"  # names the whole row where a column would be named

Records = dict[int, tuple[int, list[str]]]  # row number -> line, cells

_suggestion = lru_cache(maxsize=10_000)(suggestion)


def named_refusals(
    table: CsvTable, groups: Sequence[RefusedRows]
) -> tuple[tuple[Refusal, ...], tuple[RejectedRow, ...]]:
    """Every refusal, and every refused row once with all that is wrong with it, by line."""
    records = records_at(table, _rows(groups))
    refusals = [x for group in groups for x in _refusals(table, group, records)]
    refusals.sort(key=lambda x: x.row)
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for refusal in refusals:
        reasons[refusal.row].append(f"{refusal.column}: {refusal.reason}")
    cells = {line: found for line, found in records.values()}
    rejected = [
        RejectedRow(line, tuple(cells[line]), "; ".join(said)) for line, said in reasons.items()
    ]
    return tuple(refusals), tuple(rejected)


def _rows(groups: Sequence[RefusedRows]) -> set[int]:
    rows: set[int] = set()
    for group in groups:
        rows.update(group.rows.tolist())
        if group.others is not None:
            rows.update(group.others.tolist())
    return rows


def _refusals(table: CsvTable, group: RefusedRows, records: Records) -> Iterator[Refusal]:
    others = group.rows if group.others is None else group.others
    for row, other in zip(group.rows.tolist(), others.tolist(), strict=True):
        line, cells = records[row]
        value = _value(table, group.column, cells)
        reason = group.reason
        if group.others is not None:
            reason = f"{reason} {records[other][0]}"
        if group.choices:
            reason = f"{reason}: {_suggestion(value, group.choices)}"
        yield Refusal(table.name, line, group.column, value, reason)


def _value(table: CsvTable, column: str, cells: list[str]) -> str:
    if column == CELLS:
        return table.delimiter.join(cells)
    return cells[table.columns.index(column)].strip()
