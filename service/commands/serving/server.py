"""``relais serve``: bring the database to this version's schema, then become gunicorn."""

import os
import sys
from typing import NoReturn

from data.migrations import migrate
from service.commands.database import opened


def serve(host: str, port: int, workers: int = 2) -> NoReturn:
    """Serve on ``host:port`` until stopped.

    The process is replaced, so that no worker inherits what migrating has loaded.
    """
    opened(migrate).dispose()
    os.execv(sys.executable, gunicorn_command(host, port, workers))


def gunicorn_command(host: str, port: int, workers: int) -> list[str]:
    """The command line; everything else is in ``service.commands.serving.gunicorn_config``."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:service.commands.serving.gunicorn_config",
        ),
        *("--bind", address, "--workers", str(workers)),
    ]
