"""Workbooks: typed cells as the text they would have in a CSV, and what is packed to hurt."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart

from data.history.reading.refusals import HistoryRefusedError
from data.history.source.file import opened_file
from data.history.source.workbook import text_of
from tests.data.history.source.source_cases import lines, records

MOMENT = datetime  # cells know no zone
Cell = str | float | datetime | date | time | timedelta | None
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
TYPES = "[Content_Types].xml"
SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
SST_TYPE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def book(*rows: Sequence[Cell]) -> bytes:
    made = Workbook()
    del made["Sheet"]
    sheet = made.create_sheet()
    for row in rows:
        sheet.append(row)
    return saved(made)


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def changed(source: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something else in one of its parts."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(source)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            assert name != part or old in content
            after.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()


def with_texts(texts: bytes) -> bytes:
    """A workbook whose shared texts are these."""
    source = changed(book(["a", "b"], [1, 2]), TYPES, b"</Types>", SST_TYPE.encode())
    with ZipFile(held := io.BytesIO(source), "a", ZIP_DEFLATED) as archive:
        if STRINGS in archive.namelist():
            return changed(source, STRINGS, b"</sst>", texts + b"</sst>")
        archive.writestr(STRINGS, SST + texts + b"</sst>")
    return held.getvalue()


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "TRUE"),
        (12.0, "12"),
        (1e15, "1000000000000000"),
        (310.25, "310.25"),
        (7, "7"),
        ("03/03/2025", "03/03/2025"),
        ("#N/A", "#N/A"),
        (MOMENT(2025, 3, 3, 9, 29, 59, 999_997), "2025-03-03 09:30:00"),
        (MOMENT(2025, 3, 3, 9, 30, 0, 3), "2025-03-03 09:30:00"),
        (MOMENT(225, 3, 3), "0225-03-03 00:00:00"),
        (date(2025, 3, 3), "2025-03-03"),
        (time(9, 29, 59, 999_997), "09:30:00"),
        (timedelta(hours=27, minutes=15), "27:15:00"),
        (timedelta(seconds=-90), "-0:01:30"),
    ],
)
def test_a_typed_cell_is_the_text_it_has_in_a_csv(cell: object, text: str) -> None:
    assert text_of(cell) == text


def test_cells_come_through_a_workbook_as_typed() -> None:
    source = book(
        ["start", "time", "aht", "hours", "offered", "open"],
        [MOMENT(2025, 3, 3, 9, 30), time(9, 30), 310.5, timedelta(hours=27), 12, True],
        [None, None, None, None, None, None],
        [MOMENT(2025, 3, 3, 10), time(10), None, timedelta(seconds=310), "#N/A", None],
    )
    assert records(source)[1:] == [
        ["2025-03-03 09:30:00", "09:30:00", "310.5", "27:00:00", "12", "TRUE"],
        ["2025-03-03 10:00:00", "10:00:00", "", "0:05:10", "#N/A", ""],
    ]
    assert lines(source) == [1, 2, 4]


# What openpyxl writes as it stands: no control characters, no formulas
TEXTS = st.text(st.sampled_from("ab1 éΩ🙂,;\t\"'<&"), min_size=1, max_size=9)
MOMENTS = st.datetimes(MOMENT(1990, 1, 1), MOMENT(2100, 1, 1)).map(
    lambda x: x.replace(microsecond=0)
)
NUMBERS = st.integers(-(10**12), 10**12) | st.integers(-(10**9), 10**9).map(lambda x: x / 1024)


@given(st.lists(st.lists(st.none() | TEXTS | MOMENTS | NUMBERS, max_size=5), max_size=6))
@settings(deadline=None, max_examples=60)
def test_any_sheet_comes_back_as_text(rows: list[list[Cell]]) -> None:
    header: list[Cell] = ["a", "b", "c", "d", "e"]
    wanted = [[text_of(x) for x in row] + [""] * (5 - len(row)) for row in rows]
    found = records(book(header, ["x"], *rows))
    assert found[2:] == [x for x in wanted if any(x)]


def test_visible_sheets_of_two_rows_are_tables() -> None:
    made = Workbook()
    for title, state, count in (
        ("Sheet1", "visible", 3),
        ("Notes", "visible", 1),
        ("Old", "hidden", 3),
        ("Older", "veryHidden", 3),
        ("Mars", "visible", 2),
    ):
        sheet = made.create_sheet(title)
        sheet.sheet_state = state
        for i in range(count):
            sheet.append(["a", i])
    made.create_chartsheet("Graph").add_chart(BarChart())
    del made["Sheet"]
    with opened_file(saved(made), "book.xlsx") as tables:
        assert [x.name for x in tables] == ["book.xlsx/Sheet1", "book.xlsx/Mars"]
        assert [(x.kind, x.encoding, x.delimiter, x.unended) for x in tables] == [
            ("sheet", "cells", "\t", False)
        ] * 2


def test_what_a_sheet_says_of_its_size_hides_no_row() -> None:
    source = book(*(("a", i) for i in range(5_000)))
    lying = changed(source, SHEET, b'ref="A1:B5000"', b'ref="A1"')
    assert records(lying) == [["a", str(i)] for i in range(5_000)]


def test_a_date_out_of_all_time_reads_as_the_error_it_shows() -> None:
    source = book(["start", "n"], [MOMENT(2025, 3, 3), 1])
    odd = changed(source, SHEET, b"<v>45719</v>", b"<v>-1e9</v>")
    assert records(odd)[1] == ["#VALUE!", "1"]


@pytest.mark.parametrize(
    ("part", "old", "new", "reason"),
    [
        (SHEET, b"<sheetData>", b"<sheetData><row><c><v>x", "cannot be read"),
        (SHEET, b"</sheetData>", b"<row r='x'/></sheetData>", "cannot be read"),
        ("xl/workbook.xml", b"<sheets>", b"<sheets", "cannot be read"),
        (SHEET, b"</row></sheetData>", b"</row><row r='9999999999'/></sheetData>", "rows beyond"),
        (SHEET, b"<sheetData>", b"<sheetData><row>" + b"<c/>" * 300_000 + b"</row>", "too long"),
        (SHEET, b"<sheetData>", b"<sheetData><row>" + b"x" * 3_000_000 + b"</row>", "too long"),
        (SHEET, b"<sheetData>", b"<sheetData>" + b"<row></row>" * 9_600_000, "unpack to more than"),
    ],
)
def test_a_workbook_that_is_damaged_or_hurts_is_refused(
    part: str, old: bytes, new: bytes, reason: str
) -> None:
    source = changed(book(["a", "b"], [1, 2]), part, old, new)
    with pytest.raises(HistoryRefusedError, match=reason):
        records(source)


def test_texts_that_would_fill_the_memory_are_refused() -> None:
    with pytest.raises(HistoryRefusedError, match="more than 150 MB of memory"):
        records(with_texts(b"<si><t>ab</t></si>" * 800_000))
    assert records(with_texts(b"<si><t>ab</t></si>" * 8)) == [["a", "b"], ["1", "2"]]


def test_a_workbook_without_rows_is_refused() -> None:
    with pytest.raises(HistoryRefusedError, match="without a visible sheet of rows"):
        records(book(["only a title"]))
