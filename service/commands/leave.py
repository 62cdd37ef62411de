"""``relais leave``: how many people may be off on a day or for a half-hour."""

from pathlib import Path

import click

from data.database import require_schema
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import CSV_OUT, write_table
from service.commands.scenarios import SCENARIO, under
from service.planning.basis.terms import Source
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.leave_table import leave_table
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("leave")
@options(asked=LeaveQuestion, source=Source, rows=LeaveRows, form=CsvForm)
@SCENARIO
@CSV_OUT
def leave_command(
    asked: LeaveQuestion,
    source: Source,
    rows: LeaveRows,
    form: CsvForm,
    scenario: Path | None,
    out: Path,
) -> None:
    """How many people may be off, with every promise kept, and what one more would cost."""
    current = under(read_current(opened(require_schema), source.release), scenario)
    write_table(leave_table(current, asked, rows), out, form.profile)
