"""SIGKILL at random moments of ``relais train``: python -m benchmarks.kill

Each time: a training is killed somewhere in its life, from its first import to its last write; the
service must be ready and answer from the former release; the next training must publish.
"""

import random
import tempfile
import time
from pathlib import Path

from sqlalchemy import Engine

from tests.killing import aftermath, kill, log, small_database, start_training
from tests.small_case import runs

KILLS = 20
SEED = 20251001


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
