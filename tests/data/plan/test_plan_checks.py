"""A plan that something changed passes the very checks of a plan file."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.plan import AhtChange, Event, Move, Overflow, Plan, RoutingStep, ShrinkageChange, Site
from data.plan.build.plan import build
from data.plan.checks import faults_of
from data.plan.checks.written import written_faults
from data.plan.file import PlanError
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault
from data.plan.text.shape import shape
from models.queues import Match, Queue, ServiceTarget, Shrinkage
from tests.data.plan.plan_texts import PLAN, calendar, changed, plan
from tests.data.plan.test_drivers import TOLD
from tests.data.plan.test_plan_file import REFUSALS
from tests.service.cases import PLAN as CASE
from tests.shared import TECHNION_PLAN

SAMPLE = Path("data/sample/plan.toml").read_text("utf-8")
READ = plan(SAMPLE)
EVER = Match()
LATE = date(2030, 1, 7)


# A plan without a fault.


@pytest.mark.parametrize(
    "text",
    [PLAN, PLAN + TOLD, CASE, SAMPLE, TECHNION_PLAN.read_text("utf-8")],
    ids=["small", "told", "case", "sample", "technion"],
)
def test_a_plan_that_was_read_has_no_fault(text: str) -> None:
    assert faults_of(plan(text)) == []


# A changed plan.


def with_site(row: int, change: Callable[[Site], Site]) -> Plan:
    sites = list(READ.sites)
    sites[row] = change(sites[row])
    return replace(READ, sites=tuple(sites))


CLASS = replace(READ.sites[1].classes[0], contract=None)  # of any site


def with_class(row: int, **fields: Any) -> Plan:
    def more(site: Site) -> Site:
        return replace(site, classes=(*site.classes, replace(CLASS, **fields)))

    return with_site(row, more)


def with_step(routing: int, step: int, **fields: Any) -> Plan:
    rows, steps = list(READ.routing), list(READ.routing[routing].steps)
    steps[step] = replace(steps[step], **fields)
    rows[routing] = replace(rows[routing], steps=tuple(steps))
    return replace(READ, routing=tuple(rows))


def without_leave(off_phone: str) -> Shrinkage:
    return Shrinkage(Decimal(0), Decimal(0), Decimal(off_phone))


def shrinking(first: date, leave: str) -> Plan:
    change = ShrinkageChange(first, first + timedelta(days=6), Decimal(leave), None, None, "")
    return with_site(1, lambda x: replace(x, shrinkage_changes=(*x.shrinkage_changes, change)))


def happening(first: date, last: date, **fields: Any) -> Plan:
    event = Event(EVER, first, last, 1.1, None, "", "")
    return replace(READ, events=(replace(event, **fields),))


NOW = date(2025, 12, 1)
MOVE = Move("liege", "belgium", NOW, 3, 1.0)
CHANGED: dict[str, tuple[Plan, str]] = {
    "a clock": (replace(READ, timezone="Mars"), 'timezone: "Mars" is no IANA time zone; '),
    "no queues at all": (replace(READ, queues=()), "queues: is empty; write at least one "),
    "a site twice": (
        replace(READ, sites=(*READ.sites, READ.sites[0])),
        'sites[3].id: "liege" is the id of sites[0] too; write another id',
    ),
    "too much shrinkage": (
        with_site(2, lambda x: replace(x, shrinkage=without_leave("1"))),
        "sites[2].shrinkage: leave + absence + off_phone = 1 leaves no time",
    ),
    "too much shrinkage for a week": (
        shrinking(NOW, "0.9"),
        "sites[1].shrinkage_changes[1]: leave + absence + off_phone = 1.09 leaves no time",
    ),
    "a site closed before it opens": (
        with_site(2, lambda x: replace(x, closes=date(2025, 11, 2))),
        "sites[2].closes: 2025-11-02 is before opens (2025-11-03); write a later date",
    ),
    "a class above its size": (
        with_class(1, headcount=41),
        "sites[1].classes[3].max_headcount: 40 is below headcount (41); write at least 41",
    ),
    "a class below its size": (
        with_class(1, headcount=5),
        "sites[1].classes[3].headcount: 5 is below min_headcount (6); write 0, or at least 6",
    ),
    "a class after everything": (
        with_class(1, starts=LATE),
        "sites[1].classes[3].starts: 2030-01-07 is after everything the plan tells of "
        "(last day 2027-03-26); write an earlier day, or a step of the routing close to it",
    ),
    "a class in training when its site closes": (
        with_class(0, starts=date(2025, 12, 11)),
        "sites[0].classes[0].starts: a class of 2025-12-11 would take its first call after "
        "liege closes (2025-12-31); write an earlier day, or leave the class out",
    ),
    "shrinkage after everything": (
        shrinking(LATE, "0.1"),
        "sites[1].shrinkage_changes[1].from: 2030-01-07 is after everything",
    ),
    "an announcement after everything": (
        with_site(0, lambda x: replace(x, staff=(replace(x.staff[0], announced=LATE),))),
        "sites[0].staff[0].announced: 2030-01-07 is after everything",
    ),
    "an event after everything": (happening(LATE, LATE), "events[0].from: 2030-01-07 is after ev"),
    "a move after everything": (
        replace(READ, moves=(replace(MOVE, day=LATE),)),
        "moves[0].date: 2030-01-07 is after everything",
    ),
    "other handling times after everything": (
        replace(READ, aht_changes=(AhtChange(EVER, LATE, LATE, 1.1, ""),)),
        "aht_changes[0].from: 2030-01-07 is after everything",
    ),
    "planned handling after everything": (
        replace(READ, handling=(*READ.handling, replace(READ.handling[0], first=LATE))),
        "handling[3].from: 2030-01-07 is after everything",
    ),
    "overflow after everything": (
        replace(READ, overflow=(Overflow(EVER, "belgium", 9.0, LATE, LATE),)),
        "overflow[0].from: 2030-01-07 is after everything",
    ),
    "overflow to nowhere": (
        replace(READ, overflow=(Overflow(EVER, "belgie", 9.0, NOW, NOW),)),
        'overflow[0].site: there is no site "belgie"; did you mean "belgium"?',
    ),
    "an event that ends first": (
        happening(NOW, NOW - timedelta(days=1)),
        "events[0].to: 2025-11-30 is before from (2025-12-01); write a later date",
    ),
    "an event of two kinds": (
        happening(NOW, NOW, offered=9.0),
        "events[0]: has both factor and offered; write one of them",
    ),
    "an event of strangers": (
        happening(NOW, NOW, match=Match(language="de")),
        'events[0].match.language: no queue has the language "de"; ',
    ),
    "a move to where people are": (
        replace(READ, moves=(replace(MOVE, to_site="liege"),)),
        'moves[0].to_site: "liege" is from_site too; write another site',
    ),
    "shares above all": (
        with_step(0, 1, shares={"liege": 0.8, "morocco": 0.3}),
        "routing[0].steps[1].shares: sum to 1.1, not 1; write shares that sum to 1",
    ),
    "a step before the one before it": (
        with_step(2, 2, first=date(2025, 11, 17)),
        "routing[2].steps[2].from: 2025-11-17 is not after the step before it (2025-11-17)",
    ),
    "a first step too late": (
        with_step(2, 0, first=date(2025, 10, 6)),
        "routing[2].steps[0].from: b2b-billing-fr has no site from 2025-10-01 until 2025-10-06",
    ),
    "a step too late for a site": (
        with_step(2, 3, first=date(2026, 1, 6)),
        "routing[2].steps[2].shares.liege: liege closes on 2025-12-31 but would take "
        "b2b-billing-fr on 2026-01-02 (the first of 2 such days); ",
    ),
    "a site of other languages": (
        with_step(1, 4, shares={"belgium": 0.5, "morocco": 0.5}),
        "routing[1].steps[4].shares.morocco: morocco does not speak nl, the language of res",
    ),
    "a queue that nobody takes": (
        replace(READ, queues=(*READ.queues, Queue("vip-fr", "vip", "billing", "fr"))),
        "queues[12]: no [[routing]] takes vip-fr; add one whose match takes it",
    ),
    "two routings of a queue": (
        replace(READ, routing=(*READ.routing, replace(READ.routing[2], match=Match("b2b")))),
        "routing[3].match: ties with routing[2]: both take queue b2b-billing-fr",
    ),
    "a target reached by losing calls": (
        replace(READ, target=ServiceTarget(0.8, 20.0, "answered")),
        'target.definition: "answered" is reached by losing calls unless these are limited; ',
    ),
    "hours that end first": (
        replace(READ, opening_hours=(replace(READ.opening_hours[0], closes=420),)),
        "opening_hours[0].to: 07:00 is not after from (08:00); ",
    ),
    "hours off the grid": (
        replace(
            READ, interval_minutes=60, opening_hours=(replace(READ.opening_hours[0], opens=510),)
        ),
        'opening_hours[0].from: 08:30 is no start of a 60-minute interval; write "08:00" or ',
    ),
    "two pools of a name": (
        replace(READ, pools=(*READ.pools, READ.pools[0])),
        "pools: two pools would be called liege-fr-residential; change the id",
    ),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_change_that_breaks_a_plan_is_a_fault_at_its_place(change: str) -> None:
    broken, message = CHANGED[change]
    found = [str(x) for x in faults_of(broken)]
    assert any(x.startswith(message) for x in found), found


def test_a_fault_names_tables_and_rows_of_the_plan() -> None:
    [fault] = faults_of(with_class(1, starts=LATE))
    assert fault.place == ("sites", 1, "classes", 3, "starts")
    [fault] = faults_of(shrinking(NOW, "0.9"))
    assert fault.place == ("sites", 1, "shrinkage_changes", 1)


# The plan's last day.


def test_a_class_may_begin_up_to_400_days_after_anything_else() -> None:
    last = date(2026, 2, 19) + timedelta(days=400)  # after Ramadan's shrinkage
    assert faults_of(with_class(1, starts=last)) == []
    assert len(faults_of(with_class(1, starts=last + timedelta(days=1)))) == 1


def test_rows_that_follow_each_other_carry_a_plan_on() -> None:
    yearly = [date(2027, 1, 4), date(2028, 1, 3), date(2029, 1, 8)]
    events = [Event(EVER, day, day, 1.1, None, "", "") for day in yearly]
    assert faults_of(replace(READ, events=tuple(events))) == []
    [fault] = faults_of(replace(READ, events=(events[0], events[2])))
    assert fault.place == ("events", 1, "from")


def test_a_step_close_to_a_late_row_makes_it_part_of_the_plan() -> None:
    first = READ.routing[0]
    step = RoutingStep(LATE - timedelta(days=7), {"morocco": 1.0})
    routing = (replace(first, steps=(*first.steps, step)), *READ.routing[1:])
    assert faults_of(replace(with_class(1, starts=LATE), routing=routing)) == []


def test_people_counted_long_after_the_last_step_carry_a_plan_on() -> None:
    def counted(site: Site) -> Site:
        return replace(site, staff=(replace(READ.sites[0].staff[0], as_of=LATE),))

    late = [replace(READ.events[0], first=LATE, last=LATE)]
    assert faults_of(replace(with_site(2, counted), events=tuple(late))) == []


@pytest.mark.parametrize("date_of", ["opens", "closes", "hires_until"])
def test_what_happens_to_a_site_carries_a_plan_on(date_of: str) -> None:
    dated: dict[str, Any] = {date_of: LATE}
    late = with_site(2, lambda x: replace(x, **dated))
    event = replace(READ.events[0], first=LATE, last=LATE)
    details = [x.detail for x in faults_of(replace(late, events=(event,)))]
    assert not any("after everything" in x for x in details)


def test_a_plan_without_routing_may_still_be_checked() -> None:
    counted = replace(READ.sites[0], closes=None, staff=READ.sites[0].staff[:1])
    found = faults_of(replace(READ, sites=(counted,), routing=()))
    assert "queues[0]: no [[routing]] takes residential-billing-fr; " in str(found[0])


def test_a_plan_in_which_nothing_changes_has_no_last_day() -> None:
    steady = CASE.replace("  { from = 2026-01-01, shares = { morocco = 1.0 } },\n", "")
    event = f"\n[[events]]\nfrom = {LATE}\nto = {LATE}\nfactor = 1.1\n"
    assert plan(steady + event).events
    with pytest.raises(PlanError, match=r"events\[0\].from: 2030-01-07 is after everything"):
        plan(CASE + event)


def test_rows_of_the_past_stay_in_a_plan() -> None:
    past = date(2024, 3, 4)
    rows = (
        shrinking(past, "0.1"),
        with_class(1, starts=past),
        happening(past, past),
        replace(READ, overflow=(Overflow(EVER, "belgium", 9.0, past, past),)),
        replace(READ, aht_changes=(AhtChange(EVER, past, past, 1.1, ""),)),
    )
    assert [faults_of(x) for x in rows] == [[]] * 5


def test_a_class_may_take_its_first_call_on_its_sites_last_day() -> None:
    assert faults_of(with_class(0, starts=date(2025, 12, 10))) == []


# A text and its plan.


def built(text: str) -> tuple[Plan, list[Fault]]:
    """The plan of well-formed tables, with what only the text has wrong."""
    found = shape(tomllib.loads(text))
    assert (found.faults, found.dropped) == ((), frozenset())
    made = build(found.text, {"BE": calendar("BE"), "MA": calendar("MA")})
    return made, list(written_faults(found.text, Draft(made)))


def told(text: str) -> list[str]:
    """What the reader says."""
    try:
        plan(text)
    except PlanError as error:
        return list(error.errors)
    return []


def is_well_formed(change: tuple[str, str]) -> bool:
    found = shape(tomllib.loads(changed(change)))
    return not found.faults and all(
        x.closed or (x.opens is not None and x.closes is not None)
        for x in found.text.opening_hours.values()
    )


UNKNOWN_CALENDAR = ('holidays = "MA"', 'holidays = "MAR"')
WELL_FORMED = [x for x, _ in REFUSALS if x != UNKNOWN_CALENDAR and is_well_formed(x)]


@given(st.lists(st.sampled_from(WELL_FORMED), unique=True, max_size=6))
@settings(deadline=None)
def test_reading_finds_in_a_text_what_the_checks_find_in_its_plan(
    changes: list[tuple[str, str]],
) -> None:
    text = PLAN
    for old, new in changes:
        text = text.replace(old, new, 1)
    made, written = built(text)
    assert told(text) == [f"plan.toml: {x}" for x in (*faults_of(made), *written)]


def test_most_of_the_mistakes_of_a_text_are_mistakes_of_its_plan() -> None:
    in_plan = [x for x in WELL_FORMED if faults_of(built(changed(x))[0])]
    assert len(WELL_FORMED) >= 50
    assert len(in_plan) >= 39


def test_calls_that_no_pool_takes_at_a_site_are_a_fault_of_the_changed_plan() -> None:
    read = plan(CASE)
    lost = replace(read, pools=tuple(x for x in read.pools if x.site != "morocco"))
    assert [str(x) for x in faults_of(lost)] == [
        "pools: none takes residential fr calls, which are sent to morocco; add one, or send them "
        "elsewhere"
    ]
