"""A change of a scenario as TOML table or JSON: one model a kind, made of the kind's fields."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_type_hints

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    create_model,
    model_validator,
)
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from data.calendar.holidays import FIRST, LAST
from models.queues import Match
from service.planning.basis.terms import Written
from service.planning.scenarios.changes import KINDS
from service.planning.scenarios.changes.change import KEYS, Change
from service.web.inputs import InputModel, number

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: object) -> object:
    """A day as plan files hold it, which compares as its text does."""
    text = str(value) if type(value) is date else value
    if isinstance(text, str) and DAY.fullmatch(text) and str(FIRST) <= text <= str(LAST):
        return value
    raise PydanticCustomError("wanted", f"give a day from {FIRST} to {LAST}, such as 2025-11-03")


Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^(199|20[0-4])"}),
]
Name = Annotated[str, Field(min_length=1, max_length=200)]


class MatchText(InputModel):
    """A selector of queues; what is left out matches everything."""

    segment: str | None = None
    call_type: str | None = None
    language: str | None = None

    def match(self) -> Match:
        """In the product's words."""
        return Match(self.segment, self.call_type, self.language)


class ChangeModel(InputModel):
    """A change of some kind."""

    kind: str

    @model_validator(mode="after")
    def _is_sound(self) -> "ChangeModel":
        if wrong := self.change().wrong:
            raise PydanticCustomError("rule", "{message}", {"message": wrong})
        return self

    def change(self) -> Change:
        """In the product's words."""
        kind = next(x for x in KINDS if x.kind == self.kind)
        return kind(**{x.name: _inside(getattr(self, x.name)) for x in fields(kind)})


def _inside(value: object) -> Any:
    if isinstance(value, MatchText):
        return value.match()
    return tuple(value) if isinstance(value, list) else value


_OUTSIDE: Mapping[object, object] = {date: Day, Match: MatchText, tuple[str, ...]: list[str]}


def _outside(annotation: Any) -> Any:
    """The type of a field as pydantic is to read it."""
    if annotation in _OUTSIDE:
        return _OUTSIDE[annotation]
    if hasattr(annotation, "__metadata__"):
        bounds = (
            number(x.wanted) if isinstance(x, Written) else x for x in annotation.__metadata__
        )
        return Annotated[_outside(annotation.__origin__), *bounds]
    if type(None) in get_args(annotation):
        return reduce(or_, (_outside(x) for x in get_args(annotation)))
    return annotation


def _model(kind: type[Change]) -> type[ChangeModel]:
    hints = get_type_hints(kind, include_extras=True)
    slots: dict[str, Any] = {"kind": (Literal[kind.kind], ...)}
    for x in fields(kind):
        default = MatchText() if isinstance(x.default, Match) else x.default
        given = ... if default is MISSING else default
        slots[x.name] = (_outside(hints[x.name]), Field(given, alias=KEYS.get(x.name)))
    return create_model(f"{kind.__name__}Text", __base__=ChangeModel, __doc__=kind.__doc__, **slots)


def _untagged(value: object, inner: ValidatorFunctionWrapHandler) -> object:
    """pydantic names the kind before the key it refuses; the body has no such key."""
    try:
        return inner(value)
    except ValidationError as error:
        again = [_detail(x) for x in error.errors(include_url=False)]
        raise ValidationError.from_exception_data(error.title, again) from error


def _detail(error: ErrorDetails) -> InitErrorDetails:
    if error["type"] == "union_tag_not_found":
        return InitErrorDetails(type="missing", loc=("kind",), input=error["input"])
    if error["type"] == "union_tag_invalid":
        return InitErrorDetails(type=_UNKNOWN, loc=("kind",), input=error["input"]["kind"])
    context = {**error.get("ctx", {}), "message": error["msg"]}
    same = PydanticCustomError(error["type"], "{message}", context)
    return InitErrorDetails(type=same, loc=error["loc"][1:], input=error["input"])


_UNKNOWN = PydanticCustomError(
    "wanted", "give one of {kinds}", {"kinds": ", ".join(x.kind for x in KINDS)}
)

if TYPE_CHECKING:
    ChangeText = ChangeModel
else:
    ChangeText = Annotated[
        reduce(or_, (_model(x) for x in KINDS)),
        Field(discriminator="kind"),
        WrapValidator(_untagged),
    ]
