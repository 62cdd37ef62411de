"""Plans as stored: every import a version, each read with the holidays of its own time."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from data.calendar import Holidays
from data.database.schema import plan_holidays, plans
from data.plan.checks import faults_of
from data.plan.file import PlanError, read_plan
from data.plan.store import NoPlanError, current_plan, load_plan, newest_plan_id, store_plan
from tests.data.plan.plan_texts import calendar, plan
from tests.service.cases import PLAN, empty

OTHER = PLAN.replace("share = 0.80", "share = 0.85")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return empty(tmp_path)


def store(engine: Engine, text: str = PLAN, name: str = "plan.toml") -> int:
    return store_plan(engine, name, text, plan(text))


def test_before_the_first_import_there_is_no_plan_and_the_remedy(engine: Engine) -> None:
    assert newest_plan_id(engine) is None
    with pytest.raises(NoPlanError, match=r"relais plan import plan\.toml"):
        current_plan(engine)


def test_a_plan_is_read_as_it_was_stored(engine: Engine) -> None:
    stored = load_plan(engine, store(engine))
    assert (stored.name, stored.text) == ("plan.toml", PLAN)
    assert stored.plan == plan(PLAN)


def test_every_other_text_is_a_new_version_and_the_newest_is_current(engine: Engine) -> None:
    first, second = store(engine), store(engine, OTHER)
    assert second > first
    assert current_plan(engine).id == newest_plan_id(engine) == second
    assert current_plan(engine).plan.target.share == 0.85
    assert load_plan(engine, first).plan.target.share == 0.8


def test_the_same_text_again_is_the_version_it_is(engine: Engine) -> None:
    assert store(engine) == store(engine, name="copy.toml")
    with engine.connect() as connection:
        assert len(connection.execute(select(plans)).all()) == 1


def test_going_back_to_an_earlier_text_is_a_new_version(engine: Engine) -> None:
    versions = [store(engine), store(engine, OTHER), store(engine)]
    assert versions == sorted(set(versions))
    assert current_plan(engine).text == PLAN


def test_a_plan_keeps_the_holidays_it_was_read_with(engine: Engine) -> None:
    invented: Holidays = {date(2025, 10, 21): "Invented"}
    store_plan(engine, "plan.toml", PLAN, read_plan(PLAN, "plan.toml", lambda _: invented))
    calendars = current_plan(engine).plan.calendars
    assert {code: dict(days) for code, days in calendars.items()} == {
        "BE": {date(2025, 10, 21): "Invented"},
        "MA": {date(2025, 10, 21): "Invented"},
    }


def test_a_plan_that_was_stored_is_read_whatever_is_checked_since(engine: Engine) -> None:
    late = "\n[[events]]\nmatch = {}\nfrom = 2048-01-05\nto = 2048-01-06\nfactor = 2.0\n"
    refused = PLAN + late
    with pytest.raises(PlanError, match="is after everything the plan tells of"):
        read_plan(refused, "plan.toml", calendar)
    store_plan(engine, "plan.toml", refused, plan(PLAN))
    kept = current_plan(engine).plan
    assert kept.events[-1].first == date(2048, 1, 5)
    assert [x.place for x in faults_of(kept)] == [("events", len(kept.events) - 1, "from")]


def test_holidays_are_rows_of_their_version(engine: Engine) -> None:
    first, second = store(engine), store(engine, OTHER)
    with engine.connect() as connection:
        kept = connection.execute(
            select(plan_holidays.c.plan_id, plan_holidays.c.name).where(
                plan_holidays.c.calendar == "BE", plan_holidays.c.day == "2025-11-11"
            )
        ).all()
    assert sorted(x.plan_id for x in kept) == [first, second]
    assert len({x.name for x in kept}) == 1


def test_a_calendar_without_any_holiday_is_read_as_one(engine: Engine) -> None:
    store_plan(engine, "plan.toml", PLAN, read_plan(PLAN, "plan.toml", lambda _: {}))
    assert set(current_plan(engine).plan.calendars) == {"BE", "MA"}
    assert not current_plan(engine).plan.calendars["BE"]


def test_shares_of_a_stored_plan_stay_exact_decimals(engine: Engine) -> None:
    store(engine)
    [belgium, _] = current_plan(engine).plan.sites
    assert str(belgium.shrinkage.rostered) == "0.3"


def test_text_beyond_ascii_and_line_ends_come_back_as_they_were(engine: Engine) -> None:
    text = PLAN.replace('id = "morocco"', 'id = "morocco"\nname = "Café à Liège"')
    text = text.replace("\n", "\r\n")
    store(engine, text)
    assert current_plan(engine).text == text
    assert current_plan(engine).plan.site("morocco").name == "Café à Liège"
