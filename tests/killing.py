"""A real ``relais train`` that is killed, and what is left behind."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from data.database import connect
from service.app import create_app
from tests.small_case import csv_text, database, import_calls, import_plan, runs, url

HORIZON = 7
QUESTION = "/v1/forecasts?from=2025-08-11&to=2025-08-13"  # within the horizon of the small case
PATIENCE = 60.0  # seconds for a training to start on a busy machine


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the service says after a kill."""

    ready: int  # status of /readyz
    release: int
    forecast: int  # status of a question to it
    calls: float  # the sum of the answer's means


def small_database(folder: Path) -> Engine:
    """Two queues and six weeks of calls, not yet trained."""
    engine = database(folder)
    import_calls(engine, import_plan(engine), csv_text(weeks=6))
    return engine


def start_training(folder: Path, jobs: int = 1) -> subprocess.Popen[bytes]:
    """``relais train`` in a process of its own.

    What it says goes to a file: workers that outlive it would hold a pipe open.
    """
    arguments = ["train", "--jobs", str(jobs), "--horizon-days", str(HORIZON)]
    code = f"from service.cli import main; main({arguments})"
    with log(folder).open("w") as said:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            env={**os.environ, "RELAIS_DATABASE_URL": url(folder)},
            stdout=said,
            stderr=subprocess.STDOUT,
        )


def log(folder: Path) -> Path:
    """Where the last training's words are."""
    return folder / "train.log"


def kill(process: subprocess.Popen[bytes]) -> bool:
    """SIGKILL it; whether it still ran."""
    running = process.poll() is None
    if running:
        os.kill(process.pid, signal.SIGKILL)
    process.wait()
    return running


def wait_until_it_works(process: subprocess.Popen[bytes], folder: Path, runs_before: int) -> None:
    """Return when the job has recorded its start."""
    engine = connect(url(folder))
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if len(runs(engine)) > runs_before:
            return
        time.sleep(0.01)
    raise TimeoutError(f"the training did not start: {log(folder).read_text()}")


def aftermath(folder: Path) -> Aftermath:
    """Ask a freshly made service."""
    client = create_app({"DATABASE_URL": url(folder)}).test_client()
    ready, answer = client.get("/readyz"), client.get(QUESTION)
    rows = (answer.json or {}).get("rows", [])
    return Aftermath(
        ready=ready.status_code,
        release=(ready.json or {}).get("release", 0),
        forecast=answer.status_code,
        calls=sum(x["offered_mean"] for x in rows),
    )
