"""Shifts are kept by release, plan, goal, pool and week, found again and made way for."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.database import connect
from data.releases import publish
from data.shifts import Heads, Pause, PoolShifts, Shift
from data.shifts.store import alike_shifts, keep_shifts, kept_weeks, level_shifts, load_shifts
from tests.data.plan.plan_texts import plan
from tests.service.cases import PLAN, database_url, empty, new_release, with_plan

MONDAY = date(2025, 12, 8)
NEXT = MONDAY + timedelta(weeks=1)
FOUND = PoolShifts(
    pool="liege-fr-residential",
    site="liege",
    monday=MONDAY,
    goal="level",
    heads=(Heads("full-time", 3, 38.0), Heads("été", 0, 20.0)),
    shifts=(Shift("full-time", MONDAY, 480, 966, 7.6, (Pause(660, 30, False),), 3),),
    paid_hours=114.0,
    bound_hours=112.5,
    agent_hours=100.0,
    curve_hours=90.0,
    fte=3.4,
    service_level=0.81,
    needed_level=0.805,
    reason="",
    sha256="a" * 64,
)
LATER = replace(FOUND, monday=NEXT, sha256="b" * 64)
NONE = replace(
    FOUND,
    pool="belgium-nl-residential",
    heads=(),
    shifts=(),
    agent_hours=float("nan"),
    curve_hours=float("nan"),
    reason="no shift of full-time can be at work at 19:30 on 2025-12-08",
    sha256="c" * 64,
)


RELEASES, PLANS = 10, 2


@pytest.fixture(scope="module", name="known")
def _known(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of ten releases and two plans."""
    folder = tmp_path_factory.mktemp("releases")
    engine, new = empty(folder), new_release(plan(PLAN))
    for number in range(PLANS):
        with_plan(engine, f"{PLAN}\n# {number}")
    for _ in range(RELEASES):
        with engine.begin() as connection:
            publish(connection, new)
    engine.dispose()
    return folder / "relais.db"


@pytest.fixture(name="engine")
def _engine(known: Path, tmp_path: Path) -> Engine:
    shutil.copy(known, tmp_path)
    return connect(database_url(tmp_path))


def loaded(engine: Engine, release: int = 1, of: int = 1) -> list[PoolShifts]:
    return load_shifts(engine, release, of, "level", MONDAY, NEXT)


def test_what_is_kept_is_found_again_in_time_order(engine: Engine) -> None:
    keep_shifts(engine, 1, 1, [LATER, FOUND])
    assert loaded(engine) == [FOUND, LATER]
    assert load_shifts(engine, 1, 1, "level", NEXT, NEXT) == [LATER]


def test_why_there_are_none_is_kept_too(engine: Engine) -> None:
    keep_shifts(engine, 1, 1, [NONE])
    [found] = loaded(engine)
    assert found.reason == NONE.reason
    assert found.schedule_efficiency != found.schedule_efficiency  # NaN
    assert level_shifts(engine, 1, 1) == {}


def test_shifts_are_those_of_their_release_plan_and_goal(engine: Engine) -> None:
    keep_shifts(engine, 1, 1, [FOUND])
    keep_shifts(engine, 1, 1, [replace(FOUND, goal="cover", paid_hours=130.0)])
    assert loaded(engine) == [FOUND]
    assert loaded(engine, of=2) == loaded(engine, release=2) == []
    [cover] = load_shifts(engine, 1, 1, "cover", MONDAY, NEXT)
    assert cover.paid_hours == 130.0


def test_a_week_that_is_kept_again_is_replaced(engine: Engine) -> None:
    keep_shifts(engine, 1, 1, [FOUND, LATER])
    keep_shifts(engine, 1, 1, [replace(FOUND, fte=9.9)])
    assert loaded(engine) == [replace(FOUND, fte=9.9), LATER]
    assert kept_weeks(engine, 1, 1) == 2


def test_nothing_may_be_kept(engine: Engine) -> None:
    keep_shifts(engine, 1, 1, [])
    assert loaded(engine) == []
    assert kept_weeks(engine, 1, 1) == 0


def test_those_worked_out_from_the_same_are_found_under_any_plan(engine: Engine) -> None:
    keep_shifts(engine, 1, 1, [FOUND])
    keep_shifts(engine, 1, 2, [LATER])
    assert alike_shifts(engine, 1, "level") == {FOUND.sha256: FOUND, LATER.sha256: LATER}
    assert alike_shifts(engine, 2, "level") == {}
    assert alike_shifts(engine, 1, "cover") == {}


def test_only_those_of_the_newest_releases_stay(engine: Engine) -> None:
    for release in range(1, RELEASES + 1):
        keep_shifts(engine, release, 1, [FOUND])
    found = [bool(loaded(engine, release=x)) for x in range(1, RELEASES + 1)]
    assert found == 2 * [False] + 8 * [True]


def test_those_that_keep_a_level_are_found_by_pool_and_week(engine: Engine) -> None:
    cover = replace(FOUND, goal="cover", curve_hours=50.0)
    later = replace(LATER, curve_hours=80.0)
    keep_shifts(engine, 1, 1, [FOUND, later, NONE, cover])
    assert level_shifts(engine, 1, 1) == {FOUND.pool: {MONDAY: FOUND, NEXT: later}}
    assert level_shifts(engine, 1, 2) == {}
