"""What a plan's routing may ask of its sites: calls of their languages, on days they are there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from data.plan import Plan, Routing, RoutingStep, Site
from data.plan.checks.routing import check_routing
from data.plan.checks.site_use import check_site_use
from data.plan.file import PlanError
from data.plan.text.draft import Draft
from models.queues import Match
from tests.data.plan.plan_texts import changed, plan

FIRST_STEP = "{ from = 2025-10-01, shares = { liege = 1.0 } }"
NEXT_STEP = "{ from = 2025-11-03, shares = { liege = 0.8, morocco = 0.2 } }"
DUTCH_STEPS = """
  { from = 2025-10-01, shares = { liege = 0.6, belgium = 0.4 } },
  { from = 2025-10-11, shares = { belgium = 1.0 } },
"""
BELGIUM = '38\nlanguages = ["nl"]'
FRENCH_TO_BELGIUM = (FIRST_STEP, FIRST_STEP.replace("1.0", "0.5, belgium = 0.5"))
CLOSES = "closes = 2025-12-31"
UNUSED = """
[[routing]]
steps = [{ from = 2026-06-01, shares = { liege = 1.0 } }]

[[events]]"""


def told(*changes: tuple[str, str]) -> list[str]:
    """All that is said about the valid plan with those changes; nothing where it is accepted."""
    try:
        plan(changed(*changes))
    except PlanError as error:
        return [x.removeprefix("plan.toml: ") for x in error.errors]
    return []


READ = plan()
FIRST = date(2025, 10, 1)
SATURDAY, MONDAY = date(2025, 10, 4), date(2025, 10, 6)


def after(days: int) -> date:
    return FIRST + timedelta(days=days)


def liege(
    opens: date | None = None, closes: date | None = None, works_on_holidays: bool = True
) -> Site:
    there = replace(READ.site("liege"), opens=opens, closes=closes)
    return replace(there, works_on_holidays=works_on_holidays)


def everything_to(site: Site, first: date = FIRST) -> Plan:
    """A plan of one site, which is sent all calls from a day on."""
    routing = Routing(Match(), "step", (RoutingStep(first, {site.id: 1.0}),))
    return replace(READ, sites=(site,), routing=(routing,))


# Shares and first steps.


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            (FIRST_STEP, FIRST_STEP.replace("10-01", "10-02")),
            "routing[0].steps[0].from: residential-billing-fr has no site from 2025-10-01 until "
            "2025-10-02; write 2025-10-01, or a step before",
        ),
        (
            ('match = { language = "fr" }', 'match = { language = "fr", call_type = "billing" }'),
            "queues[1]: no [[routing]] takes residential-contract-fr; add one whose match takes it",
        ),
        (
            (CLOSES, "closes = 2025-12-24"),
            "routing[0].steps[1].shares.liege: liege closes on 2025-12-24 but would take "
            "residential-billing-fr on 2025-12-27 (the first of 4 such days); "
            "route them elsewhere from then on, or close it later",
        ),
        (
            ("works_on_holidays = true", "works_on_holidays = false"),
            "routing[0].steps[1].shares.morocco: morocco is shut on its holidays (MA) but would "
            "take residential-billing-fr on 2025-11-06 (the first of 19 such days); "
            "close the queue, route it elsewhere, or write works_on_holidays = true",
        ),
        (
            (BELGIUM, BELGIUM.replace("nl", "de")),
            "routing[1].steps[0].shares.belgium: belgium does not speak nl, the language of "
            "residential-billing-nl; route it elsewhere, or name nl in the site's languages",
        ),
    ],
)
def test_a_message_says_where_what_and_how_to_mend_it(
    change: tuple[str, str], message: str
) -> None:
    assert told(change) == [message]


def test_shares_may_miss_1_by_less_than_a_billionth() -> None:
    written = "liege = 0.6, belgium = 0.4"
    assert told((written, "liege = 0.6000000009, belgium = 0.4")) == []
    [message] = told((written, "liege = 0.6000000011, belgium = 0.4"))
    assert message.startswith("routing[1].steps[0].shares: sum to 1.000000001, not 1; ")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ([(FIRST_STEP, FIRST_STEP.replace("2025", "2026"))], "routing[0].steps[1].from"),
        ([(FIRST_STEP, FIRST_STEP.replace("10-01", "11-03"))], "routing[0].steps[1].from"),
        (
            [
                (DUTCH_STEPS, DUTCH_STEPS.replace("10-11", "10-01")),
                (BELGIUM, f"38\ncloses = 2025-09-01{BELGIUM[2:]}"),
            ],
            "routing[1].steps[1].from",
        ),
    ],
    ids=["the first is years late", "two begin on a late day", "two of a site that has closed"],
)
def test_of_steps_in_disorder_only_their_order_is_told(
    changes: list[tuple[str, str]], place: str
) -> None:
    """When the others begin and end is not known before their dates are mended."""
    [message] = told(*changes)
    assert message.startswith(f"{place}: ")
    assert " is not after the step before it " in message


def test_a_routing_that_takes_no_queue_may_begin_late_and_use_a_closed_site() -> None:
    assert told(("\n[[events]]", UNUSED)) == []


# Languages.


def test_a_site_without_a_share_of_the_calls_need_not_speak_their_language() -> None:
    assert told((FIRST_STEP, FIRST_STEP.replace("1.0", "1.0, belgium = 0.0"))) == []


def test_a_site_that_tells_no_languages_speaks_them_all() -> None:
    silent = replace(liege(), languages=None)
    speechless = replace(liege(), languages=frozenset())
    assert list(check_routing(Draft(everything_to(silent)))) == []
    assert len(list(check_routing(Draft(everything_to(speechless))))) == 2


def test_a_language_that_a_site_lacks_is_told_once_where_it_is_first_sent() -> None:
    """Two queues speak French, and two steps send both of them."""
    found = told(FRENCH_TO_BELGIUM, (NEXT_STEP, NEXT_STEP.replace("liege", "belgium")))
    assert [x.partition(":")[0] for x in found] == ["routing[0].steps[0].shares.belgium"]


def test_each_language_that_a_site_lacks_is_told() -> None:
    found = told(FRENCH_TO_BELGIUM, (BELGIUM, BELGIUM.replace("nl", "de")))
    assert [x.partition(",")[0] for x in found] == [
        "routing[0].steps[0].shares.belgium: belgium does not speak fr",
        "routing[1].steps[0].shares.belgium: belgium does not speak nl",
    ]


# Days on which a site is there.


def misuses(plan: Plan) -> list[str]:
    return [x.detail.partition(";")[0] for x in check_site_use(Draft(plan))]


def by_day_and_night(site: Site) -> list[str]:
    """How a site is misused that is sent all calls, every day."""
    return misuses(replace(everything_to(site), opening_hours=()))


def test_a_site_must_be_open_from_its_first_share_on() -> None:
    found = told((CLOSES, f"opens = 2025-10-06\n{CLOSES}"))
    assert [x.partition(" (the")[0] for x in found] == [
        "routing[0].steps[0].shares.liege: liege opens on 2025-10-06 but would take "
        "residential-billing-fr on 2025-10-01",
        "routing[1].steps[0].shares.liege: liege opens on 2025-10-06 but would take "
        "residential-billing-nl on 2025-10-01",
    ]


def test_a_linear_routing_uses_a_site_from_the_day_after_the_step_before() -> None:
    [message] = told(
        ("liege = 0.6, belgium = 0.4", "liege = 1.0"),
        (BELGIUM, f"38\nopens = 2025-10-11{BELGIUM[2:]}"),
    )
    assert message.startswith(
        "routing[1].steps[0].shares.belgium: belgium opens on 2025-10-11 but would take "
        "residential-billing-nl on 2025-10-02 (the first of 8 such days); "
    )


def test_days_are_checked_until_400_days_after_the_last_step() -> None:
    assert by_day_and_night(liege(opens=after(5000))) == [
        f"liege opens on {after(5000)} but would take residential-billing-fr on {FIRST} "
        "(the first of 401 such days)"
    ]


def test_days_are_checked_until_400_days_after_a_closing_that_is_later() -> None:
    assert by_day_and_night(liege(closes=after(600))) == [
        f"liege closes on {after(600)} but would take residential-billing-fr on {after(601)} "
        "(the first of 400 such days)"
    ]


def test_a_site_may_be_there_for_one_day_only() -> None:
    assert by_day_and_night(liege(opens=after(3), closes=after(3))) == [
        f"liege opens on {after(3)} but would take residential-billing-fr on {FIRST} "
        "(the first of 3 such days)",
        f"liege closes on {after(3)} but would take residential-billing-fr on {after(4)} "
        "(the first of 400 such days)",
    ]


def test_of_a_site_that_closes_before_it_opens_only_that_is_told() -> None:
    found = told((CLOSES, f"opens = 2026-01-06\n{CLOSES}"))
    assert found == ["sites[0].closes: 2025-12-31 is before opens (2026-01-06); write a later date"]


def test_holidays_count_only_while_a_site_is_there() -> None:
    """Belgium has four between October and Epiphany, and the next one at Easter."""
    there = liege(date(2026, 1, 6), date(2026, 4, 4), works_on_holidays=False)
    assert [x.partition(" but ")[0] for x in by_day_and_night(there)] == [
        "liege opens on 2026-01-06",
        "liege closes on 2026-04-04",
    ]
    until_easter = replace(there, closes=date(2026, 4, 5))
    assert by_day_and_night(until_easter)[2:] == [
        "liege is shut on its holidays (BE) but would take residential-billing-fr on 2026-04-05"
    ]


def test_a_day_on_which_any_queue_is_open_counts_and_names_the_first_such_queue() -> None:
    """On Saturdays residential calls are taken and business calls are not; on Sundays none."""
    queues = (READ.queue("b2b-billing-nl"), READ.queue("residential-billing-nl"))
    sent = everything_to(liege(opens=MONDAY), first=SATURDAY)
    assert misuses(replace(sent, queues=queues)) == [
        "liege opens on 2025-10-06 but would take residential-billing-nl on 2025-10-04"
    ]
