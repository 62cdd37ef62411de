"""What every answer tells a browser: run and load nothing from elsewhere."""

from flask import Flask, Response

SECURITY_HEADERS = {
    # data: only for pictures, which the stylesheet of the API page carries inside itself
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def init_app(app: Flask) -> None:
    """Put the headers on every response."""
    app.after_request(_secured)


def _secured(response: Response) -> Response:
    response.headers.update(SECURITY_HEADERS)
    return response
