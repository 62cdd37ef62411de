"""The OpenAPI document made true: what every operation refuses, and in which form."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from apiflask import APIFlask

from service.web.problems import PROBLEM_JSON

Document: TypeAlias = dict[str, Any]

SETTINGS = {
    "OPENAPI_VERSION": "3.1.0",
    "AUTO_SERVERS": False,  # the first caller's address is not everybody's
    "AUTO_OPERATION_ID": True,
    "AUTO_404_RESPONSE": False,
    "AUTO_VALIDATION_ERROR_RESPONSE": False,
    "INFO": {
        "description": "Call-volume forecasts and the agents they need, per site and language.",
        "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    },
}
REFUSALS = {
    400: "The body cannot be read",
    404: "There is no such thing",
    405: "The method is not offered; the header Allow names those that are",
    413: "The body is too large",
    415: "The body is of another type",
    422: "A value is wrong, a key unknown or given twice",
}
PROBLEM_SCHEMA: Document = {
    "title": "Problem",
    "description": "RFC 9457: what is wrong, where, and what to give instead.",
    "type": "object",
    "required": ["type", "title", "status", "detail", "errors"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {
                        "type": "string",
                        "description": "#/target/share in a body, ?from in a query string",
                    },
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


_bodies: dict[tuple[str, str], Document] = {}  # by path and method


def takes_body(path: str, method: str, content: Document) -> None:
    """Document a body that a view reads by itself, by its types."""
    _bodies[path, method] = {"content": content}


def init_app(app: APIFlask) -> None:
    """Settle how the document is made."""
    app.config.update(SETTINGS)
    app.spec_processor(completed)  # type: ignore[arg-type]  # text only where the format is YAML


def completed(document: Document) -> Document:
    """The document with every refusal as problem+json and every body required."""
    for (path, method), body in _bodies.items():
        document["paths"][path][method]["requestBody"] = body
    for operation in _operations(document):
        for status in _refusals(operation):
            operation["responses"].setdefault(str(status), {"description": REFUSALS[status]})
        for status, response in operation["responses"].items():
            if status >= "400":
                response["content"] = {PROBLEM_JSON: {"schema": _reference("Problem")}}
        for parameter in operation.get("parameters", ()):
            parameter["schema"] = _without_null(parameter["schema"])
        if "requestBody" in operation:
            operation["requestBody"]["required"] = True
    schemas = document["components"]["schemas"]
    schemas.pop("HTTPError", None)  # APIFlask's own form of an error, never sent
    schemas["Problem"] = PROBLEM_SCHEMA
    return document


def _operations(document: Document) -> Iterator[Document]:
    for path in document["paths"].values():
        yield from path.values()


def _refusals(operation: Document) -> Iterator[int]:
    places = {x["in"] for x in operation.get("parameters", ())}
    yield 405
    if "requestBody" in operation:
        yield from (400, 413, 415, 422)
    if "query" in places:
        yield 422
    if "path" in places:
        yield 404


def _without_null(schema: Document) -> Document:
    """A parameter that may be left out is not one that may be null: its text has no null."""
    if {"type": "null"} not in schema.get("anyOf", ()):
        return schema
    [given] = (x for x in schema["anyOf"] if x != {"type": "null"})
    return {**{key: x for key, x in schema.items() if key not in ("anyOf", "default")}, **given}


def _reference(schema: str) -> Document:
    return {"$ref": f"#/components/schemas/{schema}"}
