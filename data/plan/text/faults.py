"""What is wrong with one key of a plan, said so that its writer can mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from data.plan.text.tables import PlanText
from data.suggestion import nearest, suggestion

Place = tuple[int | str, ...]  # keys as TOML has them, and row numbers, from the plan down

SHOWN = 60  # characters of a refused value that a message repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place of a plan, and what to write instead."""

    place: Place
    detail: str

    def __str__(self) -> str:
        return f"{path(self.place)}: {self.detail}"


def path(place: Place) -> str:
    """A place as messages name it: ``sites[2].staff[1].headcount``."""
    parts = (f"[{x}]" if isinstance(x, int) else f".{_key(x)}" for x in place)
    return "".join(parts).removeprefix(".")


def fault(error: ErrorDetails) -> Fault:
    """What one pydantic error means: place, what is wrong, what to write instead."""
    place = error["loc"]
    if error["type"] == "extra_forbidden":
        return Fault(place, f"is not a key of this table; {_instead(place)}")
    if error["type"] == "missing":
        return Fault(place, f"is missing; write {_description(place)}")
    return Fault(place, f"is {_shown(error['input'])}; write {_description(place)}")


def meant(place: Place) -> Place | None:
    """Where the writer of an unknown key probably wanted it; None where nothing is like it."""
    key = str(place[-1])
    if len(place) > 1 and key in PlanText.model_fields:
        return (key,)
    near = nearest(key, _keys(place))
    return (*place[:-1], near[0]) if near else None


def _instead(place: Place) -> str:
    if len(place) > 1 and meant(place) == place[-1:]:
        return f"write {place[-1]} at the top of the file, above the first [table]"
    return suggestion(str(place[-1]), _keys(place))


def _keys(place: Place) -> Iterable[str]:
    """The keys that the table around a place may have."""
    *_, table = _models(place[:-1])
    return _fields(table)


def _description(place: Place) -> str:
    keys = [x for x in place if isinstance(x, str)]
    for table, key in zip(_models(place), keys, strict=False):
        field = _fields(table)[key]
    return next(_descriptions(field), "a value of another kind")


def _models(place: Place) -> Iterator[type[BaseModel]]:
    """The tables on the way to a place, from the plan itself on."""
    table: type[BaseModel] | None = PlanText
    for key in (None, *(x for x in place if isinstance(x, str))):
        if key is not None:
            field = _fields(table).get(key) if table else None
            table = next(_tables(field.annotation), None) if field else None
        if table:
            yield table


def _fields(table: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in table.model_fields.items()}


def _tables(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _tables(part)


def _descriptions(part: object) -> Iterator[str]:
    if isinstance(part, FieldInfo):
        if part.description:
            yield part.description
        yield from _descriptions(part.annotation)
    for metadata in getattr(part, "__metadata__", ()):
        yield from _descriptions(metadata)
    for inner in get_args(part):
        yield from _descriptions(inner)


def _key(key: str) -> str:
    return key if key.replace("_", "a").replace("-", "a").isalnum() else f'"{key}"'


def _shown(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float() | Decimal() | date() | datetime() | time():
            return _cut(str(value))
        case str():
            return f'the text "{_cut(value)}"'
        case dict() if value and all(isinstance(x, int) for x in value):
            return f"a list of {len(value)}"
        case dict():
            return "a table" if value else "empty"
        case list():
            return "a list" if value else "an empty list"
    return f"a {type(value).__name__}"


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."
