"""A real ``relais train`` that is killed, and what is left behind."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from service.app import create_app
from tests.training.job.small_case import csv_text, database, import_calls, import_plan, url

HORIZON = 7
TRAINING = f"""
import os, signal, sys
from sqlalchemy import Engine, event
from service.cli import main
last = ""
def die_at(moment):
    if moment.startswith(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
@event.listens_for(Engine, "before_cursor_execute")
def before(connection, cursor, statement, *_):
    global last
    last = statement
    die_at(statement)
@event.listens_for(Engine, "commit")
def commit(connection):
    die_at(f"commit after {{last}}")
main(["train", "--jobs", "1", "--horizon-days", "{HORIZON}"])
"""
QUESTION = "/v1/forecasts?from=2025-08-11&to=2025-08-13"  # within the horizon of the small case


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


def train_until(folder: Path, moment: str) -> int:
    """``relais train`` in a process of its own, killed at a moment: how it ended.

    The moment is the first database statement that begins so, or "commit after" the last one.
    """
    environment = {**os.environ, "RELAIS_DATABASE_URL": url(folder)}
    return subprocess.run([sys.executable, "-c", TRAINING, moment], env=environment).returncode


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
