"""What text from outside must look like: the base of every input model and its strict numbers.

pydantic reads ``true`` and ``"3"`` as numbers and keeps one of two equal keys; here both are
refused, and every refusal says what to write instead. Put bounds before the check:
``Annotated[float, Field(ge=0), number("a number of calls, 0 or more")]``, so that they stay in the
documented schema. Query strings are declared by ``service.planning.basis.terms``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from werkzeug.datastructures import ImmutableMultiDict


@dataclass(frozen=True, slots=True)
class Repeated:
    """Stands for the value of a key that was given more than once: no field accepts it."""

    times: int


class Arguments(ImmutableMultiDict[str, str]):
    """The query string; a key that is given twice has no value but ``Repeated``."""

    def to_dict(self, flat: bool = True) -> dict[str, object]:  # type: ignore[override]
        """One value a key, whatever ``flat`` says: models read nothing else."""
        return {
            key: values[0] if len(values) == 1 else Repeated(len(values))
            for key, values in self.lists()
        }


class InputModel(BaseModel):
    """A body or a query string: keys nobody knows are refused, with those that are known."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _know_every_key(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        keys = [field.alias or name for name, field in cls.model_fields.items()]
        known = PydanticCustomError(
            "unknown_key", "the keys here are {keys}", {"keys": ", ".join(keys)}
        )
        unknown = [
            InitErrorDetails(type=known, loc=(key,), input=value)
            for key, value in given.items()
            if key not in keys
        ]
        if unknown:
            raise ValidationError.from_exception_data(cls.__name__, unknown)
        return given


def number(wanted: str) -> WrapValidator:
    """A JSON number and nothing that can be read as one; ``wanted`` says what to give."""
    return _checked(lambda x: isinstance(x, int | float) and not isinstance(x, bool), wanted)


def written(pattern: str, wanted: str) -> WrapValidator:
    """Text of a query string that matches ``pattern`` as a whole."""
    matches = re.compile(pattern).fullmatch
    return _checked(lambda x: isinstance(x, str) and matches(x) is not None, wanted)


def _checked(accepts: Callable[[object], bool], wanted: str) -> WrapValidator:
    refusal = PydanticCustomError("wanted", "give {wanted}", {"wanted": wanted})

    def check(value: object, inner: ValidatorFunctionWrapHandler) -> object:
        if not accepts(value):
            raise refusal
        try:
            return inner(value)
        except ValidationError as error:
            raise refusal from error

    return WrapValidator(check)
