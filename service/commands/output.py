"""What commands write, and where: a file, or standard output."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from data.exports.csv import STANDARD, Profile, csv_lines
from data.exports.workbook import Sheet, workbook
from service.planning.basis.table import Table
from service.planning.basis.terms import LARGEST_ID
from service.web.forms import CsvForm

OUT = click.Path(dir_okay=False, path_type=Path, allow_dash=True)
PORT = click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
STORED_ID = click.IntRange(1, LARGEST_ID)
TABLE_OUT = click.option(
    "--out", type=OUT, default="-", help="A .csv or .xlsx file; - is CSV on standard output."
)


def _csv_file(_context: click.Context, _option: click.Parameter, out: Path) -> Path:
    if out.suffix.lower() == ".xlsx":
        raise click.BadParameter("only CSV is written here; name a .csv file")
    return out


CSV_OUT = click.option(
    "--out", type=OUT, default="-", callback=_csv_file, help="A file; - is standard output."
)


def minute(epoch_seconds: int) -> str:
    """When something was stored."""
    return datetime.fromtimestamp(epoch_seconds, UTC).strftime("%Y-%m-%d %H:%M UTC")


def write_table(table: Table, out: Path, profile: Profile = STANDARD) -> None:
    """The table as CSV to a file or, for ``-``, to standard output."""
    lines = csv_lines(table.cells(), profile)
    if str(out) == "-":
        for line in lines:
            click.echo(line, nl=False)
        return
    _write(out, (line.encode() for line in lines))
    click.echo(f"{out}: {len(table)} rows", err=True)


def write_workbook(sheets: Mapping[str, Sheet], out: Path) -> None:
    """The sheets as an XLSX file."""
    _write(out, [workbook(sheets)])
    click.echo(f"{out}: {len(sheets)} sheets: {', '.join(sheets)}", err=True)


def in_sheets(out: Path, form: CsvForm) -> bool:
    """Whether the file is a workbook, which no profile changes."""
    is_workbook = out.suffix.lower() == ".xlsx"
    if is_workbook and form.profile is not STANDARD:
        raise click.UsageError("--profile is of CSV; leave it out, or write --out FILE.csv")
    return is_workbook


def write_text(text: str, out: Path) -> None:
    """A text to a file or, for ``-``, to standard output."""
    if str(out) == "-":
        click.echo(text, nl=False)
        return
    _write(out, [text.encode()])
    click.echo(f"{out}: written", err=True)


def _write(out: Path, parts: Iterable[bytes]) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("wb") as file:
            file.writelines(parts)
    except OSError as error:
        raise click.FileError(str(out), error.strerror) from error
