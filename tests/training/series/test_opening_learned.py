"""Open hours and closed holidays, learned from the calls alone."""

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tests.data.plan.plan_texts import calendar
from training.series.opening import learned_open_slots

SLOTS = 4
FIRST = date(2024, 1, 1)
KNOWN = 500  # days: every Belgian holiday at least once
DAYS = [FIRST + timedelta(days=i) for i in range(KNOWN + 400)]
HOLIDAYS = calendar("BE")
WEEKDAY = np.array([day.weekday() for day in DAYS])
IS_HOLIDAY = np.array([day in HOLIDAYS for day in DAYS])


def counts(open_holidays: tuple[date, ...] = ()) -> NDArray[np.float64]:
    """Monday to Friday in the two middle slots, closed on holidays but these."""
    works = np.array(
        [day.weekday() < 5 and (day not in HOLIDAYS or day in open_holidays) for day in DAYS]
    )
    return np.asarray(works[:KNOWN, None] * np.array([0.0, 30.0, 20.0, 0.0]))


def is_open(given: NDArray[np.float64]) -> NDArray[np.bool_]:
    return learned_open_slots(given, DAYS, HOLIDAYS)


def test_a_slot_is_open_where_its_weekday_took_calls() -> None:
    found = is_open(counts())
    assert found.shape == (len(DAYS), SLOTS)
    plain = ~IS_HOLIDAY
    assert (found[plain & (WEEKDAY < 5)] == [False, True, True, False]).all()
    assert not found[WEEKDAY >= 5].any()


def test_holidays_that_were_closed_are_closed_in_the_future_too() -> None:
    assert not is_open(counts())[IS_HOLIDAY].any()


def test_a_holiday_that_took_calls_is_open_in_the_future_and_the_others_are_not() -> None:
    armistice = date(2024, 11, 11)
    found = is_open(counts(open_holidays=(armistice,)))
    assert found[DAYS.index(armistice)].any()
    assert found[DAYS.index(date(2025, 11, 11))].any()
    assert not found[DAYS.index(date(2025, 12, 25))].any()


def test_a_holiday_never_seen_is_closed_where_all_the_others_were() -> None:
    short = counts()[: DAYS.index(date(2024, 9, 1))]
    assert not is_open(short)[DAYS.index(date(2024, 11, 11))].any()


def test_a_holiday_never_seen_is_open_where_little_is_known() -> None:
    short = counts()[: DAYS.index(date(2024, 3, 1))]
    assert is_open(short)[DAYS.index(date(2024, 5, 9))].any()


def test_a_plain_day_without_calls_stays_open() -> None:
    given = counts()
    outage = DAYS.index(date(2024, 10, 8))
    given[outage] = 0
    assert is_open(given)[outage].any()


def test_missing_counts_do_not_close_a_weekday() -> None:
    given = counts()
    given[20:60] = np.nan
    assert (is_open(given) == is_open(counts())).all()


def test_a_queue_that_never_took_a_call_is_never_open() -> None:
    assert not is_open(np.zeros((KNOWN, SLOTS))).any()


def test_hours_not_used_for_six_weeks_are_closed_since_then() -> None:
    given = counts()
    given[-42:, 2] = 0.0
    found = is_open(given)
    plain = ~IS_HOLIDAY & (WEEKDAY < 5)
    assert (found[KNOWN - 42 :][plain[KNOWN - 42 :]] == [False, True, False, False]).all()
    assert (found[: KNOWN - 42][plain[: KNOWN - 42]] == [False, True, True, False]).all()


def test_a_weekday_not_used_for_six_weeks_is_closed_rows_or_none() -> None:
    given = counts()
    fridays = np.flatnonzero(WEEKDAY[:KNOWN] == 4)
    given[fridays[-6:]] = np.nan
    assert not is_open(given)[KNOWN:][WEEKDAY[KNOWN:] == 4].any()


def test_hours_not_used_for_five_weeks_stay_open() -> None:
    given = counts()
    given[-35:, 2] = 0.0
    assert (is_open(given) == is_open(counts())).all()


def test_hours_with_a_call_now_and_then_stay_open() -> None:
    given = counts()
    given[np.flatnonzero(WEEKDAY[:KNOWN] == 2)[10::5], 0] = 1.0
    given[-42:, 0] = 0.0
    assert is_open(given)[KNOWN:][WEEKDAY[KNOWN:] == 2][:, 0].any()


def test_a_file_that_stopped_closes_nothing() -> None:
    given = counts()
    given[-60:] = np.nan
    assert (is_open(given) == is_open(counts())).all()


def test_hours_opened_lately_are_open() -> None:
    given = counts()
    given[-14:, 3] = 5.0
    assert is_open(given)[KNOWN:, 3].any()
