"""``relais history``: import, check; the imports that were, and undoing them."""

from pathlib import Path

import click
import numpy as np

from data.calendar.clock import local_iso
from data.database import require_schema
from data.history.imports import Provenance
from data.history.quality.report import check_history, render
from data.history.reading.file import HistoryFile, read_history
from data.history.store import HistoryRefusedError, import_history, write_rejects
from data.migrations import migrate
from data.plan.store import current_plan
from service.commands.database import opened
from service.commands.imports import imports_command, login, undo_command


@click.group("history")
def history_group() -> None:
    """Past calls: what forecasts are learned from."""


history_group.add_command(imports_command)
history_group.add_command(undo_command)


@history_group.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--profile", type=click.Choice(["standard"]), default="standard")
@click.option("--timezone", help="Of interval starts that carry no offset.")
@click.option("--skip-bad-rows", is_flag=True, help="Store the good rows, write the bad ones out.")
@click.option("--dry-run", is_flag=True, help="Read and check, store nothing.")
def import_(
    files: tuple[Path, ...], profile: str, timezone: str | None, skip_bad_rows: bool, dry_run: bool
) -> None:
    """Read FILES in order, later rows correcting earlier ones, all in one transaction."""
    engine = opened(migrate)
    plan = current_plan(engine).plan
    read = [read_history(file, file.name, plan, timezone) for file in files]
    if dry_run:
        _say_dry_run(read)
        return
    if skip_bad_rows:
        for rejects in write_rejects(read, files[0].parent):
            click.echo(f"refused rows are in {rejects}", err=True)
    zone = plan.timezone
    stored = import_history(engine, read, skip_bad_rows, Provenance(login()))
    for warning in stored.warnings:
        click.echo(f"warning: {warning}", err=True)
    click.echo(
        f"{stored.rows} rows: {stored.new} new, {stored.changed} changed, "
        f"{stored.unchanged} as they were; {_local(stored.first, zone)} to "
        f"{_local(stored.last, zone)}"
    )


def _local(start: int | None, timezone: str) -> str:
    return "no row" if start is None else local_iso(np.array([start]), timezone)[0]


def _say_dry_run(read: list[HistoryFile]) -> None:
    refused = [refusal for one in read for refusal in one.refused]
    if refused:
        raise HistoryRefusedError(refused)
    for warning in (w for one in read for w in one.warnings):
        click.echo(f"warning: {warning}", err=True)
    click.echo(f"{sum(len(one.rows) for one in read)} rows can be imported; nothing was stored")


@history_group.command("check")
def check() -> None:
    """Gaps, half-filled days, outliers, calls while closed, queues without history."""
    engine = opened(require_schema)
    click.echo(render(check_history(engine, current_plan(engine).plan)))
