"""Where a part of a plan's text was refused: no mistake is told that may only be its consequence.

And what else is wrong is told where it stands in the text, in which refused rows still count.
"""

import pytest

from data.plan.file import PlanError
from tests.data.plan.plan_texts import PLAN, plan

SMALL_TARGETS = '[[targets]]\nmatch = { segment = "b2b" }\nshare = 0.90\n'
ROUTING_FR = '[[routing]]\nmatch = { language = "fr" }\nramp = "step"\n'
FIRST_STEP = "  { from = 2025-10-01, shares = { liege = 1.0 } },\n"
NEXT_STEP = "  { from = 2025-11-03, shares = { liege = 0.8, morocco = 0.2 } },\n"
LAST_STEP = "  { from = 2026-01-01, shares = { morocco = 1.0 } },\n"
DUTCH_STEP = "  { from = 2025-10-11, shares = { belgium = 1.0 } },\n"
CLOSED_BEFORE_IT_IS_USED = ('38\nlanguages = ["nl"]', '38\ncloses = 2025-09-01\nlanguages = ["nl"]')
DUTCH_CLASS = """[[sites.classes]]
starts = 2025-10-06
headcount = 3
languages = ["nl"]
weekly_hours = 44

[[sites.classes]]
starts = 2025-10-06
headcount = 30
"""
LATE_CLASS = DUTCH_CLASS.replace("2025-10-06", "2030-01-07", 1).replace('"nl"', '"fr"')
FIRST_CLASS = "[[sites.classes]]\nstarts = 2025-10-06\nheadcount = 30\n"
B2B_ROUTING = """
[[routing]]
match = { segment = "b2b" }
steps = [{ from = 2025-10-01, shares = { belgium = 1.0 } }]

[[events]]"""
WEEKDAYS = 'days = ["mon", "tue", "wed", "thu", "fri"]\nfrom = "08:00"'
TWO_EVENTS = """[[events]]
from = 2026-02-02
to = "later"
factor = 1.1

[[events]]
from = 2026-02-16
to = 2026-02-10
factor = 1.1

[[handling]]"""
HOUSEHOLDS = 'match = { segment = "residential" }\n'
FRENCH = 'match = { language = "fr" }\n'
FRENCH_STAFF = """[[sites.staff]]
contract = "permanent"
languages = "fr"
headcount = 3
as_of = 2025-10-01
weekly_hours = 38

[[sites.staff]]
contract = "temporary"
languages = ["nl"]
"""
STAFF = '[[sites.staff]]\ncontract = "temporary"\nlanguages = ["fr", "nl"]\n'
OWN_TARGET = "target = { share = 0.85, answer_within_seconds = 15 }"

Changes = list[tuple[str, str]]

SILENT: dict[str, tuple[Changes, str]] = {
    "the only queue of a selector": (
        [('id = "b2b-billing-nl"', "id = 7")],
        "queues[3].id: is 7",
    ),
    "all queues, and every word of a selector": (
        [(PLAN[PLAN.index("[[queues]]") : PLAN.index("[[sites]]")], "[queues]\nx = 1\n")],
        "queues: is a table",
    ),
    "the site that rows name": (
        [('38\nlanguages = ["nl"]', "38\nlanguages = 7")],
        "sites[2].languages: is 7",
    ),
    "one of two sites of an id": (
        [('id = "belgium"', 'id = "liege"')],
        'sites[2].id: "liege" is the id of sites[0] too',
    ),
    "the routing of queues": (
        [(ROUTING_FR, ROUTING_FR.replace("language", "langage"))],
        "routing[0].match.langage: is not a key",
    ),
    "the whole routing": (
        [(PLAN[PLAN.index(ROUTING_FR) : PLAN.index("[[events]]")], "[routing]\nx = 1\n")],
        "routing: is a table",
    ),
    "a first step, so that the next one is late": (
        [(FIRST_STEP, FIRST_STEP.replace("2025-10-01", '"soon"'))],
        "routing[0].steps[0].from: is the text",
    ),
    "a step that would have ended the one before": (
        [(LAST_STEP, LAST_STEP.replace("2026-01-01", '"then"'))],
        "routing[0].steps[2].from: is the text",
    ),
    "the only other step, which would have ended the first": (
        [(DUTCH_STEP, DUTCH_STEP.replace("2025-10-11", '"then"')), CLOSED_BEFORE_IT_IS_USED],
        "routing[1].steps[1].from: is the text",
    ),
    "every step of a routing": (
        [(FIRST_STEP + NEXT_STEP + LAST_STEP, FIRST_STEP.replace("2025-10-01", '"soon"'))],
        "routing[0].steps[0].from: is the text",
    ),
    "the holidays on which callers do not call": (
        [('holidays = "BE"\ninterval', 'holidays = "BX"\ninterval')],
        'holidays: "BX" is no calendar',
    ),
    "a share, and the sum of them": (
        [("liege = 0.8, morocco = 0.2", 'liege = 0.8, morocco = "a fifth"')],
        "routing[0].steps[1].shares.morocco: is the text",
    ),
    "people who alone speak a language": (
        [(FIRST_CLASS + 'languages = ["fr"]', DUTCH_CLASS + 'languages = "fr"')],
        "sites[1].classes[1].languages: is the text",
    ),
    "staff who alone speak a language": (
        [(STAFF, FRENCH_STAFF)],
        "sites[0].staff[0].languages: is the text",
    ),
    "all sites": (
        [(PLAN[PLAN.index("[[sites]]") : PLAN.index("[[pools]]")], "[sites]\nx = 1\n")],
        "sites: is a table",
    ),
    "the hours of some queues": (
        [
            (WEEKDAYS, 'days = "weekdays"\nfrom = "08:00"'),
            ('days = ["sat"]', FRENCH + 'days = ["sat"]'),
        ],
        "opening_hours[0].days: is the text",
    ),
    "the limit that a pool's definition needs": (
        [(OWN_TARGET, 'target = { definition = "answered", max_abandoned = 7 }')],
        "pools[0].target.max_abandoned: is 7",
    ),
    "the interval that hours begin with": (
        [("interval_minutes = 30", "interval_minutes = 7"), ('from = "08:30"', 'from = "08:35"')],
        "interval_minutes: is 7",
    ),
    "the end of hours": (
        [('to = "13:00"\n', "")],
        "opening_hours[1].to: is missing",
    ),
    "hours of a row that is closed": (
        [("closed = true", 'closed = true\nfrom = "12:00"')],
        "opening_hours[4].closed: stands beside from or to",
    ),
    "the definition that a threshold of short abandons is for": (
        [(SMALL_TARGETS, SMALL_TARGETS + "definition = 7\nshort_abandon_seconds = 5\n")],
        "targets[0].definition: is 7",
    ),
    "the definition that a row's short abandons are counted by": (
        [
            ('definition = "offered"', "definition = 7"),
            (SMALL_TARGETS, SMALL_TARGETS + "short_abandon_seconds = 5\n"),
        ],
        "target.definition: is 7",
    ),
    "the limit that a definition needs": (
        [(SMALL_TARGETS, SMALL_TARGETS + 'definition = "answered"\nmax_abandoned = 7\n')],
        "targets[0].max_abandoned: is 7",
    ),
    "the limit that the plan's definition needs": (
        [('definition = "offered"', 'definition = "answered"\nmax_abandoned = 7')],
        "target.max_abandoned: is 7",
    ),
    "what handling plans": (
        [("aht_seconds = 520\npatience_seconds = 180", "aht_seconds = 0")],
        "handling[0].aht_seconds: is 0",
    ),
    "what an event does": ([("factor = 1.25", "factor = -1")], "events[0].factor: is -1"),
    "what a change of shrinkage changes": (
        [("off_phone = 0.18", "off_phone = 18")],
        "sites[1].shrinkage_changes[0].off_phone: is 18",
    ),
    "a row that would have carried the plan on": (
        [(FIRST_CLASS, LATE_CLASS), (LAST_STEP, LAST_STEP.replace("2026-01-01", '"then"'))],
        "routing[0].steps[2].from: is the text",
    ),
}


def messages(changes: Changes) -> list[str]:
    text = PLAN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(PlanError) as caught:
        plan(text)
    return [x.removeprefix("plan.toml: ") for x in caught.value.errors]


@pytest.mark.parametrize("refused", SILENT)
def test_what_may_follow_from_a_refused_part_is_not_told(refused: str) -> None:
    changes, message = SILENT[refused]
    found = messages(changes)
    assert len(found) == 1, found
    assert found[0].startswith(message)


ALONE: dict[str, tuple[Changes, str]] = {
    "a late first step": ([(FIRST_STEP, "")], "routing[0].steps[0].from: residential-billing-fr"),
    "a step without an end": (
        [(LAST_STEP, "")],
        "routing[0].steps[1].shares.liege: liege closes on 2025-12-31",
    ),
    "people of another language": (
        [(FIRST_CLASS + 'languages = ["fr"]', FIRST_CLASS + 'languages = ["nl"]')],
        "routing[0].steps[1].shares.morocco: morocco does not speak fr",
    ),
    "queues without hours": (
        [
            (WEEKDAYS, HOUSEHOLDS + WEEKDAYS),
            ('days = ["sat"]', HOUSEHOLDS + 'days = ["sat"]'),
            (
                'match = { segment = "b2b" }\ndays',
                'match = { segment = "residential", language = "fr" }\ndays',
            ),
        ],
        "queues[3]: no [[opening_hours]] row with days takes b2b-billing-nl",
    ),
    "a class after everything": (
        [(FIRST_CLASS, LATE_CLASS)],
        "sites[1].classes[0].starts: 2030-01-07 is after everything",
    ),
}


@pytest.mark.parametrize("mistake", ALONE)
def test_the_same_is_told_where_nothing_was_refused(mistake: str) -> None:
    changes, message = ALONE[mistake]
    found = messages(changes)
    assert any(x.startswith(message) for x in found), found


def test_where_hours_were_refused_every_day_is_taken_for_open() -> None:
    """So that a site's days are still checked: the plan without its weekdays is open on few."""
    found = messages(
        [
            (WEEKDAYS, 'days = "weekdays"\nfrom = "08:00"'),
            ("closes = 2025-12-31", "closes = 2025-12-29"),
        ]
    )
    assert len(found) == 2, found
    assert "on 2025-12-30 (the first of 2 such days)" in found[1]


NUMBERED: dict[str, tuple[Changes, list[str]]] = {
    "a fault of a later row, and the twin it names": (
        [(ROUTING_FR, ROUTING_FR.replace("language", "langage")), ("\n[[events]]", B2B_ROUTING)],
        ["routing[0].match.langage: is not", "routing[2].match: ties with routing[1]: both take"],
    ),
    "a step after a refused one": (
        [
            (FIRST_STEP, FIRST_STEP.replace("2025-10-01", '"soon"')),
            (NEXT_STEP, NEXT_STEP.replace("0.2", "0.3")),
        ],
        ["routing[0].steps[0].from: is the", "routing[0].steps[1].shares: sum to 1.1, not 1"],
    ),
    "an id after a refused one": (
        [
            ('id = "residential-billing-fr"', "id = 7"),
            ('id = "b2b-billing-nl"', 'id = "residential-billing-nl"'),
        ],
        ["queues[0].id: is 7", 'queues[3].id: "residential-billing-nl" is the id of queues[2] too'],
    ),
    "hours after refused ones": (
        [
            (WEEKDAYS, 'days = "weekdays"\nfrom = "08:00"'),
            ("dates = [2025-12-26]", "dates = [2025-12-31]"),
        ],
        ["opening_hours[0].days: is", "opening_hours[4]: overlaps opening_hours[3] for"],
    ),
    "an event after a refused one": (
        [("[[handling]]", TWO_EVENTS)],
        ["events[1].to: is the text", "events[2].to: 2026-02-10 is before from (2026-02-16)"],
    ),
    "hours that end first after refused ones": (
        [(WEEKDAYS, 'days = "weekdays"\nfrom = "08:00"'), ('to = "13:00"', 'to = "08:00"')],
        ["opening_hours[0].days: is", "opening_hours[1].to: 08:00 is not after from (09:00)"],
    ),
}


@pytest.mark.parametrize("case", NUMBERED)
def test_a_fault_stands_where_it_stands_in_the_text(case: str) -> None:
    changes, expected = NUMBERED[case]
    found = messages(changes)
    assert len(found) == len(expected), found
    assert all(x.startswith(y) for x, y in zip(found, expected, strict=True)), found


def test_a_mistake_written_twice_is_told_twice() -> None:
    everything = "shrinkage = { leave = 0.12, absence = 0.06, off_phone = 0.12 }"
    too_much = everything.replace("0.12 }", "0.82 }")
    site = "full_time_hours = 38\ncloses"
    found = messages([(everything, too_much), (site, f"{too_much}\n{site}")])
    assert [x.partition(":")[0] for x in found] == ["shrinkage", "sites[0].shrinkage"]
    lost = 'definition = "answered"\n'
    found = messages([('definition = "offered"\n', lost), (SMALL_TARGETS, SMALL_TARGETS + lost)])
    assert [x.partition(":")[0] for x in found] == ["target.definition", "targets[0].definition"]
