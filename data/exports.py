"""CSV as other tools read it: one header line, in the profile of the tool.

``standard`` is UTF-8 with comma and decimal point. ``excel-be`` is what Excel with Belgian
settings opens by a double click: byte order mark, semicolon, decimal comma, CRLF, and local times
as date, time and offset apart.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

Profile = Literal["standard", "excel-be"]
CSV_TYPE = "text/csv; charset=utf-8"
PROFILES: tuple[Profile, ...] = get_args(Profile)

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_AT_ONCE = 2000
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
DATE, TIME, OFFSET = slice(10), slice(11, 16), slice(19, None)  # of 2025-10-26T02:30:00+01:00

Columns = Mapping[str, Sequence[object]]


def csv_lines(columns: Columns, profile: Profile = "standard") -> Iterator[str]:
    """The table as text, a few thousand rows at a time; None is an empty cell.

    Text cells that a spreadsheet would run as a formula get a leading apostrophe (OWASP ASVS
    1.2.10); numbers are left alone. ``excel-be`` has ``date``, ``time`` and ``offset`` in place
    of ``interval_start``, or of a ``period_start`` that is an hour; days stay one column.
    """
    belgian = profile == "excel-be"
    shown = dict(_apart(columns)) if belgian else columns
    cells = [_safe(column) for column in shown.values()]
    if belgian:
        cells = [_with_comma(column) for column in cells]
        yield from _written(shown, cells, BYTE_ORDER_MARK, ";", "\r\n")
    else:
        yield from _written(shown, cells, "", ",", "\n")


def _written(
    names: Columns, cells: list[Sequence[object]], begins: str, delimiter: str, line_end: str
) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    buffer.write(begins)
    write = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end)
    write.writerow(names)
    count = len(cells[0]) if cells else 0
    for start in range(0, max(count, 1), ROWS_AT_ONCE):
        write.writerows(zip(*(c[start : start + ROWS_AT_ONCE] for c in cells), strict=True))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _safe(column: Sequence[object]) -> Sequence[object]:
    """The column with dangerous text quoted; distinct texts are looked at once."""
    texts = {x for x in column if isinstance(x, str)}
    dangerous = {x for x in texts if x.startswith(FORMULA_STARTS)}
    if not dangerous:
        return column
    return [f"'{x}" if isinstance(x, str) and x in dangerous else x for x in column]


def _apart(columns: Columns) -> Iterator[tuple[str, Sequence[object]]]:
    for name, cells in columns.items():
        if name == "interval_start" or (name == "period_start" and _are_times(cells)):
            times = [str(x) for x in cells]
            yield "date", [x[DATE] for x in times]
            yield "time", [x[TIME] for x in times]
            yield "offset", [f"UTC{x[OFFSET]}" for x in times]  # a bare + begins a formula
        else:
            yield name, cells


def _are_times(cells: Sequence[object]) -> bool:
    return any("T" in str(x) for x in cells[:1])


def _with_comma(column: Sequence[object]) -> Sequence[object]:
    return [str(x).replace(".", ",") if isinstance(x, float) else x for x in column]
