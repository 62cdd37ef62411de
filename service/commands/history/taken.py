"""``relais history``: import, describe, check; the imports that were, and undoing them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import click
import numpy as np

from data.calendar.clock import local_iso
from data.database import require_schema
from data.history.formats.description import described
from data.history.formats.recognition import PROFILES, named_form
from data.history.quality.report import check_history, render
from data.history.reading.file import HistoryRefusedError, Reading, head_of
from data.history.source.file import opened_file
from data.history.store import write_rejects
from data.history.taking import Looked, Taking, look_at, take
from data.migrations import migrate
from data.plan.store import current_plan
from service.commands.database import opened
from service.commands.history.kept import imports_command, login, undo_command
from service.commands.history.understood import dry_run_text, told, understood

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
PROFILE_HELP = (
    f"What wrote the file: {', '.join(PROFILES)}, or a mapping (a .toml file). auto finds out."
)


@click.group("history")
def history_group() -> None:
    """Past calls: what forecasts are learned from."""


history_group.add_command(imports_command)
history_group.add_command(undo_command)


@history_group.command("import")
@FILES
@click.option("--profile", metavar="NAME", default="auto", show_default=True, help=PROFILE_HELP)
@click.option("--timezone", help="Of interval starts that carry no offset.")
@click.option(
    "--date-order",
    type=click.Choice(["day-first", "month-first"]),
    help="Of dates such as 03/04/2025, where no date of the file decides.",
)
@click.option("--skip-bad-rows", is_flag=True, help="Store the good rows, write the bad ones out.")
@click.option(
    "--accept",
    metavar="FINDING",
    multiple=True,
    help="A finding that shall not stop the import, after all; may be given again.",
)
@click.option("--dry-run", is_flag=True, help="Read and check, store nothing.")
def import_(
    files: tuple[Path, ...],
    profile: str,
    timezone: str | None,
    date_order: Literal["day-first", "month-first"] | None,
    skip_bad_rows: bool,
    accept: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Read FILES in order, later rows correcting earlier ones, all in one transaction.

    A file may be CSV or other text, .xlsx, .gz, or a .zip of several. What makes one doubt a file
    is told; what is grave stops the import.
    """
    engine = opened(migrate)
    plan = current_plan(engine).plan
    paths = [(x, x.name) for x in files]
    looked = look_at(engine, plan, paths, Reading(profile, timezone, date_order))
    if dry_run:
        _say_dry_run(looked, plan.timezone)
        return
    for file in looked.files:
        click.echo(understood(file), err=True)
    taking = Taking(skip_bad_rows=skip_bad_rows, accepted=accept, author=login())
    stored = take(engine, plan, looked, taking)
    if skip_bad_rows:
        for rejects in write_rejects(looked.files, files[0].parent):
            click.echo(f"refused rows are in {rejects}", err=True)
    _warn([*stored.warnings, *told(looked.findings)])
    click.echo(
        f"{stored.rows} rows: {stored.new} new, {stored.changed} changed, "
        f"{stored.unchanged} as they were; {_local(stored.first, plan.timezone)} to "
        f"{_local(stored.last, plan.timezone)}; import {stored.import_id}"
    )


@history_group.command("describe")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def describe(file: Path) -> None:
    """Write a first mapping of FILE, to be corrected and given to import as --profile."""
    engine = opened(require_schema)
    queues = tuple(x.id for x in current_plan(engine).plan.queues)
    with opened_file(file, file.name) as tables:
        head = head_of(tables[0])
        if (known := named_form(head)) is not None:
            click.echo(f"# This is {known.label}: --profile {known.profile} needs no mapping.")
        click.echo(described(head, queues), nl=False)


@history_group.command("check")
def check() -> None:
    """Gaps, half-filled days, outliers, calls while closed, queues without history."""
    engine = opened(require_schema)
    click.echo(render(check_history(engine, current_plan(engine).plan)))


def _local(start: int | None, timezone: str) -> str:
    return "no row" if start is None else local_iso(np.array([start]), timezone)[0]


def _warn(said: Iterable[str]) -> None:
    for warning in said:
        click.echo(f"warning: {warning}", err=True)


def _say_dry_run(looked: Looked, timezone: str) -> None:
    if looked.refused:
        raise HistoryRefusedError(looked.refused)
    for file in looked.files:
        _warn(file.warnings)
        click.echo(dry_run_text(file, timezone))
    _warn(told(looked.findings))
    click.echo(f"{sum(x.rows for x in looked.files)} rows can be read; nothing was stored")
