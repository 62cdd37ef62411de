"""``relais plan``: check, import, list, show, restore, optimise."""

from pathlib import Path
from typing import get_args

import click

from data.calendar.holidays import expand
from data.database import require_schema
from data.migrations import migrate
from data.plan import GoalName, Plan
from data.plan.file import read_plan
from data.plan.store import current_plan, list_plans, load_plan, restore_plan, store_plan
from service.commands.database import opened
from service.commands.output import OUT, STORED_ID, minute, write_text
from service.commands.plan_notes import plan_notes
from service.commands.shifts.weeks import by_own_shifts, keep_current_shifts
from service.planning.basis.horizon import whole_weeks
from service.web.current import read_current

PLAN_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("plan")
def plan_group() -> None:
    """The plan: queues, sites, routing, targets, staff."""


@plan_group.command("check")
@click.argument("file", type=PLAN_FILE)
def check(file: Path) -> None:
    """Read FILE and say everything that is wrong with it; store nothing."""
    plan = _read(file)
    _say_notes(plan)
    click.echo(described(plan))


@plan_group.command("import")
@click.argument("file", type=PLAN_FILE)
def import_(file: Path) -> None:
    """Check FILE and make it the current plan, as a new version."""
    plan = _read(file)
    _say_notes(plan)
    engine = opened(migrate)
    version = store_plan(engine, file.name, file.read_text("utf-8-sig"), plan)
    click.echo(f"plan {version}: {described(plan)}")
    keep_current_shifts(engine)


@plan_group.command("list")
def list_() -> None:
    """Every stored version, newest first; * is the current one."""
    for place, head in enumerate(list_plans(opened(require_schema))):
        mark = " " if place else "*"
        click.echo(f"{mark} {head.id:4d}  imported {minute(head.imported_at)}  {head.name}")


@plan_group.command("show")
@click.argument("plan_id", metavar="[ID]", type=STORED_ID, required=False)
def show(plan_id: int | None) -> None:
    """Print the current plan, or version ID, as it was imported."""
    engine = opened(require_schema)
    stored = current_plan(engine) if plan_id is None else load_plan(engine, plan_id)
    click.echo(stored.text, nl=False)


@plan_group.command("restore")
@click.argument("plan_id", metavar="ID", type=STORED_ID)
def restore(plan_id: int) -> None:
    """Make version ID current again, as a new version."""
    engine = opened(require_schema)
    version = restore_plan(engine, plan_id)
    click.echo(f"plan {version}: as plan {plan_id}; {described(current_plan(engine).plan)}")
    keep_current_shifts(engine)


@plan_group.command("optimise")
@click.option(
    "--goal",
    type=click.Choice(get_args(GoalName)),
    help="Of every week: ready (probability of its target at least 0.8), or its target kept on "
    "average; the plan's own if left out.",
)
@click.option("--out", type=OUT, help="A file for the plan that was found; - is standard output.")
def optimise_command(goal: GoalName | None, out: Path | None) -> None:
    """Find the cheapest classes, extended contracts and shares whose every week keeps the goal.

    Within the plan's own limits: class sizes, hires_until, max_classes_in_training, max_extended,
    opening and closing dates and [limits]. Nothing is stored: check the file and import it. Where
    no plan does, the nearest one is written and the exit is 1.
    """
    from service.planning.optimise.search import optimise
    from service.planning.optimise.words import in_words, own_shifts_words

    engine = opened(require_schema)
    current = read_current(engine)
    name = current.stored.name
    try:
        result = optimise(
            current, *whole_weeks(current), lambda text: read_plan(text, name, expand), goal
        )
    except TimeoutError as error:
        raise click.ClickException(f"{error}: try again on a less busy machine") from error
    for line in in_words(result):
        click.echo(line, err=True)
    if out is not None:
        write_text(result.asked.after.current.stored.text, out)
    own = by_own_shifts(engine, result.asked.after.current)
    for line in own_shifts_words(result.asked.after, own):
        click.echo(line, err=True)
    if result.asked.binding:
        raise click.ClickException("the limits above leave no plan that keeps the goal")
    if result.asked.after.short:
        raise click.ClickException(
            f"the best plan found still misses {result.asked.after.short} weeks: give the limits "
            "more room, or take it as it is"
        )


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


def _say_notes(plan: Plan) -> None:
    for note in plan_notes(plan):
        click.echo(f"note: {note}", err=True)
