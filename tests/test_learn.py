"""A queue's part of the job: its failures stay its own, events multiply what was learned."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from data.plan import Event
from models.queues import Match, Queue
from tests.plan_texts import plan
from tests.series import Case
from tests.small_case import PLAN
from training.history_series import QueueInput
from training.learn import Failed, Learned, event_factors, learn

QUEUE = Queue("residential-billing-fr", "residential", "billing", "fr")
DAYS = tuple(date(2025, 8, 18) + timedelta(days=i) for i in range(4))
MEAN = np.array([100.0, 50.0, 0.0, 80.0])
BILLS = Event(Match(call_type="billing"), DAYS[1], DAYS[2], 1.5, None, "bills", "planning")
CASE = Case(days=42, horizon=7)


def given() -> QueueInput:
    shape = (CASE.days, CASE.slots)
    return QueueInput(CASE.series(), np.full(shape, 240.0), np.ones(shape))


def factors(*events: Event) -> list[float]:
    return [float(x) for x in event_factors(events, QUEUE, DAYS, MEAN)]


def test_a_queue_is_learned_with_its_handling_times_and_a_report() -> None:
    found = learn(plan(PLAN), QUEUE, given())
    assert isinstance(found, Learned)
    assert found.fit.day_mean.shape == found.event_factors.shape == (7,)
    assert found.aht == pytest.approx(240.0)
    assert found.report["source"] == "fitted"


def test_what_goes_wrong_with_a_queue_is_said_about_it() -> None:
    broken = replace(given(), aht=np.zeros((3, 3)))
    found = learn(plan(PLAN), QUEUE, broken)
    assert isinstance(found, Failed)
    assert found.queue == QUEUE.id
    assert found.reason.startswith(("ValueError: ", "IndexError: "))


def test_a_queue_that_could_not_be_read_stays_failed() -> None:
    failed = Failed(QUEUE.id, "no history")
    assert learn(plan(PLAN), QUEUE, failed) is failed


def test_an_event_lifts_the_open_days_it_covers() -> None:
    assert factors(BILLS) == [1, 1.5, 1, 1]


def test_events_on_the_same_day_multiply() -> None:
    assert factors(BILLS, replace(BILLS, first=DAYS[0], factor=2.0)) == [2, 3, 1, 1]


def test_an_event_of_other_queues_changes_nothing() -> None:
    assert factors(replace(BILLS, match=Match(language="nl"))) == [1, 1, 1, 1]


def test_a_number_of_calls_replaces_the_mean() -> None:
    assert factors(replace(BILLS, factor=None, offered=200.0)) == [1, 4, 1, 1]


def test_without_events_nothing_changes() -> None:
    assert factors() == [1, 1, 1, 1]
