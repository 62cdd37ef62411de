"""A plan with ten different mistakes is refused with ten messages at once, each with its remedy."""

import re
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.plan.file import PlanError
from service.cli import main
from tests.data.plan.plan_texts import changed, plan

MISTAKES = {
    "a typo of a key": (
        ("weekly_attrition = 0.01\nannounced", "weekly_atrition = 0.01\nannounced"),
        "sites[0].staff[0].weekly_atrition: is not a key of this table; "
        'did you mean "weekly_attrition"?',
    ),
    "a value of another type": (
        ("share = 0.90", 'share = "90 %"'),
        'targets[0].share: is the text "90 %"; write a share above 0 and below 1, such as 0.80',
    ),
    "an unknown site": (
        ("{ morocco = 1.0 }", "{ maroc = 1.0 }"),
        'routing[0].steps[2].shares.maroc: there is no site "maroc"; did you mean "morocco"?',
    ),
    "shares that do not sum to 1": (
        ("liege = 0.6, belgium = 0.4", "liege = 0.6, belgium = 0.5"),
        "routing[1].steps[0].shares: sum to 1.1, not 1; write shares that sum to 1",
    ),
    "calls to a site before it opens": (
        ("opens = 2025-11-03", "opens = 2025-11-04"),
        "routing[0].steps[1].shares.morocco: morocco opens on 2025-11-04 but would take "
        "residential-billing-fr on 2025-11-03; route them elsewhere until then, or open it earlier",
    ),
    "fewer than nobody in a class": (
        ("headcount = 30", "headcount = -30"),
        "sites[1].classes[0].headcount: is -30; write a whole number from 0 to 1000000, "
        "without quotes",
    ),
    "an id that is another queue's": (
        ('id = "b2b-billing-nl"', 'id = "residential-billing-nl"'),
        'queues[3].id: "residential-billing-nl" is the id of queues[2] too; write another id',
    ),
    "a time that no clock shows": (
        ('to = "13:00"', 'to = "25:00"'),
        'opening_hours[1].to: is the text "25:00"; write a time in quotes from "00:00" to "24:00"',
    ),
    "an unknown calendar of holidays": (
        ('holidays = "MA"', 'holidays = "Morocco"'),
        'sites[1].holidays: "Morocco" is no calendar of public holidays; did you mean "MA"? '
        '(a country as "BE", or with its region as "ES-CT")',
    ),
    "shrinkage that leaves no time": (
        ("{ leave = 0.08, absence = 0.07 }", "{ leave = 0.88, absence = 0.07 }"),
        "sites[1].shrinkage: leave + absence + off_phone = 1.07 leaves no time for calls; "
        "write shares that sum to less than 1",
    ),
}
CHANGES = [change for change, _ in MISTAKES.values()]
MESSAGES = [f"plan.toml: {message}" for _, message in MISTAKES.values()]


def refused(*changes: tuple[str, str]) -> list[str]:
    """The messages about a valid plan with those changes."""
    with pytest.raises(PlanError) as caught:
        plan(changed(*changes))
    return list(caught.value.errors)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_alone_it_is_one_message_with_key_fault_and_remedy(mistake: str) -> None:
    change, message = MISTAKES[mistake]
    assert refused(change) == [f"plan.toml: {message}"]


def test_together_they_are_ten_messages_in_the_very_same_words() -> None:
    assert sorted(refused(*CHANGES)) == sorted(MESSAGES)


def test_any_two_are_two() -> None:
    for pair in combinations(range(len(CHANGES)), 2):
        found = refused(*(CHANGES[x] for x in pair))
        assert sorted(found) == sorted(MESSAGES[x] for x in pair)


def test_every_message_has_file_key_fault_and_remedy() -> None:
    for message in refused(*CHANGES):
        assert re.fullmatch(r"plan\.toml: [a-z_]+\[\d+\]\.[\w.\[\]]+: [^;]+; .+", message), message


def test_the_command_tells_all_ten_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELAIS_DATABASE_URL", f"sqlite:///{tmp_path / 'relais.db'}")
    file = tmp_path / "plan.toml"
    file.write_text(changed(*CHANGES))
    for command in ("check", "import"):
        result = CliRunner().invoke(main, ["plan", command, str(file)])
        assert (result.exit_code, result.stdout) == (1, "")
        assert sorted(result.stderr.removeprefix("Error: ").splitlines()) == sorted(MESSAGES)
    assert not (tmp_path / "relais.db").exists()
