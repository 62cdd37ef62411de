"""``relais capacity``: required against available, and whether cut-overs are ready."""

from pathlib import Path

import click

from data.database import require_schema
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import TABLE_OUT, in_sheets, write_table, write_workbook
from service.commands.scenarios import SCENARIO, under
from service.planning.basis.terms import Source
from service.planning.capacity.capacity_sheets import capacity_sheets
from service.planning.capacity.capacity_table import (
    Capacity,
    CapacityRequest,
    CapacityRows,
    capacity,
    capacity_table,
    step_rows,
)
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("capacity")
@options(asked=CapacityRequest, source=Source, rows=CapacityRows, form=CsvForm)
@SCENARIO
@TABLE_OUT
def capacity_command(
    asked: CapacityRequest,
    source: Source,
    rows: CapacityRows,
    form: CsvForm,
    scenario: Path | None,
    out: Path,
) -> None:
    """Hours and FTE that pools need and have each week, and why it is not enough."""
    sheets = in_sheets(out, form)
    if sheets and rows.granularity != "week":
        raise click.UsageError("--granularity is of CSV; leave it out, or write --out FILE.csv")
    current = under(read_current(opened(require_schema), source.release), scenario)
    answer = capacity(current, asked.question(current))
    if sheets:
        write_workbook(capacity_sheets(answer), out)
    else:
        write_table(capacity_table(answer, rows), out, form.profile)
    _say_steps(answer)


def _say_steps(answer: Capacity) -> None:
    for step in step_rows(answer):
        click.echo(
            f"{step['from']} {step['pool']} to {step['share']:.0%}: {step['readiness']}"
            f" ({step['weakest_week']}: {step['reason'] or step['ready_from']})",
            err=True,
        )
