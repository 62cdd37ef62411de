"""The options of a command that asks what the API asks: the same bounds, the same refusals."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import Annotated, Any, Literal, get_args, get_origin

import click
from click.core import ParameterSource
from pydantic import ValidationError

from service.planning.basis.terms import Listed, OneOf, Written
from service.web.inputs import InputModel, Repeated
from service.web.problem_details import details
from service.web.question_model import Parameter, marked, parameters, query_model, read

Command = Callable[..., None]

METAVARS: dict[type, str] = {date: "DATE", Decimal: "NUMBER", float: "NUMBER", int: "NUMBER"}


class _Choice(click.Choice[str]):
    """Shown and completed as click does; the model refuses, as it does over HTTP."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The value as it was given."""
        return value


def options(**kinds: type) -> Callable[[Command], Command]:
    """Give a command the options of these questions, each an argument of that name."""
    model, asked = query_model(*kinds.values()), parameters(*kinds.values())

    def decorated(command: Command) -> Command:
        @wraps(command)
        def run(**given: Any) -> None:
            texts = {x.name: _once(given.pop(x.name)) for x in asked}
            said = {k: x for k, x in texts.items() if _said(k) and x not in (None, False)}
            checked = _checked(model, said)
            command(**given, **{name: read(kind, checked) for name, kind in kinds.items()})

        for parameter in reversed(asked):
            _option(parameter)(run)
        return run

    return decorated


def option_name(parameter: str) -> str:
    """How a parameter of a query string is called on the command line."""
    return "--" + parameter.replace("_", "-")


def _said(parameter: str) -> bool:
    """Whether the command line says it: the question has the same default, but was not asked it."""
    source = click.get_current_context().get_parameter_source(parameter)
    return source is not ParameterSource.DEFAULT


def _once(value: Any) -> object:
    """An option's one value; given twice it has none, as over HTTP."""
    if not isinstance(value, tuple):
        return value
    return value[0] if len(value) == 1 else Repeated(len(value)) if value else None


def _checked(model: type[InputModel], texts: dict[str, object]) -> InputModel:
    try:
        return model.model_validate(texts)
    except ValidationError as error:
        raise click.UsageError("\n".join(details(error, option_name))) from error


def _option(parameter: Parameter) -> Callable[[Command], Command]:
    name, told = option_name(parameter.name), _help(parameter)
    kind = _held(parameter.hint)
    if kind is bool:
        return click.option(name, is_flag=True, help=told)
    default = None if parameter.required or parameter.default is None else str(parameter.default)
    choices = _choices(parameter.hint)
    return click.option(
        name,
        type=_Choice(choices) if choices else str,
        metavar=None if choices else METAVARS.get(kind, "TEXT"),
        multiple=True,
        default=None if default is None else [default],
        show_default=default is not None,
        help=told,
    )


def _help(parameter: Parameter) -> str | None:
    written = marked(parameter.hint, Written) or marked(parameter.hint, Listed)
    parts = (
        parameter.meaning and f"{parameter.meaning}.",
        f"Give {written.wanted}." if written else "",
        "[required]" if parameter.required else "",
    )
    return " ".join(x for x in parts if x) or None


def _choices(hint: Any) -> tuple[str, ...]:
    named = marked(hint, OneOf)
    if named is not None:
        return tuple(named.named)
    held = _held(hint)
    return get_args(held) if get_origin(held) is Literal else ()


def _held(hint: Any) -> Any:
    """The type itself, without its terms and without None."""
    if get_origin(hint) is Annotated:
        return _held(hint.__origin__)
    given = [x for x in get_args(hint) if x is not type(None)]
    if get_origin(hint) is Literal or len(given) != 1:
        return hint
    return _held(given[0])
