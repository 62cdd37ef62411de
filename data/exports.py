"""CSV as other tools read it: UTF-8, comma, decimal point, one header line."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_AT_ONCE = 2000


def csv_lines(columns: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """The table as text, a few thousand rows at a time; None is an empty cell.

    Text cells that a spreadsheet would run as a formula get a leading apostrophe (OWASP ASVS
    1.2.10); numbers are left alone.
    """
    buffer = io.StringIO()
    write = csv.writer(buffer, lineterminator="\n")
    write.writerow(columns)
    safe = [_safe(column) for column in columns.values()]
    count = len(safe[0]) if safe else 0
    for start in range(0, max(count, 1), ROWS_AT_ONCE):
        write.writerows(zip(*(c[start : start + ROWS_AT_ONCE] for c in safe), strict=True))
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
