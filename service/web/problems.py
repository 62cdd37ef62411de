"""Every error as RFC 9457 ``application/problem+json``."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus

from apiflask import APIFlask, HTTPError
from apiflask.types import ResponseHeaderType
from flask import Response, current_app, g, request
from pydantic import ValidationError
from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as AnyResponse

from service.web.problem_details import problem_details

PROBLEM_JSON = "application/problem+json"


def refused(pointer: str, detail: str) -> HTTPError:
    """A value that a model could not know to be wrong: 422, to be raised."""
    return HTTPError(422, detail, detail=[{"pointer": pointer, "detail": detail}])


def unavailable(detail: str) -> HTTPError:
    """What cannot be answered now, and the remedy: 503, to be raised."""
    return HTTPError(503, detail)


def problem(
    status: int,
    detail: str,
    errors: Iterable[Mapping[str, str]] = (),
    headers: ResponseHeaderType | None = None,
) -> Response:
    """One problem document; ``errors`` are ``pointer`` and ``detail`` of each wrong value."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "errors": list(errors),
    }
    text = current_app.json.dumps(body)
    return Response(text, status, Headers(headers), mimetype=PROBLEM_JSON)


def init_app(app: APIFlask) -> None:
    """Answer what Flask, APIFlask and the resources raise."""
    app.register_error_handler(HTTPError, _raised_by_us)
    app.register_error_handler(HTTPException, _raised_by_flask)


def _raised_by_us(error: HTTPError) -> Response:
    if isinstance(error.__cause__, ValidationError):
        return _wrong_values(error.__cause__, location=next(iter(error.detail)))
    return problem(error.status_code, str(error.message), error.detail or (), error.headers)


def _wrong_values(error: ValidationError, location: str) -> Response:
    found = problem_details(error, location)
    count = error.error_count()
    first = found[0]["detail"]
    return problem(422, first if count == 1 else f"{count} values are wrong; {first}", found)


def _raised_by_flask(error: HTTPException) -> AnyResponse:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()  # a redirect
    headers = {k: v for k, v in error.get_headers() if k.lower() != "content-type"}
    return problem(error.code, _told(error), headers=headers)


def _told(error: HTTPException) -> str:
    match error.code:
        case HTTPStatus.NOT_FOUND:
            return "there is nothing at this path; /openapi.json lists every path"
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return f"{request.method} is not offered here; give one of {_offered(error)}"
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return f"the body is too large; send at most {request.max_content_length:,} bytes"
        case HTTPStatus.INTERNAL_SERVER_ERROR:
            return f"this should not have happened; the log names request {g.request_id}"
    return error.description or HTTPStatus(error.code or 500).description


def _offered(error: HTTPException) -> str:
    methods = error.valid_methods if isinstance(error, MethodNotAllowed) else None
    return ", ".join(sorted(methods or ()))
