"""Settings, and the engine they name.

Defaults, then the environment (``RELAIS_DATABASE_URL``, ``RELAIS_MAX_CONTENT_LENGTH``,
``RELAIS_MAX_HISTORY_LENGTH``), then what ``create_app`` is given.
"""

from collections.abc import Mapping
from threading import Lock

from flask import Flask, current_app
from sqlalchemy import Engine

from data.database import connect

DEFAULTS = {
    "DATABASE_URL": "",  # empty: the SQLite file below the working directory
    "MAX_CONTENT_LENGTH": 1_048_576,  # bytes of a body
    "MAX_HISTORY_LENGTH": 536_870_912,  # bytes of a body of files
}
_ENGINE = "relais-engine"
_lock = Lock()


def configure(app: Flask, config: Mapping[str, object] | None) -> None:
    """Settle the app's settings; no connection is opened."""
    app.config.from_mapping(DEFAULTS)
    app.config.from_prefixed_env("RELAIS")
    app.config.from_mapping(config or {})


def engine() -> Engine:
    """The current app's engine: one a process, made when first asked for.

    A worker that is forked makes its own: connections must not be shared over a fork.
    """
    with _lock:
        if _ENGINE not in current_app.extensions:
            current_app.extensions[_ENGINE] = connect(current_app.config["DATABASE_URL"] or None)
        found: Engine = current_app.extensions[_ENGINE]
        return found
