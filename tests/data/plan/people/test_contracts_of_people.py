"""Staff and classes work the hours of the contract that they name; a fault has no consequences."""

from dataclasses import replace

import pytest

from data.plan import Plan
from data.plan.checks import faults_of
from data.plan.contracts import Contract
from data.plan.file import PlanError
from tests.data.plan.people.contract_cases import EIGHT, toml
from tests.data.plan.plan_texts import changed, plan

READ = plan()
LIEGE, MOROCCO, BELGIUM = range(3)
FULL = replace(EIGHT, weekly_hours=38.0)
SHORT = "{ minutes = 5, from_hours = 1, to_hours = 7 }"
FORTY_FOUR = replace(EIGHT, weekly_hours=44.0, day_hours=(8.8,), site="morocco")


def staffed(label: str, *contracts: Contract) -> Plan:
    """Liège's staff call their contract so."""
    liege = READ.sites[LIEGE]
    renamed = replace(liege, staff=(replace(liege.staff[0], contract=label),))
    return replace(READ, sites=(renamed, *READ.sites[1:]), contracts=contracts)


def hired(contract: str | None, *contracts: Contract, site: int = MOROCCO) -> Plan:
    """A class of 44 hours at a site has that contract."""
    sites = list(READ.sites)
    made = replace(READ.sites[MOROCCO].classes[0], contract=contract)
    sites[site] = replace(sites[site], classes=(made,))
    return replace(READ, sites=tuple(sites), contracts=contracts)


def faults(of: Plan) -> list[str]:
    return [str(x) for x in faults_of(of)]


def refused(text: str) -> list[str]:
    with pytest.raises(PlanError) as error:
        plan(text)
    return str(error.value).splitlines()


def test_what_staff_call_their_contract_may_be_any_words() -> None:
    assert faults(staffed("temporary", FULL)) == []
    assert faults(staffed("full-time", FULL)) == []


def test_staff_whose_words_are_a_contracts_name_by_chance_work_its_hours_or_have_other_words() -> (
    None
):
    assert faults(staffed("full-time", EIGHT)) == [
        'sites[0].staff[0].weekly_hours: is 38, and contract "full-time" has 40; '
        "write the same in both, or another contract"
    ]


def test_a_contract_of_another_site_is_no_contract_of_theirs() -> None:
    assert faults(staffed("full-time", FORTY_FOUR)) == []


def test_a_class_names_a_contract_of_its_site() -> None:
    assert faults(hired("full-time", FULL, FORTY_FOUR)) == []
    assert faults(hired("fulltime", FORTY_FOUR)) == [
        'sites[1].classes[0].contract: morocco has no contract "fulltime"; '
        'did you mean "full-time"?'
    ]
    assert faults(hired("full-time")) == [
        'sites[1].classes[0].contract: morocco has no contract "full-time"; write one that exists'
    ]


def test_a_class_works_the_hours_of_its_contract() -> None:
    assert faults(hired("full-time", FULL)) == [
        'sites[1].classes[0].weekly_hours: is 44, and contract "full-time" has 38; '
        "write the same in both, or another contract"
    ]


def test_a_name_may_be_that_of_different_hours_in_two_pools() -> None:
    pools = [x for x in READ.pools if x.site == "morocco"]
    longer = replace(FORTY_FOUR, site=None, pool=pools[0].name)
    assert faults(hired("full-time", longer, FULL)) == []


def test_people_of_a_site_that_no_routing_reaches_have_the_contracts_that_its_pools_would() -> None:
    unused = replace(READ.sites[MOROCCO], id="spare", classes=(), languages=None)
    made = replace(READ.sites[MOROCCO].classes[0], contract="full-time")
    spare = replace(unused, classes=(made,))
    told = replace(READ, sites=(*READ.sites, spare), contracts=(replace(EIGHT, site="spare"),))
    [found] = [x for x in faults(told) if "contract" in x]
    assert found.startswith("sites[3].classes[0].weekly_hours: is 44, and contract")


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('name = "full-time"\n', "name = 3\n", "name"),
        ("weekly_hours = 44.0", "weekly_hours = 0", "weekly_hours"),
        ("day_hours = [8.8]", "day_hours = []", "day_hours"),
        ("day_hours = [8.8]", "day_hours = [0.1]", "day_hours[0]"),
        ("days_a_week = 5", 'days_a_week = "six"', "days_a_week"),
        ('earliest_start = "08:00"', 'earliest_start = "8"', "earliest_start"),
        ('latest_end = "20:00"', 'latest_end = "25:00"', "latest_end"),
        ("start_every_minutes = 30", "start_every_minutes = 20", "start_every_minutes"),
        ("minutes = 30,", "minutes = 12,", "unpaid_breaks[0].minutes"),
        ("from_hours = 3.0", "from_hours = -1", "unpaid_breaks[0].from_hours"),
        ("paid_breaks = []", "paid_breaks = 15", "paid_breaks"),
        ("paid_breaks = []", f"paid_breaks = [{', '.join(7 * [SHORT])}]", "paid_breaks"),
        ("weekend_share = 1.0", "weekend_share = 2", "weekend_share"),
        ("share_min = 0.0", "share_min = -0.1", "share_min"),
        ("share_max = 1.0", "share_max = 50", "share_max"),
        ('site = "morocco"', "site = 1", "site"),
        ('site = "morocco"', 'site = "marocco"', "site"),
        ("weekend_share = 1.0", "weekend_share = 1.0\nhourly_cost = 0", "hourly_cost"),
        ("weekend_share = 1.0", "weekend_share = 1.0\nweekends = 1", "weekends"),
    ],
)
def test_a_key_that_is_refused_is_one_fault_and_has_no_consequences(
    old: str, new: str, key: str
) -> None:
    classed = changed(("weekly_hours = 44", 'weekly_hours = 44\ncontract = "full-time"'))
    row = toml([replace(FORTY_FOUR, days_a_week=5)])
    assert plan(classed + row).contracts
    assert row.count(old) == 1
    [found] = refused(classed + row.replace(old, new))
    assert found.startswith(f"plan.toml: contracts[0].{key}: ")
    assert "; write " in found or "; did you mean " in found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('"full-time"', "7", "contract"),
        ("weekly_hours = 44", "weekly_hours = -44", "weekly_hours"),
        ('contract = "full-time"', 'contrat = "full-time"', "contrat"),
    ],
)
def test_what_is_refused_of_a_class_has_no_consequences(old: str, new: str, key: str) -> None:
    said = 'weekly_hours = 44\ncontract = "full-time"'
    text = changed(("weekly_hours = 44", said.replace(old, new))) + toml([FORTY_FOUR])
    [found] = refused(text)
    assert found.startswith(f"plan.toml: sites[1].classes[0].{key}: ")


def test_a_refused_routing_leaves_open_which_contracts_a_site_has() -> None:
    classed = changed(
        ("weekly_hours = 44", 'weekly_hours = 44\ncontract = "full-time"'),
        ('match = { language = "fr" }\nramp = "step"', "match = 7\nramp = 'step'"),
    )
    pooled = replace(FORTY_FOUR, site=None, pool="morocco-fr-residential")
    found = refused(classed + toml([pooled]))
    assert [x for x in found if "contract" in x] == []
