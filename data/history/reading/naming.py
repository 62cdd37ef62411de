"""Problems by row number turned into refusals by line, with the cells as the file has them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from data.history.reading.checks import Problem
from data.history.reading.csv import CsvTable, records_at
from data.history.reading.refusals import Refusal, RejectedRow
from data.suggestion import suggestion

CELLS = "cells"  # names the whole row where a column would be named

Records = dict[int, tuple[int, list[str]]]  # row number -> line, cells

_suggestion = lru_cache(maxsize=10_000)(suggestion)


def name_problems(
    table: CsvTable, problems: Sequence[Problem]
) -> tuple[tuple[Refusal, ...], tuple[RejectedRow, ...]]:
    """Every refusal, and every refused row once with all that is wrong with it, by line."""
    records = records_at(table, _rows(problems))
    refusals = [x for problem in problems for x in _refusals(table, problem, records)]
    refusals.sort(key=lambda x: x.row)
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for refusal in refusals:
        reasons[refusal.row].append(f"{refusal.column}: {refusal.reason}")
    cells = {line: found for line, found in records.values()}
    rejected = [
        RejectedRow(line, tuple(cells[line]), "; ".join(said)) for line, said in reasons.items()
    ]
    return tuple(refusals), tuple(rejected)


def _rows(problems: Sequence[Problem]) -> set[int]:
    rows: set[int] = set()
    for problem in problems:
        rows.update(problem.rows.tolist())
        if problem.others is not None:
            rows.update(problem.others.tolist())
    return rows


def _refusals(table: CsvTable, problem: Problem, records: Records) -> Iterator[Refusal]:
    others = problem.rows if problem.others is None else problem.others
    for row, other in zip(problem.rows.tolist(), others.tolist(), strict=True):
        line, cells = records[row]
        value = _value(table, problem.column, cells)
        reason = problem.reason
        if problem.others is not None:
            reason = f"{reason} {records[other][0]}"
        if problem.choices:
            reason = f"{reason}: {_suggestion(value, problem.choices)}"
        yield Refusal(table.name, line, problem.column, value, reason)


def _value(table: CsvTable, column: str, cells: list[str]) -> str:
    if column == CELLS:
        return table.delimiter.join(cells)
    return cells[table.columns.index(column)].strip()
