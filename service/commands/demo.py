"""``relais sample`` and ``relais demo``: the synthetic transition, from nothing to a page."""

import time
from datetime import UTC, date, datetime
from pathlib import Path

import click

from data.database import require_schema
from data.migrations import migrate
from data.plan.store import current_plan, newest_plan_id
from data.sample import write_sample
from data.sample.occasions import PLAN_FILE
from service.commands.database import opened
from service.commands.history.taken import import_ as import_history_command
from service.commands.output import PORT, write_table
from service.commands.plan import import_ as import_plan_command
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from service.web.current import read_current

SEED = 2025
FIRST, LAST = date(2025, 10, 1), date(2026, 3, 31)
FOLDER = Path("var/sample")
STAFFING = Path("var/staffing.csv")


@click.command("sample")
@click.option("--seed", type=int, required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
def sample_command(seed: int, out: Path) -> None:
    """Write the synthetic case: history.csv, truth.csv, plan.toml."""
    write_sample(out, seed)
    click.echo(f"{out}: history.csv, truth.csv, plan.toml (synthetic)")


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Stop before serving.")
@PORT
@click.pass_context
def demo_command(ctx: click.Context, no_serve: bool, port: int) -> None:
    """Load the synthetic case, train, write var/staffing.csv, serve the page."""
    began = time.monotonic()
    _refuse_other_plan()
    write_sample(FOLDER, SEED)
    ctx.invoke(import_plan_command, file=FOLDER / "plan.toml")
    ctx.invoke(import_history_command, files=(FOLDER / "history.csv",))
    _train(ctx)
    current = read_current(opened(require_schema))
    write_table(staffing_table(current, StaffingQuestion(FIRST, LAST)), STAFFING)
    weeks = staffing_table(current, StaffingQuestion(FIRST, LAST, ("site", "language"), "month"))
    click.echo(summary(weeks.rows()))
    click.echo(f"synthetic sample case ready in {time.monotonic() - began:.0f} s")
    if not no_serve:
        click.echo(f"the page is at http://127.0.0.1:{port}")
        from service.commands.serving.server import serve

        serve("127.0.0.1", port, 2)


def _train(ctx: click.Context) -> None:
    group = ctx.parent.command if ctx.parent else None
    assert isinstance(group, click.Group)
    train = group.get_command(ctx, "train")
    assert train is not None
    ctx.invoke(train, as_of=datetime(2025, 9, 30, tzinfo=UTC))


def _refuse_other_plan() -> None:
    """The demo never writes into a database that holds somebody's own plan."""
    engine, samples = opened(migrate), PLAN_FILE.read_text("utf-8")
    if newest_plan_id(engine) is not None and current_plan(engine).text != samples:
        raise click.ClickException(
            "this database holds a plan of your own; run the demo in another folder, or set "
            "RELAIS_DATABASE_URL=sqlite:///var/demo.db"
        )


def summary(rows: list[dict[str, object]]) -> str:
    """Full-time equivalents by month, site and language, as text."""
    lines = [f"{'month':<12}{'site':<10}{'language':<10}{'calls':>10}{'FTE':>8}{'peak agents':>13}"]
    for row in rows:
        lines.append(
            f"{row['period_start']!s:<12}{row['site']!s:<10}{row['language']!s:<10}"
            f"{row['offered_mean']:>10.0f}{row['fte']:>8.1f}{row['agents_peak']:>13}"
        )
    return "\n".join(lines)
