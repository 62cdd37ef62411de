"""A question is the same over HTTP and on the command line: its words, answers and refusals."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import click
import pytest
from annotated_types import Interval
from apiflask import APIBlueprint
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from service.app import create_app
from service.cli import main
from service.commands.options import option_name, options
from service.planning.basis.terms import Term, Written
from service.web.query import query
from tests.service.cases import database_url, released
from tests.service.clients import client_of
from tests.service.planning.capacity.capacity_case import STAFFED

DAYS = {"from": "2025-10-20", "to": "2025-10-26"}
WEEKS = {"from": "2025-10-20", "to": "2025-11-02"}
BUSIER = '[[changes]]\nkind = "volume"\nfrom = 2025-10-20\nto = 2025-12-31\nfactor = 1.1\n'
SCENARIO = {"scenario": "over HTTP a scenario is the body of POST /v1/scenarios"}
ONLY_COMMANDS = {
    "out": "HTTP answers in its body",
    "help": "the document of HTTP is /openapi.json",
}
ONLY_JSON = {"layout": "a command writes CSV or a workbook"}
ONLY_CSV = {"profile": "of CSV"}
SAME = {
    "/v1/forecasts": ("forecast", ONLY_COMMANDS | ONLY_CSV),
    "/v1/staffing": ("staffing", ONLY_COMMANDS | SCENARIO | ONLY_CSV),
    "/v1/staffing.csv": ("staffing", ONLY_COMMANDS | SCENARIO),
    "/v1/staffing.xlsx": ("staffing", ONLY_COMMANDS | SCENARIO | ONLY_CSV),
    "/v1/capacity": ("capacity", ONLY_COMMANDS | SCENARIO | ONLY_CSV),
    "/v1/capacity.csv": ("capacity", ONLY_COMMANDS | SCENARIO),
    "/v1/leave": ("leave", ONLY_COMMANDS | SCENARIO | ONLY_CSV),
    "/v1/leave.csv": ("leave", ONLY_COMMANDS | SCENARIO),
    "/v1/capacity.xlsx": (
        "capacity",
        ONLY_COMMANDS | SCENARIO | ONLY_CSV | {"granularity": "the sheets are weekly"},
    ),
}


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    released(folder, STAFFED)
    return folder


@pytest.fixture(scope="module", name="client")
def _client(folder: Path) -> FlaskClient:
    return client_of(folder)


@pytest.fixture(autouse=True)
def _same_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(folder))


def relais(command: str, asked: dict[str, str], *more: str) -> Result:
    """The command asked with a query string's keys; ``explain`` is a flag."""
    words = [command, *more]
    for key, value in asked.items():
        words += [option_name(key)] if key == "explain" else [option_name(key), value]
    return CliRunner().invoke(main, words)


def keys(path: str) -> set[str]:
    document = json.loads(create_app().test_client().get("/openapi.json").data)
    return {x["name"] for x in document["paths"][path]["get"]["parameters"]}


def option_keys(name: str) -> set[str]:
    context = click.Context(main)
    command = main.get_command(context, name)
    assert command is not None
    flags = [y for x in command.get_params(context) for y in x.opts]
    return {x.removeprefix("--").replace("-", "_") for x in flags}


@pytest.mark.parametrize("path", SAME)
def test_every_parameter_is_an_option_and_every_option_a_parameter(path: str) -> None:
    command, only_there = SAME[path]
    assert keys(path) - option_keys(command) <= set(ONLY_JSON)
    assert option_keys(command) - keys(path) == set(only_there)


@pytest.mark.parametrize(
    "what_if",
    [
        {},
        {"share": "0.9", "answer_within_seconds": "10"},
        {"max_occupancy": "0.6", "site": "belgium"},
        {"leave": "0.2", "absence": "0.05", "off_phone": "0.15", "granularity": "week"},
        {"patience_seconds": "60", "model": "erlang_a", "granularity": "day"},
        {"model": "erlang_c", "mode": "point", "language": "fr"},
        {"mode": "risk", "risk": "0.95", "granularity": "hour"},
        {"aht_factor": "1.25", "volume_factor": "1.1", "segment": "b2b"},
        {"measured_over": "day", "explain": "true", "granularity": "day"},
        {"by": "site,language", "granularity": "week"},
        {"release": "1", "profile": "excel-be"},
    ],
    ids=" ".join,
)
def test_staffing_is_the_same_csv(client: FlaskClient, what_if: dict[str, str]) -> None:
    answer = client.get("/v1/staffing.csv", query_string=DAYS | what_if)
    assert answer.status_code == 200, answer.text
    assert relais("staffing", DAYS | what_if).stdout_bytes == answer.data


@pytest.mark.parametrize(
    "what_if",
    [
        {},
        {"granularity": "interval", "site": "belgium"},
        {"granularity": "interval", "profile": "excel-be", "language": "nl"},
        {"share": "0.9", "answer_within_seconds": "10", "segment": "residential"},
        {"leave": "0.2", "off_phone": "0.15"},
        {"patience_seconds": "60", "volume_factor": "1.1", "aht_factor": "0.9"},
        {"mode": "risk", "risk": "0.95", "max_occupancy": "0.7"},
        {"model": "erlang_c", "measured_over": "week", "release": "1"},
    ],
    ids=" ".join,
)
def test_capacity_is_the_same_csv(client: FlaskClient, what_if: dict[str, str]) -> None:
    answer = client.get("/v1/capacity.csv", query_string=WEEKS | what_if)
    assert answer.status_code == 200, answer.text
    assert relais("capacity", WEEKS | what_if).stdout_bytes == answer.data


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"site": "belgium", "language": "nl", "profile": "excel-be"},
        {"granularity": "interval", "segment": "residential", "release": "1"},
    ],
    ids=" ".join,
)
def test_leave_is_the_same_csv(client: FlaskClient, asked: dict[str, str]) -> None:
    answer = client.get("/v1/leave.csv", query_string=DAYS | asked)
    assert answer.status_code == 200, answer.text
    assert relais("leave", DAYS | asked).stdout_bytes == answer.data


def test_leave_under_a_scenario_is_another_answer(tmp_path: Path) -> None:
    scenario = tmp_path / "busier.toml"
    scenario.write_text(BUSIER)
    told = relais("leave", DAYS, "--scenario", str(scenario))
    assert told.exit_code == 0, told.output
    assert told.stdout_bytes != relais("leave", DAYS).stdout_bytes


def test_a_what_if_of_capacity_changes_what_it_is_about(client: FlaskClient) -> None:
    def figures(**what_if: str) -> tuple[float, float]:
        asked = WEEKS | {"site": "belgium", "language": "nl"} | what_if
        rows = client.get("/v1/capacity", query_string=asked).json
        assert rows is not None
        return rows["rows"][0]["required_hours"], rows["rows"][0]["available_hours"]

    required, available = figures()
    assert figures(volume_factor="1.3")[0] > 1.15 * required
    assert figures(aht_factor="1.3")[0] > 1.15 * required
    assert figures(share="0.99")[0] > required
    assert figures(max_occupancy="0.5")[0] > required
    assert figures(mode="risk", risk="0.99")[0] > figures(mode="risk", risk="0.6")[0]
    assert figures(measured_over="week")[0] < required
    assert figures(leave="0.3")[1] < available


@pytest.mark.parametrize("share", ["leave", "absence", "off_phone"])
def test_shrinkage_asked_of_capacity_is_shrinkage_in_the_plan(
    client: FlaskClient, tmp_path: Path, share: str
) -> None:
    days = "from = 2025-10-01\nto = 2026-04-05\n"
    changes = [
        f'[[changes]]\nkind = "shrinkage"\nsite = "{site}"\n{days}{share} = 0.3\n'
        for site in ("belgium", "morocco")
    ]
    scenario = tmp_path / "more.toml"
    scenario.write_text("".join(changes))
    planned = relais("capacity", WEEKS, "--scenario", str(scenario))
    assert planned.exit_code == 0, planned.stderr
    asked = client.get("/v1/capacity.csv", query_string=WEEKS | {share: "0.3"})
    assert asked.text == planned.stdout
    assert asked.text != client.get("/v1/capacity.csv", query_string=WEEKS).text


def test_a_forecast_takes_its_quantiles_and_profile(client: FlaskClient) -> None:
    asked = DAYS | {"by": "site", "granularity": "day", "quantiles": "0.025,0.9"}
    answer = client.get("/v1/forecasts", query_string=asked | {"layout": "columns"}).json
    assert answer is not None
    header, *lines = relais("forecast", asked | {"profile": "excel-be"}).stdout.splitlines()
    assert header.lstrip("\ufeff").split(";") == list(answer["columns"])
    assert [float(x.split(";")[2].replace(",", ".")) for x in lines] == (
        answer["columns"]["offered_mean"]
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"share": "1"},
        {"answer_within_seconds": "-1"},
        {"max_occupancy": "2"},
        {"leave": "0.1234"},
        {"absence": "much"},
        {"patience_seconds": "0"},
        {"volume_factor": "1000"},
        {"risk": "0.1"},
        {"release": "latest"},
        {"from": "20.10.2025"},
        {"granularity": "year"},
        {"mode": "worst"},
        {"by": "queue"},
        {"profile": "excel-fr"},
        {"aht_factor": "x", "model": "erlang_x"},
        {"risk": "0.9"},
        {"risk": "0.8", "mode": "point"},
        {"risk": "0.9", "mode": "best"},
        {"patience_seconds": "60", "model": "erlang_c"},
    ],
    ids=" ".join,
)
def test_a_wrong_value_is_refused_in_the_same_sentence(
    client: FlaskClient, wrong: dict[str, str]
) -> None:
    errors = client.get("/v1/staffing.csv", query_string=DAYS | wrong).json
    assert errors is not None
    refused = relais("staffing", DAYS | wrong)
    assert (refused.exit_code, refused.stdout) == (2, "")
    for mistake in errors["errors"]:
        key = mistake["pointer"].removeprefix("?")
        assert mistake["detail"].startswith(key)
        assert option_name(key) + mistake["detail"].removeprefix(key) in refused.stderr
    assert "Usage: " in refused.stderr


def test_values_that_contradict_each_other_are_refused_in_the_same_sentence(
    client: FlaskClient,
) -> None:
    for wrong in ({"by": "site,site"}, {"leave": "0.5", "absence": "0.5"}):
        errors = client.get("/v1/staffing.csv", query_string=DAYS | wrong).json
        assert errors is not None
        assert errors["errors"][0]["detail"] in relais("staffing", DAYS | wrong).stderr


def test_a_missing_day_is_named() -> None:
    refused = relais("staffing", {"from": "2025-10-20"})
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--to is missing" in refused.stderr


@pytest.mark.parametrize(
    ("command", "twice"),
    [
        ("forecast", ("--quantiles", "0.1", "--quantiles", "0.9")),
        ("staffing", ("--granularity", "week", "--granularity", "day")),
        ("capacity", ("--mode", "risk", "--mode", "risk")),
    ],
)
def test_an_option_that_is_given_twice_has_no_value(command: str, twice: tuple[str, ...]) -> None:
    refused = relais(command, DAYS, *twice)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"{twice[0]} is given 2 times; give it once" in refused.stderr


@pytest.mark.parametrize("only_csv", [("--granularity", "interval"), ("--profile", "excel-be")])
def test_a_workbook_of_capacity_takes_nothing_that_is_of_csv(
    tmp_path: Path, only_csv: tuple[str, ...]
) -> None:
    refused = relais("capacity", WEEKS, *only_csv, "--out", str(tmp_path / "capacity.xlsx"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"{only_csv[0]} is of CSV" in refused.stderr


@pytest.mark.parametrize("command", ["forecast", "scenarios"])
def test_no_csv_is_written_under_the_name_of_a_workbook(tmp_path: Path, command: str) -> None:
    file, out = tmp_path / "busier.toml", tmp_path / "table.xlsx"
    file.write_text(BUSIER)
    more = [str(file)] if command == "scenarios" else []
    refused = relais(command, DAYS, *more, "--out", str(out))
    assert (refused.exit_code, refused.stdout, out.exists()) == (2, "", False)
    assert "only CSV is written here; name a .csv file" in refused.stderr


def test_scenarios_of_the_same_name_cannot_be_told_apart(tmp_path: Path) -> None:
    files = [tmp_path / "busier.toml", tmp_path / "others.toml"]
    files[0].write_text(BUSIER)
    files[1].write_text(f'name = "busier"\n{BUSIER}')
    refused = relais("scenarios", WEEKS, *map(str, files))
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert '2 scenarios are called "busier"; give each its own name' in refused.stderr


def test_scenarios_take_days_and_a_profile(client: FlaskClient, tmp_path: Path) -> None:
    change = {"kind": "volume", "from": "2025-10-20", "to": "2025-12-31", "factor": 1.1}
    body: dict[str, Any] = {"scenarios": [{"name": "busier", "changes": [change]}], **WEEKS}
    file = tmp_path / "busier.toml"
    file.write_text(BUSIER)
    for form in ({}, {"profile": "excel-be"}):
        answer = client.post("/v1/scenarios.csv", json=body, query_string=form)
        assert answer.status_code == 200, answer.text
        assert relais("scenarios", WEEKS | form, str(file)).stdout_bytes == answer.data
    assert relais("scenarios", {}, str(file)).stdout_bytes != answer.data


@dataclass(frozen=True, slots=True)
class Trip:
    """Declared once."""

    seats: Annotated[int, Interval(ge=1), Written("a number of seats"), Term(name="seat_count")] = 4


def test_a_field_of_a_question_is_a_key_and_an_option_at_once() -> None:
    app, blueprint, taken = create_app(), APIBlueprint("trips", __name__), []

    @blueprint.get("/trip")
    @query(blueprint, trip=Trip)
    def over_http(trip: Trip) -> dict[str, int]:
        taken.append(trip)
        return {}

    @click.command()
    @options(trip=Trip)
    def by_command(trip: Trip) -> None:
        taken.append(trip)

    app.register_blueprint(blueprint)
    app.test_client().get("/trip?seat_count=7")
    CliRunner().invoke(by_command, ["--seat-count", "7"])
    CliRunner().invoke(by_command, [])
    assert taken == [Trip(7), Trip(7), Trip(4)]
