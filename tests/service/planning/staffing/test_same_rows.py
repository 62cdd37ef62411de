"""A row is the same whatever else is asked with it."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.planning.basis.current import Current
from service.planning.basis.terms import Granularity
from service.planning.staffing.staffing_table import StaffingField, StaffingQuestion, staffing_table
from tests.service.cases import MONDAY, PLAN, current_of

FRENCH = StaffingQuestion(
    date(2025, 12, 29), date(2026, 1, 9), language="fr", segment="residential"
)
CUT_OVER = date(2026, 1, 5)  # from then on in Morocco alone
SATURDAY = MONDAY + timedelta(days=5)  # only Dutch is open
ANSWERED = 'share = 0.90\nanswer_within_seconds = 20\ndefinition = "answered"\nmax_abandoned = 0.1'
Row = dict[str, object]


def rows(current: Current, question: StaffingQuestion) -> list[Row]:
    return staffing_table(current, question).rows()


def of_day(answer: list[Row], day: date) -> list[Row]:
    starts = ("period_start", "interval_start")
    return [x for x in answer if any(str(x.get(key)).startswith(str(day)) for key in starts)]


@pytest.mark.parametrize("granularity", ["interval", "day"])
@pytest.mark.parametrize("by", [("pool",), ("site",), ("language",)])
def test_a_row_is_the_same_asked_for_its_day_or_its_week(
    current: Current, by: tuple[StaffingField, ...], granularity: Granularity
) -> None:
    day = MONDAY + timedelta(days=1)
    week = StaffingQuestion(MONDAY, SATURDAY, by, granularity)
    alone = replace(week, first=day, last=day)
    assert of_day(rows(current, week), day) == rows(current, alone)


@pytest.mark.parametrize("granularity", ["interval", "day"])
def test_a_site_that_takes_no_more_calls_is_out_of_its_groups_rows(
    current: Current, granularity: Granularity
) -> None:
    question = replace(FRENCH, by=("language",), granularity=granularity)
    alone = rows(current, replace(question, first=CUT_OVER))
    assert {x["site"] for x in alone} == {"morocco"}
    before, after = rows(current, question)[0], rows(current, question)[-len(alone) :]
    assert (before["site"], after) == (None, alone)


def test_fte_of_a_week_at_one_site_are_known_beside_weeks_at_several(current: Current) -> None:
    weeks = rows(current, replace(FRENCH, by=("language",), granularity="week"))
    assert [x["fte"] is None for x in weeks] == [True, False]


def test_a_pool_that_is_closed_all_day_does_not_mix_the_days_definitions(tmp_path: Path) -> None:
    current = current_of(tmp_path, PLAN.replace("share = 0.90", ANSWERED))
    week = StaffingQuestion(MONDAY, SATURDAY, ("site",), "day", site="belgium")
    days = rows(current, week)
    assert [x["definition"] for x in days] == ["mixed"] * 5 + ["offered"]
    assert [x["service_level"] is None for x in days] == [True] * 5 + [False]
    assert [x["service_level_p50"] is None for x in days] == [True] * 5 + [False]
