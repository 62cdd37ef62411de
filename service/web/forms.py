"""The forms in which a table is given: what is asked besides the question itself."""

from dataclasses import dataclass
from typing import Annotated, Literal

from data.exports.csv import PROFILES, STANDARD, Profile
from service.planning.basis.terms import OneOf, Term

Layout = Literal["rows", "columns"]


@dataclass(frozen=True, slots=True)
class JsonForm:
    """How the JSON is laid out."""

    layout: Layout = "rows"


@dataclass(frozen=True, slots=True)
class CsvForm:
    """Which tool is to read the CSV."""

    profile: Annotated[
        Profile, OneOf(PROFILES), Term("excel-be: what Excel with Belgian settings opens")
    ] = STANDARD
