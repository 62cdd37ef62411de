"""What a change of a scenario may say, as TOML table or JSON: one model a kind."""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from data.scenario import EVERY_QUEUE, Change
from models.queues import Match
from service.parameters import InputModel, number

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    if type(value) is date or (isinstance(value, str) and DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("wanted", "give a day such as 2025-11-03")


Day = Annotated[date, BeforeValidator(_day)]
Factor = Annotated[
    float,
    Field(ge=0.01, le=100, description="Multiplies what the plan has"),
    number("a factor from 0.01 to 100, for example 1.05"),
]
Rate = Annotated[float, Field(ge=0, le=100), number("a factor from 0 to 100, for example 1.5")]
Share = Annotated[float, Field(ge=0.01, le=0.9999), number("a share from 0.01 to 0.9999")]
Shrinks = Annotated[float, Field(ge=0, lt=1), number("a share from 0 to below 1, such as 0.12")]
Seconds = Annotated[float, Field(ge=0, le=3600), number("seconds from 0 to 3600, for example 20")]
Cap = Annotated[float, Field(ge=0.01, le=1), number("a share from 0.01 to 1, for example 0.85")]
Calls = Annotated[float, Field(ge=0, le=1e6), number("calls a day up to 1000000")]
People = Annotated[int, Field(ge=1, le=10_000), number("whole people, for example 20")]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Languages = Annotated[list[str], Field(min_length=1)]


class MatchText(InputModel):
    """A selector of queues; what is left out matches everything."""

    segment: str | None = None
    call_type: str | None = None
    language: str | None = None

    def match(self) -> Match:
        """In the product's words."""
        return Match(self.segment, self.call_type, self.language)


class Dated(InputModel):
    """A change between two days, both included."""

    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Dated":
        if self.last < self.first:
            raise PydanticCustomError("order", "to is before from; give a later day")
        return self


class VolumeText(Dated):
    """Calls times a factor."""

    kind: Literal["volume"]
    match: MatchText = MatchText()
    factor: Factor

    def change(self) -> Change:
        """In the product's words."""
        return Change("volume", self.match.match(), "", self.first, self.last, self.factor)


class AhtText(Dated):
    """Handling times times a factor."""

    kind: Literal["aht"]
    match: MatchText = MatchText()
    factor: Factor

    def change(self) -> Change:
        """In the product's words."""
        return Change("aht", self.match.match(), "", self.first, self.last, self.factor)


class EventText(Dated):
    """An event of the plan: calls times a factor, or exactly so many a day."""

    kind: Literal["event"]
    match: MatchText = MatchText()
    factor: Rate | None = None
    offered: Calls | None = None

    @model_validator(mode="after")
    def _one_is_given(self) -> "EventText":
        if (self.factor is None) == (self.offered is None):
            raise PydanticCustomError("rule", "give one of factor and offered")
        return self

    def change(self) -> Change:
        """In the product's words."""
        return Change(
            kind="event",
            match=self.match.match(),
            first=self.first,
            last=self.last,
            factor=1.0 if self.factor is None else self.factor,
            offered=self.offered,
        )


class DelayStepText(InputModel):
    """A step of the routing that begins on ``from`` begins on ``to``."""

    kind: Literal["delay_step"]
    match: MatchText = MatchText()
    first: Annotated[Day, Field(alias="from", description="The day the step begins now")]
    last: Annotated[Day, Field(alias="to", description="The day it would begin")]

    def change(self) -> Change:
        """In the product's words."""
        return Change("delay_step", self.match.match(), "", self.first, self.last)


class AttritionText(InputModel):
    """Weekly attrition of a site's people, or of one contract there, times a factor."""

    kind: Literal["attrition"]
    site: str
    contract: str | None = None
    factor: Rate

    def change(self) -> Change:
        """In the product's words."""
        return Change(
            "attrition", EVERY_QUEUE, self.site, factor=self.factor, contract=self.contract
        )


class ShrinkageText(Dated):
    """Shares of shrinkage at a site; what is left out stays."""

    kind: Literal["shrinkage"]
    site: str
    leave: Shrinks | None = None
    absence: Shrinks | None = None
    off_phone: Shrinks | None = None

    @model_validator(mode="after")
    def _something_changes(self) -> "ShrinkageText":
        if not self._shares():
            raise PydanticCustomError("rule", "give leave, absence or off_phone")
        return self

    def _shares(self) -> dict[str, Decimal]:
        named = {"leave": self.leave, "absence": self.absence, "off_phone": self.off_phone}
        return {name: Decimal(str(x)) for name, x in named.items() if x is not None}

    def change(self) -> Change:
        """In the product's words."""
        return Change(
            kind="shrinkage",
            site=self.site,
            first=self.first,
            last=self.last,
            shares=self._shares(),
        )


class CancelClassText(InputModel):
    """A class of a site does not take place."""

    kind: Literal["cancel_class"]
    site: str
    starts: Day
    languages: Languages | None = None

    def change(self) -> Change:
        """In the product's words."""
        return Change(
            "cancel_class",
            EVERY_QUEUE,
            self.site,
            starts=self.starts,
            languages=tuple(self.languages or ()),
        )


class AddClassText(InputModel):
    """A further class, like the site's latest of the same languages."""

    kind: Literal["add_class"]
    site: str
    starts: Day
    headcount: People
    languages: Languages

    def change(self) -> Change:
        """In the product's words."""
        return Change(
            "add_class",
            EVERY_QUEUE,
            self.site,
            starts=self.starts,
            headcount=self.headcount,
            languages=tuple(self.languages),
        )


class TargetText(InputModel):
    """Another target for the pools that take these calls; what is left out stays."""

    kind: Literal["target"]
    match: MatchText = MatchText()
    share: Share | None = None
    answer_within_seconds: Seconds | None = None
    max_occupancy: Cap | None = None

    @model_validator(mode="after")
    def _something_changes(self) -> "TargetText":
        if not self._target():
            raise PydanticCustomError("rule", "give share, answer_within_seconds or max_occupancy")
        return self

    def _target(self) -> dict[str, float]:
        named = {
            "share": self.share,
            "answer_within": self.answer_within_seconds,
            "max_occupancy": self.max_occupancy,
        }
        return {name: value for name, value in named.items() if value is not None}

    def change(self) -> Change:
        """In the product's words."""
        return Change("target", self.match.match(), target=self._target())


ChangeText = Annotated[
    VolumeText
    | AhtText
    | EventText
    | DelayStepText
    | AttritionText
    | ShrinkageText
    | CancelClassText
    | AddClassText
    | TargetText,
    Field(discriminator="kind"),
]
