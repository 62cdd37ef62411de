"""Changes laid over a plan, and what they change."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pydantic import TypeAdapter

from data.calendar.holidays import FIRST as FIRST_OF_PLANS
from data.calendar.holidays import LAST as LAST_OF_PLANS
from data.plan import Site
from models.queues import Match
from service.api.change_text import Day
from service.cli import main
from service.commands.scenario_file import ScenarioFileError, read_scenarios
from service.planning.basis.current import Current, replanned
from service.planning.capacity.cache import Cache
from service.planning.capacity.capacity_table import (
    CapacityQuestion,
    capacity,
    interval_table,
    step_rows,
    weekly_table,
)
from service.planning.scenarios.changes import KINDS
from service.planning.scenarios.changes.add_class import AddClass
from service.planning.scenarios.changes.aht import ScaleAht
from service.planning.scenarios.changes.attrition import ScaleAttrition
from service.planning.scenarios.changes.cancel_class import CancelClass
from service.planning.scenarios.changes.change import Change, on_site
from service.planning.scenarios.changes.cross_train import CrossTrain
from service.planning.scenarios.changes.delay_step import DelayStep
from service.planning.scenarios.changes.event import AddEvent
from service.planning.scenarios.changes.shrinkage import SetShrinkage
from service.planning.scenarios.changes.target import SetTarget
from service.planning.scenarios.changes.volume import ScaleVolume
from service.planning.scenarios.differences import compared, comparison_table, part_rows
from service.planning.scenarios.scenario import Scenario, ScenarioError, applied
from tests.service.cases import database_url, released
from tests.service.clients import client_of
from tests.service.planning.capacity.capacity_case import FIRST, STAFFED, staffed

LAST = date(2025, 12, 21)
FRENCH = Match(language="fr")
Row = dict[str, Any]

CHANGES: dict[str, Change] = {
    "volume": ScaleVolume(first=FIRST, last=LAST, factor=1.1),
    "aht": ScaleAht(first=FIRST, last=LAST, factor=1.1),
    "event": AddEvent(match=Match(language="nl"), first=FIRST, last=LAST, offered=900.0),
    "delay_step": DelayStep(match=FRENCH, first=date(2026, 1, 1), last=date(2026, 1, 12)),
    "attrition": ScaleAttrition(site="belgium", factor=3.0),
    "shrinkage": SetShrinkage(site="belgium", first=FIRST, last=LAST, off_phone=0.3),
    "cancel_class": CancelClass(site="morocco", starts=date(2025, 9, 29)),
    "add_class": AddClass(
        site="morocco", starts=date(2025, 10, 20), headcount=10, languages=("fr",)
    ),
    "cross_train": CrossTrain(site="belgium", headcount=10, languages=("nl",)),
    "target": SetTarget(share=0.9),
}


@pytest.fixture(scope="module", name="staffed_case")
def _staffed_case(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return staffed(tmp_path_factory.mktemp("scenarios"))


def whole(current: Current, *changes: Change) -> Row:
    """The row of all pools together."""
    [result] = compared(current, FIRST, LAST, [Scenario("one", changes)])
    rows: list[Row] = comparison_table([result]).rows()
    return rows[-1]


@pytest.mark.parametrize(
    ("kind", "more", "same"),
    [
        ("volume", ["offered", "required_hours", "calls_at_risk"], ["available_hours", "cost"]),
        ("aht", ["required_hours", "calls_at_risk"], ["offered", "available_hours", "cost"]),
        ("event", ["offered", "required_hours", "calls_at_risk"], ["cost"]),
        ("attrition", ["calls_at_risk"], ["offered", "required_hours"]),
        ("shrinkage", ["calls_at_risk"], ["offered", "required_hours", "cost"]),
        ("cancel_class", ["calls_at_risk"], ["offered"]),
        ("add_class", ["available_hours", "cost"], ["offered"]),
        ("target", ["required_hours", "calls_at_risk"], ["offered", "available_hours", "cost"]),
    ],
)
def test_a_change_moves_its_own_figures(
    staffed_case: Current, kind: str, more: list[str], same: list[str]
) -> None:
    row = whole(staffed_case, CHANGES[kind])
    for name in more:
        assert row[f"{name}_difference"] > 0, name
    for name in same:
        assert row[f"{name}_difference"] == pytest.approx(0.0, abs=1e-3), name


def test_people_who_leave_sooner_cost_less_and_give_fewer_hours(staffed_case: Current) -> None:
    row = whole(staffed_case, CHANGES["attrition"])
    assert row["available_hours_difference"] < 0
    assert row["cost_difference"] < 0


def test_what_changes_nothing_makes_no_difference_by_chance(staffed_case: Current) -> None:
    nothing = ScaleVolume(first=FIRST, last=LAST, factor=1.0)
    row = whole(staffed_case, nothing)
    differences = {k: v for k, v in row.items() if "difference" in k and "fte_" not in k}
    assert set(differences.values()) == {0.0}


def test_a_difference_has_a_range_that_holds_it(staffed_case: Current) -> None:
    row = whole(staffed_case, CHANGES["volume"])
    for name in ("service_level", "calls_at_risk"):
        low, high = (row[f"{name}_difference_{x}"] for x in ("p10", "p90"))
        assert low < row[f"{name}_difference"] < high


def test_pools_sum_to_the_whole_and_changes_to_the_difference(staffed_case: Current) -> None:
    changes = (CHANGES["volume"], CHANGES["add_class"], CHANGES["attrition"])
    [result] = compared(staffed_case, FIRST, LAST, [Scenario("three", changes)])
    rows: list[Row] = comparison_table([result]).rows()
    pools, together = rows[:-1], rows[-1]
    for name in ("offered", "required_hours", "available_hours", "calls_at_risk"):
        for key in (name, f"{name}_difference"):
            assert sum(round(x[key] * 1e4) for x in pools) == round(together[key] * 1e4), key
    parts: list[Row] = part_rows(result)
    assert [x["kind"] for x in parts] == ["volume", "add_class", "attrition"]
    for name in ("required_hours", "available_hours", "calls_at_risk", "cost"):
        parted = sum(round(x[name] * 1e4) for x in parts)
        assert parted == pytest.approx(round(together[f"{name}_difference"] * 1e4), abs=8)


def test_a_delayed_step_keeps_its_calls_at_the_old_site(staffed_case: Current) -> None:
    plan = staffed_case.plan
    later = applied(plan, (CHANGES["delay_step"],))
    moved = [step.first for row in later.routing for step in row.steps]
    assert date(2026, 1, 12) in moved
    assert date(2026, 1, 1) not in moved
    current = replanned(staffed_case, later, "")
    week = CapacityQuestion(date(2026, 1, 5), date(2026, 1, 11))
    names = {x.capacity.need.pool.name for x in capacity(current, week).pools}
    assert "belgium-fr-residential" in names


@pytest.mark.parametrize(
    ("change", "key", "detail"),
    [
        (
            ScaleAttrition(site="paris", factor=2.0),
            "site",
            "there is no site paris; the plan has belgium, morocco",
        ),
        (
            ScaleAttrition(site="belgium", contract="student", factor=2.0),
            "contract",
            "belgium has no student staff; it has permanent, temporary",
        ),
        (
            DelayStep(match=FRENCH, first=date(2025, 11, 3), last=date(2025, 11, 10)),
            "from",
            "no step begins on 2025-11-03; the steps begin on 2025-10-20, 2026-01-01",
        ),
        (
            DelayStep(match=FRENCH, first=date(2025, 10, 20), last=date(2025, 11, 10)),
            "to",
            "2025-10-20 begins the routing; only later steps can be delayed",
        ),
        (
            CancelClass(site="morocco", starts=date(2025, 11, 3)),
            "starts",
            "no such class starts at morocco on 2025-11-03; its start on 2025-09-29, 2025-12-01",
        ),
        (
            CancelClass(site="morocco", starts=date(2025, 9, 29), languages=("nl",)),
            "languages",
            "the class that starts at morocco on 2025-09-29 speaks fr",
        ),
        (
            ScaleAttrition(site="morocco", contract="student", factor=2.0),
            "contract",
            "morocco has no student staff; it has none",
        ),
        (
            SetShrinkage(site="belgium", first=date(2030, 1, 1), last=date(2030, 1, 2), leave=0.2),
            "from",
            "2030-01-01 is after everything the plan tells of (last day 2027-03-22); write an "
            "earlier day, or a step of the routing close to it",
        ),
        (
            AddClass(site="morocco", starts=FIRST, headcount=9, languages=("nl",)),
            "languages",
            "morocco has no class of these languages to go by; it has fr",
        ),
    ],
)
def test_a_change_that_the_plan_cannot_take_says_what_it_has(
    staffed_case: Current, change: Change, key: str, detail: str
) -> None:
    with pytest.raises(ScenarioError) as refusal:
        applied(staffed_case.plan, (CHANGES["volume"], change))
    assert (refusal.value.key, refusal.value.detail) == (key, detail)
    assert refusal.value.change == 1


def test_a_fault_like_one_that_a_stored_plan_has_is_refused_all_the_same(
    staffed_case: Current,
) -> None:
    def with_a_class_too_small(site: Site) -> Site:
        return replace(site, classes=(replace(site.classes[0], headcount=9, min_headcount=10),))

    stored = on_site(staffed_case.plan, "morocco", with_a_class_too_small)
    ten, nine = (
        AddClass(site="morocco", starts=date(2025, 11, 3), headcount=x, languages=("fr",))
        for x in (10, 9)
    )
    assert len(applied(stored, (ten,)).site("morocco").classes) == 2
    with pytest.raises(ScenarioError, match=r"9 is below min_headcount \(10\)") as refusal:
        applied(stored, (nine,))
    assert refusal.value.key == "headcount"


DAYS = {  # in which a change is felt
    "add_class": (date(2025, 12, 8), date(2025, 12, 21)),
    "delay_step": (date(2025, 12, 29), date(2026, 1, 11)),
}


def answered(
    current: Current, kind: str, cache: Cache | None
) -> tuple[list[Row], list[Row], list[Row]]:
    """Weeks, half-hours and steps of two weeks in which a kind of change is felt."""
    days = DAYS.get(kind, (date(2025, 10, 20), date(2025, 11, 2)))
    whole = capacity(current, CapacityQuestion(*days), cache)
    return weekly_table(whole).rows(), interval_table(whole).rows(), step_rows(whole)


def test_every_kind_of_change_has_an_example_here() -> None:
    assert {x.kind: x for x in KINDS} == {kind: type(x) for kind, x in CHANGES.items()}


@pytest.mark.parametrize("kind", [x.kind for x in KINDS])
def test_what_was_worked_out_for_other_plans_changes_no_answer(
    staffed_case: Current, kind: str
) -> None:
    cache = Cache()
    before = answered(staffed_case, kind, cache)
    for changes in ((CHANGES[kind],), (CHANGES[kind], CHANGES["volume"])):
        changed = replanned(staffed_case, applied(staffed_case.plan, changes), "")
        after = answered(changed, kind, cache)
        assert after == answered(changed, kind, None)
        assert after != before
    assert answered(staffed_case, kind, cache) == before


def test_what_a_change_leaves_alone_is_worked_out_once(staffed_case: Current) -> None:
    cache, question = Cache(), CapacityQuestion(FIRST, LAST)
    before = capacity(staffed_case, question, cache).pools
    dutch = ScaleVolume(first=FIRST, last=LAST, factor=1.1, match=Match(language="nl"))
    changed = replanned(staffed_case, applied(staffed_case.plan, (dutch,)), "")
    after = capacity(changed, question, cache).pools
    same = [x.paths.calls.sum() == y.paths.calls.sum() for x, y in zip(before, after, strict=True)]
    shared = [
        x.capacity.need.agents is y.capacity.need.agents for x, y in zip(before, after, strict=True)
    ]
    assert shared == same
    assert True in same
    assert False in same


def test_a_delay_is_felt_from_where_a_linear_ramp_begins(tmp_path: Path) -> None:
    ramped = STAFFED.replace(
        'match = { segment = "residential", language = "fr" }\n',
        'match = { segment = "residential", language = "fr" }\nramp = "linear"\n',
    )
    assert ramped != STAFFED
    current = staffed(tmp_path, ramped)
    [result] = compared(current, FIRST, LAST, [Scenario("later", (CHANGES["delay_step"],))])
    assert comparison_table([result]).rows()[-1]["required_hours_difference"] != 0.0


def test_classes_that_nothing_tells_apart_are_not_asked_for_again(staffed_case: Current) -> None:
    one = CHANGES["add_class"]
    cancel = CancelClass(site="morocco", starts=date(2025, 10, 20))
    for change, key in ((cancel, "languages"), (replace(cancel, languages=("fr",)), "starts")):
        with pytest.raises(
            ScenarioError, match=r"^several such classes start at morocco"
        ) as refused:
            applied(staffed_case.plan, (one, one, change))
        assert (refused.value.change, refused.value.key) == (2, key)


FILE = """
name = "later and busier"
[[changes]]
kind = "delay_step"
match = { language = "fr", segment = "residential" }
from = 2026-01-01
to = 2026-01-12
[[changes]]
kind = "volume"
from = 2025-11-01
to = 2026-01-31
factor = 1.05
"""


def test_a_file_holds_one_scenario_or_several(tmp_path: Path) -> None:
    one = tmp_path / "one.toml"
    one.write_text(FILE)
    [scenario] = read_scenarios(one)
    assert (scenario.name, [x.kind for x in scenario.changes]) == (
        "later and busier",
        ["delay_step", "volume"],
    )
    several = tmp_path / "several.toml"
    changes = FILE.replace("[[changes]]", "[[scenarios.changes]]")
    twice = "".join(f"[[scenarios]]{changes}".replace("later", f"{x} later") for x in (1, 2))
    several.write_text(twice)
    assert [x.name for x in read_scenarios(several)] == ["1 later and busier", "2 later and busier"]


def test_days_in_a_file_of_several_scenarios_are_refused_as_they_were_dropped(
    tmp_path: Path,
) -> None:
    file = tmp_path / "several.toml"
    changes = FILE.replace("[[changes]]", "[[scenarios.changes]]")
    file.write_text(f"from = 2025-10-20\n[[scenarios]]{changes}")
    with pytest.raises(ScenarioFileError, match="from: is the command's --from; leave it out here"):
        read_scenarios(file)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('kind = "volume"', 'kind = "volumes"', "changes[1]"),
        ("factor = 1.05", 'factor = "more"', "changes[1].factor"),
        ("to = 2026-01-31", "to = 2025-01-31", "changes[1]"),
        ("factor = 1.05", "factors = 1.05", "changes[1].factor"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(FILE.replace(old, new))
    with pytest.raises(ScenarioFileError) as refusal:
        read_scenarios(file)
    assert str(refusal.value).startswith(f"{file}: {told}")


@pytest.fixture(scope="module", name="client")
def _client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("endpoint")
    released(folder, STAFFED)
    return client_of(folder)


BODY: Row = {
    "from": "2025-10-20",
    "to": "2025-11-16",
    "scenarios": [
        {
            "name": "busier",
            "changes": [
                {"kind": "volume", "from": "2025-10-20", "to": "2025-12-21", "factor": 1.1}
            ],
        }
    ],
}


def test_the_endpoint_answers_rows_and_parts_and_its_csv_the_same_rows(client: FlaskClient) -> None:
    answer = client.post("/v1/scenarios", json=BODY)
    assert answer.status_code == 200, answer.text
    rows, parts = (json.loads(answer.data)[x] for x in ("rows", "parts"))
    assert rows[-1]["pool"] == "all"
    assert [x["kind"] for x in parts] == ["volume"]
    written = client.post("/v1/scenarios.csv", json=BODY)
    read = list(csv.DictReader(io.StringIO(written.text)))
    assert read == [{k: "" if v is None else str(v) for k, v in row.items()} for row in rows]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"kind": "attrition", "site": "paris", "factor": 2}, "#/scenarios/0/changes/0/site"),
        ({"kind": "holiday"}, "#/scenarios/0/changes/0/kind"),
        ({"factor": 2}, "#/scenarios/0/changes/0/kind"),
        ({"kind": "target"}, "#/scenarios/0/changes/0"),
        ({"kind": "target", "share": 2}, "#/scenarios/0/changes/0/share"),
        ({"kind": "target", "match": {"lang": "fr"}}, "#/scenarios/0/changes/0/match/lang"),
        (
            {"kind": "volume", "from": "2025-10-20", "to": "2025-10-19", "factor": 2},
            "#/scenarios/0/changes/0",
        ),
        (
            {"kind": "volume", "from": "2025-12-20", "to": "2025-12-21", "factor": 2},
            "#/scenarios/0/changes/0/from",
        ),
        (
            {"kind": "volume", "from": "2025-09-20", "to": "2025-10-19", "factor": 2},
            "#/scenarios/0/changes/0/to",
        ),
        (
            {
                "kind": "add_class",
                "site": "morocco",
                "starts": "2030-01-07",
                "headcount": 9,
                "languages": ["fr"],
            },
            "#/scenarios/0/changes/0/starts",
        ),
        (
            {
                "kind": "shrinkage",
                "site": "belgium",
                "from": "2025-10-20",
                "to": "2025-10-26",
                "leave": 0.9,
            },
            "#/scenarios/0/changes/0/leave",
        ),
    ],
)
def test_what_is_wrong_in_a_body_is_pointed_at(
    client: FlaskClient, change: Row, pointer: str
) -> None:
    body = BODY | {"scenarios": [{"name": "x", "changes": [change]}]}
    answer = client.post("/v1/scenarios", json=body)
    assert answer.status_code == 422
    assert [x["pointer"] for x in json.loads(answer.data)["errors"]] == [pointer]


def test_more_than_fifty_scenarios_are_refused(client: FlaskClient) -> None:
    answer = client.post("/v1/scenarios", json=BODY | {"scenarios": BODY["scenarios"] * 51})
    assert answer.status_code == 422
    assert json.loads(answer.data)["errors"][0]["pointer"] == "#/scenarios"


def test_the_command_writes_the_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    released(tmp_path, STAFFED)
    monkeypatch.setenv("RELAIS_DATABASE_URL", database_url(tmp_path))
    file = tmp_path / "one.toml"
    file.write_text(FILE)
    result = CliRunner().invoke(main, ["scenarios", str(file)])
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows[-1]["pool"] == "all"
    difference = {x["pool"]: float(x["offered_difference"]) for x in rows}
    of_dutch = 600 * 0.05 * 92  # 5 % of the calls of the days from 1 November to 31 January
    assert difference["belgium-nl-residential"] == pytest.approx(of_dutch, rel=1e-6)
    file.write_text(FILE.replace("from = 2026-01-01", "from = 2026-01-02"))
    refused = CliRunner().invoke(main, ["scenarios", str(file)])
    assert refused.exit_code == 1
    assert "later and busier: changes[0].from: no step begins on 2026-01-02" in refused.output


def test_a_delayed_start_of_a_site_delays_what_its_people_learn(tmp_path: Path) -> None:
    begins = STAFFED.replace(
        "{ from = 2025-10-20, shares = { belgium = 0.7, morocco = 0.3 } }",
        "{ from = 2025-10-20, shares = { belgium = 1.0 } },\n"
        "  { from = 2025-10-27, shares = { belgium = 0.7, morocco = 0.3 } }",
    )
    current = staffed(tmp_path, begins)
    later = DelayStep(match=FRENCH, first=date(2025, 10, 27), last=date(2025, 11, 10))
    changed = replanned(current, applied(current.plan, (later,)), "")
    week, cache = CapacityQuestion(date(2025, 11, 10), date(2025, 11, 16)), Cache()
    capacity(current, week, cache)
    shared, fresh = (capacity(changed, week, x).pools for x in (cache, None))
    for one, other in zip(shared, fresh, strict=True):
        assert one.capacity.required_hours == pytest.approx(other.capacity.required_hours)
        assert one.capacity.available_hours == pytest.approx(other.capacity.available_hours)


@pytest.mark.parametrize(
    ("to", "status"),
    [
        ("0001-01-01", 422),
        ("2049-12-31", 200),
        ("2050-01-01", 422),
        ("9999-12-30", 422),
        ("9999-12-31", 422),
    ],
)
def test_a_day_that_no_plan_could_hold_is_refused(
    client: FlaskClient, to: str, status: int
) -> None:
    change = {"kind": "delay_step", "match": {"language": "fr"}, "from": "2026-01-01", "to": to}
    asked = {"from": "2025-12-29", "to": "2026-01-11"}
    answer = client.post(
        "/v1/scenarios", json=asked | {"scenarios": [{"name": "x", "changes": [change]}]}
    )
    assert answer.status_code == status
    if status == 422:
        [error] = json.loads(answer.data)["errors"]
        assert error["pointer"] == "#/scenarios/0/changes/0/to"
        assert "give a day from 1990-01-01 to 2049-12-31" in error["detail"]


def test_the_document_lets_no_day_pass_that_no_plan_could_hold() -> None:
    pattern = TypeAdapter(Day).json_schema()["pattern"]
    beyond = (FIRST_OF_PLANS - timedelta(days=1), LAST_OF_PLANS + timedelta(days=1))
    days = (FIRST_OF_PLANS, LAST_OF_PLANS, *beyond)
    assert [re.search(pattern, str(x)) is not None for x in days] == [True, True, False, False]


@pytest.mark.parametrize(
    ("scenarios", "detail"),
    [
        ([], "scenarios is empty; give at least one"),
        ([{"name": "none", "changes": []}], "scenarios.0.changes is empty; give at least one"),
        (BODY["scenarios"] * 51, "scenarios is a list; give at most 50"),
    ],
)
def test_a_list_of_too_few_or_too_many_is_refused_with_what_to_give(
    client: FlaskClient, scenarios: list[dict[str, Any]], detail: str
) -> None:
    answer = client.post("/v1/scenarios", json=BODY | {"scenarios": scenarios})
    assert (answer.status_code, answer.get_json()["detail"]) == (422, detail)
