"""The terms in which a question is put: its parameters' names, bounds and words.

A question is a dataclass whose fields are its parameters, and this is their only declaration: the
keys of a query string and the options of a command are made from it. Bounds are those of
``annotated_types``; a field that is a dataclass adds its own fields.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Interval

NUMBER = r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
LARGEST_ID = 2**31 - 1  # what every database keeps as an integer


@dataclass(frozen=True, slots=True)
class Term:
    """What a parameter means, and its name where it is not the field's."""

    meaning: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """How a value is written, and what a refusal says to write instead."""

    wanted: str
    pattern: str = NUMBER


@dataclass(frozen=True, slots=True)
class Only:
    """A parameter that does something only while another, declared before it, has such a value."""

    other: str
    values: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Several values in one text; ``read`` raises ValueError, which says what is wrong."""

    wanted: str
    pattern: str
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Values that are known by name."""

    named: Mapping[str, object]


Granularity = Literal["interval", "hour", "day", "week", "month"]
Day = Annotated[date, Written("a date such as 2025-10-01", DATE)]
FirstDay = Annotated[Day, Term("First local day", "from")]
LastDay = Annotated[Day, Term("Last local day, included", "to")]
ReleaseId = Annotated[int, Interval(ge=1, le=LARGEST_ID), Written("a release's number")]


@dataclass(frozen=True, slots=True)
class Source:
    """What a question is answered from."""

    release: ReleaseId | None = None
