"""``relais history imports`` and ``relais history undo``: what was imported, and taking it back."""

import getpass
from collections.abc import Iterator, Sequence

import click
import numpy as np

from data.calendar.clock import local_iso
from data.database import require_schema
from data.history.imports import ImportRecord, list_imports, undo
from data.history.imports.record import BEFORE
from data.plan.store import current_plan
from service.commands.database import opened
from service.commands.output import STORED_ID

HEADER = (
    "id", "imported", "by", "profile", "rows", "new", "changed", "skipped", "first", "last",
    "accepted", "undone", "files",
)  # fmt: skip
FILES_SHOWN = 3


def login() -> str:
    """Who runs the command; empty where the system has no name for them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


@click.command("imports")
def imports_command() -> None:
    """Every import, newest first: who, when, which files, what they changed."""
    engine = opened(require_schema)
    timezone = current_plan(engine).plan.timezone
    records = list_imports(engine)
    if not records:
        click.echo("nothing has been imported yet: relais history import FILE")
        return
    for line in _table([HEADER, *(_cells(x, timezone) for x in records)]):
        click.echo(line)


@click.command("undo")
@click.argument("import_id", metavar="ID", type=STORED_ID)
def undo_command(import_id: int) -> None:
    """Take import ID back: its rows are again as the other imports give them."""
    result = undo(opened(require_schema), import_id, login())
    click.echo(
        f"import {import_id} is undone: {result.gone} rows are gone, {result.brought_back} are as "
        f"they were before it, {result.kept} stay as other imports give them; forecasts follow "
        "with relais train"
    )


def _table(cells: Sequence[tuple[str, ...]]) -> Iterator[str]:
    rows = [tuple(map(_printable, row)) for row in cells]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(map(str.ljust, row, widths)).rstrip()


def _cells(record: ImportRecord, timezone: str) -> tuple[str, ...]:
    undone = _minute(record.undone_at, timezone)
    return (
        str(record.id),
        _minute(record.imported_at, timezone),
        _by(record),
        ", ".join(dict.fromkeys(x.profile for x in record.files)) or "-",
        *map(str, (record.rows, record.new, record.changed, record.skipped)),
        _minute(record.first, timezone),
        _minute(record.last, timezone),
        ", ".join(record.accepted) or "-",
        f"{undone} by {record.undone_by}" if record.undone_by else undone,
        _files(record),
    )


def _by(record: ImportRecord) -> str:
    if record.origin == BEFORE:
        return "-"
    return f"{record.author} (http)" if record.origin == "http" else record.author or "-"


def _files(record: ImportRecord) -> str:
    if record.origin == BEFORE:
        return "all that was there before imports were kept"
    names = [x.name for x in record.files]
    more = [f"and {len(names) - FILES_SHOWN} more"] if len(names) > FILES_SHOWN else []
    return ", ".join([*names[:FILES_SHOWN], *more])


def _printable(cell: str) -> str:
    """Names came over the wire: no line break and no escape of a terminal."""
    return "".join(x if x.isprintable() else "?" for x in cell)


def _minute(instant: int | None, timezone: str) -> str:
    """On the callers' clock."""
    if instant is None:
        return "-"
    return local_iso(np.array([instant]), timezone)[0][:16].replace("T", " ")
