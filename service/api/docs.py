"""The API's page at ``/docs``: Swagger UI from files of our own, reading ``/openapi.json``."""

from apiflask import APIBlueprint
from flask import Response, current_app

blueprint = APIBlueprint("docs", __name__, enable_openapi=False)


@blueprint.get("/docs")
def page() -> Response:
    """The page; its script and style are static files beside it."""
    return current_app.send_static_file("docs/docs.html")
