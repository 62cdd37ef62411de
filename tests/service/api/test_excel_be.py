"""The profile ``excel-be``: staffing as Excel with Belgian settings reads numbers and times."""

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from data.exports.csv import FORMULA_STARTS, PROFILES, ROWS_AT_ONCE, csv_lines
from service.cli import main
from tests.service.cases import database_url
from tests.service.clients import problem

CSV = "/v1/staffing.csv"
DAY = {"from": "2025-10-26", "to": "2025-10-26"}  # the clock changes
BELGIAN = {**DAY, "profile": "excel-be"}
MARK = b"\xef\xbb\xbf"


def text(**columns: list[object]) -> str:
    return "".join(csv_lines(columns, PROFILES["excel-be"]))


def content(client: FlaskClient, **query: str) -> bytes:
    answer = client.get(CSV, query_string=query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return bytes(answer.data)


def rows(raw: bytes, delimiter: str) -> list[dict[str, str]]:
    table = io.StringIO(raw.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(table, delimiter=delimiter))


def test_it_begins_with_a_mark_parts_by_semicolon_and_ends_lines_as_windows_does() -> None:
    written = text(site=["liège", None], calls=[1.5, 2])
    assert written == "\N{ZERO WIDTH NO-BREAK SPACE}site;calls\r\nliège;1,5\r\n;2\r\n"


def test_a_table_without_rows_is_its_header() -> None:
    assert text(interval_start=[], calls=[]).strip("\ufeff\r\n") == "date;time;offset;calls"


def test_numbers_have_a_decimal_comma_and_negative_ones_stay_numbers() -> None:
    assert text(gap=[-1.5, 0.0001, 12345.6789, -2]).split()[1:] == [
        *("-1,5", "0,0001", "12345,6789", "-2")
    ]


def test_only_numbers_have_their_point_exchanged() -> None:
    assert "v1.2" in text(name=["v1.2"])


def test_a_local_start_is_its_date_its_time_and_its_offset() -> None:
    starts: list[object] = ["2025-10-26T02:30:00+01:00", "2025-10-26T02:30:00-03:30"]
    assert text(interval_start=starts, calls=[1, 2]).splitlines()[1:] == [
        *("2025-10-26;02:30;UTC+01:00;1", "2025-10-26;02:30;UTC-03:30;2")
    ]


def test_an_hour_is_apart_too_and_a_day_is_not() -> None:
    assert text(period_start=["2025-10-26T02:00:00+01:00"]).splitlines()[1] == (
        "2025-10-26;02:00;UTC+01:00"
    )
    assert text(period_start=["2025-10-26"]).splitlines()[1] == "2025-10-26"


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\0"))))
def test_no_cell_begins_as_a_formula_and_none_loses_its_text(cells: list[str]) -> None:
    written = text(number=list(range(len(cells))), cell=list(cells))
    lines = csv.reader(io.StringIO(written, newline=""), delimiter=";")
    escaped = [f"'{x}" if x.startswith(FORMULA_STARTS) else x for x in cells]
    assert [row[1] for row in lines][1:] == escaped


def test_a_long_table_has_one_mark() -> None:
    written = text(row=list(range(2 * ROWS_AT_ONCE + 1)))
    assert written.count("\N{ZERO WIDTH NO-BREAK SPACE}") == 1
    assert len(written.split("\r\n")) == 2 * ROWS_AT_ONCE + 3


def test_the_answer_holds_what_the_standard_one_holds(case_client: FlaskClient) -> None:
    raw = content(case_client, **BELGIAN)
    assert raw.startswith(MARK)
    standard, belgian = rows(content(case_client, **DAY), ","), rows(raw, ";")
    assert len(standard) == len(belgian) == 50
    for one, other in zip(standard, belgian, strict=True):
        start = f"{other.pop('date')}T{other.pop('time')}:00{other.pop('offset')[3:]}"
        assert one.pop("interval_start") == start
        assert list(one) == list(other)
        for name, said in other.items():
            is_number = said.replace(",", "").isdecimal()
            assert one[name] == (said.replace(",", ".") if is_number else said)


def test_the_doubled_hour_of_autumn_is_told_apart_by_its_offset(case_client: FlaskClient) -> None:
    times = [
        (x["date"], x["time"], x["offset"]) for x in rows(content(case_client, **BELGIAN), ";")
    ]
    assert len(set(times)) == len(times)
    instants = [datetime.fromisoformat(f"{x}T{y}{z[3:]}") for x, y, z in times]
    assert instants == sorted(instants)


def test_a_profile_nobody_knows_is_refused_with_those_that_are(case_client: FlaskClient) -> None:
    [mistake] = problem(case_client, CSV, 422, **DAY, profile="excel-fr")["errors"]
    assert mistake["pointer"] == "?profile"
    assert "excel-be" in mistake["detail"]


@pytest.fixture
def _on_the_case(case_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(case_folder))


def staffing(*arguments: str) -> Result:
    days = ("--from", DAY["from"], "--to", DAY["to"])
    return CliRunner().invoke(main, ["staffing", *days, "--profile", "excel-be", *arguments])


@pytest.mark.usefixtures("_on_the_case")
def test_the_command_writes_the_same_bytes(case_client: FlaskClient, tmp_path: Path) -> None:
    out = tmp_path / "staffing.csv"
    assert staffing("--out", str(out)).exit_code == 0
    assert out.read_bytes() == staffing().stdout_bytes == content(case_client, **BELGIAN)


@pytest.mark.usefixtures("_on_the_case")
def test_a_workbook_has_no_profile(tmp_path: Path) -> None:
    refused = staffing("--out", str(tmp_path / "staffing.xlsx"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--profile is of CSV" in refused.stderr
