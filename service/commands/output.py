"""Where commands write what they answer: a file, or standard output."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from data.exports import STANDARD, Profile, csv_lines
from data.workbook import Sheet, workbook
from service.forms import CsvForm
from service.table import Table

OUT = click.Path(dir_okay=False, path_type=Path, allow_dash=True)
TABLE_OUT = click.option(
    "--out", type=OUT, default="-", help="A .csv or .xlsx file; - is CSV on standard output."
)


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
