"""The service as it is run: migrated, then served by gunicorn."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from service.commands.serving.server import gunicorn_command

pytestmark = pytest.mark.server

HANGS = 300.0  # seconds after which a server that has not started never will
LISTENING = re.compile(r"Listening at: (http://\S+)")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Where a server answers that took a port nobody has."""
    code = "from service.commands.serving.server import serve; serve('127.0.0.1', 0, workers=1)"
    log = folder / "log"
    with (
        log.open("w") as said,
        subprocess.Popen([sys.executable, "-c", code], cwd=folder, stderr=said) as server,
    ):
        yield listening(server, log)
        server.terminate()


def listening(server: subprocess.Popen[bytes], log: Path) -> str:
    """The address that a server says it listens at."""
    until = time.monotonic() + HANGS
    while not (said := LISTENING.search(log.read_text())):
        assert server.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)
    return said[1]


def answer(url: str) -> tuple[int, dict[str, object]]:
    """Status and body."""
    try:
        with urlopen(url, timeout=HANGS) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_serving_brings_the_database_to_this_schema_and_answers(address: str, folder: Path) -> None:
    assert answer(f"{address}/healthz") == (200, {"status": "ok"})
    status, problem = answer(f"{address}/readyz")
    assert (status, problem["detail"]) == (503, "no release is published yet; run relais train")
    assert (folder / "var" / "relais.db").exists()


def test_the_command_names_the_address_also_where_it_is_ipv6() -> None:
    command = gunicorn_command("::1", 8000, workers=3)
    assert command[command.index("--bind") + 1] == "[::1]:8000"
    assert command[command.index("--workers") + 1] == "3"
