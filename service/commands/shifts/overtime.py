"""``relais overtime``: hours more that keep a week's goal, or fewer with which it still is."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click
import joblib

from data.database import require_schema
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import TABLE_OUT, in_sheets, write_table, write_workbook
from service.commands.shifts.weeks import in_processes
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.overtime.overtime_table import (
    Overtime,
    OvertimeRows,
    overtime_sheets,
    overtime_table,
)
from service.planning.overtime.overtime_week import OvertimeWeek
from service.planning.overtime.people_there import people_there
from service.planning.overtime.worked_out import overtime_week
from service.planning.shifts.open_weeks import open_weeks_of
from service.planning.shifts.shifts_table import ShiftsQuestion, require_contracts
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("overtime")
@options(question=ShiftsQuestion, rows=OvertimeRows, form=CsvForm)
@TABLE_OUT
def overtime_command(
    question: ShiftsQuestion, rows: OvertimeRows, form: CsvForm, out: Path
) -> None:
    """Hours of overtime that keep a week's promise with the people there, or of early leave.

    Whole ISO weeks; nothing is stored.
    """
    sheets = in_sheets(out, form)
    current = read_current(opened(require_schema))
    asked = require_contracts(current, question)
    mondays = open_weeks_of(current, question.first, question.last)
    found = _worked_out(current, question, asked, mondays) if mondays else []
    if not found:
        raise QuestionError("site", "no call reaches such a pool in these days")
    answer = Overtime(current, tuple(found))
    if sheets:
        write_workbook(overtime_sheets(answer), out)
    else:
        write_table(overtime_table(answer, rows), out, form.profile)


def _worked_out(
    current: Current, question: ShiftsQuestion, asked: frozenset[str], mondays: Sequence[date]
) -> list[OvertimeWeek]:
    """In time order, the pools of a week in the plan's."""
    there = [x for x in people_there(current, mondays) if x.need.pool.name in asked]
    there.sort(key=lambda x: x.monday)
    tasks = [joblib.delayed(overtime_week)(current.plan, x, question.goal) for x in there]
    return [x for x in in_processes(tasks, len(tasks)) if x is not None]
