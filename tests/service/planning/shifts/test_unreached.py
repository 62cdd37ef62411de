"""Open hours that no shift of a pool's contracts reaches are found on the site's clock."""

from dataclasses import replace
from datetime import date

from data.plan.contracts import Contract
from service.planning.basis.current import Current
from service.planning.shifts.unreached import Unreached, unreached
from tests.service.planning.shifts.shift_cases import (
    ANY_TIME,
    BELGIUM_FR,
    BELGIUM_NL,
    FULL,
    MOROCCO_FR,
    PART,
    under,
)

FIRST, WINTER = date(2025, 10, 20), date(2025, 10, 27)


def found(current: Current, pool: str, *contracts: Contract) -> list[Unreached]:
    return unreached(under(current, *(replace(x, pool=pool) for x in contracts)))


def test_shifts_that_reach_all_calls_leave_nothing(current: Current) -> None:
    assert found(current, BELGIUM_FR, FULL) == []
    assert found(current, BELGIUM_NL, replace(ANY_TIME, day_hours=(8.0,), breaks=())) == []


def test_the_last_minutes_count_also_where_a_shift_takes_a_part_of_their_interval(
    current: Current,
) -> None:
    early = replace(FULL, latest_end=1200)  # 7.6 hours and a break, begun at 11:30
    told = Unreached(BELGIUM_FR, FIRST, (480, 1200), (420, 1176))
    assert found(current, BELGIUM_FR, early) == [told]
    assert found(current, BELGIUM_FR, early, PART) == []


def test_the_worst_day_is_that_of_the_sites_clock(current: Current) -> None:
    late = replace(FULL, earliest_start=480, latest_end=1260)
    summer = Unreached(MOROCCO_FR, FIRST, (420, 1140), (480, 1236))
    assert found(current, MOROCCO_FR, late) == [summer]
    early = replace(FULL, earliest_start=420, latest_end=1190)
    [winter] = found(current, MOROCCO_FR, early)
    assert (winter.day, winter.calls) == (WINTER, (480, 1200))


def test_pools_without_contracts_are_not_judged(current: Current) -> None:
    assert unreached(under(current)) == []
