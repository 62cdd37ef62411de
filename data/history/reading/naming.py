"""Refused lines turned into refusals by cell, with the cells as the file has them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from data.history.formats.layout import Layout
from data.history.reading.checks import RefusedRows
from data.history.reading.records import Table, records_at
from data.history.reading.refusals import Refusal, RejectedRow
from data.suggestion import nearest, suggestion

Records = dict[int, list[str]]  # line -> cells

_suggestion = lru_cache(maxsize=10_000)(suggestion)


def named_refusals(
    table: Table, layout: Layout, groups: Sequence[RefusedRows]
) -> tuple[tuple[Refusal, ...], tuple[RejectedRow, ...]]:
    """Every refusal, and every refused row once with all that is wrong with it, by line."""
    records = records_at(table, layout, {x for y in groups for x in y.lines.tolist()})
    refusals = [x for group in groups for x in _refusals(table.name, layout, group, records)]
    refusals.sort(key=lambda x: x.row)
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for refusal in refusals:
        reasons[refusal.row].append(f"{refusal.column}: {refusal.reason}")
    rejected = [
        RejectedRow(line, tuple(records[line]), "; ".join(said)) for line, said in reasons.items()
    ]
    return tuple(refusals), tuple(rejected)


def _refusals(name: str, layout: Layout, group: RefusedRows, records: Records) -> Iterator[Refusal]:
    others = group.lines if group.others is None else group.others
    for line, other in zip(group.lines.tolist(), others.tolist(), strict=True):
        column, value = _cell(layout, group.column, records[line])
        reason = group.reason
        if group.others is not None:
            reason = f"{reason} {other}"
        if group.choices:
            reason = f"{reason}: {_choice(value, group.choices)}"
        yield Refusal(name, line, column, value, reason)


def _choice(value: str, choices: tuple[str, ...]) -> str:
    """What was meant; a name unlike all is one that an export has and the plan has not."""
    said = _suggestion(value, choices)
    return (
        f"{said}, or add it to the aliases of one in the plan"
        if not nearest(value, choices)
        else said
    )


def _cell(layout: Layout, column: int | str, cells: list[str]) -> tuple[str, str]:
    """What to call the cell, and what stands in it."""
    if isinstance(column, str):
        kind, _, value = column.partition(" ")
        return kind, value or ",".join(cells)
    return layout.columns[column] or f"column {column + 1}", cells[column].strip()
