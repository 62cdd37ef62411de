"""CSV as other tools read it: one header line, in the profile of the tool.

A profile is one entry of ``PROFILES`` and no other line anywhere.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

CSV_TYPE = "text/csv; charset=utf-8"

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
ROWS_AT_ONCE = 2000
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
TIMES = ("interval_start", "period_start")  # local; a period that is a day or more is a date
DATES = ("period_start", "week_start")
PARTS = {  # of 2025-10-26T02:30:00+01:00
    **{"year": slice(0, 4), "month": slice(5, 7), "day": slice(8, 10)},
    **{"hour": slice(11, 13), "minute": slice(14, 16), "offset": slice(19, None)},
}

Columns = Mapping[str, Sequence[object]]


@dataclass(frozen=True, slots=True)
class Profile:
    """How a tool reads a table.

    ``times`` are the columns that stand for a local start, ``date`` how a day is written, both of
    the PARTS of a time; empty leaves them as ISO has them. ``columns`` are those it takes, in its
    order, by the names they have here; empty takes all. ``headers`` renames some.
    """

    delimiter: str = ","
    decimal: str = "."
    line_end: str = "\n"
    begins: str = ""
    times: Mapping[str, str] = field(default_factory=dict)
    date: str = ""
    columns: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


STANDARD = Profile()

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "standard": STANDARD,
        "excel-be": Profile(  # what Excel with Belgian settings opens by a double click
            delimiter=";",
            decimal=",",
            line_end="\r\n",
            begins=BYTE_ORDER_MARK,
            times={  # a bare + would begin a formula
                "date": "{year}-{month}-{day}",
                "time": "{hour}:{minute}",
                "offset": "UTC{offset}",
            },
        ),
    }
)


def csv_lines(columns: Columns, profile: Profile = STANDARD) -> Iterator[str]:
    """The table as text, a few thousand rows at a time; None is an empty cell.

    Text cells that a spreadsheet would run as a formula get a leading apostrophe (OWASP ASVS
    1.2.10); numbers are left alone. Columns of the profile that the table has not are left out.
    """
    shown = _chosen(dict(_dated(columns, profile)), profile)
    cells = [_numbered(_safe(column), profile.decimal) for column in shown.values()]
    buffer = io.StringIO(newline="")
    buffer.write(profile.begins)
    write = csv.writer(buffer, delimiter=profile.delimiter, lineterminator=profile.line_end)
    write.writerow(profile.headers.get(name, name) for name in shown)
    count = len(cells[0]) if cells else 0
    for start in range(0, max(count, 1), ROWS_AT_ONCE):
        write.writerows(zip(*(c[start : start + ROWS_AT_ONCE] for c in cells), strict=True))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _chosen(columns: Columns, profile: Profile) -> Columns:
    names = profile.columns or tuple(columns)
    return {name: columns[name] for name in names if name in columns}


def _dated(columns: Columns, profile: Profile) -> Iterator[tuple[str, Sequence[object]]]:
    for name, cells in columns.items():
        if profile.times and name in TIMES and (name not in DATES or _are_times(cells)):
            for part, pattern in profile.times.items():
                yield part, _formatted(cells, pattern)
        elif profile.date and name in DATES and not _are_times(cells):
            yield name, _formatted(cells, profile.date)
        else:
            yield name, cells


def _are_times(cells: Sequence[object]) -> bool:
    return any("T" in str(x) for x in cells[:1])


def _formatted(cells: Sequence[object], pattern: str) -> list[str]:
    texts = (str(x) for x in cells)
    return [pattern.format(**{name: text[part] for name, part in PARTS.items()}) for text in texts]


def _safe(column: Sequence[object]) -> Sequence[object]:
    """The column with dangerous text quoted; distinct texts are looked at once."""
    texts = {x for x in column if isinstance(x, str)}
    dangerous = {x for x in texts if x.startswith(FORMULA_STARTS)}
    if not dangerous:
        return column
    return [f"'{x}" if isinstance(x, str) and x in dangerous else x for x in column]


def _numbered(column: Sequence[object], decimal: str) -> Sequence[object]:
    if decimal == ".":
        return column
    return [str(x).replace(".", decimal) if isinstance(x, float) else x for x in column]
