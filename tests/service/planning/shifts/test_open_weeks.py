"""Weeks of which there are shifts: people with contracts take calls in them."""

from dataclasses import replace
from datetime import date, timedelta

from data.plan import Plan
from service.planning.basis.current import Current
from service.planning.shifts.open_weeks import open_weeks
from service.planning.shifts.worked_out import pool_shifts
from tests.service.cases import LAST, MONDAY
from tests.service.planning.shifts.shift_cases import (
    BELGIUM_FR,
    FULL,
    MOROCCO_FR,
    need_of,
    under,
)

EVERY = [MONDAY + timedelta(weeks=x) for x in range(24)]
NEW_YEAR = date(2026, 1, 1)


def of(current: Current, plan: Plan) -> list[date]:
    return open_weeks(replace(current, stored=replace(current.stored, plan=plan)))


def test_they_are_all_weeks_that_can_be_planned(current: Current) -> None:
    assert EVERY[-1] + timedelta(days=6) == LAST
    assert of(current, under(current, FULL)) == EVERY


def test_without_contracts_there_are_none(current: Current) -> None:
    assert of(current, under(current)) == []


def test_a_pool_that_loses_its_calls_has_none_from_then_on(current: Current) -> None:
    found = of(current, under(current, replace(FULL, pool=BELGIUM_FR)))
    assert found == [x for x in EVERY if x < NEW_YEAR]


def test_a_site_that_opens_later_has_them_from_then_on(current: Current) -> None:
    opens = MONDAY + timedelta(weeks=3, days=2)
    plan = under(current, replace(FULL, pool=MOROCCO_FR))
    sites = [replace(x, opens=opens) if x.id == "morocco" else x for x in plan.sites]
    later = replace(plan, sites=tuple(sites))
    assert of(current, later) == EVERY[3:]
    need = need_of(current, MOROCCO_FR, MONDAY, 28)
    made = [pool_shifts(later, need, x, "cover", {}) for x in EVERY[1:4]]
    assert [x is not None for x in made] == [False, False, True]
