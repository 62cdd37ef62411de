import subprocess
import sys
import tomllib
from copy import deepcopy
from datetime import date, datetime, time
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.plan.build.plan import build
from data.plan.checks import faults
from data.plan.checks.written import written_faults
from data.plan.file import PlanError
from data.plan.text.draft import Draft, left_out
from data.plan.text.shape import numbered, shape
from models.queues import Match, Pool, ServiceTarget, Shrinkage
from tests.data.plan.plan_texts import PLAN, calendar, changed, plan

FR_TARGETS = """
[[targets]]
match = { call_type = "contract" }
share = 0.70
"""
TIED_ROUTING = """
[[routing]]
match = { segment = "b2b" }
steps = [{ from = 2025-10-01, shares = { belgium = 1.0 } }]
"""
TIED_HANDLING = """
[[handling]]
match = { segment = "residential" }
from = 2025-10-01
aht_seconds = 400
"""


def errors(text: str) -> tuple[str, ...]:
    with pytest.raises(PlanError) as caught:
        plan(text)
    return caught.value.errors


def test_a_valid_plan_is_read_with_exact_shares_units_and_defaults() -> None:
    read = plan()
    assert (read.timezone, read.holidays, read.interval_minutes) == ("Europe/Brussels", "BE", 30)
    assert read.shrinkage == Shrinkage(Decimal("0.12"), Decimal("0.06"), Decimal("0.12"))
    assert read.target == ServiceTarget(0.80, 20.0, "offered", max_occupancy=0.88)
    assert read.queue("b2b-billing-nl").segment == "b2b"
    assert read.opening_hours[0].weekdays == frozenset(range(5))
    assert (read.opening_hours[0].opens, read.opening_hours[0].closes) == (480, 1200)
    assert read.routing[1].match == Match(language="nl")
    assert read.routing[0].steps[1].shares == {"liege": 0.8, "morocco": 0.2}
    assert read.events[0].factor == 1.25
    assert read.handling[0].patience == 180.0
    assert read.moves[0].day == date(2026, 1, 2)
    assert read.other_work[0].hours_per_week == 60.0
    assert date(2025, 12, 25) in read.calendars["BE"]


def test_a_site_keeps_the_plans_shrinkage_where_it_says_nothing() -> None:
    morocco = plan().site("morocco")
    assert morocco.shrinkage == Shrinkage(Decimal("0.08"), Decimal("0.07"), Decimal("0.12"))
    assert morocco.shrinkage_on(date(2026, 3, 1)).off_phone == Decimal("0.18")
    assert morocco.name == "morocco"


def test_a_sites_languages_are_its_own_or_else_those_of_its_people() -> None:
    read = plan(changed(('languages = ["nl"]\n\n[[pools]]', "\n[[pools]]")))
    assert read.site("liege").languages == frozenset({"fr", "nl"})
    assert read.site("belgium").languages == frozenset({"nl"})  # the move's
    nobody = changed(
        ('languages = ["nl"]\n\n[[pools]]', "\n[[pools]]"),
        ('retraining_weeks = 1\nlanguages = ["nl"]', "retraining_weeks = 1"),
    )
    assert plan(nobody).site("belgium").languages is None


def test_what_a_target_leaves_out_is_the_default_targets() -> None:
    assert plan().targets[0].target == ServiceTarget(0.90, 20.0, "offered", max_occupancy=0.88)


def test_short_abandons_have_a_threshold_of_their_own_or_else_the_default_targets() -> None:
    counted = 'definition = "excluding_short_abandons"\nmax_abandoned = 0.1\n'
    own = plan(
        changed(
            ('definition = "offered"\n', f"{counted}short_abandon_seconds = 10\n"),
            ("answer_within_seconds = 15 }", "short_abandon_seconds = 0 }"),
        )
    )
    assert own.target.short_abandon == own.targets[0].target.short_abandon == 10.0
    assert own.pools[-1].target.short_abandon == 0.0
    assert plan().target.short_abandon is None


def test_a_plan_without_target_shrinkage_and_efficiency_has_the_usual_ones() -> None:
    start, end = PLAN.index("interval_minutes"), PLAN.index("[[targets]]")
    read = plan(PLAN[:start] + PLAN[end:])
    assert read.target == ServiceTarget(0.80, 20.0, "offered")
    assert read.shrinkage == Shrinkage()
    assert (read.schedule_efficiency, read.interval_minutes) == (1.0, 30)
    assert read.schedule_efficiency_source == "assumed"


def test_pools_are_what_routing_reaches_and_merged_ones_stand_once() -> None:
    read = plan()
    assert [x.name for x in read.pools] == [
        "liege-fr-residential",
        "liege-nl-residential",
        "liege-nl-b2b",
        "morocco-fr-residential",
        "belgium-nl",
    ]
    merged = read.pools[-1]
    target = ServiceTarget(0.85, 15.0, "offered", max_occupancy=0.88)
    assert merged == Pool("belgium-nl", "belgium", ("nl",), ("residential", "b2b"), target)
    assert read.pools[2].target.share == 0.90


def test_a_pool_that_merges_some_segments_is_named_by_them() -> None:
    third = """
[[queues]]
id = "vip-nl"
segment = "vip"
call_type = "billing"
language = "nl"

[[sites]]
id = "liege"
"""
    read = plan(changed(('\n[[sites]]\nid = "liege"\n', third)))
    names = {x.name for x in read.pools if x.site == "belgium"}
    assert names == {"belgium-nl-residential+b2b", "belgium-nl-vip"}


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    assert plan("\ufeff" + PLAN.replace("\n", "\r\n")) == plan()


REFUSALS = [
    # shape of single values
    (("share = 0.80", 'share = "0.80"'), 'target.share: is the text "0.80"; write a share'),
    (("share = 0.80", "share = nan"), "target.share: is NaN; write a share"),
    (("headcount = 100", "headcount = -5"), "sites[0].staff[0].headcount: is -5; write a whole"),
    (("headcount = 100", "headcount = true"), "sites[0].staff[0].headcount: is true; write"),
    (("headcount = 100", "headcount = 99.5"), "sites[0].staff[0].headcount: is 99.5; write"),
    (("hourly_cost = 9.5", "hourly_cost = inf"), "sites[1].classes[0].hourly_cost: is Infinity"),
    (("hourly_cost = 9.5", "hourly_cost = 1e400"), "sites[1].classes[0].hourly_cost: is 1E+400"),
    (("factor = 1.25", "factor = 1e99999999999999999999"), "events[0].factor: is Infinity"),
    (("factor = 1.25", "factor = -1"), "events[0].factor: is -1; write a number from 0"),
    (("works_on_holidays = false", 'works_on_holidays = "no"'), "sites[0].works_on_holidays: is"),
    (("closes = 2025-12-31", 'closes = "2025-12-31"'), "sites[0].closes: is the text"),
    (("closes = 2025-12-31", "closes = 2055-12-31"), "sites[0].closes: is 2055-12-31; write a"),
    (("interval_minutes = 30", "interval_minutes = 20"), "interval_minutes: is 20; write 15, 30"),
    (('to = "13:00"', 'to = "24:30"'), 'opening_hours[1].to: is the text "24:30"; write a time'),
    (('to = "13:00"', 'to = "1 pm"'), 'opening_hours[1].to: is the text "1 pm"; write a time'),
    (('days = ["sat"]', 'days = ["saturday"]'), 'opening_hours[1].days[0]: is the text "saturday"'),
    (('ramp = "linear"', 'ramp = "lineair"'), 'routing[1].ramp: is the text "lineair"; write "st'),
    (("morocco = 0.2", "morocco = -0.2"), "routing[0].steps[1].shares.morocco: is -0.2; write a s"),
    (('id = "b2b-billing-nl"', 'id = "b2b billing"'), 'queues[3].id: is the text "b2b billing"'),
    (('id = "b2b-billing-nl"', 'id = ""'), 'queues[3].id: is the text ""; write letters'),
    (("off_phone = 0.18", "off_phone = 1.0"), "sites[1].shrinkage_changes[0].off_phone: is 1.0"),
    (("schedule_efficiency = 0.93", "schedule_efficiency = 0"), "schedule_efficiency: is 0; write"),
    (("[[other_work]]", "[other_work]"), "other_work: is a table; write a list of tables"),
    (("[target]", "[[target]]"), "target: is a list; write a table such as"),
    # missing and unknown keys
    (('timezone = "Africa/Casablanca"\n', ""), "sites[1].timezone: is missing; write an IANA"),
    (('holidays = "BE"\ninterval', "interval"), "plan.toml: holidays: is missing; write a country"),
    (("headcount = 100", "headcout = 100"), "staff[0].headcout: is not a key of this table; did y"),
    (("[[handling]]", "[[handeling]]"), "plan.toml: handeling: is not a key of this table; did yo"),
    (
        ("factor = 1.25", "offfered = 9"),
        "events[0].offfered: is not a key of this table; did you m",
    ),
    (
        ("max_occupancy = 0.88", "timezone = 3"),
        "target.timezone: is not a key of this table; write timezone at the top of the file",
    ),
    (
        ('match = { segment = "b2b" }\nshare', 'match = { kind = "b2b" }\nshare'),
        'targets[0].match.kind: is not a key of this table; write one of "call_type", "language"',
    ),
    # clocks and calendars
    (
        ('"Africa/Casablanca"', '"Africa/Casablanka"'),
        'sites[1].timezone: "Africa/Casablanka" is no '
        'IANA time zone; did you mean "Africa/Casablanca"',
    ),
    (('"Africa/Casablanca"', '"../etc/passwd"'), 'sites[1].timezone: "../etc/passwd" is no IANA'),
    (('holidays = "MA"', 'holidays = "MAR"'), 'sites[1].holidays: "MAR" is no calendar'),
    # ids
    (
        ('id = "b2b-billing-nl"', 'id = "residential-billing-nl"'),
        'queues[3].id: "residential-billing-nl" is the id of queues[2] too',
    ),
    (('id = "belgium"', 'id = "liege"'), 'sites[2].id: "liege" is the id of sites[0] too'),
    # sites
    (
        ("shrinkage = { leave = 0.12", "shrinkage = { leave = 0.82"),
        "plan.toml: shrinkage: leave + absence + off_phone = 1.00 leaves no time",
    ),
    (
        ("{ leave = 0.08, absence = 0.07 }", "{ leave = 0.9 }"),
        "sites[1].shrinkage: leave + absence",
    ),
    (("off_phone = 0.18", "off_phone = 0.85"), "sites[1].shrinkage_changes[0]: leave + absence"),
    (("to = 2026-03-19", "to = 2026-02-01"), "shrinkage_changes[0].to: 2026-02-01 is before from"),
    (("off_phone = 0.18\n", ""), "sites[1].shrinkage_changes[0]: changes nothing; write leave"),
    (("max_headcount = 40", "max_headcount = 20"), "classes[0].max_headcount: 20 is below"),
    (
        ("closes = 2025-12-31", "closes = 2025-12-31\nopens = 2026-02-01"),
        "sites[0].closes: 2025-12",
    ),
    # targets
    (
        ('definition = "offered"', 'definition = "answered"'),
        'target.definition: "answered" is reac',
    ),
    (("share = 0.90", 'share = 0.9\ndefinition = "answered"'), 'targets[0].definition: "answered"'),
    (("answer_within_seconds = 15 }", 'definition = "answered" }'), "pools[0].target.definition: "),
    (
        ('definition = "offered"', 'definition = "offered"\nshort_abandon_seconds = 10'),
        'target.short_abandon_seconds: does nothing under "offered"; leave it out, or write defini',
    ),
    (
        ("share = 0.90", "share = 0.9\nshort_abandon_seconds = 5"),
        'targets[0].short_abandon_seconds: does nothing under "offered"',
    ),
    (
        ("answer_within_seconds = 15 }", "short_abandon_seconds = 15 }"),
        'pools[0].target.short_abandon_seconds: does nothing under "offered"',
    ),
    (
        ('\n[[opening_hours]]\ndays = ["sat"]', FR_TARGETS + '\n[[opening_hours]]\ndays = ["sat"]'),
        "pools: mixed targets in liege-fr-residential and morocco-fr-residential (0.8 within 20",
    ),
    (
        ("target = { share = 0.85, answer_within_seconds = 15 }", ""),
        "pools[0]: mixed targets in belgium-nl (0.8 within 20 s, offered; 0.9 within ",
    ),
    (
        ("[[targets]]", '[[targets]]\nmatch = { language = "nl" }\nshare = 0.7\n[[targets]]'),
        "targets[1].match: ties with targets[0]: both take queue b2b-billing-nl",
    ),
    # opening hours
    (
        ('days = ["sat"]', 'days = ["fri"]'),
        "opening_hours[1]: overlaps opening_hours[0] for residential-billing-fr on fri",
    ),
    (
        ("dates = [2025-12-26]", "dates = [2025-12-31]"),
        "opening_hours[4]: overlaps opening_hours[3]",
    ),
    (
        ('from = "09:00"', 'from = "09:10"'),
        "opening_hours[1].from: 09:10 is no start of a 30-minute "
        'interval; write "09:00" or "09:30"',
    ),
    (('to = "13:00"', 'to = "09:00"'), "opening_hours[1].to: 09:00 is not after from (09:00)"),
    (('to = "13:00"\n', ""), 'opening_hours[1].to: is missing; write a time such as "08:00"'),
    (
        ("closed = true", 'closed = true\nto = "12:00"'),
        "opening_hours[4].closed: stands beside from",
    ),
    (('days = ["sat"]', 'days = ["sat"]\ndates = [2025-12-27]'), "opening_hours[1]: has both days"),
    (
        ('days = ["sat"]\nfrom = "09:00"\nto = "13:00"', 'days = ["sat"]\nclosed = true'),
        "opening_hours[1].closed: closes weekdays, not dates",
    ),
    # selectors
    (
        ('match = { segment = "b2b" }\nshare', 'match = { segment = "b2c" }\nshare'),
        'targets[0].match.segment: no queue has the segment "b2c"; did you mean "b2b"?',
    ),
    (
        ('match = { segment = "b2b" }\ndays', 'match = { language = "de" }\ndays'),
        'opening_hours[2].match.language: no queue has the language "de"; write one of "fr", "nl"',
    ),
    (
        ('match = { call_type = "billing" }', 'match = { call_type = "bill" }'),
        'events[0].match.call_type: no queue has the call_type "bill"; did you mean "billing"?',
    ),
    (
        ('match = { call_type = "billing" }', 'match = { segment = "b2b", language = "fr" }'),
        "events[0].match: takes no queue",
    ),
    # routing
    (
        ("liege = 0.8, morocco = 0.2", "liege = 0.8, morocco = 0.3"),
        "routing[0].steps[1].shares: sum to 1.1, not 1; write shares that sum to 1",
    ),
    (
        ("morocco = 0.2", "maroc = 0.2"),
        'routing[0].steps[1].shares.maroc: there is no site "maroc"; did you mean "morocco"?',
    ),
    (
        ("{ from = 2025-11-03", "{ from = 2025-09-03"),
        "routing[0].steps[1].from: 2025-09-03 is not after the step before it (2025-10-01)",
    ),
    (
        ("{ from = 2025-11-03", "{ from = 2025-10-01"),
        "routing[0].steps[1].from: 2025-10-01 is not ",
    ),
    (
        ('match = { language = "fr" }', 'match = { language = "fr", call_type = "billing" }'),
        "queues[1]: no [[routing]] takes residential-contract-fr; add one whose match takes it",
    ),
    (
        (
            "{ from = 2025-10-01, shares = { liege = 1.0 } }",
            "{ from = 2025-10-02, shares = { liege = 1.0 } }",
        ),
        "routing[0].steps[0].from: residential-billing-fr has no site from 2025-10-01 "
        "until 2025-10-02; write 2025-10-01",
    ),
    (
        ("\n[[events]]", TIED_ROUTING + "\n[[events]]"),
        "routing[2].match: ties with routing[1]: both take queue b2b-billing-nl",
    ),
    (
        ("opens = 2025-11-03", "opens = 2025-11-10"),
        "routing[0].steps[1].shares.morocco: morocco "
        "opens on 2025-11-10 but would take residential-billing-fr on 2025-11-03 (the ",
    ),
    (
        ("closes = 2025-12-31", "closes = 2025-12-24"),
        "routing[0].steps[1].shares.liege: liege closes "
        "on 2025-12-24 but would take residential-billing-fr on 2025-12-27 (the first of 4 ",
    ),
    (
        ("works_on_holidays = true", "works_on_holidays = false"),
        "routing[0].steps[1].shares.morocco: "
        "morocco is shut on its holidays (MA) but would take residential-billing-fr on 2025-11-06",
    ),
    (
        ('38\nlanguages = ["nl"]', '38\nlanguages = ["de"]'),
        "routing[1].steps[0].shares.belgium: belgium does not speak nl, the language of "
        "residential-billing-nl",
    ),
    # pools, events, handling, moves
    (
        ('[[pools]]\nsite = "belgium"', '[[pools]]\nsite = "belgie"'),
        'pools[0].site: there is no site "belgie"; did you me',
    ),
    (
        ('segments = ["residential", "b2b"]', 'segments = ["b2b", "smb"]'),
        'pools[0].segments: no queue has the segment "smb"; write one of "b2b", "residential"',
    ),
    (
        ('language = "nl"\nsegments', 'language = "fr"\nsegments'),
        "pools[0].segments: no routing sends residential or b2b fr calls to belgium",
    ),
    (
        (
            "[[pools]]",
            '[[pools]]\nsite = "belgium"\nlanguage = "nl"\nsegments = ["b2b"]\n[[pools]]',
        ),
        "pools[1].segments: b2b nl at belgium is in pools[0] already",
    ),
    (
        ("to = 2026-01-16", "to = 2026-01-04"),
        "events[0].to: 2026-01-04 is before from (2026-01-05)",
    ),
    (("factor = 1.25", "factor = 1.25\noffered = 1200"), "events[0]: has both factor and offered"),
    (("factor = 1.25\n", ""), "events[0]: has neither factor nor offered"),
    (
        ("aht_seconds = 520\npatience_seconds = 180", ""),
        "handling[0]: plans nothing; write aht_secon",
    ),
    (("\n[[moves]]", TIED_HANDLING + "\n[[moves]]"), "handling[1].match: ties with handling[0]"),
    (
        ('from_site = "liege"', 'from_site = "belgium"'),
        'moves[0].to_site: "belgium" is from_site to',
    ),
    (
        ('from_site = "liege"', 'from_site = "lieges"'),
        'moves[0].from_site: there is no site "lieges"',
    ),
]


@pytest.mark.parametrize(("change", "message"), REFUSALS)
def test_one_mistake_is_refused_with_its_place_and_what_to_write(
    change: tuple[str, str], message: str
) -> None:
    found = errors(changed(change))
    assert len(found) == 1, found
    assert message in found[0]
    assert found[0].startswith("plan.toml: ")
    assert "; " in found[0]


TEN = [
    ('timezone = "Africa/Casablanca"\n', ""),
    ("headcount = 100", "headcount = -100"),
    ("headcount = 15", "headcont = 15"),
    ("liege = 0.8, morocco = 0.2", "liege = 0.8, morocco = 0.3"),
    ("closes = 2025-12-31", "closes = 2025-12-24"),
    ('days = ["sat"]', 'days = ["fri"]'),
    ('38\nlanguages = ["nl"]', '38\nlanguages = ["de"]'),
    ("target = { share = 0.85, answer_within_seconds = 15 }", ""),
    ("factor = 1.25", "factor = 1.25\noffered = 1200"),
    ("\n[[events]]", TIED_ROUTING + "\n[[events]]"),
]
MESSAGES = [
    "sites[1].timezone: is missing",
    "sites[0].staff[0].headcount: is -100",
    "moves[0].headcont: is not a key",
    "routing[0].steps[1].shares: sum to 1.1",
    "routing[0].steps[1].shares.liege: liege closes on 2025-12-24",
    "opening_hours[1]: overlaps opening_hours[0]",
    "belgium does not speak nl",
    "pools[0]: mixed targets",
    "events[0]: has both factor and offered",
    "routing[2].match: ties with routing[1]",
]


def test_ten_mistakes_of_all_sorts_are_ten_messages_at_once() -> None:
    found = errors(changed(*TEN))
    assert len(found) == 10, found
    for message in MESSAGES:
        assert sum(message in x for x in found) == 1, message


def test_a_mistake_in_a_row_hides_no_mistake_of_another_row() -> None:
    for one, other in combinations(range(10), 2):
        found = errors(changed(TEN[one], TEN[other]))
        assert len(found) == 2, (TEN[one], TEN[other], found)


def test_a_refused_step_is_no_reason_to_find_its_site_in_use_after_closing() -> None:
    last = "{ from = 2026-01-01, shares = { morocco = 1.0 } }"
    found = errors(changed((last, last.replace("1.0", '"all"'))))
    assert len(found) == 1
    assert "routing[0].steps[2].shares.morocco: is the text" in found[0]


def test_unreadable_toml_is_refused_with_line_and_column() -> None:
    (error,) = errors('timezone = "Europe/Brussels"\nholidays = BE\n')
    assert error.startswith("plan.toml: line 2, column 12: ")
    (error,) = errors('timezone = "Europe/Brussels"\nqueues = [\n')
    assert error.startswith("plan.toml: line 2, column 11: ")
    (error,) = errors("a = " + "[" * 5000)
    assert error.startswith("plan.toml: is nested too deeply")
    (error,) = errors("a = " + "1" * 5000)
    assert error.startswith("plan.toml: ")


def test_an_empty_plan_is_refused_with_all_that_it_needs() -> None:
    found = errors("")
    needed = ("timezone", "holidays", "queues", "sites", "routing")
    assert [x.split(": ")[1] for x in found] == list(needed)
    assert all("is missing" in x for x in found)


def test_the_error_prints_one_mistake_a_line() -> None:
    with pytest.raises(PlanError) as caught:
        plan(changed(*TEN))
    assert str(caught.value).splitlines() == list(caught.value.errors)


def test_shares_written_as_rounded_thirds_sum_to_one() -> None:
    thirds = "liege = 0.3333333333, belgium = 0.6666666667"
    read = plan(changed(("liege = 0.6, belgium = 0.4", thirds)))
    assert read.routing[1].steps[0].shares["liege"] == 0.3333333333


JUNK: list[Any] = [
    *(None, True, -1, 0, 10**400, 1.5, float("nan"), Decimal("Infinity"), Decimal("-0.1")),
    *("", "x", "\x00", "08:07", [], {}, [{}], [[]], {"a": 1}, [1], ["x"], [{"id": {}}, 3]),
    *(date(1, 1, 1), datetime(2025, 1, 1), time(8)),  # noqa: DTZ001
]


def every_place(node: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    inner = [(*place, key) for key, _ in items]
    below = [x for x in inner if isinstance(node[x[-1]], dict | list)]
    return inner + [y for x in below for y in every_place(node[x[-1]], x)]


@given(st.data())
@settings(max_examples=150)
def test_whatever_stands_anywhere_is_read_or_refused_with_messages(draw: st.DataObject) -> None:
    document = tomllib.loads(PLAN, parse_float=Decimal)
    for _ in range(draw.draw(st.integers(1, 3))):
        place = draw.draw(st.sampled_from(every_place(document)))
        parent: Any = document
        for part in place[:-1]:
            parent = parent[part]
        parent[place[-1]] = deepcopy(draw.draw(st.sampled_from(JUNK)))
    found = shape(document)
    read = build(found.text, {"BE": calendar("BE"), "MA": calendar("MA")})
    draft = Draft(read, left_out(found.text, found.dropped, numbered(document)))
    mistakes = [*found.faults, *faults(draft), *written_faults(found.text, draft)]
    assert all(": " in str(x) and "; " in str(x) for x in mistakes)


def test_reading_plans_needs_none_of_the_libraries_that_train() -> None:
    heavy = "('holidays', 'pandas', 'statsmodels', 'sklearn', 'scipy.optimize')"
    code = f"import sys, data.plan.file; sys.exit(any(x in sys.modules for x in {heavy}))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
