"""A training that is killed at any moment leaves the former release answering."""

import signal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.training.job.killing import HORIZON, aftermath, small_database, train_until
from tests.training.job.small_case import request, runs
from training.job.nightly import train

MOMENTS: dict[
    str, list[None]
] = {  # what the training is about to do -> outcomes the job has recorded by then
    "INSERT INTO job_runs": [],
    "SELECT history": [None],
    "INSERT INTO release_arrays": [None],
    "INSERT INTO current_release": [None],  # the former release is unmade in this transaction
    "commit after UPDATE job_runs": [None],
}


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("killed")


@pytest.fixture(scope="module", name="engine")
def _engine(folder: Path) -> Engine:
    engine = small_database(folder)
    train(engine, request(HORIZON))
    return engine


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_training_leaves_the_former_release_answering_and_the_next_one_publishes(
    folder: Path, engine: Engine, moment: str
) -> None:
    before, runs_before = aftermath(folder), len(runs(engine))
    assert (before.ready, before.forecast) == (200, 200)
    assert before.calls > 0
    assert train_until(folder, moment) == -signal.SIGKILL
    assert [x.outcome for x in runs(engine)[runs_before:]] == MOMENTS[moment]
    assert aftermath(folder) == before
    assert train(engine, request(HORIZON)).release_id == before.release + 1
    assert aftermath(folder).release == before.release + 1
