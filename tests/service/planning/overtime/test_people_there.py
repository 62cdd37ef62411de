"""Whole people of a pool's week, from the hours that capacity gives it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from service.planning.basis.current import Current
from service.planning.basis.span import span_of
from service.planning.capacity.cache import Cache
from service.planning.capacity.site_pools import pool_capacities
from service.planning.overtime.people_there import people_there
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from tests.service.cases import MONDAY
from tests.service.planning.overtime.overtime_case import (
    LATE,
    contracted,
    found,
    there,
)
from tests.service.planning.shifts.shift_cases import BELGIUM_FR, FULL, MOROCCO_FR, PART

FORTY_FOUR = replace(FULL, name="forty-four", weekly_hours=44.0)


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return contracted(tmp_path_factory.mktemp("overtime"))


def test_people_are_as_many_as_their_hours_on_the_floor(current: Current) -> None:
    people = there(current, BELGIUM_FR)
    paid = people.paid_hours(current.plan.contracts, 0.7)
    assert paid.sum() == pytest.approx(people.hours.sum() / 0.7)
    assert abs(found(current, people).people - paid.sum() / 38) <= 0.5


def test_hours_are_those_that_capacity_gives_the_pool_after_what_shifts_lose(
    current: Current,
) -> None:
    span = span_of(current, MONDAY, MONDAY + timedelta(days=6))
    pools = pool_capacities(current, span, Method(), WhatIf(), Cache())
    given = {x.need.pool.name: x.available_hours[0] / x.efficiency[0] for x in pools}
    hours = {x.need.pool.name: x.hours.sum() for x in people_there(current, [MONDAY])}
    assert hours == pytest.approx(given)


def test_other_work_gets_its_part_of_the_hours(current: Current, tmp_path: Path) -> None:
    work = '[[other_work]]\nmatch = { language = "fr" }\nhours_per_week = 200\n'
    busy = contracted(tmp_path, LATE + work)
    assert there(busy, MOROCCO_FR).hours.sum() < there(current, MOROCCO_FR).hours.sum()


def test_who_names_no_contract_has_the_nearest_in_weekly_hours(current: Current) -> None:
    people = there(current, MOROCCO_FR)  # classes of 44 hours
    by_contract = people.paid_hours([PART, FULL, FORTY_FOUR], 0.7)
    assert by_contract[:2].tolist() == [0.0, 0.0]
    assert by_contract[2] > 0


def test_who_names_a_contract_has_it(current: Current) -> None:
    people = there(current, MOROCCO_FR)
    named = replace(people, groups=tuple(replace(x, contract="part-time") for x in people.groups))
    by_contract = named.paid_hours([FULL, PART], 0.7)
    assert by_contract[0] == 0.0
    assert by_contract[1] > 0


def test_an_hour_costs_what_those_who_work_it_cost_on_average(current: Current) -> None:
    people = there(current, BELGIUM_FR)
    [full, part] = people.hourly_costs(current.plan.contracts)
    costs = np.array([x.hourly_cost for x in people.groups], np.float64)
    assert full == pytest.approx(np.average(costs, weights=people.hours))
    assert 28.0 < full < 30.0
    assert np.isnan(part)


def test_where_people_tell_no_cost_the_contract_does(current: Current) -> None:
    people = there(current, BELGIUM_FR)
    silent = replace(people, groups=tuple(replace(x, hourly_cost=None) for x in people.groups))
    assert silent.hourly_costs([replace(FULL, hourly_cost=31.0), PART])[0] == 31.0
