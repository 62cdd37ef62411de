"""Weeks of shifts are worked out once, kept for every answer, and taken over by later plans."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.shifts import PoolShifts
from data.shifts.store import keep_shifts, kept_weeks, level_shifts, load_shifts
from service.commands.shifts.weeks import by_own_shifts, keep_current_shifts, kept_shifts
from service.planning.basis.current import Current
from service.web.current import read_current
from tests.data.plan.people.contract_cases import toml
from tests.service.cases import LAST, MONDAY, PLAN, empty, released, with_plan
from tests.service.planning.shifts.shift_cases import BELGIUM_FR, FULL, PART

B2B = "belgium-fr-b2b"
OWN = replace(FULL, pool=B2B)
TEXT = PLAN.replace("schedule_efficiency = 0.9\n", "") + toml([OWN])
SUNDAY = MONDAY + timedelta(days=13)
DEAR = 99.0  # FTE that no working out would find


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Starting others takes longer than these weeks do."""
    monkeypatch.setattr("joblib.cpu_count", lambda: 1)


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Engine:
    return released(tmp_path, TEXT)


def two_weeks(engine: Engine, last: date = SUNDAY) -> list[PoolShifts]:
    return kept_shifts(engine, read_current(engine), "level", MONDAY, last)


def dearer(engine: Engine, weeks: list[PoolShifts]) -> list[PoolShifts]:
    """What is kept is no longer what would be worked out."""
    told = [replace(x, fte=DEAR) for x in weeks]
    keep_shifts(engine, 1, 1, told)
    return told


def test_weeks_are_worked_out_once(engine: Engine) -> None:
    made = two_weeks(engine)
    assert [(x.pool, x.monday) for x in made] == [
        (B2B, MONDAY),
        (B2B, MONDAY + timedelta(weeks=1)),
    ]
    assert not any(x.reason for x in made)
    kept = dearer(engine, made)
    assert two_weeks(engine) == kept
    assert [x.fte for x in two_weeks(engine, SUNDAY + timedelta(days=1))[:2]] == 2 * [DEAR]


def test_a_day_is_answered_by_its_whole_week(engine: Engine) -> None:
    thursday = MONDAY + timedelta(days=3)
    [found] = kept_shifts(engine, read_current(engine), "level", thursday, thursday)
    assert found.monday == MONDAY
    assert len({x.day for x in found.shifts}) == 5


def test_a_later_plan_takes_over_what_it_leaves_as_it_is(engine: Engine) -> None:
    dearer(engine, two_weeks(engine))
    other = replace(PART, pool="morocco-fr-residential", share_max=1.0)
    with_plan(engine, TEXT + toml([other]))
    found = two_weeks(engine, MONDAY)
    assert {x.pool: x.fte == DEAR for x in found} == {B2B: True, other.pool: False}
    assert load_shifts(engine, 1, 2, "level", MONDAY, MONDAY) == found


def test_a_plan_that_changes_the_contract_has_its_own(engine: Engine) -> None:
    dearer(engine, two_weeks(engine))
    with_plan(engine, TEXT.replace('latest_end = "20:30"', 'latest_end = "21:00"'))
    assert all(x.fte < DEAR for x in two_weeks(engine))


def test_a_plan_that_is_not_kept_is_judged_by_its_own_shifts(engine: Engine) -> None:
    found = by_own_shifts(engine, read_current(engine))
    assert set(found.shifts) == {B2B}
    assert len(found.shifts[B2B]) == 24
    assert all(0.5 < x.schedule_efficiency < 1.1 for x in found.shifts[B2B].values())
    assert kept_weeks(engine, 1, 1) == 0


def test_a_planners_own_figure_asks_for_no_shifts(engine: Engine) -> None:
    with_plan(engine, PLAN + toml([OWN]))
    current = read_current(engine)
    assert by_own_shifts(engine, current) is current


def test_every_week_is_kept_after_an_import_or_a_training(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    keep_current_shifts(engine)
    assert capsys.readouterr().err.startswith("shifts of 24 weeks of pools, ")
    assert kept_weeks(engine, 1, 1) == 24
    assert min(level_shifts(engine, 1, 1)[B2B]) == MONDAY


def test_what_cannot_be_worked_is_said(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    late = replace(OWN, earliest_start=600)
    with_plan(engine, PLAN + toml([late]))
    keep_current_shifts(engine)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 + 3
    assert said[1].startswith(f"note: no shifts of {B2B} in the week of {MONDAY}: no shift of full")


def test_without_a_plan_a_release_or_contracts_nothing_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = empty(tmp_path)
    keep_current_shifts(engine)
    with_plan(engine)
    keep_current_shifts(engine)
    assert capsys.readouterr().err == ""


def test_weeks_without_calls_are_not_asked_for_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_plan(engine, PLAN + toml([replace(FULL, pool=BELGIUM_FR)]))  # until the year's end
    first = date(2025, 12, 29)
    made = kept_shifts(engine, read_current(engine), "level", first, LAST)
    assert [x.monday for x in made] == [first]

    def never(*_: object) -> list[PoolShifts]:
        raise AssertionError("worked out again")

    monkeypatch.setattr("service.commands.shifts.weeks._worked_out", never)
    current: Current = read_current(engine)
    assert kept_shifts(engine, current, "level", first, LAST) == made
