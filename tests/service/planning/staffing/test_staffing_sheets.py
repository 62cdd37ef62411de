"""``GET /v1/staffing.xlsx`` and ``relais staffing --out FILE.xlsx``: the CSV's cells as sheets."""

import csv
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from service.cli import main
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.basis.table import Table
from service.planning.staffing.staffing_sheets import SUMMED, by_site, staffing_sheets
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import PLAN, current_of, database_url
from tests.service.clients import problem

CSV, XLSX = "/v1/staffing.csv", "/v1/staffing.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY = {"from": "2025-10-20", "to": "2025-10-20"}
WEEKS = {"from": "2025-10-20", "to": "2025-11-02"}
Rows = list[tuple[object, ...]]


def book(client: FlaskClient, **query: str) -> Workbook:
    answer = client.get(XLSX, query_string=query)
    assert answer.status_code == 200, answer.text
    return load_workbook(io.BytesIO(answer.data))


def rows(book: Workbook, sheet: str) -> Rows:
    return list(book[sheet].iter_rows(min_row=2, values_only=True))


def csv_rows(client: FlaskClient, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(CSV, query_string=query).text)))


def said(cell: object) -> str:
    """A cell as the CSV says it; a whole number may be 5 or 5.0 there."""
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    return "" if cell is None else str(cell)


def same(cell: object, text: str) -> bool:
    return float(text) == cell if isinstance(cell, int | float) else said(cell) == text


@pytest.mark.parametrize("query", [DAY, {**WEEKS, "granularity": "day", "explain": "true"}])
def test_each_site_has_a_sheet_with_the_cells_of_the_csv(
    case_client: FlaskClient, query: dict[str, str]
) -> None:
    written, read = csv_rows(case_client, **query), book(case_client, **query)
    assert read.sheetnames == ["summary", "belgium", "morocco"]
    for site in ("belgium", "morocco"):
        told = [list(x.values()) for x in written if x["site"] == site]
        cells = rows(read, site)
        assert [c.value for c in read[site][1]] == list(written[0])
        assert len(cells) == len(told) > 0
        for row, texts in zip(cells, told, strict=True):
            assert all(map(same, row, texts)), (row, texts)


def test_it_is_a_workbook_to_be_saved_under_the_days_it_is_about(case_client: FlaskClient) -> None:
    answer = case_client.get(XLSX, query_string=DAY)
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="staffing-2025-10-20-2025-10-20.xlsx"'
    )


def test_the_first_sheet_has_hours_and_people_by_week_site_and_language(
    case_client: FlaskClient,
) -> None:
    weekly = csv_rows(case_client, **WEEKS, granularity="week", by="site,language")
    read = book(case_client, **WEEKS)
    assert tuple(c.value for c in read["summary"][1]) == SUMMED
    cells = rows(read, "summary")
    assert [said(x[0]) for x in cells] == ["2025-10-20"] * 3 + ["2025-10-27"] * 3
    for row, told in zip(cells, weekly, strict=True):
        assert all(same(x, told[name]) for name, x in zip(SUMMED, row, strict=True))


def test_local_starts_keep_their_offset_and_days_are_dates(case_client: FlaskClient) -> None:
    intervals = book(case_client, **DAY)
    assert rows(intervals, "morocco")[0][0] == "2025-10-20T07:00:00+01:00"
    days = book(case_client, **DAY, granularity="day")
    assert days["morocco"]["A2"].is_date


def test_groups_that_span_sites_have_a_sheet_of_their_own(case_client: FlaskClient) -> None:
    read = book(case_client, **DAY, by="language", granularity="day")
    assert read.sheetnames == ["summary", "belgium", "several sites"]
    assert [x[3] for x in rows(read, "several sites")] == ["fr"]


def test_a_site_that_is_asked_for_alone_is_the_only_one(case_client: FlaskClient) -> None:
    assert book(case_client, **DAY, site="morocco").sheetnames == ["summary", "morocco"]


@pytest.mark.parametrize("key", ["layout", "profile"])
def test_it_has_neither_layout_nor_profile(case_client: FlaskClient, key: str) -> None:
    document = problem(case_client, XLSX, 422, **DAY, **{key: "standard"})
    assert document["errors"][0]["pointer"] == f"?{key}"


def test_what_cannot_be_answered_is_refused_as_everywhere(case_client: FlaskClient) -> None:
    document = problem(case_client, XLSX, 422, **{**DAY, "to": "2026-04-06"})
    assert document["errors"][0]["pointer"] == "?to"


def test_more_rows_than_a_sheet_holds_are_refused(current: Current) -> None:
    full = ["morocco", *["belgium"] * 1_048_575]  # a sheet has 2^20 lines, one of them names
    assert [len(x["site"]) for x in by_site(current, Table({"site": full})).values()] == [
        1_048_575,
        1,
    ]
    with pytest.raises(
        QuestionError, match="belgium has 1048576 rows; a sheet holds 1048575: ask fewer"
    ):
        by_site(current, Table({"site": [*full, "belgium"]}))


def test_the_document_names_the_media_type(case_client: FlaskClient) -> None:
    document = case_client.get("/openapi.json").json
    assert document is not None
    assert list(document["paths"][XLSX]["get"]["responses"]["200"]["content"]) == [MEDIA_TYPE]


@pytest.mark.parametrize("name", ["new/staffing.xlsx", "STAFFING.XLSX"])
def test_the_command_writes_the_same_workbook(
    case_client: FlaskClient,
    case_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(case_folder))
    out = tmp_path / name
    asked = ["staffing", "--from", DAY["from"], "--to", DAY["to"], "--out", str(out)]
    result = CliRunner().invoke(main, asked)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert result.stderr == f"{out}: 3 sheets: summary, belgium, morocco\n"
    assert out.read_bytes() == case_client.get(XLSX, query_string=DAY).data


def test_sheets_hold_the_rows_of_the_answer_once_each(current: Current) -> None:
    day = StaffingQuestion(date(2025, 10, 20), date(2025, 10, 20))
    for question in (day, replace(day, by=("language",))):
        _, *sites = staffing_sheets(current, question).values()
        table = staffing_table(current, question)
        assert sum(len(x["site"]) for x in sites) == len(table)


def test_a_site_called_summary_hides_no_summary(tmp_path: Path) -> None:
    text = PLAN.replace('"morocco"', '"summary"').replace("morocco =", "summary =")
    day = StaffingQuestion(date(2025, 10, 20), date(2025, 10, 20))
    sheets = staffing_sheets(current_of(tmp_path, text), day)
    assert list(sheets) == ["summary", "belgium", "summary (site)"]
