"""Workbooks that a spreadsheet opens with every value as what it is."""

import io
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from data.exports.workbook import DAY, MAX_ROWS, sheet_names, workbook

ANY = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=40)
TEXTS = ANY.filter(lambda x: not DAY.fullmatch(x))


def opened(sheets: Mapping[str, Mapping[str, Sequence[object]]]) -> Workbook:
    return load_workbook(io.BytesIO(workbook(sheets)))


def column(*cells: object) -> list[object]:
    """What is read back of the cells of one column."""
    page = opened({"one": {"name": cells, "row": range(len(cells))}})["one"]
    return [row[0] for row in page.iter_rows(min_row=2, values_only=True)]


def test_each_table_is_a_sheet_in_order_with_its_names_above_its_rows() -> None:
    book = opened({"b": {"site": ["liège", "x"], "calls": [1.5, 2]}, "a": {"calls": [3]}})
    assert book.sheetnames == ["b", "a"]
    assert list(book["b"].values) == [("site", "calls"), ("liège", 1.5), ("x", 2)]
    assert list(book["a"].values) == [("calls",), (3,)]


def test_the_header_is_bold_and_stays_in_sight() -> None:
    page = opened({"one": {"site": ["x"], "calls": [1]}})["one"]
    assert page.freeze_panes == "A2"
    assert [cell.font.b for row in page.iter_rows() for cell in row] == [True, True, False, False]


def test_a_table_without_rows_is_its_header() -> None:
    assert list(opened({"one": {"site": [], "calls": []}})["one"].values) == [("site", "calls")]


def test_numbers_stay_numbers_and_what_is_none_is_empty() -> None:
    cells = [1, -2, 0.1234, 12345.6789, True, None, float("nan"), float("inf")]
    assert column(*cells) == [*cells[:5], None, None, None]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@sum", "{=A1}", "https://x.be", "mailto:a@b.be", "1.5", "TRUE"]
)
def test_text_stays_text_however_it_begins(text: str) -> None:
    page = opened({"one": {"site": [text]}})["one"]
    cell = page["A2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_local_times_keep_their_offset_and_days_are_dates() -> None:
    local = "2025-10-26T02:30:00+01:00"
    assert column(local, "2025-10-26", date(2025, 10, 27)) == [
        *(local, datetime(2025, 10, 26), datetime(2025, 10, 27))  # noqa: DTZ001
    ]


@pytest.mark.parametrize("text", ["2025-02-30", "1899-12-31", "2025-10-26 ", "2025-W10-1"])
def test_what_only_looks_like_a_day_stays_text(text: str) -> None:
    assert column(text) == [text]


@given(st.lists(TEXTS, max_size=10))
def test_no_text_is_lost_or_becomes_something_else(cells: list[str]) -> None:
    assert column(*cells) == cells


@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></r>", "<b>&amp;", " a ", "a\nb", "_x0041"]
)
def test_markup_and_white_space_come_back_as_they_were(text: str) -> None:
    assert column(text) == [text]


@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_any_names_become_sheets_of_their_own(names: list[str]) -> None:
    made = sheet_names(names)
    book = opened({name: {"calls": [1]} for name in names})
    assert len(book.sheetnames) == len(set(names))
    assert len({x.lower() for x in made}) == len(names)
    assert all(len(x.encode("utf-16-le")) <= 62 for x in made)


def test_names_that_are_refused_or_taken_are_changed_and_others_are_not() -> None:
    long = "a" * 40
    assert sheet_names(["belgium", "Belgium", "a/b[c]", "'x'", "", "History", long, long]) == [
        *("belgium", "Belgium (2)", "a_b_c_", "x", "sheet", "History (2)"),
        *("a" * 31, "a" * 27 + " (2)"),
    ]


def test_more_rows_than_a_sheet_holds_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"a sheet holds 1048575 rows; long has more"):
        workbook({"short": {"x": [1]}, "long": {"x": range(MAX_ROWS + 1)}})


def test_a_value_that_is_no_cell_is_refused() -> None:
    with pytest.raises(TypeError, match="a cell holds no datetime"):
        workbook({"one": {"x": [datetime(2025, 1, 1, tzinfo=UTC)]}})


def test_the_same_tables_are_the_same_bytes() -> None:
    tables = {"one": {"site": ["x"], "day": ["2025-01-01"]}}
    assert workbook(tables) == workbook(tables)


def test_the_library_is_loaded_on_use_only() -> None:
    code = "import sys, data.exports.workbook; sys.exit('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
