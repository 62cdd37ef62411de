"""Tables as an Excel workbook: one sheet each, values as what they are."""

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the library is imported on use: a web worker starts without it
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_ROWS = 1_048_575  # of a sheet, below its header
NAME_LENGTH = 31  # UTF-16 units
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
RESERVED = "history"  # Excel keeps the name for itself
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FIRST_DAY = date(1900, 3, 1)  # before it, Excel counts a 29 February 1900
WIDEST = 40  # characters of a column
CREATED = datetime(2000, 1, 1)  # noqa: DTZ001  # never the time: the same tables, the same bytes

Sheet = Mapping[str, Sequence[object]]


def workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """An XLSX file with a sheet for each table (name -> column -> cells), in their order.

    Numbers and truth values stay what they are; None, NaN and infinity are empty; a date, or text
    that is one (YYYY-MM-DD), is a date; all other text is text, never a formula or a link. Names
    that Excel refuses are made valid and unique. Raises ValueError for a table longer than
    MAX_ROWS, TypeError for a cell of another type.
    """
    from xlsxwriter import Workbook

    if long := [name for name, sheet in sheets.items() if _rows(sheet) > MAX_ROWS]:
        raise ValueError(f"a sheet holds {MAX_ROWS} rows; {', '.join(long)} has more")
    file = io.BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": CREATED})
        formats = {
            "head": book.add_format({"bold": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": book.add_format(),
        }
        for name, sheet in zip(sheet_names(list(sheets)), sheets.values(), strict=True):
            _write(book.add_worksheet(name), sheet, formats)
    return file.getvalue()


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """A name for each sheet that Excel accepts: short, plain, unique whatever the case."""
    names: list[str] = []
    for name in wanted:
        names.append(next(x for x in _candidates(name) if _is_new(x, names)))
    return names


def _candidates(name: str) -> Iterator[str]:
    plain = FORBIDDEN.sub("_", name).strip("' ") or "sheet"
    yield _cut(plain, NAME_LENGTH)
    for number in range(2, 100_000):
        suffix = f" ({number})"
        yield _cut(plain, NAME_LENGTH - len(suffix)) + suffix


def _is_new(name: str, names: list[str]) -> bool:
    taken = {x.lower() for x in names} | {RESERVED}
    return name.lower() not in taken


def _cut(text: str, units: int) -> str:
    """The text's first UTF-16 units; no character is halved, no apostrophe or space ends it."""
    half = text.encode("utf-16-le", "replace")[: 2 * units]
    return half.decode("utf-16-le", "ignore").rstrip("' ") or "sheet"


def _rows(sheet: Sheet) -> int:
    return max(map(len, sheet.values()), default=0)


def _write(page: "Worksheet", sheet: Sheet, formats: Mapping[str, "Format"]) -> None:
    page.freeze_panes(1, 0)
    for column, (name, cells) in enumerate(sheet.items()):
        shown = str(cells[0]) if len(cells) else ""
        page.set_column(column, column, min(max(len(name), len(shown), 8), WIDEST) + 2)
        page.write_string(0, column, name, formats["head"])
    for row, values in enumerate(zip(*sheet.values(), strict=True), start=1):
        for column, value in enumerate(values):
            _write_cell(page, row, column, value, formats)


def _write_cell(
    page: "Worksheet", row: int, column: int, value: object, formats: Mapping[str, "Format"]
) -> None:
    match value:
        case None:
            return
        case bool():
            page.write_boolean(row, column, value)
        case int() | float():
            if math.isfinite(value):
                page.write_number(row, column, value)
        case str():
            _write_text(page, row, column, value, formats)
        case date() if not isinstance(value, datetime):
            page.write_datetime(row, column, value, formats["day"])
        case _:
            raise TypeError(f"a cell holds no {type(value).__name__}")


def _write_text(
    page: "Worksheet", row: int, column: int, text: str, formats: Mapping[str, "Format"]
) -> None:
    if (day := _day(text)) is not None:
        page.write_datetime(row, column, day, formats["day"])
    elif text.startswith("<r>") and text.endswith("</r>"):
        # The library takes such text for markup of its own; in two pieces it is text again.
        page.write_rich_string(row, column, formats["plain"], text[:1], text[1:])
    else:
        page.write_string(row, column, text)


def _day(text: str) -> date | None:
    if not DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= FIRST_DAY else None
