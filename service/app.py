"""The Flask application. A new resource is a module with a ``blueprint``, listed here."""

from collections.abc import Mapping
from importlib.metadata import version

from apiflask import APIFlask

from service.api import (
    accuracy,
    capacity,
    docs,
    forecasts,
    health,
    history,
    imports,
    leave,
    releases,
    scenarios,
    staffing,
)
from service.api.shifts import resource as shifts_resource
from service.calculator import api as erlang
from service.page import view as page
from service.web import headers, logs, openapi, problems
from service.web.config import configure
from service.web.json_provider import OrjsonProvider
from service.web.request import Request

RESOURCES = (
    forecasts.blueprint,
    staffing.blueprint,
    capacity.blueprint,
    leave.blueprint,
    shifts_resource.blueprint,
    accuracy.blueprint,
    scenarios.blueprint,
    erlang.blueprint,
    history.blueprint,
    imports.blueprint,
    releases.blueprint,
    health.blueprint,
    docs.blueprint,
    page.blueprint,
)


class Service(APIFlask):
    """Flask with this service's request, JSON and log."""

    request_class = Request
    json_provider_class = OrjsonProvider

    def log_exception(self, exc_info: logs.ExceptionInfo) -> None:
        """What nobody expected goes to the log, never to the caller."""
        logs.failure(exc_info)


def create_app(config: Mapping[str, object] | None = None) -> Service:
    """The application; ``config`` overrides the environment. Opens no connection."""
    app = Service("service", title="Relais", version=version("relais"), docs_path=None)
    for part in (openapi, logs, headers, problems):
        part.init_app(app)
    configure(app, config)
    for blueprint in RESOURCES:
        app.register_blueprint(blueprint)
    return app
