"""What an hour of a contract costs: its own figure, else that of the people who name it."""

from dataclasses import replace

import numpy as np
import pytest

from data.plan import Plan, Staff
from service.planning.shifts.hourly_costs import hourly_costs
from tests.data.plan.plan_texts import plan
from tests.service.planning.shifts.shift_cases import FULL, PART


def with_people(*people: Staff) -> Plan:
    """With these staff at Liège, and no classes."""
    sites = [replace(x, staff=people, classes=()) if x.id == "liege" else x for x in plan().sites]
    return replace(plan(), contracts=(FULL, PART), sites=tuple(sites))


def staff(contract: str, headcount: int, cost: float | None) -> Staff:
    [one] = plan().site("liege").staff
    return replace(one, contract=contract, headcount=headcount, hourly_cost=cost)


def costs(of: Plan) -> dict[str, float]:
    return hourly_costs(of, of.site("liege"))


def test_people_who_name_a_contract_tell_its_cost_by_their_number() -> None:
    some = with_people(staff("full-time", 30, 20.0), staff("full-time", 10, 28.0))
    assert costs(some)["full-time"] == pytest.approx(22.0)


def test_a_contracts_own_cost_is_the_cost() -> None:
    some = with_people(staff("full-time", 30, 20.0))
    dear = tuple(replace(x, hourly_cost=31.0) for x in some.contracts)
    assert costs(replace(some, contracts=dear)) == {"full-time": 31.0, "part-time": 31.0}


def test_who_tells_no_cost_or_names_another_contract_has_no_say() -> None:
    some = with_people(
        staff("full-time", 30, 20.0), staff("full-time", 10, None), staff("temporary", 9, 90.0)
    )
    assert costs(some)["full-time"] == pytest.approx(20.0)


def test_a_class_without_people_yet_tells_the_cost() -> None:
    some = with_people(staff("full-time", 0, 20.0))
    assert costs(some)["full-time"] == pytest.approx(20.0)


def test_where_neither_is_told_it_is_unknown() -> None:
    assert np.isnan(costs(with_people(staff("full-time", 30, 20.0)))["part-time"])
