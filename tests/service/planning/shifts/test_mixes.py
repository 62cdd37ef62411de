"""Which mixes of contracts are tried, and which of them the plan's bounds allow."""

from dataclasses import replace
from datetime import date

from data.plan import Plan
from service.planning.shifts.mixes import SHARES, MixQuestion, contract_names, mixes
from tests.data.plan.plan_texts import PLAN, plan

CONTRACTS = """
[[contracts]]
name = "full-time"
weekly_hours = 38
day_hours = [7.6]

[[contracts]]
name = "part-time"
weekly_hours = 20
day_hours = [4]
share_max = 0.25

[[queues]]"""
DAY = date(2025, 11, 3)
ASKED = MixQuestion(DAY, DAY, "liege")


def contracted() -> Plan:
    return plan(PLAN.replace("[[queues]]", CONTRACTS, 1))


def test_the_plan_comes_first_and_every_contract_at_every_share_after_it() -> None:
    first, *others = mixes(contracted(), ASKED)
    assert (first.share, first.within, first.plan) == (None, True, contracted())
    assert [(x.contract, x.share) for x in others] == [
        (name, share) for name in ("full-time", "part-time") for share in SHARES
    ]


def test_a_share_is_that_of_exactly_one_contract() -> None:
    [_, found] = mixes(contracted(), replace(ASKED, contract="part-time", share=0.3))
    bounds = {x.name: (x.share_min, x.share_max) for x in found.plan.contracts}
    assert bounds == {"full-time": (0.0, 1.0), "part-time": (0.3, 0.3)}


def test_bounds_of_the_others_count_too() -> None:
    allowed = {(x.contract, x.share): x.within for x in mixes(contracted(), ASKED)[1:]}
    assert allowed["part-time", 0.2]
    assert not allowed["part-time", 0.3]
    assert not allowed["full-time", 0.5]  # half the people would be part-timers


def test_a_single_contract_has_no_other_mix() -> None:
    alone = replace(contracted(), contracts=contracted().contracts[:1])
    assert contract_names(alone, "liege") == ["full-time"]
    assert len(mixes(alone, ASKED)) == 1
