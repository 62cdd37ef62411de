"""Numbers and durations in every spelling: what the whole file proves, and what it cannot."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.history.notation.cells import (
    DOUBTFUL_NUMBER,
    MISSING,
    NOT_A_NUMBER,
    NOT_WHOLE,
    PERCENT,
    count,
    duration,
)
from data.history.notation.numbers import Mark, MixedMarksError, NumberForm, NumberSurvey

POINT, COMMA = NumberForm("."), NumberForm(",")


def form(delimiter: str, counts: list[str], durations: list[str]) -> NumberForm:
    survey = NumberSurvey()
    survey.add(counts, are_counts=True)
    survey.add(durations, are_counts=False)
    return survey.form(delimiter, None)


@pytest.mark.parametrize(
    ("delimiter", "counts", "durations", "decimal"),
    [
        (",", ["40"], ["310.5"], "."),
        (";", ["40"], ["310,5"], ","),
        (";", ["40"], ["310.5"], "."),  # what pandas writes with semicolons
        (",", ["40"], ["310,5"], ","),  # a quoted decimal comma
        (";", ["1.234"], ["12"], ","),  # counts are whole: the point parts thousands
        (",", ["1,234"], ["12"], "."),
        (";", ["40"], ["1.234,5"], ","),
        (",", ["40"], ["1,234.5"], "."),
        (";", ["40"], ["1.234.567"], ","),
        (";", ["40"], [], ","),
    ],
)
def test_the_decimal_mark_is_what_the_file_proves(
    delimiter: str, counts: list[str], durations: list[str], decimal: Mark
) -> None:
    assert form(delimiter, counts, durations) == NumberForm(decimal)


def test_a_point_before_three_digits_is_a_thousand_where_commas_are_decimals() -> None:
    found = form(";", ["40"], ["305,5", "12.345"])
    assert duration("12.345", found, 1.0) == 12_345


def test_a_point_before_three_digits_is_refused_where_nothing_decides() -> None:
    found = form(";", ["40"], ["1.234", "305"])
    assert duration("1.234", found, 1.0) == DOUBTFUL_NUMBER
    assert duration("305", found, 1.0) == 305


@pytest.mark.parametrize(
    ("counts", "durations"),
    [
        (["40"], ["1.5", "305,5"]),
        (["1.234"], ["310.5"]),
        (["1.234", "2,345"], ["12"]),
        (["1.000", "2.000"], ["12"]),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(
    counts: list[str], durations: list[str]
) -> None:
    with pytest.raises(MixedMarksError):
        form(";", counts, durations)


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        ("1\u00a0040", COMMA, 1040),
        ("1\u202f040", COMMA, 1040),
        ("1'040", POINT, 1040),
        ("1\u2019040", POINT, 1040),
        ("1.040", COMMA, 1040),
        ("1,040", POINT, 1040),
        ("12.0", POINT, 12),
        ("12,0", COMMA, 12),
        ("1 04", COMMA, NOT_WHOLE),
        ("1,04,0", POINT, NOT_WHOLE),
        ("85%", POINT, PERCENT),
        ("-", POINT, MISSING),
    ],
)
def test_counts_in_every_spelling(text: str, form: NumberForm, number: int) -> None:
    assert count(text.replace("\u00a0", " ").replace("\u202f", " "), form) == number


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:05:10", 310),
        ("5:10", 310),
        (":18", 18),
        ("75:30", 4530),
        ("27:15:00", 98_100),
        ("00:00:00.235", 0.235),
        ("0:15 min", 15),
        ("4m 10s", 250),
        ("1h 2m 3s", 3723),
        ("310 s", 310),
        ("5 min", 300),
        ("310.25", 310.25),
    ],
)
def test_durations_in_every_spelling(text: str, seconds: float) -> None:
    assert duration(text, POINT, 1.0) == seconds


@pytest.mark.parametrize(
    "text", ["5:61", "00:61:10", "5:1", "m", "1:2:3:4", "inf", "nan", "22/05/2025"]
)
def test_what_is_no_duration_is_told(text: str) -> None:
    assert duration(text, POINT, 1.0) == NOT_A_NUMBER


def test_a_plain_number_is_in_the_units_of_its_file_and_a_clock_is_not() -> None:
    assert duration("310000", POINT, 0.001) == 310
    assert duration("5", POINT, 60.0) == 300
    assert duration("0:05:10", POINT, 60.0) == 310
    assert math.isnan(duration("", POINT, 60.0))


@given(st.integers(0, 10_000_000), st.sampled_from(["", ".", " ", "'"]))
def test_any_count_comes_back_whatever_parts_its_thousands(number: int, mark: str) -> None:
    assert count(f"{number:,}".replace(",", mark), COMMA) == number
