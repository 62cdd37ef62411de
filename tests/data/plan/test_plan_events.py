"""Events over a forecast: lifts, drops, days of a known number of calls."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from data.plan import Event
from data.plan.days.events import event_factors
from models.queues import Match, Queue
from service.planning.forecasts.forecast_table import ForecastQuestion, forecast_table
from tests.data.plan.plan_texts import PLAN, plan
from tests.service.cases import MONDAY, current_of
from tests.service.cases import PLAN as CASE_PLAN

CASE = plan(CASE_PLAN)
QUEUE = Queue("residential-billing-fr", "residential", "billing", "fr")
DAYS = tuple(date(2025, 8, 18) + timedelta(days=i) for i in range(4))
MEAN = np.array([100.0, 50.0, 0.0, 80.0])
BILLS = Event(Match(call_type="billing"), DAYS[1], DAYS[2], 1.5, None, "bills", "planning")


def factors(*events: Event) -> list[float]:
    told = replace(plan(PLAN), events=events)
    return [float(x) for x in event_factors(told, DAYS, {QUEUE.id: MEAN})[QUEUE.id]]


def test_an_event_lifts_the_open_days_it_covers() -> None:
    assert factors(BILLS) == [1, 1.5, 1, 1]


def test_events_on_the_same_day_multiply() -> None:
    assert factors(BILLS, replace(BILLS, first=DAYS[0], factor=2.0)) == [2, 3, 1, 1]


def test_an_event_of_other_queues_changes_nothing() -> None:
    assert factors(replace(BILLS, match=Match(language="nl"))) == [1, 1, 1, 1]


def test_a_number_of_calls_replaces_the_mean() -> None:
    assert factors(replace(BILLS, factor=None, offered=200.0)) == [1, 4, 1, 1]


def test_a_number_of_calls_is_that_of_all_queues_it_names_together() -> None:
    told = replace(CASE, events=(replace(BILLS, match=Match(), factor=None, offered=1200.0),))
    means = {queue.id: MEAN * (i + 1) for i, queue in enumerate(told.queues)}
    found = event_factors(told, DAYS, means)
    calls = np.sum([found[queue] * mean for queue, mean in means.items()], axis=0)
    before = np.sum(list(means.values()), axis=0)
    np.testing.assert_allclose(calls, [before[0], 1200.0, 0.0, before[3]])
    assert len({tuple(x) for x in found.values()}) == 1  # shared as the calls stood


def test_without_events_nothing_changes() -> None:
    assert factors() == [1, 1, 1, 1]


def test_an_event_in_the_plan_lifts_the_answers_at_once_beside_the_machines_number(
    tmp_path: Path,
) -> None:
    event = f"""
[[events]]
match = {{ language = "fr" }}
from = {MONDAY}
to = {MONDAY}
factor = 1.5
reason = "annual bills"
author = "planning"
"""
    question = ForecastQuestion(MONDAY, MONDAY, "language", "day")
    (tmp_path / "plain").mkdir()
    (tmp_path / "lifted").mkdir()
    plain = forecast_table(current_of(tmp_path / "plain"), question).rows()
    lifted = forecast_table(current_of(tmp_path / "lifted", CASE_PLAN + event), question).rows()
    means = {str(x["language"]): x["offered_mean"] for x in plain}
    assert {x["language"]: x["offered_machine_mean"] for x in lifted} == means
    for row in lifted:
        factor = 1.5 if row["language"] == "fr" else 1.0
        mean = means[str(row["language"])]
        assert isinstance(mean, float)
        assert row["offered_mean"] == pytest.approx(factor * mean)
