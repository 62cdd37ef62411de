"""``relais plan``: check, import, show."""

from pathlib import Path

import click

from data.database import require_schema
from data.holiday_calendar import expand
from data.migrations import migrate
from data.plan import Plan
from data.plan.file import read_plan
from data.plan.store import current_plan, store_plan
from service.commands.database import opened

PLAN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("plan")
def plan_group() -> None:
    """The plan: queues, sites, routing, targets, staff."""


@plan_group.command("check")
@click.argument("file", type=PLAN_FILE)
def check(file: Path) -> None:
    """Read FILE and say everything that is wrong with it; store nothing."""
    click.echo(described(_read(file)))


@plan_group.command("import")
@click.argument("file", type=PLAN_FILE)
def import_(file: Path) -> None:
    """Check FILE and make it the current plan, as a new version."""
    plan = _read(file)
    engine = opened(migrate)
    version = store_plan(engine, file.name, file.read_text("utf-8-sig"), plan)
    click.echo(f"plan {version}: {described(plan)}")


@plan_group.command("show")
def show() -> None:
    """Print the current plan as it was imported."""
    click.echo(current_plan(opened(require_schema)).text, nl=False)


def _read(file: Path) -> Plan:
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.ClickException(
            f"{file}: byte {error.start + 1} is not UTF-8; save the plan as UTF-8"
        ) from error
    return read_plan(text, file.name, expand)


def described(plan: Plan) -> str:
    """A plan in one line."""
    sites = ", ".join(site.id for site in plan.sites)
    return f"{len(plan.queues)} queues, {len(plan.pools)} pools, sites {sites}; {plan.timezone}"
