"""A queue's part of the job: its failures stay its own."""

from dataclasses import replace

import numpy as np
import pytest

from models.queues import Queue
from tests.series import Case
from training.history_series import QueueInput
from training.learn import Failed, Learned, learn

QUEUE = Queue("residential-billing-fr", "residential", "billing", "fr")
CASE = Case(days=42, horizon=7)


def given() -> QueueInput:
    shape = (CASE.days, CASE.slots)
    return QueueInput(CASE.series(), np.full(shape, 240.0), np.ones(shape))


def test_a_queue_is_learned_with_its_handling_times_and_a_report() -> None:
    found = learn(QUEUE, given())
    assert isinstance(found, Learned)
    assert found.fit.day_mean.shape == (7,)
    assert found.aht == pytest.approx(240.0)
    assert found.report["source"] == "fitted"


def test_what_goes_wrong_with_a_queue_is_said_about_it() -> None:
    broken = replace(given(), aht=np.zeros((3, 3)))
    found = learn(QUEUE, broken)
    assert isinstance(found, Failed)
    assert found.queue == QUEUE.id
    assert found.reason.startswith(("ValueError: ", "IndexError: "))


def test_a_queue_that_could_not_be_read_stays_failed() -> None:
    failed = Failed(QUEUE.id, "no history")
    assert learn(QUEUE, failed) is failed
