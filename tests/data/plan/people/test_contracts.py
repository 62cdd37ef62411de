"""Contracts are read as they are written; what nobody could work is refused by its key."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.plan import Plan
from data.plan.checks import faults_of
from data.plan.contracts import Break, Contract
from data.plan.days.breaks import day_length, starts
from tests.data.plan.people.contract_cases import EIGHT, contracts, toml
from tests.data.plan.plan_texts import PLAN, plan

READ = plan()
REMEDIES = ("write ", "did you mean ")
HALF = replace(EIGHT, name="part-time", weekly_hours=20.0, day_hours=(4.0,), breaks=())


def faults(*rows: Contract, of: Plan = READ) -> list[str]:
    return [str(x) for x in faults_of(replace(of, contracts=rows))]


@given(contracts())
@settings(max_examples=60)
def test_a_contract_is_read_as_it_was_written(contract: Contract) -> None:
    assert plan(PLAN + toml([contract])).contracts == (contract,)


@given(st.lists(contracts(), min_size=1, max_size=4, unique_by=lambda x: (x.name, x.site)))
@settings(max_examples=60)
def test_contracts_that_can_be_worked_have_no_fault(rows: list[Contract]) -> None:
    few = [replace(x, share_min=x.share_min / len(rows)) for x in rows]
    assert faults(*few) == []


@given(contracts())
@settings(max_examples=60)
def test_a_contract_without_a_fault_has_a_day_that_can_be_worked(contract: Contract) -> None:
    for hours in contract.day_hours:
        day = day_length(contract, hours)
        assert starts(contract, day)
        for placed in day.placed(contract.start_every):
            ends = [0, *(x.earliest + x.minutes for x in placed)]
            begins = [*(x.earliest for x in placed), day.attendance]
            assert all(x <= y for x, y in zip(ends, begins, strict=True))
            assert ends[-1] < day.attendance
        assert day.placed(contract.start_every)


def longest(x: Contract) -> int:
    return day_length(x, max(x.day_hours)).attendance


def first_start(x: Contract) -> int:
    return starts(x, day_length(x, max(x.day_hours)))[0]


def with_break(x: Contract, *more: Break) -> Contract:
    return replace(x, breaks=(*x.breaks, *more))


def twice_at_the_end(x: Contract) -> Contract:
    at = longest(x) - 6
    return with_break(x, Break(5, True, at, at), Break(5, True, at, at))


MUTILATED: dict[str, Callable[[Contract], Contract]] = {
    "weekly_hours": lambda x: replace(x, weekly_hours=max(x.day_hours) * x.days_a_week + 0.1),
    "weekly_hours ": lambda x: replace(x, weekly_hours=min(x.day_hours) - 0.1),
    "latest_end": lambda x: replace(
        x, latest_end=starts(x, day_length(x, 0.0))[0] + longest(x) - 1
    ),
    "latest_end ": lambda x: replace(x, latest_end=x.earliest_start),
    "paid_breaks": lambda x: with_break(x, Break(15, True, 60, 55)),
    "paid_breaks ": lambda x: with_break(x, Break(15, True, 60, longest(x) - 15)),
    "paid_breaks  ": twice_at_the_end,
    "unpaid_breaks": lambda x: with_break(x, Break(15, False, longest(x), longest(x))),
    "share_max": lambda x: replace(x, share_min=0.5, share_max=0.4),
    "share_max ": lambda x: replace(x, share_min=0.0, share_max=0.4),
    "site": lambda x: replace(x, site="liège"),
    "pool": lambda x: replace(x, pool="belgium-fr-b2b"),
    "pool ": lambda x: replace(x, site="liege", pool="belgium-nl"),
}


@pytest.mark.parametrize("key", MUTILATED)
@given(contract=contracts())
@settings(max_examples=12)
def test_what_cannot_be_worked_is_one_fault_that_names_its_key_and_a_remedy(
    key: str, contract: Contract
) -> None:
    wrong = MUTILATED[key](replace(contract, site="belgium"))
    [found] = faults(wrong)
    assert found.startswith(f"contracts[0].{key.strip()}: ")
    assert any(f"; {x}" in found for x in REMEDIES)


def test_what_a_fault_says() -> None:
    late = replace(EIGHT, earliest_start=430, start_every=60, latest_end=980)
    assert faults(late) == [
        "contracts[0].latest_end: 16:20 is too early for a day of 8.5 hours with breaks, every 60 "
        "minutes from 07:10 on; write a later time, an earlier earliest_start or shorter day_hours"
    ]
    both = with_break(EIGHT, Break(60, True, 200, 200), Break(60, True, 220, 220))
    assert faults(both) == [
        "contracts[0].paid_breaks: 3 breaks find no room beside each other in 8 paid hours; write "
        "from_hours and to_hours that leave room for all"
    ]


def test_two_short_breaks_of_the_same_window_find_room_on_both_sides_of_the_long_one() -> None:
    short = Break(15, True, 60, 420)
    day = day_length(with_break(EIGHT, short, short), 8.0)
    placed = day.placed(30)
    assert {len(x) for x in placed} == {3}
    assert {x[0].earliest for x in placed} >= {60}


def test_a_short_break_may_lie_after_a_long_one_whose_window_begins_earlier() -> None:
    assert faults(replace(EIGHT, breaks=(Break(30, False, 0, 300), Break(15, True, 10, 20)))) == []


def test_a_day_that_is_too_short_for_a_break_has_none() -> None:
    mixed = replace(EIGHT, day_hours=(8.0, 3.0), latest_end=1200)
    assert faults(mixed) == []
    assert day_length(mixed, 3.0).attendance == 180
    assert day_length(mixed, 3.0).placed(30) == ((),)


def test_a_break_of_a_short_day_ends_before_the_day_does() -> None:
    day = day_length(EIGHT, 4.0)
    assert day.attendance == 270
    assert [x[0].earliest for x in day.placed(30)] == [180, 210]


def test_names_are_unique_among_those_used_together() -> None:
    pooled = replace(EIGHT, pool="belgium-nl")
    assert faults(EIGHT, replace(EIGHT, site="liege"), pooled) == []
    for one, other in ((EIGHT, EIGHT), (pooled, replace(pooled, site="belgium"))):
        assert faults(one, other) == [
            'contracts[1].name: "full-time" is the name of contracts[0] too; write another name'
        ]


def test_shares_of_those_used_together_can_be_all_people() -> None:
    at_least = [replace(x, share_min=0.6) for x in (EIGHT, HALF)]
    assert faults(*at_least) == [
        "contracts[1].share_min: those of liege-fr-residential's contracts sum to 1.2; "
        "write shares of at most 1 together"
    ]
    elsewhere = [at_least[0], replace(at_least[1], site="belgium")]
    assert faults(*elsewhere) == []
    assert faults(*(replace(x, share_max=0.5) for x in (EIGHT, HALF))) == []
    assert faults(*(replace(x, share_max=0.1) for x in 10 * [EIGHT])) != []


def test_a_pool_is_the_merged_one_by_its_name() -> None:
    assert "belgium-nl" in {x.name for x in READ.pools}
    assert faults(replace(EIGHT, pool="belgium-nl")) == []
    [found] = faults(replace(EIGHT, pool="belgium-nl-b2b"))
    assert 'there is no pool "belgium-nl-b2b"; did you mean "belgium-nl" or' in found


def test_the_most_specific_contracts_are_a_pools() -> None:
    own, here, every = (
        replace(EIGHT, pool="belgium-nl"),
        replace(EIGHT, site="belgium"),
        replace(EIGHT, name="any"),
    )
    known = {x.name: x for x in READ.pools}
    for rows, wanted in (
        ((every,), every),
        ((every, here), here),
        ((every, here, own), own),
    ):
        assert replace(READ, contracts=rows).contracts_of(known["belgium-nl"]) == (wanted,)
    assert replace(READ, contracts=(here, own)).contracts_of(known["morocco-fr-residential"]) == ()


def test_a_whole_day_may_be_worked() -> None:
    whole = replace(EIGHT, weekly_hours=168.0, day_hours=(24.0,), days_a_week=7, breaks=())
    assert faults(replace(whole, earliest_start=0, latest_end=1440)) == []


def test_a_hundred_contracts_are_those_of_several_pools() -> None:
    hundred = [replace(EIGHT, name=f"contract {x}") for x in range(100)]
    assert faults(*hundred[:20]) == []
    assert faults(*hundred) == [
        "contracts[20]: is one of 100 of liege-fr-residential's people; "
        "write at most 20 that are used together"
    ]
    names = [x.name for x in READ.pools]
    assert len(names) == 5
    spread = [replace(x, pool=names[row % len(names)]) for row, x in enumerate(hundred)]
    assert faults(*spread) == []
