"""``relais overtime``: what the people there reach, and with which hours."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from tests.service.cases import MONDAY, database_url, released
from tests.service.page.shifts_case import CONTRACTED, WITHOUT

WEEK = ("--from", str(MONDAY), "--to", str(MONDAY))


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in an empty folder on its database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))


def relais(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ("overtime", *WEEK, *arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rows(*arguments: str) -> list[dict[str, str]]:
    result = relais(*arguments)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_row_is_a_pool_and_week(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    [row] = rows("--site", "morocco")
    assert (row["week_start"], row["pool"]) == (str(MONDAY), "morocco-fr-residential")
    assert row["contracts"] == f"{row['people']} full-time, 0 part-time"
    assert float(row["service_level"]) > float(row["needed_service_level"])
    assert int(row["early_leave_hours"]) > 0
    assert float(row["cost"]) == pytest.approx(-9.5 * int(row["early_leave_hours"]))


def test_hours_are_told_when_they_are(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    [week] = rows("--site", "morocco")
    hours = rows("--site", "morocco", "--rows", "hours")
    assert {x["kind"] for x in hours} == {"early leave"}
    assert sum(int(x["people"]) for x in hours) == int(week["early_leave_hours"])


def test_the_workbook_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    assert relais("--site", "morocco", "--out", "overtime.xlsx").exit_code == 0
    assert (tmp_path / "overtime.xlsx").read_bytes().startswith(b"PK")


def test_what_no_pool_has_is_refused_with_what_they_have(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    result = relais("--site", "maroc")
    assert result.exit_code == 1
    assert "the plan's pools have belgium, morocco" in result.stderr


def test_days_that_are_not_forecast_are_refused(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    far = str(MONDAY + timedelta(weeks=60))
    result = CliRunner().invoke(main, ("overtime", "--from", far, "--to", far))
    assert result.exit_code == 1
    assert "forecasts" in result.stderr


def test_a_plan_without_contracts_is_told_to_add_some(tmp_path: Path) -> None:
    released(tmp_path, WITHOUT)
    result = relais()
    assert result.exit_code == 1
    assert "[[contracts]]" in result.stderr
