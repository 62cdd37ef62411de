"""What ``relais plan check`` and ``import`` say of a plan that is right and leaves much to them."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.commands.plan import efficiency_notes
from tests.data.plan.plan_texts import changed, plan

EFFICIENCY = "schedule_efficiency = 0.93\n"


@pytest.mark.parametrize("command", ["check", "import"])
def test_an_efficiency_left_out_is_noted_with_what_stands_for_it(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", f"sqlite:///{tmp_path / 'relais.db'}")
    file = tmp_path / "plan.toml"
    file.write_text(changed((EFFICIENCY, "")))
    result = CliRunner().invoke(main, ["plan", command, str(file)])
    assert result.exit_code == 0
    assert "note: schedule_efficiency is left out and taken to be 1.0" in result.stderr
    assert "note" not in result.stdout


def test_an_efficiency_that_is_written_is_not_noted_also_where_it_is_one() -> None:
    for text in (changed(), changed((EFFICIENCY, "schedule_efficiency = 1.0\n"))):
        assert list(efficiency_notes(plan(text))) == []
