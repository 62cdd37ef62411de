"""``relais``: what it does, what it says where, and how it exits."""

import csv
import io
import json
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text, update

from data.database import connect
from data.database.schema import release_arrays
from data.plan.store import current_plan, store_plan
from data.releases import publish
from service.cli import COMMANDS, main
from tests.data.plan.plan_texts import plan
from tests.service.cases import PLAN, database_url, empty, new_release, released, with_plan
from tests.shared import ROOT

DAYS = ("--from", "2025-10-20", "--to", "2025-10-21")
HISTORY = """interval_start,queue,offered,aht_seconds,answered
2025-09-01T09:00+02:00,residential-billing-nl,12,300,11
2025-09-01T09:30+02:00,residential-billing-nl,9,310,9
"""
BAD_ROWS = """2025-09-01T10:00+02:00,residential-billing-nl,-3,300,11
2025-09-01T10:30+02:00,nobody-calls-this,4,300,4
"""


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in an empty folder on its database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))


def relais(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def done(*arguments: str) -> str:
    """What a command that must succeed writes to standard output."""
    result = relais(*arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def failed(*arguments: str, code: int = 1) -> str:
    """What a command that must fail writes to standard error; nothing stands elsewhere."""
    result = relais(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr
    return result.stderr


def every_command() -> list[tuple[str, ...]]:
    """Every command and subcommand."""
    found: list[tuple[str, ...]] = [()]
    for name in COMMANDS:
        found.append((name,))
        command = main.get_command(click.Context(main), name)
        if isinstance(command, click.Group):
            found += [(name, sub) for sub in command.commands]
    return found


@pytest.mark.parametrize("command", every_command(), ids=" ".join)
def test_every_command_helps(command: tuple[str, ...]) -> None:
    told = done(*command, "--help")
    assert told.startswith("Usage: ")
    assert len(told.split("\n\n")[1].strip()) > 10  # a sentence about it


def test_the_promised_commands_are_there() -> None:
    names = {" ".join(command) for command in every_command()}
    assert {
        *("history import", "history check", "plan check", "plan import", "plan show", "train"),
        *("plan list", "plan restore", "plan optimise", "capacity", "scenarios"),
        *("backtest", "forecast", "staffing", "releases list", "releases show"),
        *(
            "leave",
            "releases activate",
            "sample",
            "serve",
            "demo",
            "history imports",
            "history undo",
        ),
    } <= names


@pytest.mark.parametrize(
    "arguments",
    [
        ("guess",),
        ("plan",),
        ("plan", "import"),
        ("plan", "restore"),
        ("plan", "show", "latest"),
        ("plan", "optimise", "--goal", "best"),
        ("plan", "check", "nowhere.toml"),
        ("history", "import"),
        ("history", "import", "nowhere.csv"),
        ("forecast", "--from", "2025-10-20"),
        ("forecast", "--from", "20.10.2025", "--to", "2025-10-21"),
        ("forecast", *DAYS, "--by", "agent"),
        ("staffing", *DAYS, "--granularity", "year"),
        ("staffing", *DAYS, "--model", "erlang_x"),
        ("releases", "activate", "latest"),
        ("releases", "show", "9" * 30),
        ("sample", "--out", "x"),
    ],
)
def test_misuse_exits_2_with_the_usage(arguments: tuple[str, ...]) -> None:
    assert "Usage: " in failed(*arguments, code=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "list"),
        ("plan", "show"),
        ("plan", "restore", "1"),
        ("history", "check"),
        ("forecast", *DAYS),
        ("staffing", *DAYS),
        ("releases", "list"),
        ("releases", "show", "1"),
        ("releases", "activate", "1"),
    ],
)
def test_a_command_that_reads_names_the_remedy_for_a_missing_database(
    arguments: tuple[str, ...],
) -> None:
    told = failed(*arguments)
    assert told.startswith("Error: there is nothing at sqlite:///")
    assert "run relais in the folder that has the database" in told


@pytest.mark.parametrize("arguments", [("forecast", *DAYS), ("plan", "import", "plan.toml")])
def test_a_server_that_does_not_answer_is_told_without_a_traceback(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("plan.toml").write_text(PLAN)
    nobody = "postgresql://relais:secret@127.0.0.1:1/relais?connect_timeout=1"
    monkeypatch.setenv("RELAIS_DATABASE_URL", nobody)
    told = failed(*arguments)
    assert "look at RELAIS_DATABASE_URL" in told
    assert "secret" not in told


def test_a_plan_is_checked_imported_and_shown() -> None:
    Path("plan.toml").write_text(PLAN)
    described = "4 queues, 4 pools, sites belgium, morocco; Europe/Brussels"
    assert done("plan", "check", "plan.toml") == f"{described}\n"
    assert not Path("relais.db").exists()
    assert done("plan", "import", "plan.toml") == f"plan 1: {described}\n"
    assert done("plan", "import", "plan.toml") == f"plan 1: {described}\n"
    assert done("plan", "show") == PLAN


def test_plans_are_listed_shown_and_restored() -> None:
    later = PLAN.replace("share = 0.80", "share = 0.85")
    for name, content in (("first.toml", PLAN), ("later.toml", later)):
        Path(name).write_text(content)
        done("plan", "import", name)
    listed = done("plan", "list").splitlines()
    assert [line.split()[:2] for line in listed] == [["*", "2"], ["1", "imported"]]
    assert [line.split()[-1] for line in listed] == ["later.toml", "first.toml"]
    assert (done("plan", "show"), done("plan", "show", "1")) == (later, PLAN)
    assert done("plan", "restore", "1").startswith("plan 3: as plan 1; 4 queues")
    assert done("plan", "show") == PLAN
    assert [line.split()[0] for line in done("plan", "list").splitlines()] == ["*", "2", "1"]


def test_a_restored_plan_has_the_holidays_it_was_read_with(tmp_path: Path) -> None:
    engine, today = empty(tmp_path), plan(PLAN)
    extra = {"BE": {date(2026, 5, 4): "a day off that is no longer one"}}
    store_plan(engine, "then.toml", PLAN, replace(today, calendars={**today.calendars, **extra}))
    Path("now.toml").write_text(PLAN.replace("share = 0.80", "share = 0.85"))
    done("plan", "import", "now.toml")
    done("plan", "restore", "1")
    assert current_plan(engine).plan.calendars["BE"] == extra["BE"]


@pytest.mark.parametrize("command", ["show", "restore"])
def test_a_plan_that_is_not_stored_is_told_with_the_remedy(tmp_path: Path, command: str) -> None:
    with_plan(empty(tmp_path))
    told = failed("plan", command, "7")
    assert told == "Error: there is no plan 7; relais plan list shows those there are\n"


def test_the_demo_is_served_on_the_port_that_is_asked() -> None:
    assert "--port" in done("demo", "--help")
    assert "Usage: " in failed("demo", "--port", "0", code=2)
    told = subprocess.run(
        [
            "make",
            "--no-print-directory",
            "--dry-run",
            "--old-file=.venv/ready",
            "demo",
            "PORT=8123",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.rstrip().endswith("relais demo --port 8123")


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_wrong_plan_is_refused_with_all_its_mistakes(command: str) -> None:
    wrong = PLAN.replace("belgium = 0.7", "belgium = 0.6").replace("share = 0.80", "share = 80")
    Path("plan.toml").write_text(wrong)
    told = failed("plan", command, "plan.toml")
    assert "plan.toml: target.share: " in told
    assert "plan.toml: routing[0].steps[0].shares: sum to 0.9, not 1" in told
    assert not Path("relais.db").exists()


def test_a_plan_that_is_no_text_is_refused() -> None:
    Path("plan.toml").write_bytes(PLAN.encode() + b"# caf\xe9")
    assert "is not UTF-8; save the plan as UTF-8" in failed("plan", "import", "plan.toml")


def test_history_is_imported_once_and_corrected_later(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    Path("calls.csv").write_text(HISTORY)
    told = done("history", "import", "calls.csv")
    assert told.startswith("2 rows: 2 new, 0 changed, 0 as they were; 2025-09-01T09:00:00+02:00 to")
    assert "0 new, 0 changed, 2 as they were" in done("history", "import", "calls.csv")
    Path("later.csv").write_text(HISTORY.replace(",9,", ",10,"))
    assert "0 new, 1 changed, 1 as they were" in done("history", "import", "later.csv")


def test_refused_rows_are_named_and_nothing_is_stored(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    Path("calls.csv").write_text(HISTORY + BAD_ROWS)
    for arguments in (("calls.csv",), ("calls.csv", "--dry-run")):
        told = failed("history", "import", *arguments)
        assert 'calls.csv: row 4: offered: "-3"' in told
        assert 'calls.csv: row 5: queue: "nobody-calls-this"' in told
    Path("calls.csv").write_text(HISTORY)
    assert "2 new" in done("history", "import", "calls.csv")


def test_bad_rows_are_left_out_and_written_out_when_asked(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    Path("calls.csv").write_text(HISTORY + BAD_ROWS)
    result = relais("history", "import", "calls.csv", "--skip-bad-rows")
    assert result.exit_code == 0
    assert result.stdout.startswith("2 rows: 2 new")
    assert "refused rows are in calls.csv.rejected.csv" in result.stderr
    rejects = Path("calls.csv.rejected.csv").read_text()
    rejected = list(csv.DictReader(io.StringIO(rejects)))
    assert [row["offered"] for row in rejected] == ["-3", "4"]
    assert all(row["reason"] for row in rejected)


def test_a_dry_run_stores_nothing(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    Path("calls.csv").write_text(HISTORY)
    told = done("history", "import", "calls.csv", "--dry-run")
    assert told.startswith("calls.csv: read as the standard form (standard)\n")
    assert told.endswith("2 rows can be read; nothing was stored\n")
    assert "2 new" in done("history", "import", "calls.csv")


def test_history_without_offsets_needs_a_time_zone(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    Path("calls.csv").write_text(HISTORY.replace("+02:00", ""))
    assert "--timezone" in failed("history", "import", "calls.csv")
    assert "2 new" in done("history", "import", "calls.csv", "--timezone", "Europe/Brussels")


def test_history_before_a_plan_names_the_remedy() -> None:
    Path("calls.csv").write_text(HISTORY)
    assert "relais plan import plan.toml" in failed("history", "import", "calls.csv")


def test_history_is_checked(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    Path("calls.csv").write_text(HISTORY)
    done("history", "import", "calls.csv")
    told = done("history", "check")
    assert "the plan has this queue, the history has no row of it" in told


def test_a_forecast_is_csv_on_standard_output(tmp_path: Path) -> None:
    released(tmp_path)
    told = done("forecast", *DAYS, "--by", "total", "--granularity", "day")
    rows = list(csv.DictReader(io.StringIO(told)))
    assert [(x["period_start"], x["total"], x["offered_mean"]) for x in rows] == [
        ("2025-10-20", "total", "1860.0"),
        ("2025-10-21", "total", "1860.0"),
    ]


@pytest.mark.parametrize("command", ["forecast", "staffing"])
def test_a_file_and_standard_output_get_the_same_bytes(tmp_path: Path, command: str) -> None:
    released(tmp_path)
    shown = relais(command, *DAYS, "--out", "-")
    assert shown.exit_code == 0
    written = relais(command, *DAYS, "--out", "new/folder/table.csv")
    assert (written.exit_code, written.stdout) == (0, "")
    assert Path("new/folder/table.csv").read_bytes() == shown.stdout_bytes
    lines = shown.stdout.count("\n")
    assert written.stderr == f"new/folder/table.csv: {lines - 1} rows\n"


def test_staffing_is_restricted_and_summed_as_asked(tmp_path: Path) -> None:
    released(tmp_path)
    chosen = ("--site", "belgium", "--language", "fr", "--segment", "b2b")
    rows = list(csv.DictReader(io.StringIO(done("staffing", *DAYS, *chosen))))
    assert {row["pool"] for row in rows} == {"belgium-fr-b2b"}
    assert len(rows) == 48
    weekly = done("staffing", *DAYS, *chosen, "--granularity", "week")
    [row] = csv.DictReader(io.StringIO(weekly))
    assert (row["offered_mean"], row["model"], row["mode"]) == ("120.0", "erlang_a", "mean")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("staffing", *DAYS, "--site", "paris"), "site is paris; the plan's pools have belgium"),
        (("staffing", "--from", "2025-10-18", "--to", "2025-10-20"), "from 2025-10-20 on"),
        (("forecast", "--from", "2025-10-20", "--to", "2027-01-01"), "to is 2027-01-01; release 1"),
        (("forecast", "--from", "2025-10-22", "--to", "2025-10-20"), "to is 2025-10-20, before"),
        (("releases", "show", "99"), "there is no release 99"),
        (("releases", "activate", "99"), "there is no release 99"),
    ],
)
def test_what_cannot_be_answered_exits_1_with_the_reason(
    tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    released(tmp_path)
    assert failed(*arguments).startswith("Error: ")
    assert told in failed(*arguments)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    released(tmp_path)
    Path("taken").write_text("a file, not a folder")
    assert "taken/table.csv" in failed("staffing", *DAYS, "--out", "taken/table.csv")


def test_damaged_numbers_are_told_without_a_traceback(tmp_path: Path) -> None:
    with released(tmp_path).begin() as connection:
        connection.execute(update(release_arrays).values(npy=b"damaged"))
    assert "the bytes are damaged; run relais train, or make another one current" in failed(
        "staffing", *DAYS
    )


def test_a_database_of_another_schema_is_told_with_the_remedy(tmp_path: Path) -> None:
    with released(tmp_path).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert "the database is at schema 0000" in failed("staffing", *DAYS)


def test_before_training_the_remedy_is_told(tmp_path: Path) -> None:
    with_plan(empty(tmp_path))
    assert "no release is published yet; run relais train" in failed("staffing", *DAYS)
    assert done("releases", "list") == ""


def test_releases_are_listed_shown_and_made_current(tmp_path: Path) -> None:
    with released(tmp_path).begin() as connection:
        publish(connection, new_release(plan(PLAN)))
    listed = done("releases", "list").splitlines()
    assert [line.split()[:2] for line in listed] == [["*", "2"], ["1", "published"]]
    assert listed[0].endswith("2025-10-18 to 2026-04-05")
    shown = json.loads(done("releases", "show", "1"))
    assert (shown["release"], shown["origin"], shown["seed"]) == (1, "2025-10-17", 7)
    assert set(shown["queues"]) == {queue.id for queue in plan(PLAN).queues}
    assert done("releases", "activate", "1").startswith("*    1  published")
    assert done("releases", "list").splitlines()[1].startswith("*    1")


def test_without_an_address_the_database_lies_below_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", "")
    Path("plan.toml").write_text(PLAN)
    done("plan", "import", "plan.toml")
    assert (tmp_path / "var" / "relais.db").exists()
    assert connect().url.database == "var/relais.db"


def test_the_demo_leaves_a_plan_of_somebodys_own_alone(tmp_path: Path) -> None:
    own = f"# the synthetic sample was where I began\n{PLAN}"
    with_plan(empty(tmp_path), own)
    assert "this database holds a plan of your own" in failed("demo", "--no-serve")
    assert current_plan(connect()).text == own
