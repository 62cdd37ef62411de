"""``relais capacity``: required against available, and whether cut-overs are ready."""

from datetime import datetime
from pathlib import Path

import click

from data.database import require_schema
from service.capacity_answer import CapacityQuestion, capacity, step_rows, weekly_table
from service.capacity_sheets import capacity_sheets
from service.commands.database import opened
from service.commands.output import DAY, OUT, write_table, write_workbook
from service.commands.scenarios import SCENARIO, under
from service.current import current
from service.horizon import whole_weeks


@click.command("capacity")
@click.option("--from", "first", type=DAY, help="First day; left out, the first whole week's.")
@click.option("--to", "last", type=DAY, help="Last day, included; left out, the last whole week's.")
@click.option("--site")
@click.option("--language")
@SCENARIO
@click.option(
    "--out", type=OUT, default="-", help="A .csv or .xlsx file; - is CSV on standard output."
)
def capacity_command(
    first: datetime | None,
    last: datetime | None,
    site: str | None,
    language: str | None,
    scenario: Path | None,
    out: Path,
) -> None:
    """Hours and FTE that pools need and have each week, and why it is not enough."""
    found = under(current(opened(require_schema)), scenario)
    begin, end = whole_weeks(found)
    days = (first.date() if first else begin, last.date() if last else end)
    judged = capacity(found, CapacityQuestion(*days, site=site, language=language))
    if out.suffix.lower() == ".xlsx":
        write_workbook(capacity_sheets(judged), out)
    else:
        write_table(weekly_table(judged), out)
    for step in step_rows(judged):
        click.echo(
            f"{step['from']} {step['pool']} to {step['share']:.0%}: {step['readiness']}"
            f" ({step['weakest_week']}: {step['reason'] or step['ready_from']})",
            err=True,
        )
