"""The tables of keys in documents, made from what the service says of itself in OpenAPI.

``<!-- keys of GET /v1/staffing -->`` stands above a query's table, ``<!-- keys of ErlangA -->``
above that of a part of a body, ``<!-- kinds of change -->`` above those of scenarios; each ends at
``<!-- end -->``.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from service.app import create_app

Schema = dict[str, Any]

MARKED = re.compile(r"<!-- (keys of [^>]+?|kinds of change) -->\n.*?<!-- end -->", re.DOTALL)
HEAD = ("| Key | Value | Left out |", "|---|---|---|")
WORDS = {"date": "a day, `2025-11-03`", "boolean": "`true` or `false`", "string": "text"}


@cache
def openapi() -> Schema:
    """The service's own description."""
    document: Schema = json.loads(create_app().test_client().get("/openapi.json").data)
    return document


def requests() -> list[str]:
    """Every request there is: method and path."""
    return [f"{m.upper()} {path}" for path, x in openapi()["paths"].items() for m in x]


def parameters(request: str) -> list[Schema]:
    """What a request's query may hold."""
    method, path = request.split()
    found: list[Schema] = openapi()["paths"][path][method.lower()].get("parameters", [])
    return found


def with_tables(text: str) -> str:
    """The text with every marked table as it must be now."""
    return MARKED.sub(
        lambda x: "\n".join([f"<!-- {x[1]} -->", *_table(x[1]), "<!-- end -->"]), text
    )


def _table(of: str) -> list[str]:
    if of == "kinds of change":
        return list(_kinds())
    name = of.removeprefix("keys of ")
    if " " in name:
        rows = [_row(x["name"], x["schema"], x["required"]) for x in parameters(name)]
    else:
        [schema] = [x for key, x in _schemas().items() if key.split(".")[-1] == name]
        rows = list(_rows(schema))
    return ["", *HEAD, *rows, ""]


def _kinds() -> Iterator[str]:
    """Each kind of change: what it does, and its keys."""
    found = [x for x in _schemas().values() if "const" in _properties(x).get("kind", {})]
    for schema in sorted(found, key=lambda x: str(_properties(x)["kind"]["const"])):
        yield from ("", f"### `{_properties(schema)['kind']['const']}`", "")
        yield from (" ".join(schema.get("description", "").replace("``", "`").split()), "", *HEAD)
        yield from (x for x in _rows(schema) if not x.startswith("| `kind`"))
    yield ""


def _schemas() -> dict[str, Schema]:
    found: dict[str, Schema] = openapi()["components"]["schemas"]
    return found


def _properties(schema: Schema) -> dict[str, Schema]:
    found: dict[str, Schema] = schema.get("properties", {})
    return found


def _rows(schema: Schema) -> Iterator[str]:
    required = schema.get("required", [])
    for key, value in _properties(schema).items():
        yield _row(key, value, key in required)


def _row(key: str, schema: Schema, required: bool) -> str:
    left_out = "must be given" if required else _default(schema)
    return f"| `{key}` | {_value(schema)} | {left_out} |"


def _default(schema: Schema) -> str:
    given = schema.get("default")
    if given is None or isinstance(given, dict):
        return ""
    return f"`{given if isinstance(given, str) else json.dumps(given)}`"


def _value(schema: Schema) -> str:
    """The values a schema takes, in words."""
    said = schema.get("description", "")
    return f"{_kind(schema)}. {said}" if said else _kind(schema)


def _kind(schema: Schema) -> str:
    if "anyOf" in schema:
        return " or ".join(_kind(x) for x in schema["anyOf"] if x.get("type") != "null")
    if "$ref" in schema:
        return f"a table, `{schema['$ref'].split('.')[-1]}`"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{x}`" for x in schema["enum"])
    if schema.get("type") == "array":
        return f"a list of: {_kind(schema['items'])}"
    if schema.get("type") in ("number", "integer"):
        return _numbers(schema)
    return WORDS.get(schema.get("format", ""), WORDS.get(str(schema.get("type")), "text"))


def _numbers(schema: Schema) -> str:
    whole = "a whole number" if schema["type"] == "integer" else "a number"
    low = _bound(schema, ("minimum", "from"), ("exclusiveMinimum", "above"))
    high = _bound(schema, ("maximum", "to"), ("exclusiveMaximum", "below"))
    return " ".join(x for x in (whole, low, high) if x)


def _bound(schema: Schema, *said: tuple[str, str]) -> str:
    return next((f"{word} {schema[key]:,.12g}" for key, word in said if key in schema), "")
