"""A training that is killed at any moment leaves the former release answering."""

import random
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.killing import (
    HORIZON,
    aftermath,
    kill,
    small_database,
    start_training,
    wait_until_it_works,
)
from tests.small_case import request, runs
from training.nightly import train

KILLS = 4


def killed_after(seconds: float, folder: Path, engine: Engine) -> bool:
    """Kill a training so long after it began to work; whether it still ran."""
    runs_before = len(runs(engine))
    training = start_training(folder)
    wait_until_it_works(training, folder, runs_before)
    time.sleep(seconds)
    return kill(training)


def test_a_killed_training_leaves_the_former_release_answering_and_the_next_one_publishes(
    tmp_path: Path,
) -> None:
    engine, draw = small_database(tmp_path), random.Random(20251001)
    began = time.monotonic()
    train(engine, request(HORIZON))
    duration, killed = time.monotonic() - began, 0
    for i in range(KILLS):
        before = aftermath(tmp_path)
        assert (before.ready, before.forecast) == (200, 200)
        killed += killed_after((i + draw.random()) / KILLS * duration, tmp_path, engine)
        after = aftermath(tmp_path)
        published = runs(engine)[-1].outcome == "published"  # it was quicker than the kill
        assert (after.ready, after.forecast) == (200, 200)
        assert after.release == before.release + published
        assert after.calls == pytest.approx(before.calls)
        assert train(engine, request(HORIZON)).release_id == after.release + 1
    assert killed >= KILLS // 2
