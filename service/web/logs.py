"""One JSON line a request on standard error, and the request's id in its answer."""

import re
import secrets
import sys
from time import perf_counter
from types import TracebackType

import structlog
from flask import Flask, Response, g, request
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

REQUEST_ID = "X-Request-Id"
ExceptionInfo = tuple[type, BaseException, TracebackType | None] | tuple[None, None, None]

_PROCESSORS: list[Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # without the values of variables: they may be passwords
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    structlog.processors.JSONRenderer(),
]
_acceptable = re.compile(r"[A-Za-z0-9._-]{1,64}").fullmatch  # no line ends, no essays


def log() -> structlog.BoundLogger:
    """A logger to the standard error of this moment."""
    logger: structlog.BoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(sys.stderr),
        processors=_PROCESSORS,
        wrapper_class=structlog.BoundLogger,
    )
    return logger


def init_app(app: Flask) -> None:
    """Log every request of the app."""
    app.before_request(_begin)
    app.after_request(_end)


def failure(error: ExceptionInfo) -> None:
    """An exception nobody expected, with its trace, under the request's id."""
    log().error("failure", request_id=g.request_id, exc_info=error)


def _begin() -> None:
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _acceptable(given) else secrets.token_hex(8)
    g.started = perf_counter()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    log().info(
        "request",
        request_id=g.request_id,
        method=request.method,
        path=request.path,
        status=response.status_code,
        milliseconds=round(1000 * (perf_counter() - g.started), 2),
    )
    return response
