"""SIGKILL at random moments of ``relais train``: python -m benchmarks.kill

Each time: a training is killed somewhere in its life, from its first import to its last write; the
service must be ready and answer from the former release; the next training must publish.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from tests.training.job.killing import HORIZON, aftermath, small_database
from tests.training.job.small_case import runs, url

KILLS = 20
SEED = 20251001


def start_training(folder: Path, jobs: int) -> subprocess.Popen[bytes]:
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


def trained(folder: Path, jobs: int) -> float:
    """Train to the end: seconds it took; RuntimeError where it did not publish."""
    began = time.monotonic()
    if start_training(folder, jobs).wait() != 0:
        raise RuntimeError(log(folder).read_text())
    return time.monotonic() - began


def killed_once(folder: Path, engine: Engine, jobs: int, moment: float) -> str:
    """Kill a training after ``moment`` seconds and train again: what happened, in one line."""
    before, runs_before = aftermath(folder), len(runs(engine))
    training = start_training(folder, jobs)
    time.sleep(moment)
    running, after = kill(training), aftermath(folder)
    records = runs(engine)[runs_before:]
    state = (records[-1].outcome or "at work") if records else "starting"
    if (after.ready, after.forecast) != (200, 200):
        raise RuntimeError(f"not ready after {moment:.2f} s: {after}")
    if after.release != before.release + (state == "published"):
        raise RuntimeError(f"release {before.release} became {after.release}: {state}")
    trained(folder, jobs)
    done = f"killed while {state}" if running else "had ended"
    now = aftermath(folder).release
    if now != after.release + 1:
        raise RuntimeError(f"release {now} follows {after.release}")
    return (
        f"{moment:5.2f} s, {jobs} jobs: {done}; release {after.release} answered, {now} published"
    )


def main() -> None:
    draw = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        engine = small_database(folder)
        duration = {jobs: trained(folder, jobs) for jobs in (1, 2)}
        for i in range(KILLS):
            jobs = 1 + i % 2
            print(killed_once(folder, engine, jobs, draw.uniform(0, duration[jobs])), flush=True)
    print(f"{KILLS} kills: the former release always answered, the next training always published")


if __name__ == "__main__":
    main()
