"""``relais scenarios``: what would change, beside the plan as it is."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from data.database import require_schema
from data.errors import PlannerError
from service.commands.database import opened
from service.commands.options import options
from service.commands.output import CSV_OUT, write_table
from service.commands.scenario_file import read_scenarios
from service.planning.basis.current import Current, replanned
from service.planning.basis.horizon import PlannedDays
from service.planning.scenarios.differences import compared, comparison_table
from service.planning.scenarios.scenario import Scenario, ScenarioError, applied
from service.web.current import read_current
from service.web.forms import CsvForm

SCENARIO = click.option(
    "--scenario",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file of changes to answer under.",
)


def under(current: Current, file: Path | None) -> Current:
    """The same release under the plan with a file's one scenario in it."""
    if file is None:
        return current
    [scenario, *more] = read_scenarios(file)
    if more:
        raise PlannerError(f"{file}: holds {len(more) + 1} scenarios; give a file of one")
    try:
        return replanned(current, applied(current.plan, scenario.changes), current.stored.text)
    except ScenarioError as error:
        raise PlannerError(_told(scenario.name, error)) from error


def _told(name: str, error: ScenarioError) -> str:
    key = f".{error.key}" if error.key else ""
    return f"{name}: changes[{error.change}]{key}: {error.detail}"


@click.command("scenarios")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@options(days=PlannedDays, form=CsvForm)
@CSV_OUT
def scenarios_command(files: tuple[Path, ...], days: PlannedDays, form: CsvForm, out: Path) -> None:
    """Set the scenarios of FILE... (TOML) beside the plan: one row a pool and one for all."""
    wanted = [x for file in files for x in read_scenarios(file)]
    _require_names(wanted)
    current = read_current(opened(require_schema))
    try:
        results = compared(current, *days.within(current), wanted)
    except ScenarioError as error:
        raise PlannerError(_told(wanted[error.scenario].name, error)) from error
    write_table(comparison_table(results), out, form.profile)


def _require_names(scenarios: Sequence[Scenario]) -> None:
    """Rows of several files are told apart by nothing else."""
    for name, times in Counter(x.name for x in scenarios).items():
        if times > 1:
            raise PlannerError(f'{times} scenarios are called "{name}"; give each its own name')
