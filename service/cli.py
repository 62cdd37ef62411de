"""``relais``: one command that does everything.

Each subcommand's module is loaded when it is asked for, so that a quick answer never waits for the
libraries that training needs.
"""

from importlib import import_module

import click

from data.errors import PlannerError

COMMANDS = {
    "accuracy": ("service.commands.accuracy", "accuracy_command"),
    "backtest": ("training.cli", "backtest_command"),
    "capacity": ("service.commands.capacity", "capacity_command"),
    "contracts": ("service.commands.shifts.mixes", "contracts_command"),
    "demo": ("service.commands.demo", "demo_command"),
    "forecast": ("service.commands.answers", "forecast_command"),
    "history": ("service.commands.history.taken", "history_group"),
    "leave": ("service.commands.leave", "leave_command"),
    "overtime": ("service.commands.shifts.overtime", "overtime_command"),
    "plan": ("service.commands.plan", "plan_group"),
    "releases": ("service.commands.releases", "releases_group"),
    "sample": ("service.commands.demo", "sample_command"),
    "scenarios": ("service.commands.scenarios", "scenarios_command"),
    "serve": ("service.commands.serving.serve", "serve_command"),
    "shifts": ("service.commands.shifts.table", "shifts_command"),
    "staffing": ("service.commands.answers", "staffing_command"),
    "train": ("service.commands.train", "train_command"),
}


class Relais(click.Group):
    """Loads subcommands lazily and shows a planner's errors as they read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every subcommand."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found: click.Command = getattr(import_module(module), name)
        return found

    def invoke(self, ctx: click.Context) -> object:
        """Run it; what a planner can mend is said without a traceback."""
        try:
            return super().invoke(ctx)
        except PlannerError as error:
            raise click.ClickException(str(error)) from error


@click.command(cls=Relais)
@click.version_option(package_name="relais")
def main() -> None:
    """Call-volume forecasts and staffing for contact centres that move."""
