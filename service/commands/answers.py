"""``relais forecast`` and ``relais staffing``: the answers of the API as CSV or a workbook."""

from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import click

from data.database import require_schema
from data.exports import PROFILES, Profile
from models.uncertainty import MODES
from service.commands.database import opened
from service.commands.output import DAY, OUT, write_table, write_workbook
from service.commands.scenarios import SCENARIO, under
from service.current import current
from service.forecast_answer import FORECAST_BY, ForecastQuestion, forecast_table
from service.pool_method import DEFAULT_RISK, MEASURED_OVER, MODELS, Method
from service.span import Granularity
from service.staffing_answer import StaffingQuestion, staffing_table
from service.staffing_sheets import staffing_sheets

GRANULARITY = click.Choice(get_args(Granularity))


@click.command("forecast")
@click.option("--from", "first", type=DAY, required=True, help="First day.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, included.")
@click.option("--by", type=click.Choice(FORECAST_BY), default="queue", show_default=True)
@click.option("--granularity", type=GRANULARITY, default="interval", show_default=True)
@click.option("--explain", is_flag=True, help="Factors of each queue's day; --granularity day.")
@click.option("--out", type=OUT, default="-", help="A file; - is standard output.")
def forecast_command(
    first: datetime, last: datetime, by: Any, granularity: Any, explain: bool, out: Path
) -> None:
    """Calls expected, with their 10, 50 and 90 % quantiles."""
    question = ForecastQuestion(first.date(), last.date(), by, granularity, explain=explain)
    write_table(forecast_table(current(opened(require_schema)), question), out)


@click.command("staffing")
@click.option("--from", "first", type=DAY, required=True, help="First day.")
@click.option("--to", "last", type=DAY, required=True, help="Last day, included.")
@click.option("--site")
@click.option("--language")
@click.option("--segment")
@click.option("--granularity", type=GRANULARITY, default="interval", show_default=True)
@click.option(
    "--model",
    type=click.Choice(MODELS),
    help="Left out: erlang_a where patience is learned or planned, else erlang_c.",
)
@click.option("--mode", type=click.Choice(MODES), default="mean", show_default=True)
@click.option(
    "--measured-over",
    type=click.Choice(MEASURED_OVER),
    default="interval",
    show_default=True,
    help="The period whose calls together must meet the target.",
)
@click.option(
    "--risk",
    type=click.FloatRange(0.5, 0.99),
    default=DEFAULT_RISK,
    show_default=True,
    help="Mode risk: the probability that a day meets its target.",
)
@SCENARIO
@click.option("--explain", is_flag=True, help="Split scheduled agents into what asks for them.")
@click.option(
    "--profile",
    type=click.Choice(PROFILES),
    default="standard",
    show_default=True,
    help="Of the CSV; excel-be is what Excel with Belgian settings opens.",
)
@click.option(
    "--out", type=OUT, default="-", help="A .csv or .xlsx file; - is CSV on standard output."
)
def staffing_command(
    first: datetime,
    last: datetime,
    site: str | None,
    language: str | None,
    segment: str | None,
    granularity: Any,
    model: Any,
    mode: Any,
    measured_over: Any,
    risk: float,
    scenario: Path | None,
    explain: bool,
    profile: Profile,
    out: Path,
) -> None:
    """Agents needed per pool, with the service level they reach."""
    in_sheets = out.suffix.lower() == ".xlsx"
    if in_sheets and profile != "standard":
        raise click.UsageError("--profile is of CSV; leave it out, or write --out FILE.csv")
    question = StaffingQuestion(
        first.date(),
        last.date(),
        granularity=granularity,
        site=site,
        language=language,
        segment=segment,
        method=Method(model, mode, risk, measured_over=measured_over),
        explain=explain,
    )
    found = under(current(opened(require_schema)), scenario)
    if in_sheets:
        write_workbook(staffing_sheets(found, question), out)
    else:
        write_table(staffing_table(found, question), out, profile)
