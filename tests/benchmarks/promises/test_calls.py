"""The judge's calls, judged by exact figures and by the simulation that judges staffing."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from benchmarks.promises.calls import answered_in_time, played
from tests.models.queueing.published import forty_digits
from tests.models.queueing.test_call_simulation import AGENTS, DAYS, Day, by_events

HALF_HOUR = 1800.0


@given(days=DAYS, agents=AGENTS)
def test_every_call_fares_as_when_events_are_played_one_by_one(
    days: list[Day], agents: NDArray[np.int64]
) -> None:
    for day in days:
        found = answered_in_time(day, agents.tolist(), 10.0, 4.0)
        left = by_events(day, agents, 10.0)
        assert found == [
            answered and when - call[0] <= 4.0
            for call, (when, answered) in zip(day, left, strict=True)
        ]


@pytest.mark.parametrize("case", forty_digits(), ids=lambda x: f"{x['inputs']['agents']} agents")
def test_a_constant_pool_is_as_erlang_a_says(case: dict[str, Any]) -> None:
    given, random = case["inputs"], np.random.default_rng(5)
    count, rest = 104, 4  # half-hours of a day, the first of which fill the empty pool
    rate = given["lambda_per_hour"] / 2.0
    days = [
        played(
            random,
            np.full(count, rate),
            np.full(count, float(given["aht_s"])),
            np.full(count, float(given["patience_s"])),
            [given["agents"]] * count,
            HALF_HOUR,
            given["target_s"],
        )
        for _ in range(30)
    ]
    offered, in_time = (np.array([x[i][rest:].sum() for x in days]) for i in (0, 1))
    level = in_time.sum() / offered.sum()
    error = np.sqrt(((in_time - level * offered) ** 2).sum()) / offered.sum()
    assert abs(level - case["outputs"]["sl_offered"]) <= 4 * error
    assert error < 0.005


def test_calls_come_as_often_as_told_and_are_counted_when_they_come() -> None:
    random, rates = np.random.default_rng(3), np.array([4.0, 0.0, 16.0])
    patient, short = np.full(3, 1e9), np.full(3, 1.0)
    days = [played(random, rates, short, patient, [99] * 3, 60.0, 0.0) for _ in range(2000)]
    offered, in_time = (np.array([x[i] for x in days]) for i in (0, 1))
    np.testing.assert_array_equal(offered, in_time)  # nobody waits
    assert (np.abs(offered.mean(axis=0) - rates) <= 4 * np.sqrt(rates / 2000)).all()
