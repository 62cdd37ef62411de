"""One training at a time, and a dead holder is no holder."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.database import connect
from training.job.lock import TrainingRunsError, training_lock

HOLDER = """
import sys, time
from data.database import connect
from training.job.lock import training_lock
with training_lock(connect(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return connect(f"sqlite:///{tmp_path / 'relais.db'}")


@contextmanager
def holder(engine: Engine) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock."""
    command = [sys.executable, "-c", HOLDER, str(engine.url)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def take(engine: Engine) -> bool:
    """Whether it was free, and is again."""
    with training_lock(engine):
        return True


def test_a_second_training_is_refused_while_the_first_runs_and_told_why(engine: Engine) -> None:
    with holder(engine) as process:
        with pytest.raises(TrainingRunsError, match="another training is running"):
            take(engine)
        assert process.poll() is None  # it did not wait for the first one's end


def test_a_killed_holder_frees_the_lock(engine: Engine) -> None:
    with holder(engine) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert take(engine)


def test_the_lock_is_free_again_when_a_training_has_ended_or_failed(engine: Engine) -> None:
    assert take(engine)

    with pytest.raises(ZeroDivisionError), training_lock(engine):
        _ = 1 / 0
    assert take(engine)


def test_another_database_has_another_lock(engine: Engine, tmp_path: Path) -> None:
    with training_lock(engine):
        assert take(connect(f"sqlite:///{tmp_path / 'other.db'}"))


def test_the_same_process_cannot_hold_it_twice(engine: Engine) -> None:
    with training_lock(engine), pytest.raises(TrainingRunsError):
        take(engine)
