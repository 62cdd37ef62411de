"""The kinds of values a plan's keys may hold: each strict, each with its own help.

Strict: text is no number, a switch is no number, a whole number is no text. Every description
completes "write ..." in an error.
"""

import math
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BeforeValidator, Field

from data.calendar.holidays import FIRST, LAST

CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"

T = TypeVar("T")


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ValueError("no number")
    try:
        number = float(value)
    except OverflowError as error:
        raise ValueError("too large") from error
    if not math.isfinite(number):
        raise ValueError("not finite")
    return number


def _decimal(value: object) -> Decimal:
    _number(value)
    return Decimal(str(value))


def _minutes(value: object) -> int:
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        raise ValueError("no clock time")
    hours, minutes = value.split(":")
    return int(hours) * 60 + int(minutes)


def _rows(value: object) -> object:
    if isinstance(value, dict) and all(isinstance(x, int) for x in value):
        return value
    raise ValueError("no list of tables")


Id = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
        max_length=64,
        description="letters, digits, - and _ in quotes, at most 64, beginning with a letter or "
        'digit, such as "residential"',
    ),
]
Name = Annotated[
    str, Field(min_length=1, max_length=200, description="1 to 200 characters in quotes")
]
Aliases = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=200, pattern=ONE_LINE)]],
    Field(
        max_length=100,
        description="a list of at most 100 names of 1 to 200 characters on one line, "
        'such as ["Facturation FR", "700"]',
    ),
]
Day = Annotated[
    date,
    Field(
        ge=FIRST, le=LAST, description=f"a date from {FIRST} to {LAST} without quotes: 2025-10-01"
    ),
]
Minute = Annotated[
    int, BeforeValidator(_minutes), Field(description='a time in quotes from "00:00" to "24:00"')
]
Switch = Annotated[bool, Field(description="true or false, without quotes")]
Count = Annotated[
    int, Field(ge=0, le=1_000_000, description="a whole number from 0 to 1000000, without quotes")
]
Amount = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, le=1e9, description="a number from 0 to 1000000000, without quotes"),
]
Positive = Annotated[
    float,
    BeforeValidator(_number),
    Field(gt=0, le=1e9, description="a number above 0 and at most 1000000000, without quotes"),
]
WeeklyHours = Annotated[
    float,
    BeforeValidator(_number),
    Field(gt=0, le=168, description="hours a week above 0 and at most 168, such as 38"),
]
DayHours = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0.25, le=24, description="hours from 0.25 to 24, such as 7.6"),
]
HoursAfter = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, le=24, description="hours after the start of the shift, from 0 to 24, such as 3.5"),
]
Weeks = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, le=520, description="weeks from 0 to 520, such as 3"),
]
Share = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, le=1, description="a share from 0 to 1, such as 0.25"),
]
Rate = Annotated[
    float,
    BeforeValidator(_number),
    Field(ge=0, lt=1, description="a share from 0 to below 1, such as 0.01"),
]
PartOfAll = Annotated[
    float,
    BeforeValidator(_number),
    Field(gt=0, le=1, description="a share above 0 and at most 1, such as 0.88"),
]
Reachable = Annotated[
    float,
    BeforeValidator(_number),
    Field(gt=0, lt=1, description="a share above 0 and below 1, such as 0.80"),
]
ExactShare = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(
        ge=0,
        lt=1,
        decimal_places=6,
        description="a share from 0 to below 1 with at most six decimals, such as 0.12",
    ),
]
Languages = Annotated[
    list[Id], Field(min_length=1, description='a list of languages such as ["fr", "nl"]')
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Rows = Annotated[
    dict[int, T], BeforeValidator(_rows), Field(description="a list of tables ([[...]] headers)")
]
