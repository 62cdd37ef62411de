"""``relais history imports`` and ``undo``: what was imported, and taking it back."""

import getpass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from data.database import connect
from data.history.imports import Provenance, list_imports
from data.history.store import import_history
from service.cli import main
from tests.data.history.imports.import_cases import Given, series, stored
from tests.service.cases import database_url, empty, with_plan

HEADER = "interval_start,queue,offered,aht_seconds,answered"
RIGHT = f"""{HEADER}
2025-09-01T09:00+02:00,residential-billing-nl,12,300,11
2025-09-01T09:30+02:00,residential-billing-nl,9,310,9
"""
WRONG = f"""{HEADER}
2025-09-01T09:30+02:00,residential-billing-nl,900,310,9
2025-09-01T10:00+02:00,residential-billing-nl,900,310,9
"""


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in an empty folder on its database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))
    monkeypatch.setenv("LOGNAME", "ann")


def relais(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["history", *arguments])


def imported(folder: Path, text: str, name: str) -> None:
    (folder / name).write_text(text)
    assert relais("import", name).exit_code == 0


def test_a_wrong_file_is_found_among_the_imports_and_undone(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    imported(tmp_path, RIGHT, "calls.csv")
    before = stored(connect())
    imported(tmp_path, WRONG, "wrong.csv")
    header, wrong, right = relais("imports").stdout.splitlines()
    assert header.split() == [
        *("id", "imported", "by", "profile", "rows", "new", "changed", "skipped"),
        *("first", "last", "accepted", "undone", "files"),
    ]
    assert wrong.split()[3:] == [
        *("ann", "standard", "2", "1", "1", "0"),
        *("2025-09-01", "09:30", "2025-09-01", "10:00", "-", "-", "wrong.csv"),
    ]
    assert right.split()[0] == "1"
    undone = relais("undo", "2")
    assert undone.exit_code == 0
    assert undone.stdout.startswith("import 2 is undone: 1 rows are gone, 1 are as they were")
    assert "relais train" in undone.stdout
    assert stored(connect()) == before
    assert relais("imports").stdout.splitlines()[1].endswith(" by ann  wrong.csv")


@pytest.mark.parametrize(
    ("import_id", "words"), [("1", "was undone on"), ("9", "there is no import 9; relais history")]
)
def test_what_cannot_be_undone_is_said_in_one_line(
    tmp_path: Path, import_id: str, words: str
) -> None:
    with_plan(empty(tmp_path))
    imported(tmp_path, RIGHT, "calls.csv")
    relais("undo", "1")
    result = relais("undo", import_id)
    assert (result.exit_code, result.stdout) == (1, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1


def test_before_any_import_the_remedy_is_named(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    assert "relais history import FILE" in relais("imports").stdout


@pytest.mark.parametrize("arguments", [("imports",), ("undo", "1")])
def test_a_missing_database_is_not_made(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    result = relais(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "run relais in the folder that has the database" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_names_from_elsewhere_write_no_line_of_their_own(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    files = [Given([series({0: 1})], name=f"{x}.csv\n1 \x1b[31m") for x in range(5)]
    import_history(connect(), files, False, Provenance("key", "http", accepted=("aht_in_minutes",)))
    _, line = relais("imports").stdout.splitlines()
    assert line.endswith("0.csv?1 ?[31m, 1.csv?1 ?[31m, 2.csv?1 ?[31m, and 2 more")
    assert " key (http) " in line
    assert " aht_in_minutes " in line


def test_whoever_has_no_name_imports_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    with_plan(empty(tmp_path))
    monkeypatch.setattr(getpass, "getuser", nobody)
    imported(tmp_path, RIGHT, "calls.csv")
    assert list_imports(connect())[0].author == ""
