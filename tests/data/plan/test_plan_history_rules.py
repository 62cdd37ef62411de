"""How history comes: the names exports write, each for one queue or site; daily totals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.plan import folded_name
from data.plan.file import PlanError
from tests.data.plan.plan_texts import PLAN, plan

QUEUE = 'id = "residential-contract-fr"\n'
OTHER = 'id = "b2b-billing-nl"\n'
SITE = 'id = "liege"\n'


def with_aliases(*told: tuple[str, str]) -> str:
    text = PLAN
    for row, aliases in told:
        text = text.replace(row, f"{row}aliases = [{aliases}]\n", 1)
    return text


def faults(text: str) -> list[str]:
    with pytest.raises(PlanError) as refusal:
        plan(text)
    return list(refusal.value.errors)


def test_aliases_are_kept_without_case_and_blanks() -> None:
    told = with_aliases((QUEUE, '"  Contrats   FR ", "700"'), (SITE, '"LIÈGE 01"'))
    assert plan(told).queue_aliases == {
        "contrats fr": "residential-contract-fr",
        "700": "residential-contract-fr",
    }
    assert plan(told).site_aliases == {"liège 01": "liege"}
    assert not plan(PLAN).queue_aliases
    assert not plan(PLAN).site_aliases


def test_a_queue_and_a_site_may_share_an_alias() -> None:
    read = plan(with_aliases((QUEUE, '"700"'), (SITE, '"700"')))
    assert read.queue_aliases.keys() == read.site_aliases.keys()


def test_a_queue_may_repeat_its_own_names() -> None:
    told = '"Residential-Contract-FR", "Contrats", "CONTRATS "'
    assert len(plan(with_aliases((QUEUE, told))).queue_aliases) == 2


def test_an_alias_of_two_is_refused_with_everything_else() -> None:
    text = with_aliases((QUEUE, '"700", "Billing FR"'), (OTHER, '"billing  fr", "701"'))
    found = faults(text.replace("share = 0.90", "share = 90", 1))
    assert len(found) == 2
    assert 'queues[3].aliases[0]: "billing  fr" is queues[1].aliases[1] too; leave it out' in str(
        found
    )


def test_an_alias_that_is_anothers_id_is_refused() -> None:
    found = faults(with_aliases((QUEUE, '"B2B-Billing-NL"'), (SITE, '"Morocco"')))
    assert [re.sub(r"^[^:]*: ", "", x).partition(";")[0] for x in found] == [
        'queues[1].aliases[0]: "B2B-Billing-NL" is the id of queues[3] too',
        'sites[0].aliases[0]: "Morocco" is the id of sites[1] too',
    ]


@pytest.mark.parametrize("told", ['""', '"   "', '"a\\tb"', '"a\\nb"', f'"{"x" * 201}"', "700"])
def test_a_name_no_export_can_write_is_refused_with_a_remedy(told: str) -> None:
    (found,) = faults(with_aliases((QUEUE, f'"good", {told}')))
    assert "queues[1].aliases[1]: is " in found
    assert "write a list of at most 100 names of 1 to 200 characters on one line" in found


@given(st.text(max_size=30))
def test_folding_a_name_again_changes_nothing(name: str) -> None:
    assert folded_name(folded_name(name)) == folded_name(name)
    assert folded_name(f"  {name}\t") == folded_name(name)


def test_a_plan_says_of_all_queues_or_of_one_that_daily_totals_are_spread() -> None:
    own = PLAN.replace(QUEUE, QUEUE + "daily_totals_are_spread = true\n")
    assert plan(own).daily_totals_spread == {"residential-contract-fr"}
    text = "daily_totals_are_spread = true\n" + PLAN.replace(
        QUEUE, QUEUE + "daily_totals_are_spread = false\n"
    )
    others = {x.id for x in plan(PLAN).queues} - {"residential-contract-fr"}
    assert plan(text).daily_totals_spread == others
    assert not plan(PLAN).daily_totals_spread
