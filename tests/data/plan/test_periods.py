"""Periods that a plan tells of: read, refused with their remedy, laid over days."""

from datetime import date, timedelta

import numpy as np
import pytest

from data.calendar.known_periods import KNOWN_PERIODS
from data.plan import Plan
from data.plan.days.drivers import Drivers, drivers_of
from data.plan.file import PlanError, read_stored_plan
from data.plan.periods import Period, spans_of
from models.queues import Match
from tests.data.plan.plan_texts import PLAN, calendar, plan

FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=i) for i in range(1096)]
NAMED = '[[periods]]\nname = "Ramadan"\n'
FAIR = """
[[periods]]
match = { language = "fr" }
name = "fair"
from = 2025-05-05
to = 2025-05-09
"""
WRITTEN = "".join(
    f'[[periods]]\nname = "Ramadan"\nfrom = {first}\nto = {last}\n'
    for first, last in spans_of(calendar("Ramadan"))
    if 2023 < first.year < 2027
)


def told(of: Plan, queue: int = 0) -> Drivers:
    return drivers_of(of, of.queues[queue], DAYS, 700)


def test_a_period_is_read_with_its_dates() -> None:
    span = (date(2025, 5, 5), date(2025, 5, 9))
    assert plan(PLAN + FAIR).periods == (Period(Match(language="fr"), "fair", *span, (span,)),)


def test_ramadan_by_name_is_the_same_as_its_dates_written_out() -> None:
    named, written = told(plan(PLAN + NAMED)), told(plan(PLAN + WRITTEN))
    assert list(named.periods) == list(written.periods) == ["Ramadan"]
    np.testing.assert_array_equal(named.periods["Ramadan"], written.periods["Ramadan"])
    assert named.periods["Ramadan"].sum() in range(3 * 29, 3 * 30 + 1)


@pytest.mark.parametrize(
    ("first", "feast"),
    [
        (date(2024, 3, 11), date(2024, 4, 10)),
        (date(2025, 3, 1), date(2025, 3, 30)),
        (date(2026, 2, 18), date(2026, 3, 20)),
    ],
)
def test_ramadan_lasts_from_its_first_day_to_the_day_before_the_feast(
    first: date, feast: date
) -> None:
    assert (first, feast - timedelta(days=1)) in spans_of(calendar("Ramadan"))


def test_a_year_with_two_ramadans_has_both() -> None:
    firsts = [first for first, _ in spans_of(calendar("Ramadan")) if first.year == 2030]
    assert firsts == [date(2030, 1, 5), date(2030, 12, 26)]


def test_every_ramadan_is_whole() -> None:
    lengths = [(last - first).days + 1 for first, last in spans_of(calendar("Ramadan"))]
    assert len(lengths) == 62
    assert set(lengths) == {29, 30}


def test_the_calendars_periods_are_kept_with_the_plan() -> None:
    read = plan(PLAN + NAMED)
    assert set(read.calendars["Ramadan"]) == set(calendar("Ramadan"))
    again = read_stored_plan(PLAN + NAMED, "plan.toml", lambda code: read.calendars.get(code, {}))
    assert again.periods == read.periods


def test_periods_are_those_of_the_queues_callers() -> None:
    of = plan(PLAN + FAIR)
    french = next(i for i, x in enumerate(of.queues) if x.language == "fr")
    dutch = next(i for i, x in enumerate(of.queues) if x.language == "nl")
    on = np.flatnonzero(told(of, french).periods["fair"])
    assert [DAYS[i] for i in on] == [date(2025, 5, day) for day in range(5, 10)]
    assert told(of, dutch).periods == {}


def test_rows_of_one_name_are_one_period() -> None:
    twice = FAIR + FAIR.replace("2025", "2026")
    assert told(plan(PLAN + twice)).periods["fair"].sum() == 10


def test_a_period_without_a_day_among_the_days_moves_nothing() -> None:
    found = told(plan(PLAN + FAIR.replace("2025", "2028")))
    assert found.told_periods == {}


@pytest.mark.parametrize(
    ("old", "new", "wrong", "remedy"),
    [
        ("to = 2025-05-09", "to = 2025-05-04", "to: 2025-05-04 is before from", "a later date"),
        ("to = 2025-05-09\n", "", "to: is missing", "neither from nor to"),
        ("from = 2025-05-05\n", "", "from: is missing", "neither from nor to"),
        ('name = "fair"\n', "", "name: is missing", "1 to 200 characters"),
        (
            'name = "fair"\nfrom = 2025-05-05\nto = 2025-05-09\n',
            'name = "ramadann"\n',
            'name: "ramadann" is no period that the calendar knows',
            'did you mean "Ramadan"?',
        ),
        ('"fr"', '"de"', 'match.language: no queue has the language "de"', 'one of "fr", "nl"'),
    ],
)
def test_one_mistake_is_one_message(old: str, new: str, wrong: str, remedy: str) -> None:
    text = FAIR.replace(old, new)
    assert text != FAIR
    with pytest.raises(PlanError) as refused:
        plan(PLAN + text)
    [message] = refused.value.errors
    assert f"periods[0].{wrong}" in message
    assert remedy in message


def test_a_day_is_told_of_once_a_name_and_queue() -> None:
    with pytest.raises(PlanError) as refused:
        plan(PLAN + NAMED + WRITTEN)
    assert len(refused.value.errors) == 3
    assert 'periods[1]: tells of days of "Ramadan" that periods[0] tells of' in str(refused.value)


def test_all_mistakes_are_told_at_once() -> None:
    wrong = FAIR.replace("to = 2025-05-09", "to = 2025-05-01") + NAMED.replace("Ram", "Rom")
    with pytest.raises(PlanError) as refused:
        plan(PLAN + wrong)
    assert len(refused.value.errors) == 2


@pytest.mark.parametrize("name", KNOWN_PERIODS)
def test_a_period_is_no_calendar_of_public_holidays(name: str) -> None:
    with pytest.raises(PlanError) as refused:
        plan(PLAN.replace('holidays = "BE"', f'holidays = "{name}"', 1))
    [message] = refused.value.errors
    assert f'holidays: "{name}" is a period' in message
