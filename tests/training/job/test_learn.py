"""A queue's part of the job: its failures stay its own."""

from dataclasses import replace

import numpy as np
import pytest

from models.queues import Queue
from tests.training.series_cases import Case
from training.handling.learned import learned_handling
from training.job.learn import Failed, Learned, learn
from training.series.history_series import QueueInput

QUEUE = Queue("residential-billing-fr", "residential", "billing", "fr")
CASE = Case(days=42, horizon=7)


def given(case: Case = CASE) -> QueueInput:
    shape = (case.days, case.slots)
    nothing = np.full(shape, np.nan)
    return QueueInput(case.series(), np.full(shape, 240.0), np.ones(shape), nothing, nothing, {})


def test_a_queue_is_learned_with_its_handling_times_and_a_report() -> None:
    found = learn(QUEUE, given())
    assert isinstance(found, Learned)
    assert found.fit.day_mean.shape == (7,)
    assert found.handling.aht == pytest.approx(240.0, rel=1e-4)
    assert found.report["source"] == "fitted"


def test_what_goes_wrong_with_a_queue_is_said_about_it_and_stops_no_other() -> None:
    broken = replace(given(), aht=np.zeros((3, 3)))
    weekday = broken.series.weekday[: CASE.days]
    with pytest.raises(Exception, match=r".") as wrong:
        learned_handling(broken.aht, broken.answered, {}, weekday, CASE.horizon)
    found = [learn(QUEUE, x) for x in (broken, given())]
    assert found[0] == Failed(QUEUE.id, f"{wrong.typename}: {wrong.value}")
    assert isinstance(found[1], Learned)


def test_a_history_too_short_to_be_judged_has_no_score_and_six_weeks_have_one() -> None:
    short, longer = learn(QUEUE, given(Case(days=15, horizon=7))), learn(QUEUE, given())
    assert isinstance(short, Learned)
    assert isinstance(longer, Learned)
    assert short.score is None
    assert not any(name.startswith("inner_") for name in short.report)
    assert longer.score is not None
    assert longer.report["inner_wape"] == longer.score.wape


def test_a_queue_that_could_not_be_read_stays_failed() -> None:
    failed = Failed(QUEUE.id, "no history")
    assert learn(QUEUE, failed) is failed


def test_patience_is_learned_where_waits_and_calls_given_up_are_known() -> None:
    waits = np.full((CASE.days, CASE.slots), 90.0)
    found = learn(QUEUE, replace(given(), waited=waits, abandoned=waits / 180))
    assert isinstance(found, Learned)
    assert found.patience is not None
    assert found.patience.mean == pytest.approx(180.0)
    unknown = learn(QUEUE, given())
    assert isinstance(unknown, Learned)
    assert unknown.patience is None
