"""``relais serve``: the API and the planner page."""

import click

from service.commands.output import PORT
from service.commands.serving.server import serve


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@PORT
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True)
def serve_command(host: str, port: int, workers: int) -> None:
    """Migrate the database, then answer over HTTP until stopped."""
    serve(host, port, workers)
