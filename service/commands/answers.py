"""``relais forecast`` and ``relais staffing``: the answers of the API as CSV or a workbook."""

from pathlib import Path

import click

from data.database import require_schema
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import CSV_OUT, TABLE_OUT, in_sheets, write_table, write_workbook
from service.commands.scenarios import SCENARIO, under
from service.planning.basis.terms import Source
from service.planning.forecasts.forecast_table import ForecastQuestion, forecast_table
from service.planning.staffing.staffing_sheets import staffing_sheets
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from service.web.current import read_current
from service.web.forms import CsvForm


@click.command("forecast")
@options(question=ForecastQuestion, source=Source, form=CsvForm)
@CSV_OUT
def forecast_command(question: ForecastQuestion, source: Source, form: CsvForm, out: Path) -> None:
    """Calls expected, with their quantiles."""
    current = read_current(opened(require_schema), source.release)
    write_table(forecast_table(current, question), out, form.profile)


@click.command("staffing")
@options(question=StaffingQuestion, source=Source, form=CsvForm)
@SCENARIO
@TABLE_OUT
def staffing_command(
    question: StaffingQuestion, source: Source, form: CsvForm, scenario: Path | None, out: Path
) -> None:
    """Agents needed per pool, with the service level they reach."""
    sheets = in_sheets(out, form)
    current = under(read_current(opened(require_schema), source.release), scenario)
    if sheets:
        write_workbook(staffing_sheets(current, question), out)
    else:
        write_table(staffing_table(current, question), out, form.profile)
