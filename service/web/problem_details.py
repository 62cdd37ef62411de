"""What pydantic refused, as help for whoever asked: where, what was given, what to give."""

import json
from collections.abc import Callable
from urllib.parse import quote

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.web.inputs import Repeated

MOST_NAMED = 20
MOST_SHOWN = 60
_SHAPES: dict[type, str] = {list: "a list", dict: "an object"}


def problem_details(error: ValidationError, location: str) -> list[dict[str, str]]:
    """``pointer`` and ``detail`` of each mistake, the first twenty.

    ``location`` is where the values came from: ``json`` gives JSON pointers, ``query`` names.
    """
    return [
        {"pointer": _pointer(x["loc"], location), "detail": detail}
        for x, detail in zip(_first(error), details(error), strict=True)
    ]


def details(error: ValidationError, named: Callable[[str], str] = str) -> list[str]:
    """A sentence for each mistake; ``named`` is what a key is called where it was asked."""
    return [_printable(_detail(x, named)) for x in _first(error)]


def _first(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False)[:MOST_NAMED]


def _pointer(place: tuple[int | str, ...], location: str) -> str:
    """``#/target/share`` (RFC 6901, as URI fragment) in a body, ``?from`` in a query string."""
    if location != "json":
        return f"?{place[0]}" if place else "?"
    parts = (str(x).replace("~", "~0").replace("/", "~1") for x in place)
    return "#" + "".join(f"/{quote(x)}" for x in parts)


def _detail(error: ErrorDetails, named: Callable[[str], str]) -> str:
    key = ".".join(str(x) for x in error["loc"])
    name = named(key) if key else "the body"
    given, kind, message = error["input"], error["type"], error["msg"]
    if isinstance(given, Repeated):
        return f"{name} is given {given.times} times; give it once"
    if kind == "rule":
        return message
    if kind == "missing":
        return f"{name} is missing"
    if kind == "unknown_key":
        return f"{name} is not known; {message}"
    return f"{name} is {'empty' if given == [] else _shown(given)}; {_advice(error)}"


def _advice(error: ErrorDetails) -> str:
    match error["type"]:
        case "literal_error":
            return f"give {error['ctx']['expected']}"
        case "model_type":
            return "give an object"
        case "too_short" if not error["input"]:
            return "give at least one"
        case "too_long":
            return f"give at most {error['ctx']['max_length']}"
    return error["msg"]


def _shown(value: object) -> str:
    """A value as JSON, shortened: long bodies are not sent back."""
    text = _SHAPES.get(type(value)) or json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + "..."


def _printable(text: str) -> str:
    """Text that UTF-8 can carry: JSON may hold half a surrogate pair."""
    return text.encode(errors="backslashreplace").decode()
