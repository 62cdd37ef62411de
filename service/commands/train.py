"""``relais train``: the training, then its shifts and what its release promises.

Training is loaded by name, as ``service.cli`` loads it: the two rooms do not know each other.
"""

from importlib import import_module

import click

from data.database import connect, schema_version
from service.commands.promises import keep_promises
from service.commands.shifts.weeks import keep_current_shifts

_trained: click.Command = import_module("training.cli").train_command


@click.command("train", params=_trained.params, help=_trained.help)
@click.pass_context
def train_command(ctx: click.Context, /, **asked: object) -> None:
    """As training has it; a run that ends in an error, but published, promises too."""
    try:
        ctx.invoke(_trained, **asked)
    finally:
        engine = connect()
        if schema_version(engine) is not None:
            keep_current_shifts(engine)
            keep_promises(engine)
