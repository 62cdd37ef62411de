from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from data.plan.days.opening import open_slots
from data.plan.file import PlanError
from models.arrays import Flags
from tests.data.plan.plan_texts import PLAN, changed, plan

MONDAY, SATURDAY, SUNDAY = date(2025, 10, 6), date(2025, 10, 11), date(2025, 10, 12)
ARMISTICE = date(2025, 11, 11)  # a Tuesday, a holiday in Belgium
EARLY_CLOSE, BOXING_DAY = date(2025, 12, 24), date(2025, 12, 26)
ALL_DAY_IN_B2B = """
[[opening_hours]]
match = { segment = "b2b" }
dates = [2025-11-11, 2025-12-26]
from = "00:00"
to = "24:00"

[[queues]]
id = "residential-billing-fr"
"""

SPLIT_SATURDAY = """days = ["sat"]
from = "14:00"
to = "16:00"
closed_on_holidays = true

[[opening_hours]]
days = ["sat"]
from = "09:00"
to = "13:00"
"""


def opened(day: date, queue: str = "residential-billing-fr", text: str = PLAN) -> Flags:
    read = plan(text)
    return np.asarray(open_slots(read, read.queue(queue), [day])[0])


def slots(first: float, last: float) -> Flags:
    starts = np.arange(48) / 2
    return np.asarray((starts >= first) & (starts < last))


def test_hours_are_half_open_and_follow_the_weekday() -> None:
    assert_array_equal(opened(MONDAY), slots(8, 20))
    assert_array_equal(opened(SATURDAY), slots(9, 13))
    assert not opened(SUNDAY).any()


def test_the_most_specific_rows_replace_the_general_ones_as_a_whole() -> None:
    assert_array_equal(opened(MONDAY, "b2b-billing-nl"), slots(8.5, 17))
    assert not opened(SATURDAY, "b2b-billing-nl").any()


def test_a_queue_is_closed_on_holidays_only_where_the_row_says_so() -> None:
    assert not opened(ARMISTICE).any()
    weekdays = 'to = "20:00"\nclosed_on_holidays = true'
    text = changed(
        (weekdays, 'to = "20:00"'),
        ("works_on_holidays = false", "works_on_holidays = true"),
        ('id = "belgium"', 'id = "belgium"\nworks_on_holidays = true'),
    )
    assert_array_equal(opened(ARMISTICE, text=text), slots(8, 20))


def test_named_dates_override_weekdays_of_any_queue() -> None:
    assert_array_equal(opened(EARLY_CLOSE), slots(8, 16))
    assert_array_equal(opened(EARLY_CLOSE, "b2b-billing-nl"), slots(8, 16))
    assert not opened(BOXING_DAY).any()


def test_named_dates_of_a_more_specific_row_override_general_ones_and_holidays() -> None:
    text = changed(
        ('\n[[queues]]\nid = "residential-billing-fr"\n', ALL_DAY_IN_B2B),
        ('id = "belgium"', 'id = "belgium"\nworks_on_holidays = true'),
    )
    assert opened(BOXING_DAY, "b2b-billing-nl", text).all()
    assert opened(ARMISTICE, "b2b-billing-nl", text).all()
    assert not opened(BOXING_DAY, text=text).any()


def test_two_rows_of_the_same_queue_complement_each_other_within_a_day() -> None:
    text = changed(('days = ["sat"]\nfrom = "09:00"\nto = "13:00"', SPLIT_SATURDAY))
    assert_array_equal(opened(SATURDAY, text=text), slots(9, 13) | slots(14, 16))


def test_a_plan_without_opening_hours_is_open_round_the_clock() -> None:
    start, end = PLAN.index("[[opening_hours]]"), PLAN.index("[[queues]]")
    text = (PLAN[:start] + PLAN[end:]).replace(
        "full_time_hours = 38", "full_time_hours = 38\nworks_on_holidays = true"
    )
    text = text.replace("works_on_holidays = false\n", "")
    assert opened(SUNDAY, text=text).all()


def test_days_may_come_in_any_order_and_in_slots_of_the_plans_interval() -> None:
    read = plan(changed(("interval_minutes = 30", "interval_minutes = 15")))
    found = open_slots(read, read.queue("residential-billing-fr"), [SUNDAY, MONDAY, SUNDAY])
    assert found.shape == (3, 96)
    assert_array_equal(found.sum(axis=1), [0, 48, 0])
    assert open_slots(read, read.queue("residential-billing-fr"), []).shape == (0, 96)


def test_a_queue_that_no_weekday_row_takes_is_refused() -> None:
    text = changed(('days = ["sat"]', 'match = { language = "fr" }\ndays = ["sat"]'))
    start = text.index("[[opening_hours]]")
    end = text.index("[[opening_hours]]", start + 1)
    with pytest.raises(PlanError, match=r"queues\[2\]: no \[\[opening_hours\]\] row with days"):
        plan(text[:start] + text[end:])


NEXT_SATURDAY = date(2025, 10, 18)
SATURDAYS_FROM = ('days = ["sat"]', 'days = ["sat"]\nvalid_from = 2025-10-18')


def test_hours_may_begin_on_a_date() -> None:
    text = changed(SATURDAYS_FROM)
    assert not opened(SATURDAY, text=text).any()
    assert_array_equal(opened(NEXT_SATURDAY, text=text), slots(9, 13))
    assert_array_equal(opened(MONDAY, text=text), slots(8, 20))


def test_a_row_that_ends_is_followed_by_one_that_begins() -> None:
    row = '\n\n[[opening_hours]]\ndays = ["sat"]\n'
    longer = row + 'valid_from = 2025-10-12\nfrom = "09:00"\nto = "17:00"'
    old = 'days = ["sat"]\nfrom = "09:00"\nto = "13:00"'
    text = changed((old, old.replace("from", "valid_to = 2025-10-11\nfrom", 1) + longer))
    assert_array_equal(opened(SATURDAY, text=text), slots(9, 13))
    assert_array_equal(opened(NEXT_SATURDAY, text=text), slots(9, 17))


def test_a_narrower_row_wins_only_while_it_is_valid() -> None:
    narrow = 'match = { segment = "b2b" }\ndays'
    text = changed((narrow, 'match = { segment = "b2b" }\nvalid_to = 2025-10-12\ndays'))
    assert_array_equal(opened(MONDAY, "b2b-billing-nl", text), slots(8.5, 17))
    assert_array_equal(opened(date(2025, 10, 13), "b2b-billing-nl", text), slots(8, 20))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'days = ["sat"]',
            'days = ["sat"]\nvalid_from = 2025-10-18\nvalid_to = 2025-10-11',
            r"opening_hours\[1\]\.valid_to: 2025-10-11 is before valid_from \(2025-10-18\)",
        ),
        (
            "dates = [2025-12-24, 2025-12-31]",
            "dates = [2025-12-24, 2025-12-31]\nvalid_from = 2025-10-18",
            r"opening_hours\[3\]\.valid_from: stands beside dates",
        ),
        (
            'days = ["sat"]',
            'days = ["sat"]\nvalid_from = 2031-10-18',
            r"opening_hours\[1\]\.valid_from: 2031-10-18 is after everything",
        ),
    ],
)
def test_validity_is_a_span_of_weekday_rows_within_the_plan(old: str, new: str, fault: str) -> None:
    with pytest.raises(PlanError, match=fault):
        plan(changed((old, new)))


def test_rows_overlap_only_on_days_on_which_both_are_valid() -> None:
    twice = 'days = ["sat"]\n{}from = "09:00"\nto = "13:00"'
    old = twice.format("")
    second = "\n\n[[opening_hours]]\n" + twice.format("valid_from = {}\n")
    fine = twice.format("valid_to = 2025-10-17\n")
    assert plan(changed((old, fine + second.format("2025-10-12"))))  # no Saturday in common
    with pytest.raises(PlanError, match=r"opening_hours\[2\]: overlaps opening_hours\[1\]"):
        plan(changed((old, fine + second.format("2025-10-11"))))
