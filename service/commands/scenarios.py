"""``relais scenarios``: what would change, beside the plan as it is."""

from pathlib import Path

import click

from data.database import require_schema
from data.errors import PlannerError
from data.scenario import ScenarioError
from service.commands.answers import OUT, write_table
from service.commands.database import opened
from service.current import current
from service.horizon import whole_weeks
from service.scenario_answer import compared, comparison_table
from service.scenario_file import read_scenarios


@click.command("scenarios")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--out", type=OUT, default="-", help="A file; - is standard output.")
def scenarios_command(files: tuple[Path, ...], out: Path) -> None:
    """Set the scenarios of FILE... (TOML) beside the plan: one row a pool and one for all."""
    wanted = [x for file in files for x in read_scenarios(file)]
    found = current(opened(require_schema))
    try:
        results = compared(found, *whole_weeks(found), wanted)
    except ScenarioError as error:
        name = wanted[error.scenario].name
        place = f"{name}: changes[{error.change}].{error.key}"
        raise PlannerError(f"{place}: {error.detail}") from error
    write_table(comparison_table(results), out)
