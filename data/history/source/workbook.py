"""A workbook as tables: each visible sheet, its typed cells as text."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from inspect import getgeneratorlocals, isgenerator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from data.history.source.limits import refused, shown
from data.history.source.table import Chunk, SourceTable
from data.history.source.workbook_parts import require_harmless_parts

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

CHUNK = 2000  # records at a time
CELLS = 200_000  # after which a chunk ends earlier
LAST_ROW = 1 << 20  # that a spreadsheet can have


@contextmanager
def workbook_tables(path: Path, name: str, sha256: str) -> Iterator[list[SourceTable]]:
    """The sheets of a workbook that hold at least two rows, while it is open."""
    require_harmless_parts(path, name)
    from openpyxl import load_workbook  # only what reads a workbook pays for it

    with path.open("rb") as stream:  # of a path it would judge the ending
        with _reading(name):
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheets = [x for x in book.worksheets if x.sheet_state == "visible"]
        tables = [x for x in (_table(x, name, sha256) for x in sheets) if _has_rows(x)]
        if not tables:
            raise refused(name, "a workbook without a visible sheet of rows")
        yield tables


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """What openpyxl says of a file it cannot read, in a sentence; its warnings are of styles."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except Exception as error:  # whatever its parsers and casts raise
        reason = f"this workbook cannot be read ({type(error).__name__}): save it again as .xlsx"
        raise refused(name, reason) from error


def _table(sheet: "ReadOnlyWorksheet", name: str, sha256: str) -> SourceTable:
    called = shown(f"{name}/{sheet.title}")
    return SourceTable(called, "sheet", "cells", "\t", sha256, False, lambda: _rows(sheet, name))


def _has_rows(table: SourceTable) -> bool:
    rows = 0
    for lines, _ in table.chunks():
        rows += len(lines)
        if rows > 1:
            return True
    return False


def _rows(sheet: "ReadOnlyWorksheet", name: str) -> Iterator[Chunk]:
    """The rows with some text in them, each as wide as the widest before it."""
    sheet.reset_dimensions()  # what a file says of its size is not always so
    rows = cast("Worksheet", sheet).iter_rows(values_only=True)  # borrowed from there
    numbered = enumerate(rows, 1)
    width = 0
    last: int | None = 0
    while last is not None:
        with _reading(name):
            lines, records, width, last = _chunk(numbered, width)
            _forget_heights(rows)
        if last is not None and last > LAST_ROW:
            raise refused(name, f"rows beyond {LAST_ROW:,}: save it again as .xlsx", last)
        if records:
            yield lines, records


def _forget_heights(rows: object) -> None:
    """openpyxl keeps what each row says of its height: 700 MB in a sheet that is full."""
    if isgenerator(rows) and (parser := getgeneratorlocals(rows).get("parser")):
        parser.row_dimensions.clear()


def _chunk(
    rows: Iterator[tuple[int, tuple[object, ...]]], width: int
) -> tuple[list[int], list[list[str]], int, int | None]:
    """Some rows more, the widest so far, and the last row looked at; None at the end."""
    lines: list[int] = []
    records: list[list[str]] = []
    taken = 0
    for line, cells in rows:
        record = [text_of(x) for x in cells]
        if any(record):
            width = max(width, len(record))
            lines.append(line)
            records.append(record + [""] * (width - len(record)))
        taken += 1 + len(record)
        if len(records) == CHUNK or taken > CELLS:
            return lines, records, width, line
    return lines, records, width, None


def text_of(cell: object) -> str:
    """A typed cell as the text it would have in a CSV: ISO dates, plain numbers."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case datetime():
            return _to_second(cell).isoformat(" ")
        case date():
            return cell.isoformat()
        case time():
            return _to_second(datetime.combine(date(2000, 1, 1), cell)).time().isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            sign, seconds = "-" if seconds < 0 else "", abs(seconds)
            return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def _to_second(when: datetime) -> datetime:
    """Spreadsheets keep times as fractions of a day: 09:29:59.999997 is half past nine."""
    return (when + timedelta(microseconds=500_000)).replace(microsecond=0)
