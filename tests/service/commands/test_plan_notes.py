"""What ``relais plan check`` and ``import`` say of a plan that is right and leaves much to them."""

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.commands.plan_notes import (
    efficiency_notes,
    kind_notes,
    language_notes,
    shift_notes,
)
from tests.data.plan.people.contract_cases import EIGHT, toml
from tests.data.plan.plan_texts import changed, plan
from tests.service.planning.capacity.capacity_case import STAFFED, TRILINGUAL

EFFICIENCY = "schedule_efficiency = 0.93\n"


@pytest.mark.parametrize("command", ["check", "import"])
def test_an_efficiency_left_out_is_noted_with_what_stands_for_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", f"sqlite:///{tmp_path / 'relais.db'}")
    file = tmp_path / "plan.toml"
    file.write_text(changed((EFFICIENCY, "")))
    result = CliRunner().invoke(main, ["plan", command, str(file)])
    assert result.exit_code == 0
    assert "note: schedule_efficiency is left out and taken to be 1.0" in result.stderr
    assert "note" not in result.stdout


def test_an_efficiency_that_is_written_is_not_noted_also_where_it_is_one() -> None:
    for text in (changed(), changed((EFFICIENCY, "schedule_efficiency = 1.0\n"))):
        assert list(efficiency_notes(plan(text))) == []


def test_an_efficiency_that_follows_from_contracts_is_not_noted_but_for_pools_without() -> None:
    unsaid = changed((EFFICIENCY, ""))
    assert list(efficiency_notes(plan(unsaid + toml([EIGHT])))) == []
    [note] = efficiency_notes(plan(unsaid + toml([replace(EIGHT, site="liege")])))
    assert "taken to be 1.0 in morocco-fr-residential, belgium-nl: as if" in note


def test_open_hours_that_no_shift_reaches_are_noted_by_the_pools_that_have_them() -> None:
    late = replace(EIGHT, earliest_start=420, start_every=60)
    told = changed() + toml([replace(late, latest_end=1260)])
    assert list(shift_notes(plan(told))) == []
    sites = [replace(late, latest_end=1220, site=x) for x in ("liege", "belgium")]
    assert list(shift_notes(plan(changed() + toml(sites)))) == [
        "shifts last from 07:00 to 19:30 at most and calls from 08:00 to 20:00 at the site of "
        "liege-fr-residential, liege-nl-residential, belgium-nl (on 2025-10-01); write another "
        "earliest_start, latest_end, start_every_minutes or day_hours in [[contracts]]"
    ]


def test_hours_of_ramadan_are_looked_at_on_the_clock_of_casablanca() -> None:
    eight = replace(EIGHT, earliest_start=480, latest_end=1260, site="morocco")
    [note] = shift_notes(plan(changed() + toml([eight])))
    assert "calls from 07:00 to 19:00 at the site of morocco-fr-residential (on 2026-02-16)" in note


def test_a_language_that_people_speak_and_nobody_calls_in_is_noted_once() -> None:
    assert list(language_notes(plan(STAFFED))) == []
    typo = STAFFED.replace('languages = ["fr", "nl"]', 'languages = ["fr", "nl", "ln"]')
    assert list(language_notes(plan(typo))) == [
        "sites.staff of belgium speak ln, and no queue is in it; the plan's are in fr, nl"
    ]


def test_people_who_share_languages_in_several_ways_are_noted() -> None:
    assert list(kind_notes(plan(STAFFED))) == []
    [note] = kind_notes(plan(TRILINGUAL))
    assert note.startswith("people of belgium share calls in several ways (de+nl, fr+nl): ")
