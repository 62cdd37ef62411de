"""Dates and times as people write them; what the whole file settles, and what it cannot."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

import data  # noqa: F401 (zones come from the pinned tzdata package)
from data.history.notation.dates import (
    OFFSETS,
    DateForm,
    DateReader,
    DateSurvey,
    UndecidedDateError,
    WrongOffsetError,
    time_of_day,
)

NINE = int(datetime(2025, 3, 13, 9, 30, tzinfo=UTC).timestamp())


def form(*texts: str) -> DateForm:
    survey = DateSurvey()
    survey.add(texts)
    return survey.form(None)


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-13 09:30",
        "2025-03-13T09:30:00",
        "2025-03-13 9:30",
        "2025/03/13 09:30",
        "20250313 09:30",
        "13/03/2025 09:30",
        "13-03-2025 9:30",
        "13.03.25 09:30",
        "3/13/25 9:30 AM",
        "3/13/2025 9:30:00\u202fAM",
        "13 mars 2025 9h30",
        "13 maart 2025 9:30",
        "13. März 2025 09:30",
        "13-Mar-25 09:30",
        "Thu, 13 Mar 2025 09:30:00",
        "March 13, 2025 9:30 am",
        "45729.395833333336",
        "13/03/2025 09:30-10:00",
        "2025-03-13 09:30 - 10:00",
    ],
)
def test_half_past_nine_in_every_spelling(text: str) -> None:
    assert DateReader(form(text)).read(text).seconds == NINE


def test_one_date_beyond_the_twelfth_settles_the_whole_file() -> None:
    assert form("03/04/2025 09:00", "13/04/2025 09:00").order == "day-first"
    assert form("03/04/2025 09:00", "04/13/2025 09:00").order == "month-first"


@pytest.mark.parametrize("texts", [("03/04/2025",), ("13/04/2025", "04/13/2025")])
def test_where_no_date_decides_the_owner_is_asked(texts: tuple[str, ...]) -> None:
    with pytest.raises(UndecidedDateError):
        DateReader(form(*texts)).read("03/04/2025 09:00")


def test_a_date_that_is_the_same_either_way_needs_no_answer() -> None:
    text = "03/03/2025 09:30"
    assert DateReader(form(text)).read(text).seconds == NINE - 10 * 86_400


def test_a_span_begins_at_its_left_side_and_tells_its_length() -> None:
    texts = ("2025-03-13 09:30-10:00", "2025-03-13 10:00-10:30")
    shown = DateReader(form(*texts)).read(texts[0])
    assert (shown.seconds, shown.span, shown.has_offset) == (NINE, 1800, False)


def test_the_last_span_of_a_day_ends_at_midnight() -> None:
    assert DateReader(form("2025-03-13 23:30-00:00")).read("2025-03-13 23:30-00:00").span == 1800


def test_an_offset_that_stays_while_the_time_goes_on_is_an_offset() -> None:
    found = form("2025-03-13 09:30-05:00", "2025-03-13 10:00-05:00")
    shown = DateReader(found).read("2025-03-13 09:30-05:00")
    assert (shown.seconds, shown.has_offset) == (NINE + 5 * 3600, True)


@pytest.mark.parametrize("offset", ["-08:31", "+14:30", "-12:30", "+05:40"])
def test_an_offset_that_no_zone_has_is_refused(offset: str) -> None:
    with pytest.raises(WrongOffsetError):
        DateReader(DateForm()).read(f"2025-03-13T09:30:00{offset}")


def test_every_offset_that_a_zone_has_had_since_1990_is_one() -> None:
    instants = [
        datetime(year, month, 15, tzinfo=UTC) for year in range(1990, 2027) for month in (1, 7)
    ]
    zones = [ZoneInfo(x) for x in available_timezones()]
    had = {x.astimezone(zone).utcoffset() for x in instants for zone in zones}
    assert {x.total_seconds() / 60 for x in had if x is not None} <= OFFSETS


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("12:00 AM", 0), ("12:30 PM", 45_000), ("9", None), ("24:00", None), ("13:00 PM", None)],
)
def test_noon_and_midnight_on_a_clock_of_twelve_hours(text: str, seconds: int | None) -> None:
    if seconds is None:
        with pytest.raises(ValueError, match=text):
            time_of_day(text)
    else:
        assert time_of_day(text) == seconds
