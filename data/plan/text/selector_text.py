"""What all tables of a plan's TOML share: strictness, and the selector of queues."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from data.plan.text.values import Id


class Table(BaseModel):
    """What all tables share: no key that is not listed, no value of another kind."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class MatchText(Table):
    """A selector of queues."""

    segment: Id | None = None
    call_type: Id | None = None
    language: Id | None = None


Selector = Annotated[
    MatchText,
    Field(description='a table of segment, call_type and language, such as { language = "fr" }'),
]
