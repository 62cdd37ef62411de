"""The sample case as ``make demo`` makes it, and a terminal beside the service that answers it."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from service.cli import main
from tests.documents import ROOT, Sample, samples, text_of

ADDRESS = "http://127.0.0.1:8000"  # as documents have it
RELAIS = ".venv/bin/relais"
LONGEST = 240  # seconds a command may take


@dataclass(slots=True)
class Terminal:
    """A shell in a folder with the sample case; ``export`` holds from then on."""

    folder: Path
    address: str
    exports: list[str] = field(default_factory=list)

    def run(self, command: str) -> str:
        """What the command writes; it must succeed."""
        if command.startswith("export "):
            self.exports.append(command)
        if command.startswith("make "):
            return _run(f"make --dry-run {command[5:]}", ROOT)
        if command.startswith(f"{RELAIS} serve"):  # would not end: its options are read, no more
            command += " --help"
        if command.startswith(RELAIS) and command.endswith("--help"):
            return help_text(command.removeprefix(RELAIS))
        line = " && ".join([*self.exports, command]).replace(ADDRESS, self.address)
        return _run(line, self.folder).replace(self.address, ADDRESS)


def help_text(arguments: str) -> str:
    """What ``relais ARGUMENTS`` with ``--help`` among them says; unknown options are refused."""
    words = shlex.split(arguments)
    result = CliRunner().invoke(main, words, prog_name="relais", env={"COLUMNS": "80"})
    assert result.exit_code == 0, f"relais {arguments}\n{result.output}"
    return result.output


def _run(line: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST,
    )
    assert done.returncode == 0, f"{line}\n{done.stdout}"
    return done.stdout


def environment() -> dict[str, str]:
    """This process's, without settings of the service."""
    return {k: v for k, v in os.environ.items() if not k.startswith("RELAIS_")}


@dataclass(frozen=True, slots=True)
class SampleCase:
    """A folder in which the demo was run, and where it is served."""

    folder: Path
    address: str
    told: str  # what the demo said

    def terminal(self, folder: Path) -> Terminal:
        """A terminal in a copy, so that what is stored there changes no other answer."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Terminal(folder, self.address)


@contextmanager
def sample_case(folder: Path) -> Iterator[SampleCase]:
    """The demo run in a new folder, and served until the block ends."""
    folder.mkdir()
    (folder / ".venv").symlink_to(ROOT / ".venv")
    told = _run(f"{RELAIS} demo --no-serve", folder)
    port = free_port()
    with (folder / "serve.log").open("wb") as log:
        process = subprocess.Popen(
            [RELAIS, "serve", "--port", str(port)],
            cwd=folder,
            env=environment(),
            stderr=log,
            start_new_session=True,
        )
    try:
        case = SampleCase(folder, f"http://127.0.0.1:{port}", told)
        _wait(case.address, process)
        yield case
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + LONGEST
    while not _ready(address):
        assert process.poll() is None, "the service ended before it answered"
        assert time.monotonic() < until, "the service did not answer"
        time.sleep(0.1)


def _ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def outputs(document: str, terminal: Terminal) -> Iterator[tuple[Sample, str]]:
    """The document's samples in its order, each with what its commands wrote."""
    for sample in samples(document, text_of(document)):
        yield sample, "".join(terminal.run(x) for x in sample.commands)
