"""``relais shifts``: the fewest people's shifts, week by week, and the curve they give."""

from pathlib import Path

import click

from data.database import require_schema
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import TABLE_OUT, in_sheets, write_table, write_workbook
from service.commands.shifts.weeks import kept_shifts
from service.planning.shifts.shifts_sheets import shifts_sheets
from service.planning.shifts.shifts_table import (
    ShiftsQuestion,
    ShiftsRows,
    require_contracts,
    shifts,
    shifts_table,
)
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("shifts")
@options(question=ShiftsQuestion, rows=ShiftsRows, form=CsvForm)
@TABLE_OUT
def shifts_command(question: ShiftsQuestion, rows: ShiftsRows, form: CsvForm, out: Path) -> None:
    """The cheapest shifts of the plan's contracts: for a service level, or to cover every interval.

    Whole ISO weeks, kept when they are worked out: the service answers from them.
    """
    sheets = in_sheets(out, form)
    engine = opened(require_schema)
    current = read_current(engine)
    require_contracts(current, question)
    found = kept_shifts(engine, current, question.goal, question.first, question.last)
    answer = shifts(current, question, found)
    if sheets:
        write_workbook(shifts_sheets(answer), out)
    else:
        write_table(shifts_table(answer, rows), out, form.profile)
    for x in answer.weeks:
        if x.reason:
            click.echo(f"no shifts of {x.pool} in the week of {x.monday}: {x.reason}", err=True)
