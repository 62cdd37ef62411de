"""``relais shifts`` and ``relais contracts``, and which commands keep the weeks of shifts."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.database import connect
from data.shifts.store import kept_weeks
from service.cli import main
from tests.service.cases import MONDAY, database_url, released
from tests.service.page.shifts_case import CONTRACTED, OWN_EFFICIENCY, WITHOUT

WEEK = ("--from", str(MONDAY), "--to", str(MONDAY))
MORE = ("--site", "morocco", "--contract", "part-time", "--more-people", "3")


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in an empty folder on its database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))


def relais(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rows(*arguments: str) -> list[dict[str, str]]:
    result = relais(*arguments)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_shifts_are_worked_out_once(tmp_path: Path) -> None:
    engine = released(tmp_path, CONTRACTED)
    first = rows("shifts", *WEEK, "--site", "morocco")
    kept = kept_weeks(engine, 1, 1)
    assert kept > 0
    assert rows("shifts", *WEEK, "--site", "morocco") == first
    assert kept_weeks(engine, 1, 1) == kept


def test_pools_without_shifts_are_named_on_standard_error(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    result = relais("shifts", *WEEK)
    assert f"no shifts of belgium-nl-residential in the week of {MONDAY}" in result.stderr


def test_the_workbook_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    result = relais("shifts", *WEEK, "--out", "shifts.xlsx")
    assert result.exit_code == 0
    assert (tmp_path / "shifts.xlsx").read_bytes().startswith(b"PK")


def test_days_that_are_not_forecast_are_refused(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    far = str(MONDAY + timedelta(weeks=60))
    result = relais("shifts", "--from", far, "--to", far)
    assert result.exit_code != 0
    assert "forecasts" in result.stderr


def test_more_part_time_saves_what_the_table_says_against_the_plan(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    asked = ("contracts", *WEEK, "--site", "morocco", "--contract", "part-time")
    planned, *others = rows(*asked, "--share", "0.4")
    assert planned["contract"] == "as planned"
    [other] = others
    assert (other["share"], other["within_bounds"]) == ("0.4", "no")
    saved = float(planned["paid_hours"]) - float(other["paid_hours"])
    assert float(other["saved_hours"]) == pytest.approx(saved)
    assert saved >= 0.0


def test_people_more_of_a_contract_stand_beside_the_plan(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED)
    planned, other = rows("contracts", *WEEK, *MORE)
    assert (planned["more_people"], other["more_people"]) == ("", "3.0")
    others_fewer = float(other["replaced_hours"])
    assert others_fewer == pytest.approx(float(other["saved_hours"]) + 3 * 20)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--site", "maroc"), "no site maroc"),
        (("--site", "morocco", "--more-people", "3"), "give --contract, full-time, part-time"),
        (
            (*MORE, "--share", "0.1"),
            "leave out --share or --more-people",
        ),
        (("--site", "morocco", "--contract", "parttime"), 'did you mean "part-time"?'),
    ],
)
def test_mixes_of_what_is_not_there_are_refused_with_what_is(
    tmp_path: Path, asked: tuple[str, ...], said: str
) -> None:
    released(tmp_path, CONTRACTED)
    result = relais("contracts", *WEEK, *asked)
    assert result.exit_code != 0
    assert said in result.stderr


def test_a_plan_without_contracts_is_told_to_add_some(tmp_path: Path) -> None:
    released(tmp_path, WITHOUT)
    for asked in (("shifts", *WEEK), ("contracts", *WEEK, "--site", "morocco")):
        result = relais(*asked)
        assert result.exit_code == 1
        assert "[[contracts]]" in result.stderr


def test_a_plan_of_ones_own_efficiency_keeps_it_beside_its_contracts(tmp_path: Path) -> None:
    released(tmp_path, CONTRACTED.replace("[target]", OWN_EFFICIENCY + "\n[target]", 1))
    assert rows("shifts", *WEEK, "--site", "morocco")
    week = ("--from", str(MONDAY), "--to", str(MONDAY + timedelta(days=6)), "--site", "morocco")
    [row] = rows("capacity", *week)
    assert (row["schedule_efficiency"], row["schedule_efficiency_source"]) == ("0.9", "planned")


def test_importing_a_plan_keeps_its_shifts(tmp_path: Path) -> None:
    engine = released(tmp_path, CONTRACTED)
    (tmp_path / "plan.toml").write_text(CONTRACTED + "\n# another text\n")
    result = relais("plan", "import", "plan.toml")
    assert result.exit_code == 0, result.stderr
    assert "weeks of pools" in result.stderr
    assert kept_weeks(connect(database_url(tmp_path)), 1, 2) > 0
    assert kept_weeks(engine, 1, 1) == 0
