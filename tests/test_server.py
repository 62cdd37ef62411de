"""The service as it is run: migrated, then served by gunicorn."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from service.server import gunicorn_command

PATIENCE = 30.0  # seconds until a busy machine has started it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from service.server import serve; serve('127.0.0.1', {port}, workers=1)"
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([sys.executable, "-c", code], cwd=folder, stderr=log) as server,
    ):
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def answer(url: str) -> tuple[int, dict[str, object]]:
    """Status and body, as soon as somebody answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urlopen(url) as response:
                return response.status, json.load(response)
        except HTTPError as error:
            with error:
                return error.code, json.load(error)
        except (URLError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError(url)


def test_serving_brings_the_database_to_this_schema_and_answers(address: str, folder: Path) -> None:
    assert answer(f"{address}/healthz") == (200, {"status": "ok"})
    status, problem = answer(f"{address}/readyz")
    assert (status, problem["detail"]) == (503, "no release is published yet; run relais train")
    assert (folder / "var" / "relais.db").exists()


def test_the_command_names_the_address_also_where_it_is_ipv6() -> None:
    command = gunicorn_command("::1", 8000, workers=3)
    assert command[command.index("--bind") + 1] == "[::1]:8000"
    assert command[command.index("--workers") + 1] == "3"
