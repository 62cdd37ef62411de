"""The README's commands do what it says, in its order, on a copy of the project."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.shared import ROOT

pytestmark = [pytest.mark.server, pytest.mark.training]
ADDRESS = "http://127.0.0.1:8000"
LEFT_OUT = shutil.ignore_patterns(".venv", "var", ".git", ".*_cache", "__pycache__", ".hypothesis")
PATIENCE = 240  # seconds


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language and its lines."""

    language: str
    lines: tuple[str, ...]

    @property
    def commands(self) -> tuple[str, ...]:
        return tuple(line[2:] for line in self.lines if line.startswith("$ "))


def blocks() -> list[Block]:
    found: list[Block] = []
    inside: list[str] | None = None
    language = ""
    for line in (ROOT / "README.md").read_text().splitlines():
        if not line.strip().startswith("```"):
            if inside is not None:
                inside.append(line.strip())
        elif inside is None:
            inside, language = [], line.strip()[3:]
        else:
            found.append(Block(language, tuple(inside)))
            inside = None
    return found


def commands() -> list[str]:
    return [x for block in blocks() if block.language == "console" for x in block.commands]


def answered() -> bool:
    try:
        with urllib.request.urlopen(f"{ADDRESS}/readyz", timeout=2) as response:
            return bool(response.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module", name="project")
def _project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("readme") / "relais"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    return copy


@pytest.fixture(scope="module", name="demo")
def _demo(project: Path) -> Iterator[Path]:
    """``make demo``, served until the tests end."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", 8000)) == 0:
            pytest.skip("port 8000 of this machine is taken")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RELAIS_")}
    process = subprocess.Popen(
        ["make", "--old-file=.venv/ready", "demo"],
        cwd=project,
        env=environment,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    while not answered():
        assert process.poll() is None, "make demo ended before the page answered"
        assert time.monotonic() < until, "the page did not answer"
        time.sleep(0.3)
    yield project
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=30)


def run(command: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def values(text: str) -> list[object]:
    """The JSON values that follow each other in a text."""
    found: list[object] = []
    while text := text.lstrip():
        value, end = json.JSONDecoder().raw_decode(text)
        found.append(value)
        text = text[end:]
    return found


def shape(value: object) -> object:
    """What an answer is made of: its keys, and one row of each list."""
    if isinstance(value, dict):
        return {key: shape(x) for key, x in value.items()}
    if isinstance(value, list):
        return [shape(x) for x in value[:1]]
    return None


def test_the_first_command_serves_the_page_and_writes_the_staffing(demo: Path) -> None:
    assert commands()[0] == "make demo"
    rows = (demo / "var" / "staffing.csv").read_text().splitlines()
    assert rows[1].startswith("2025-10-01T")
    assert rows[-1].startswith("2026-03-31T")
    with urllib.request.urlopen(ADDRESS, timeout=10) as response:
        assert b"Relais" in response.read()


def test_the_second_command_is_what_continuous_integration_runs(project: Path) -> None:
    assert commands()[1] == "make test"
    assert "pytest" in run("make --dry-run test", project)
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("make test")


def test_every_question_has_the_answer_that_is_shown(demo: Path) -> None:
    shown = [x for x in blocks() if x.language in ("json", "csv")]
    asked = [x.commands for x in blocks() if any("curl" in y for y in x.commands)]
    assert len(asked) == len(shown) >= 5
    for questions, block in zip(asked, shown, strict=True):
        answers = [run(question, demo) for question in questions]
        if block.language == "csv":
            assert answers[0].splitlines()[0] == block.lines[0]
            continue
        told = values("\n".join(block.lines))
        assert [shape(json.loads(x)) for x in answers] == [shape(x) for x in told]


def test_your_own_history_takes_the_commands_in_their_order(project: Path) -> None:
    mine = [x for x in commands() if ".venv/bin/relais" in x or x.startswith("export")]
    assert any("history import" in x for x in mine)
    assert any("backtest" in x for x in mine)
    environment = "unset RELAIS_DATABASE_URL; mkdir -p var; "
    run(environment + " && ".join(mine), project)
    assert (project / "var" / "october.csv").read_text().startswith("interval_start,")
    assert (project / "var" / "backtest.csv").read_text().startswith("queue,origin,")
