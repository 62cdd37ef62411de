"""``relais accuracy``: what was published against what came."""

from pathlib import Path

import click

from data.accuracy.archive import Archive, last_day_known
from data.database import require_schema
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import OUT, write_table
from service.planning.accuracy.accuracy_table import accuracy
from service.planning.accuracy.question import AccuracyQuestion
from service.planning.basis.table import Table
from service.web.forms import CsvForm


@click.command("accuracy")
@options(question=AccuracyQuestion, form=CsvForm)
@click.option("--out", type=OUT, help="A file for CSV, - is standard output; left out, a table.")
def accuracy_command(question: AccuracyQuestion, form: CsvForm, out: Path | None) -> None:
    """What was published against what came, by lead: WAPE, bias, ranges, promises kept."""
    engine = opened(require_schema)
    answer = accuracy(question, last_day_known(engine), lambda days: Archive(engine, days))
    for note in answer.notes:
        click.echo(f"note: {note}", err=True)
    if out is not None:
        write_table(answer.table, out, form.profile)
    elif len(answer.table):
        click.echo(_aligned(answer.table))


def _aligned(table: Table) -> str:
    """Columns side by side, names left and numbers right."""
    columns = [
        [name, *("" if x is None else str(x) for x in cells)]
        for name, cells in table.cells().items()
    ]
    widths = [max(map(len, x)) for x in columns]
    numbers = [not isinstance(x, list) for x in table.columns.values()]
    lines = [
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        )
        for row in zip(*columns, strict=True)
    ]
    return "\n".join(x.rstrip() for x in lines)
