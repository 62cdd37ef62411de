"""Cron, systemd, Kubernetes and the image run commands that relais takes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from service.cli import main
from tests.shared import ROOT

BLOCK = re.compile(r"^ *```(cron|ini|yaml)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
IN_A_SHELL = re.compile(r"(?:^|&&|=|\*)\s*[\w./]*\brelais((?:[ \t]+[^\s&|;]+)+)", re.MULTILINE)
AS_A_LIST = re.compile(r'\["relais".*?\]')


def samples() -> Iterator[str]:
    """The operating samples of README and docs, and the image's own commands."""
    for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        yield from (x[1] for x in BLOCK.findall(file.read_text(encoding="utf-8")))
    yield (ROOT / "Dockerfile").read_text(encoding="utf-8")


def commands() -> list[tuple[str, ...]]:
    """The words behind each ``relais``, once each."""
    shell = [x for text in samples() for x in IN_A_SHELL.findall(text)]
    lists = [x for text in samples() for x in AS_A_LIST.findall(text)]
    found = [tuple(x.split()) for x in shell] + [tuple(json.loads(x)[1:]) for x in lists]
    return list(dict.fromkeys(found))


def understood(words: list[str]) -> click.Context:
    """The command with its options, read but not run; UsageError where there is none such."""
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, context, name)
    return command.make_context(context.info_name, words, parent=context.parent)


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_of_the_operating_samples_is_taken(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "calls.csv"  # in place of the reader's own
    file.touch()
    context = understood([str(file) if x.startswith("/") else x for x in command])
    assert context.command_path.split() == [x for x in command if x.isalpha()]


def test_a_night_and_a_service_are_among_them() -> None:
    assert {("train",), ("history", "import", "/srv/feed/*.csv")} <= set(commands())
    assert any(x[0] == "serve" for x in commands())


MISTYPED = ["trane", "train --nightly", "history eat x.csv", "serve --port x"]


@pytest.mark.parametrize("words", MISTYPED)
def test_a_command_that_relais_does_not_take_would_be_found(words: str) -> None:
    with pytest.raises(click.UsageError):
        understood(words.split())
