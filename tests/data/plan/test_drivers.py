"""What planners know about days: read from a plan, refused with its remedy, laid over days."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.plan import BillRun, Course, Event, Plan, SchoolHoliday, UnusualDays
from data.plan.days.drivers import Drivers, drivers_of, no_drivers
from data.plan.file import PlanError
from models.arrays import Floats
from models.queues import Match, Queue
from tests.data.plan.plan_texts import PLAN, plan

TOLD = """
[[bill_runs]]
match = { segment = "residential" }
dates = [2025-10-01]
days_of_month = [3, 12]
bills = 2000

[[customers]]
steps = [{ from = 2025-01-01, count = 400000 }, { from = 2026-01-01, count = 440000 }]

[[deflection]]
match = { call_type = "billing" }
steps = [{ from = 2025-07-01, share = 0.1 }, { from = 2025-10-01, share = 0.2 }]
reason = "app"

[[school_holidays]]
match = { language = "fr" }
from = 2025-10-20
to = 2025-10-31
name = "autumn"

[[unusual_days]]
from = 2025-09-01
to = 2025-09-03
weight = 0.5
reason = "strike"
"""
TWIN_CUSTOMERS = """
[[customers]]
steps = [{ from = 2025-01-01, count = 1 }]

[[deflection]]
"""
TIED_DEFLECTION = """
[[deflection]]
match = { language = "fr" }
steps = [{ from = 2025-01-01, share = 0.1 }]

[[school_holidays]]
"""

FRENCH = Queue("residential-billing-fr", "residential", "billing", "fr")
BUSINESS = Queue("b2b-billing-nl", "b2b", "billing", "nl")
ALL, NEVER = Match(), Match(language="nl")  # the latter takes another queue than FRENCH
BARE = replace(plan(PLAN), events=())


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=i) for i in range(count)]


APRIL = days(date(2025, 4, 1), 61)  # to the end of May; Easter Monday is the 21st
MARCH = days(date(2025, 3, 3), 28)  # four plain weeks from a Monday on


def told(of: Plan, on: Sequence[date] = MARCH, known: int = 14, queue: Queue = FRENCH) -> Drivers:
    return drivers_of(of, queue, on, known)


# From text to plan.


def test_what_planners_know_is_read() -> None:
    read = plan(PLAN + TOLD)
    once, monthly = frozenset({date(2025, 10, 1)}), frozenset({3, 12})
    assert read.bill_runs == (BillRun(Match(segment="residential"), once, monthly, 2000.0),)
    new_years = (date(2025, 1, 1), date(2026, 1, 1))
    assert read.customers == (Course(Match(), new_years, (400000.0, 440000.0)),)
    quarters = (date(2025, 7, 1), date(2025, 10, 1))
    assert read.deflection == (Course(Match(call_type="billing"), quarters, (0.1, 0.2)),)
    autumn = (date(2025, 10, 20), date(2025, 10, 31), "autumn")
    assert read.school_holidays == (SchoolHoliday(Match(language="fr"), *autumn),)
    strike = (date(2025, 9, 1), date(2025, 9, 3), 0.5, "strike")
    assert read.unusual_days == (UnusualDays(Match(), *strike),)


def test_names_reasons_and_the_number_of_bills_may_be_left_out() -> None:
    short = TOLD
    for line in ('name = "autumn"\n', 'reason = "strike"\n', 'reason = "app"\n', "bills = 2000\n"):
        assert short.count(line) == 1
        short = short.replace(line, "")
    read = plan(PLAN + short)
    assert read.bill_runs[0].bills == 1.0
    assert (read.school_holidays[0].name, read.unusual_days[0].reason) == ("", "")


def test_a_plan_that_tells_nothing_is_a_plan() -> None:
    read = plan(PLAN)
    tables = (read.bill_runs, read.customers, read.deflection)
    assert (*tables, read.school_holidays, read.unusual_days) == ((), (), (), (), ())


POSTED = "dates = [2025-10-01]\ndays_of_month = [3, 12]\n"
GROWN = "steps = [{ from = 2025-01-01, count = 400000 }, { from = 2026-01-01, count = 440000 }]"
REFUSALS = [
    # bill runs
    ("[2025-10-01]", '["2025-10-01"]', "bill_runs[0].dates[0]: is the text", "dates without quot"),
    ("[2025-10-01]", "2025-10-01", "bill_runs[0].dates: is 2025-10-01", "such as [2025-11-04"),
    ("[3, 12]", "[0, 12]", "bill_runs[0].days_of_month[0]: is 0", "days of the month"),
    (
        "[3, 12]",
        "[3, 32]",
        "bill_runs[0].days_of_month[1]: is 32",
        "days of the month from 1 to 31",
    ),
    ("[3, 12]", "3", "bill_runs[0].days_of_month: is 3", "such as [3, 12, 22]"),
    ("bills = 2000", "bills = 0", "bill_runs[0].bills: is 0", "a number above 0"),
    ("bills = 2000", "bill = 2000", "bill_runs[0].bill: is not a key", 'did you mean "bills"?'),
    (POSTED, "days_of_month = [40]\n", "bill_runs[0].days_of_month[0]: is 40", "days of the month"),
    (POSTED, "", "bill_runs[0]: posts nothing", "write dates, days_of_month or both"),
    (POSTED, "dates = []\n", "bill_runs[0]: posts nothing", "write dates, days_of_month or both"),
    (POSTED, "date = [2025-10-01]\n", "bill_runs[0].date: is not a key", 'did you mean "dates"'),
    (
        '"residential" }\ndates',
        '"resident" }\ndates',
        'bill_runs[0].match.segment: no queue has the segment "resident"',
        'did you mean "residential"?',
    ),
    # customers
    ("count = 400000", "count = 0", "customers[0].steps[0].count: is 0", "a number above 0"),
    ("count = 400000", "count = true", "customers[0].steps[0].count: is true", "a number above"),
    (", count = 400000", "", "customers[0].steps[0].count: is missing", "a number above 0"),
    (GROWN, "steps = []", "customers[0].steps: is empty", "{ from = 2025-01-01, count = 410000 }"),
    (GROWN, "", "customers[0].steps: is missing", "{ from = 2025-01-01, count = 410000 }"),
    (
        "from = 2026-01-01, count",
        "from = 2025-01-01, count",
        "customers[0].steps[1].from: 2025-01-01 is not after the step before it (2025-01-01)",
        "write a later date, or reorder the steps",
    ),
    (
        "\n[[deflection]]\n",
        TWIN_CUSTOMERS,
        "customers[1].match: ties with customers[0]: both take queue residential-billing-fr",
        "add a word to one of them",
    ),
    # deflection
    ("share = 0.1", "share = 1.0", "deflection[0].steps[0].share: is 1.0", "from 0 to below 1"),
    ("share = 0.1", "share = -0.1", "deflection[0].steps[0].share: is -0.1", "from 0 to below 1"),
    (
        "from = 2025-10-01, share",
        "from = 2025-06-01, share",
        "deflection[0].steps[1].from: 2025-06-01 is not after the step before it (2025-07-01)",
        "write a later date, or reorder the steps",
    ),
    ('reason = "app"', 'reason = ""', "deflection[0].reason: is the text", "1 to 200 characters"),
    (
        "\n[[school_holidays]]\n",
        TIED_DEFLECTION,
        "deflection[1].match: ties with deflection[0]: both take queue residential-billing-fr",
        "add a word to one of them",
    ),
    # school holidays
    (
        "to = 2025-10-31",
        "to = 2025-10-19",
        "school_holidays[0].to: 2025-10-19 is before from (2025-10-20)",
        "write a later date",
    ),
    ("to = 2025-10-31\n", "", "school_holidays[0].to: is missing", "a date from"),
    ("from = 2025-10-20", 'from = "x"', "school_holidays[0].from: is the text", "without quotes"),
    ("[[school_holidays]]", "[school_holidays]", "school_holidays: is a table", "a list of tables"),
    (
        '"fr" }\nfrom',
        '"de" }\nfrom',
        'school_holidays[0].match.language: no queue has the language "de"',
        'write one of "fr", "nl"',
    ),
    # unusual days
    (
        "to = 2025-09-03",
        "to = 2025-08-31",
        "unusual_days[0].to: 2025-08-31 is before from (2025-09-01)",
        "write a later date",
    ),
    ("weight = 0.5", "weight = 1.5", "unusual_days[0].weight: is 1.5", "a share from 0 to 1"),
    ("weight = 0.5\n", "", "unusual_days[0].weight: is missing", "a share from 0 to 1"),
    ("weight = 0.5", "wieght = 0.5", "unusual_days[0].wieght: is not", 'did you mean "weight"?'),
    ("[[unusual_days]]", "[[unusual_day]]", "unusual_day: is not a key", '"unusual_days"?'),
]


@pytest.mark.parametrize(("old", "new", "wrong", "remedy"), REFUSALS)
def test_one_mistake_is_one_message_with_its_key_and_what_to_write(
    old: str, new: str, wrong: str, remedy: str
) -> None:
    assert TOLD.count(old) == 1
    with pytest.raises(PlanError) as caught:
        plan(PLAN + TOLD.replace(old, new))
    (message,) = caught.value.errors
    assert message.startswith(f"plan.toml: {wrong}")
    assert remedy in message.partition("; ")[2]


# From plan to days.


def test_a_plan_that_tells_nothing_tells_nothing_about_days() -> None:
    found, nothing = told(BARE), no_drivers(len(MARCH))
    np.testing.assert_array_equal(found.exposure, nothing.exposure)
    np.testing.assert_array_equal(found.school_holiday, nothing.school_holiday)
    np.testing.assert_array_equal(found.posted, nothing.posted)
    np.testing.assert_array_equal(found.weight, nothing.weight)
    assert np.isnan(nothing.weight).all()


def posted(*runs: BillRun, on: Sequence[date] = APRIL, queue: Queue = FRENCH) -> dict[date, float]:
    """The days with post and how much, in mean postings."""
    found = drivers_of(replace(BARE, bill_runs=runs), queue, on, 14).posted
    assert found.shape == (len(on),)
    return {day: float(x) for day, x in zip(on, found, strict=True) if x}


def run(*dates: date, monthly: Sequence[int] = (), bills: float = 1.0) -> BillRun:
    return BillRun(Match(), frozenset(dates), frozenset(monthly), bills)


@pytest.mark.parametrize(
    ("meant", "comes"),
    [
        (date(2025, 4, 15), date(2025, 4, 15)),  # a Tuesday
        (date(2025, 4, 12), date(2025, 4, 14)),  # Saturday
        (date(2025, 4, 13), date(2025, 4, 14)),  # Sunday
        (date(2025, 4, 21), date(2025, 4, 22)),  # Easter Monday
        (date(2025, 4, 19), date(2025, 4, 22)),  # the Saturday before
        (date(2025, 5, 1), date(2025, 5, 2)),  # Labour Day, a Thursday
    ],
)
def test_post_of_a_free_day_waits_for_the_next_working_day(meant: date, comes: date) -> None:
    assert posted(run(meant)) == {comes: 1.0}


def test_post_of_the_weekend_before_the_first_day_comes_on_it() -> None:
    weeks = days(date(2025, 4, 7), 20)  # a Monday
    assert posted(run(date(2025, 4, 5)), on=weeks) == {date(2025, 4, 7): 1.0}
    assert posted(run(date(2025, 4, 4)), on=weeks) == {}


def test_bills_are_posted_on_the_same_days_of_every_month() -> None:
    assert list(posted(run(monthly=[3, 22]))) == [
        date(2025, 4, 3),
        date(2025, 4, 22),
        date(2025, 5, 5),
        date(2025, 5, 22),
    ]


def test_a_month_without_the_day_has_no_posting() -> None:
    spring = days(date(2025, 1, 1), 120)
    assert list(posted(run(monthly=[31]), on=spring)) == [date(2025, 1, 31), date(2025, 3, 31)]


def test_postings_are_told_in_mean_postings_and_those_of_a_day_add_up() -> None:
    small = run(date(2025, 4, 8), date(2025, 4, 15), bills=1000.0)
    large = run(date(2025, 4, 15), date(2025, 4, 19), bills=3000.0)
    found = posted(small, large)  # 1000, 4000 and 3000 bills
    expected = {date(2025, 4, 8): 3 / 8, date(2025, 4, 15): 12 / 8, date(2025, 4, 22): 9 / 8}
    assert found == pytest.approx(expected)


def test_two_postings_that_wait_for_the_same_day_add_up() -> None:
    weekend = run(date(2025, 4, 8), date(2025, 4, 12), date(2025, 4, 13), date(2025, 4, 14))
    assert posted(weekend) == {date(2025, 4, 8): 0.5, date(2025, 4, 14): 1.5}


def test_post_that_would_come_after_the_last_day_does_not_come() -> None:
    to_saturday = days(date(2025, 4, 1), 19)
    assert posted(run(date(2025, 4, 19)), on=to_saturday) == {}


def test_bills_of_other_queues_are_not_this_queues() -> None:
    assert posted(replace(run(date(2025, 4, 15)), match=NEVER)) == {}
    assert posted(replace(run(date(2025, 4, 15)), match=NEVER), queue=BUSINESS) != {}


def exposure(of: Plan, known: int = 14) -> Floats:
    return told(of, known=known).exposure


def course(*steps: tuple[date, float], match: Match = ALL) -> Course:
    dates, values = zip(*steps, strict=True)
    return Course(match, dates, values)


def test_calls_are_in_proportion_to_customers_of_the_last_known_day() -> None:
    """From 1000 on the eighth day to 2000 ten days later, in equal steps; flat outside."""
    grown = course((MARCH[7], 1000.0), (MARCH[17], 2000.0))
    customers = 1000.0 * np.concatenate([np.ones(7), np.linspace(1, 2, 11), np.full(10, 2.0)])
    found = exposure(replace(BARE, customers=(grown,)))
    np.testing.assert_allclose(found, customers / customers[13])
    assert found[13] == 1


def test_the_number_of_customers_does_not_matter_where_it_stays() -> None:
    assert (exposure(replace(BARE, customers=(course((MARCH[3], 5e6)),))) == 1).all()


def test_the_course_of_the_most_specific_row_counts_wherever_it_stands() -> None:
    general = course((MARCH[0], 100.0), (MARCH[27], 370.0))
    special = course((MARCH[0], 500.0), match=Match(language="fr"))
    other = course((MARCH[0], 1.0), (MARCH[27], 9.0), match=NEVER)
    for rows in ((general, special, other), (other, special, general)):
        assert (exposure(replace(BARE, customers=rows)) == 1).all()
    assert exposure(replace(BARE, customers=(general, other)))[27] > 1.5


def test_deflected_calls_do_not_come_from_its_first_step_on() -> None:
    app = course((MARCH[10], 0.1), (MARCH[20], 0.3))
    found = exposure(replace(BARE, deflection=(app,)), known=10)
    kept = np.concatenate([np.ones(10), 1 - np.linspace(0.1, 0.3, 11), np.full(7, 0.7)])
    np.testing.assert_allclose(found, kept)


def test_customers_and_deflection_multiply() -> None:
    both = replace(
        BARE,
        customers=(course((MARCH[13], 100.0), (MARCH[14], 150.0)),),
        deflection=(course((MARCH[13], 0.2), (MARCH[14], 0.4)),),
    )
    found = exposure(both)
    np.testing.assert_allclose(found[:13], 1 / 0.8)  # as many customers, nobody deflected
    np.testing.assert_allclose(found[14:], 1.5 * 0.6 / 0.8)


def event(first: date, last: date, factor: float | None, match: Match = ALL) -> Event:
    offered = 900.0 if factor is None else None
    return Event(match, first, last, factor, offered, "reminders", "planning")


def test_past_events_are_exposure_and_coming_ones_are_not() -> None:
    around = event(MARCH[12], MARCH[15], 1.5)
    early = event(MARCH[3], MARCH[12], 2.0)
    other = event(MARCH[0], MARCH[27], 9.0, NEVER)
    found = told(replace(BARE, events=(around, early, other)))
    expected = np.ones(28)
    expected[3:12], expected[12], expected[13] = 2.0, 3.0, 1.5
    np.testing.assert_allclose(found.exposure, expected)
    assert np.isnan(found.weight).all()


@pytest.mark.parametrize("factor", [None, 0.0], ids=["a number of calls", "no calls at all"])
def test_past_days_whose_calls_an_event_set_say_nothing(factor: float | None) -> None:
    found = told(replace(BARE, events=(event(MARCH[5], MARCH[20], factor),)))
    assert (found.weight[5:14] == 0).all()
    assert np.isnan(np.delete(found.weight, np.s_[5:14])).all()
    assert (found.exposure == 1).all()


def unusual(first: date, last: date, weight: float, match: Match = ALL) -> UnusualDays:
    return UnusualDays(match, first, last, weight, "strike")


def test_unusual_days_weigh_what_planners_say_the_last_word_counting() -> None:
    strike, other = unusual(MARCH[2], MARCH[5], 0.0), unusual(MARCH[0], MARCH[27], 0.7, NEVER)
    but_one = unusual(MARCH[4], MARCH[4], 0.25)
    found = told(replace(BARE, unusual_days=(strike, but_one, other))).weight
    assert found[2:6].tolist() == [0.0, 0.0, 0.25, 0.0]
    assert np.isnan(np.delete(found, np.s_[2:6])).all()


def test_what_planners_say_of_a_day_counts_before_what_an_event_implies() -> None:
    set_calls = event(MARCH[5], MARCH[6], None)
    believed = unusual(MARCH[6], MARCH[6], 1.0)
    found = told(replace(BARE, events=(set_calls,), unusual_days=(believed,))).weight
    assert found[5:7].tolist() == [0.0, 1.0]


def test_school_holidays_are_those_of_the_queues_callers() -> None:
    french = SchoolHoliday(Match(language="fr"), MARCH[3], MARCH[5], "carnival")
    dutch = SchoolHoliday(NEVER, MARCH[10], MARCH[20], "krokus")
    late = SchoolHoliday(Match(), MARCH[5], MARCH[6], "bridge")
    of = replace(BARE, school_holidays=(french, dutch, late))
    assert np.flatnonzero(told(of).school_holiday).tolist() == [3, 4, 5, 6]
    dutch_days = told(of, queue=BUSINESS).school_holiday
    assert np.flatnonzero(dutch_days).tolist() == [5, 6, *range(10, 21)]


def test_what_is_told_in_the_text_reaches_the_days() -> None:
    october = days(date(2025, 9, 1), 61)
    found = drivers_of(plan(PLAN + TOLD), FRENCH, october, 30)
    assert found.weight[:3].tolist() == [0.5, 0.5, 0.5]
    assert np.flatnonzero(found.school_holiday).tolist() == list(range(49, 61))
    assert [october[i].isoformat() for i in np.flatnonzero(found.posted)] == [
        *("2025-09-03", "2025-09-12", "2025-10-01", "2025-10-03", "2025-10-13"),
    ]
    assert found.exposure[29] == 1
    customers = 1 + 0.1 * (date(2025, 10, 1) - date(2025, 1, 1)).days / 365
    before = 1 + 0.1 * (date(2025, 9, 30) - date(2025, 1, 1)).days / 365
    deflected = 0.1 + 0.1 * (date(2025, 9, 30) - date(2025, 7, 1)).days / 92
    assert found.exposure[30] == pytest.approx(customers * 0.8 / (before * (1 - deflected)))
