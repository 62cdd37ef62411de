"""The days of a question as intervals and periods of the callers' clock."""

from datetime import date

import numpy as np
import pytest

from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError, periods, span_of
from tests.service.cases import AUTUMN, LAST, MONDAY, SPRING, week


@pytest.mark.parametrize(("day", "intervals"), [(MONDAY, 48), (AUTUMN, 50), (SPRING, 46)])
def test_a_day_has_the_intervals_its_clock_gives_it(
    current: Current, day: date, intervals: int
) -> None:
    span = span_of(current, day, day)
    assert len(span.at.slot) == intervals
    assert set(span.at.day.tolist()) == {(day - current.release.head.first_day).days}


def test_the_doubled_labels_of_autumn_are_told_and_no_others(current: Current) -> None:
    at = span_of(current, AUTUMN, AUTUMN).at
    assert sorted(at.slot[at.repeats == 2].tolist()) == [4, 4, 5, 5]
    assert (at.repeats[~np.isin(at.slot, [4, 5])] == 1).all()


@pytest.mark.parametrize(
    ("first", "last", "key", "detail"),
    [
        (
            *(date(2025, 10, 17), MONDAY, "from"),
            "from is 2025-10-17; release 1 forecasts 2025-10-18 to 2026-04-05",
        ),
        (
            *(MONDAY, date(2026, 4, 6), "to"),
            "to is 2026-04-06; release 1 forecasts 2025-10-18 to 2026-04-05",
        ),
        (*(date.max, date.max, "from"), "from is 9999-12-31"),
        (*(date.min, date.min, "from"), "from is 0001-01-01"),
        (*(MONDAY, date(2025, 10, 19), "to"), "to is 2025-10-19, before from (2025-10-20)"),
    ],
)
def test_days_outside_the_horizon_or_in_the_wrong_order_are_named(
    current: Current, first: date, last: date, key: str, detail: str
) -> None:
    with pytest.raises(QuestionError) as refusal:
        span_of(current, first, last)
    assert refusal.value.key == key
    assert refusal.value.detail.startswith(detail)


def test_a_week_is_named_by_its_monday_even_where_the_question_begins_later(
    current: Current,
) -> None:
    span = span_of(current, date(2025, 10, 22), date(2025, 10, 28))
    weeks = periods(span, "week")
    assert weeks.labels == ["2025-10-20", "2025-10-27"]


def test_months_are_named_by_their_first(current: Current) -> None:
    months = periods(span_of(current, date(2026, 3, 20), LAST), "month")
    assert months.labels == ["2026-03-01", "2026-04-01"]


def test_hours_are_local_and_the_doubled_one_is_two(current: Current) -> None:
    hours = periods(span_of(current, AUTUMN, AUTUMN), "hour")
    assert len(hours.labels) == 25
    assert hours.labels[2:4] == ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00"]
    assert (np.bincount(hours.of_interval) == 2).all()


def test_intervals_are_their_own_periods_and_days_hold_theirs(current: Current) -> None:
    span = week(current)
    assert periods(span, "interval").of_interval.tolist() == list(range(338))
    days = periods(span, "day")
    assert days.labels == [str(day) for day in span.days]
    assert np.bincount(days.of_interval).tolist() == [48] * 6 + [50]
