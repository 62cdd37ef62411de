"""CSV that other tools read as it was meant, and never run."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exports.csv import FORMULA_STARTS, PROFILES, ROWS_AT_ONCE, Profile, csv_lines
from service.planning.basis.current import Current
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.shared import GOLDEN

FILE = GOLDEN / "staffing.csv"


def text(**columns: list[object]) -> str:
    return "".join(csv_lines(columns))


def test_a_table_is_one_header_line_and_one_line_a_row() -> None:
    assert text(site=["liège", None], calls=[1.5, 2]) == "site,calls\nliège,1.5\n,2\n"


def test_a_table_without_rows_is_its_header() -> None:
    assert text(site=[], calls=[]) == "site,calls\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    written = text(site=[f"{start}1+1", "safe=1"], other=["x", "y"])
    assert f"'{start}1+1" in written
    assert "'safe" not in written


def test_negative_numbers_are_numbers_and_stay_as_they_are() -> None:
    assert text(gap=[-1.5, -2]) == "gap\n-1.5\n-2\n"


def test_separators_quotes_and_line_ends_inside_cells_survive() -> None:
    cells: list[object] = ["a,b", 'say "hi"', "two\nlines"]
    assert [row[0] for row in csv.reader(io.StringIO(text(site=cells)))][1:] == cells


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"))))
def test_no_cell_begins_as_a_formula_and_none_loses_its_text(cells: list[str]) -> None:
    written = text(number=list(range(len(cells))), cell=list(cells))
    read = [row[1] for row in csv.reader(io.StringIO(written, newline=""))][1:]
    assert [x for x in read if x.startswith(FORMULA_STARTS)] == []
    escaped = [f"'{x}" if x.startswith(FORMULA_STARTS) else x for x in cells]
    assert read == escaped


@pytest.mark.parametrize("rows", [ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 2 * ROWS_AT_ONCE])
def test_long_tables_come_in_parts_without_a_row_lost_or_doubled(rows: int) -> None:
    parts = list(csv_lines({"row": list(range(rows))}))
    assert len(parts) == -(-rows // ROWS_AT_ONCE)
    assert "".join(parts).split() == ["row", *map(str, range(rows))]


def test_a_profile_takes_its_columns_in_its_order_under_its_headers() -> None:
    pool_first = Profile(columns=("pool", "calls", "none"), headers={"calls": "Offered"})
    table: dict[str, list[object]] = {"calls": [3], "site": ["liege"], "pool": ["liege-fr"]}
    assert "".join(csv_lines(table, pool_first)) == "pool,Offered\nliege-fr,3\n"


def test_a_profile_writes_days_and_local_times_as_it_wants() -> None:
    american = Profile(
        times={"when": "{month}/{day}/{year} {hour}:{minute}"}, date="{month}/{day}/{year}"
    )
    starts: list[object] = ["2025-10-26T02:30:00+01:00"]
    assert "".join(csv_lines({"interval_start": starts}, american)) == "when\n10/26/2025 02:30\n"
    days: list[object] = ["2025-10-27"]
    for name in ("period_start", "week_start"):
        assert "".join(csv_lines({name: days}, american)) == f"{name}\n10/27/2025\n"


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_profile_writes_every_row(profile: Profile) -> None:
    written = "".join(csv_lines({"pool": ["a", "b"], "calls": [1.5, 2.5]}, profile))
    assert written.count(profile.line_end) == 3


def test_the_staffing_of_the_small_case_is_the_golden_file_to_the_byte(current: Current) -> None:
    # After a change that is meant, put FILE.write_bytes(written) in place of the assertion, run
    # this test once, read the file's diff, and put the assertion back.
    question = StaffingQuestion(date(2025, 10, 25), date(2025, 10, 27))
    written = "".join(csv_lines(staffing_table(current, question).cells())).encode()
    assert written == FILE.read_bytes()
