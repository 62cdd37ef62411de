"""A question's dataclasses as the model of what is asked in text, and back.

The model refuses what the declarations of ``service.planning.basis.terms`` do not allow; ``read``
gives the question, in which what was not asked has the default of its field.
"""

from collections.abc import Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from decimal import Decimal
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeGuard,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import pydantic
from annotated_types import Interval, MultipleOf
from pydantic import AfterValidator, ValidationInfo, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from service.planning.basis.terms import Listed, OneOf, Only, Term, Written
from service.web.inputs import InputModel, written

Question = TypeVar("Question")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that may be asked: a key of a query string, an option of a command."""

    name: str
    hint: Any  # the field's type with its terms
    default: Any  # as JSON writes it

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is ...

    @property
    def meaning(self) -> str:
        """What it means; empty where its name says it."""
        term = marked(self.hint, Term)
        return term.meaning if term else ""


def parameters(*kinds: type) -> tuple[Parameter, ...]:
    """Of questions and their parts, in the order of their fields."""
    return tuple(y for kind in kinds for x, hint in _hints(kind) for y in _of(x, hint))


@cache
def query_model(*kinds: type) -> type[InputModel]:
    """The model of a text that asks all of these at once."""
    keys: dict[str, Any] = {x.name: (_typed(x.hint), _documented(x)) for x in parameters(*kinds)}
    return create_model("".join(x.__name__ for x in kinds), __base__=InputModel, **keys)


def read(kind: type[Question], asked: InputModel) -> Question:
    """The question that was asked."""
    given: dict[str, Any] = {}
    for field, place in _places(kind):  # type: ignore[arg-type]  # a class is hashable
        if not isinstance(place, str):
            given[field] = read(place, asked)
        elif place in asked.model_fields_set:
            given[field] = getattr(asked, place)
    return kind(**given)


def marked(hint: Any, kind: type[Question]) -> Question | None:
    """The outermost term of that kind on a type or on what it holds."""
    own = (x for x in _marks(hint) if isinstance(x, kind))
    held = (hint.__origin__,) if get_origin(hint) is Annotated else _alternatives(hint)
    return next(own, None) or next(filter(None, (marked(x, kind) for x in held)), None)


def _hints(kind: type) -> Iterator[tuple[Field[Any], Any]]:
    hints = get_type_hints(kind, include_extras=True)
    return ((x, hints[x.name]) for x in fields(kind))


@cache
def _places(kind: type) -> tuple[tuple[str, str | type], ...]:
    """Of each field, the key that is asked for it or the question that is a part."""
    return tuple((x.name, hint if _is_part(hint) else _name(x, hint)) for x, hint in _hints(kind))


def _is_part(hint: Any) -> TypeGuard[type]:
    return isinstance(hint, type) and is_dataclass(hint)


def _of(field: Field[Any], hint: Any) -> Iterator[Parameter]:
    if _is_part(hint):
        yield from parameters(hint)
    else:
        yield Parameter(_name(field, hint), hint, _default(field, hint))


def _name(field: Field[Any], hint: Any) -> str:
    term = marked(hint, Term)
    return (term.name if term else "") or field.name


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else ()


def _marks(hint: Any) -> Sequence[Any]:
    return getattr(hint, "__metadata__", ())


def _default(field: Field[Any], hint: Any) -> Any:
    value = field.default
    if value is MISSING:
        return ...
    if isinstance(value, tuple):
        return ",".join(str(x) for x in value)
    if (choice := marked(hint, OneOf)) is not None:
        return next(name for name, x in choice.named.items() if x is value)
    return value


def _documented(parameter: Parameter) -> Any:
    return pydantic.Field(parameter.default, description=parameter.meaning or None)


def _typed(hint: Any) -> Any:
    """The type as pydantic checks text for it, bounds before words."""
    if alternatives := _alternatives(hint):
        return reduce(or_, (_typed(x) for x in alternatives))
    if get_origin(hint) is not Annotated:
        return hint
    held: Any = _typed(hint.__origin__)
    for mark in _marks(hint):
        held = _with(held, mark)
    return held


def _with(held: Any, mark: Any) -> Any:
    match mark:
        case Written():
            return Annotated[_plain(held), written(mark.pattern, mark.wanted)]
        case Listed():
            schema = {"type": "string", "pattern": f"^{mark.pattern}$"}
            check = written(mark.pattern, mark.wanted)
            return Annotated[str, check, AfterValidator(_reading(mark)), WithJsonSchema(schema)]
        case OneOf():
            names: Any = Literal[tuple(mark.named)]
            return Annotated[names, AfterValidator(mark.named.__getitem__)]
        case Only():
            return Annotated[held, AfterValidator(_effective(mark))]
        case Term():
            return held
    return Annotated[held, mark]


def _reading(listed: Listed) -> Any:
    def check(text: str) -> object:
        try:
            return listed.read(text)
        except ValueError as error:
            raise PydanticCustomError("rule", "{told}", {"told": str(error)}) from error

    return check


def _effective(only: Only) -> Any:
    def check(value: object, info: ValidationInfo) -> object:
        other = info.data.get(only.other, only.values[0])  # absent where it was refused itself
        if other in only.values:
            return value
        wanted = next(x for x in only.values if x is not None)
        told = (
            f"it does nothing with {only.other} {other}: leave it out, or ask {only.other} {wanted}"
        )
        raise PydanticCustomError("wanted", "{told}", {"told": told})

    return check


def _plain(held: Any) -> Any:
    """A decimal is a number in the document: pydantic would also offer text."""
    if getattr(held, "__origin__", held) is not Decimal:
        return held
    schema: dict[str, float | str] = {"type": "number"}
    for mark in _marks(held):
        if isinstance(mark, Interval):
            schema |= {"minimum": _number(mark.ge), "maximum": _number(mark.le)}
        elif isinstance(mark, MultipleOf):
            schema["multipleOf"] = _number(mark.multiple_of)
    return Annotated[held, WithJsonSchema(schema)]


def _number(bound: Any) -> float:
    return int(bound) if int(bound) == bound else float(bound)
