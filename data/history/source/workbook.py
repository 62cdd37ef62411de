"""A workbook as tables: each visible sheet, its typed cells as text."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from data.history.source.limits import WORKBOOK_TEXTS, copied, refused, unpacked
from data.history.source.table import Chunk, SourceTable

if TYPE_CHECKING:
    from openpyxl import Workbook

CHUNK = 2000
TEXTS = "xl/sharedStrings.xml"


def workbook_tables(path: Path, name: str, sha256: str) -> list[SourceTable]:
    """The sheets of a workbook that hold at least two rows."""
    _require_harmless(path, name)
    with _opened(path, name) as book:
        sheets = [x.title for x in book.worksheets if x.sheet_state == "visible"]
    tables = [_sheet(path, name, title, sha256) for title in sheets]
    filled = [x for x in tables if _has_rows(x)]
    if not filled:
        raise refused(name, "a workbook without a visible sheet of rows")
    return filled


def _sheet(path: Path, name: str, title: str, sha256: str) -> SourceTable:
    def walk() -> Iterator[Chunk]:
        return _rows(path, name, title)

    return SourceTable(f"{name}/{title}", "sheet", "cells", "\t", sha256, False, walk)


def _has_rows(table: SourceTable) -> bool:
    rows = 0
    for lines, _ in table.chunks():
        rows += len(lines)
        if rows > 1:
            return True
    return False


def _rows(path: Path, name: str, title: str) -> Iterator[Chunk]:
    lines: list[int] = []
    records: list[list[str]] = []
    with _opened(path, name) as book:
        sheet = book[title]
        sheet.reset_dimensions()  # what a file says of its size is not always so
        for line, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            record = [text_of(x) for x in cells]
            if any(record):
                lines.append(line)
                records.append(record)
            if len(records) == CHUNK:
                yield lines, records
                lines, records = [], []
    if records:
        width = max(map(len, records))
        yield lines, [x + [""] * (width - len(x)) for x in records]


def text_of(cell: object) -> str:
    """A typed cell as the text it would have in a CSV: ISO dates, plain numbers."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case datetime():
            return f"{_to_second(cell):%Y-%m-%d %H:%M:%S}"
        case date():
            return cell.isoformat()
        case time():
            rounded = _to_second(datetime.combine(date(2000, 1, 1), cell))
            return f"{rounded:%H:%M:%S}"
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def _to_second(when: datetime) -> datetime:
    """Spreadsheets keep times as fractions of a day: 09:29:59.999997 is half past nine."""
    return (when + timedelta(microseconds=500_000)).replace(microsecond=0)


@contextmanager
def _opened(path: Path, name: str) -> "Iterator[Workbook]":
    from openpyxl import load_workbook  # only what reads a workbook pays for it

    try:
        with warnings.catch_warnings(action="ignore"):  # of styles it does not know
            book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        reason = f"this workbook cannot be read ({type(error).__name__}): save it again as .xlsx"
        raise refused(name, reason) from error
    try:
        yield book
    finally:
        book.close()


def _require_harmless(path: Path, name: str) -> None:
    """Unpack every part once, counting: a workbook is an archive, and may be packed to hurt."""
    try:
        with ZipFile(path) as archive:
            for part in archive.infolist():
                limit = {"most": WORKBOOK_TEXTS} if part.filename == TEXTS else {}
                with archive.open(part) as stream:
                    copied(unpacked(stream, name, part.compress_size, **limit), len)
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise refused(name, "this workbook is damaged: save it again as .xlsx") from error
