"""``relais train`` and ``relais backtest``."""

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
import joblib
import pandas as pd

from data.calendar.holidays import expand
from data.calendar.zone_names import zone_hint
from data.database import connect
from data.migrations import migrate
from training.backtest import BacktestRequest, backtest
from training.job.nightly import TrainingRequest, train

DEFAULT_HORIZON = 182  # days: 26 weeks
DEFAULT_SEED = 20251001
DOUBTED = 3  # exit status: published, but not as it was learned or not without an alarm
DAY = click.DateTime(["%Y-%m-%d"])


@click.command("train")
@click.option("--as-of", type=DAY, help="Last day whose calls are used; default: the last.")
@click.option("--jobs", type=click.IntRange(1), default=joblib.cpu_count(), help="Processes.")
@click.option("--horizon-days", type=click.IntRange(1, 730), default=DEFAULT_HORIZON)
@click.option("--seed", type=int, default=DEFAULT_SEED, help="Of the sample paths.")
@click.option("--strict", is_flag=True, help="Exit 3 where a queue is held, in alarm or missing.")
def train_command(
    as_of: datetime | None, jobs: int, horizon_days: int, seed: int, strict: bool
) -> None:
    """Fit every queue on the history, compare, and publish a release."""
    engine = connect()
    migrate(engine)
    outcome = train(
        engine, TrainingRequest(as_of.date() if as_of else None, horizon_days, jobs, seed)
    )
    for failed in outcome.failed:
        click.echo(f"queue {failed.queue} keeps its former numbers: {failed.reason}", err=True)
    for queue in outcome.assumed:
        click.echo(f"queue {queue} has too little history: planned from [[assumed]]", err=True)
    click.echo(f"release {outcome.release_id} from {outcome.origin}: {outcome.detail}")
    for line in outcome.closing:
        click.echo(line)
    for line in outcome.missing:
        click.echo(f"missing: {line}", err=True)
    if outcome.failed:
        sys.exit(1)
    if strict and (outcome.doubted or outcome.missing):
        sys.exit(DOUBTED)


def _origins(ctx: click.Context, param: click.Parameter, value: str) -> tuple[date, ...]:
    texts = [x.strip() for x in value.split(",") if x.strip()]
    if not texts:
        raise click.BadParameter("no day in it; write e.g. 2025-06-30,2025-07-31")
    return tuple(dict.fromkeys(DAY.convert(x, param, ctx).date() for x in texts))


def _zone(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise click.BadParameter(f"{value!r} is no time zone; {zone_hint(value)}") from None
    return value


def _calendar(ctx: click.Context, param: click.Parameter, value: str) -> str:
    try:
        expand(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    return value


@click.command("backtest")
@click.argument("history", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--timezone", required=True, callback=_zone, help="Of starts that carry an offset.")
@click.option(
    "--holidays",
    required=True,
    callback=_calendar,
    help="Country, or country and region: BE, ES-CT.",
)
@click.option("--origins", required=True, callback=_origins, help="Last known days: D1,D2,...")
@click.option("--horizon-days", type=click.IntRange(1, 730), required=True)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    required=True,
    help="A file; - is standard output.",
)
@click.option("--jobs", type=click.IntRange(1), default=joblib.cpu_count(), help="Processes.")
def backtest_command(
    history: Path,
    timezone: str,
    holidays: str,
    origins: tuple[date, ...],
    horizon_days: int,
    out: Path,
    jobs: int,
) -> None:
    """Forecast HISTORY from past origins, as it would have been done, with quantiles."""
    began = datetime.now().astimezone()
    rows = backtest(history, BacktestRequest(timezone, holidays, origins, horizon_days), jobs)
    _write(rows, out)
    seconds = (datetime.now().astimezone() - began).total_seconds()
    click.echo(f"{out}: {len(rows)} rows, {len(origins)} origins, {seconds:.0f} s", err=True)


def _write(rows: pd.DataFrame, out: Path) -> None:
    if str(out) == "-":
        rows.to_csv(sys.stdout, index=False, float_format="%.4f")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    rows.to_csv(out, index=False, float_format="%.4f")
