"""A week as shifts see it: on the site's clock, of the days on which people work."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from data.plan import Plan
from service.planning.basis.current import Current
from service.planning.shifts.needed_week import (
    NeededWeek,
    cover_worth,
    level_worth,
    needed_week,
    reached_by,
)
from service.planning.shifts.pool_week import pool_week
from tests.service.cases import AUTUMN, MONDAY, SPRING
from tests.service.planning.shifts.shift_cases import (
    ANY_TIME,
    BELGIUM_FR,
    BELGIUM_NL,
    FULL,
    MOROCCO_FR,
    PART,
    need_of,
)

WINTER, RAMADAN, ARMISTICE = date(2026, 1, 12), date(2026, 2, 23), date(2025, 11, 10)


def week_of(
    current: Current, name: str, monday: date, days: int = 7, plan: Plan | None = None
) -> NeededWeek:
    need = need_of(current, name, monday + timedelta(days=7 - days), days)
    found = needed_week(plan or current.plan, need, monday)
    assert found is not None
    return found


def hours_of_day(week: NeededWeek, day: int) -> tuple[int, int]:
    minutes = week.minute[week.day == day]
    return int(minutes[0]), int(minutes[-1]) + 30


def at_belgium(current: Current, **fields: Any) -> Plan:
    sites = [replace(x, **fields) if x.id == "belgium" else x for x in current.plan.sites]
    return replace(current.plan, sites=tuple(sites))


@pytest.mark.parametrize(
    ("monday", "opens"),
    [(MONDAY, 7), (WINTER, 8), (RAMADAN, 7)],
    ids=["summer time in Brussels", "winter", "Ramadan"],
)
def test_callers_hours_are_told_on_the_clock_of_casablanca(
    current: Current, monday: date, opens: int
) -> None:
    week = week_of(current, MOROCCO_FR, monday)
    assert hours_of_day(week, 0) == (opens * 60, (opens + 12) * 60)
    assert sorted(set(week.day.tolist())) == [0, 1, 2, 3, 4]


def test_ramadan_takes_more_people_off_the_phone(current: Current) -> None:
    for monday, off_phone in ((WINTER, 0.2), (RAMADAN, 0.3)):
        week = week_of(current, MOROCCO_FR, monday)
        assert week.available == pytest.approx(1 - 0.1 - off_phone)
        assert [x.off_phone for x in week.shrinkage] == 7 * [Decimal(str(off_phone))]


def test_a_closed_holiday_is_no_day_of_the_week_and_takes_its_share_of_hours(
    current: Current,
) -> None:
    week = week_of(current, BELGIUM_FR, ARMISTICE)  # Tuesday, 11 November
    assert sorted(set(week.day.tolist())) == [0, 2, 3, 4]
    assert week.share == pytest.approx(4 / 5)


def test_a_site_that_does_not_work_on_its_holidays_has_no_shift_then(current: Current) -> None:
    idle = at_belgium(current, works_on_holidays=False)
    week = week_of(current, BELGIUM_NL, ARMISTICE, plan=idle)
    assert sorted(set(week.day.tolist())) == [0, 2, 3, 4, 5, 6]
    assert week.share == pytest.approx(6 / 7)


def test_a_site_that_closes_works_until_its_last_day(current: Current) -> None:
    closing = at_belgium(current, closes=MONDAY + timedelta(days=1))
    week = week_of(current, BELGIUM_FR, MONDAY, plan=closing)
    assert sorted(set(week.day.tolist())) == [0, 1]
    assert week.share == pytest.approx(2 / 5)
    later = MONDAY + timedelta(weeks=1)
    assert needed_week(closing, need_of(current, BELGIUM_FR, later), later) is None


def test_a_part_of_a_week_counts_the_days_that_are_asked(current: Current) -> None:
    week = week_of(current, BELGIUM_FR, MONDAY, days=4)  # Thursday to Sunday
    assert sorted(set(week.day.tolist())) == [3, 4]
    assert week.share == pytest.approx(2 / 5)
    assert len(week.shrinkage) == 7


@pytest.mark.parametrize(("sunday", "count"), [(AUTUMN, 50), (SPRING, 46)])
def test_a_day_on_which_the_clock_changes_has_an_hour_more_or_less(
    current: Current, sunday: date, count: int
) -> None:
    week = week_of(current, BELGIUM_NL, sunday - timedelta(days=6))
    at_night = week.minute[(week.day == 6) & (week.minute >= 120) & (week.minute < 180)]
    assert np.count_nonzero(week.day == 6) == count
    assert len(at_night) == {50: 4, 46: 0}[count]
    found = pool_week(week, [replace(ANY_TIME, breaks=())], cover_worth(week))
    [night] = [
        x
        for x, kind in enumerate(found.kinds)
        if kind.start == 0 and found.week.columns.day[x] == 6
    ]
    there = found.week.columns.cover[night] / week.available
    assert there.sum() * 0.5 == pytest.approx(7.6 + (count - 48) / 2)


def test_the_needed_agents_are_worth_what_is_promised(current: Current) -> None:
    week = week_of(current, BELGIUM_FR, MONDAY)
    reach = reached_by(week)
    needed = week.agents.astype(np.float64)
    promised = reach.level(needed, week.day)
    staffing = week.need.staffing
    assert promised == pytest.approx(
        (staffing.service_level * staffing.among).sum() / staffing.among.sum()
    )
    assert level_worth(week, reach).total(needed) == pytest.approx(0.0, abs=1e-6)
    assert level_worth(week, reach).total(needed + 1) > 0
    assert cover_worth(week).total(needed) == 0
    assert cover_worth(week).total(needed - 1) == -len(needed)


def test_people_work_their_contracts_week_as_far_as_the_pool_is_open(current: Current) -> None:
    week = week_of(current, BELGIUM_FR, ARMISTICE)
    saturdays = replace(PART, weekend_share=0.5)
    terms = pool_week(week, [FULL, saturdays], cover_worth(week)).week.terms
    assert terms.hours == pytest.approx([38 * 0.8, 20 * 0.8])
    assert terms.days == pytest.approx([4.0, 4.0])
    assert terms.day_share.tolist() == [7 * [1.0], [*5 * [1.0], 0.5, 0.5]]
    assert terms.share_max.tolist() == [1.0, 0.25]


def test_people_cost_their_hours_unless_every_contract_tells_its_rate(current: Current) -> None:
    week = week_of(current, BELGIUM_FR, MONDAY)
    dear, cheap = replace(FULL, hourly_cost=30.0), replace(PART, hourly_cost=25.0)
    for contracts, cost in (((dear, cheap), [1140.0, 500.0]), ((dear, PART), [38.0, 20.0])):
        terms = pool_week(week, contracts, cover_worth(week)).week.terms
        assert terms.cost == pytest.approx(cost)
