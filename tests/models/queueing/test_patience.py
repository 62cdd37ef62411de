"""Patience learned from waits and calls given up."""

import numpy as np
import pytest

from models.agents.staffing import PoolLoad, smallest_agents
from models.queueing.patience import Patience, learned_patience
from models.queues import ServiceTarget
from tests.models.queueing.call_simulation import draw_calls, simulate

TRUE = 180.0
AHT = 360.0
HALF_HOUR = 1800.0
CALLS = 300.0  # a half-hour: 60 erlangs
TARGET = ServiceTarget(0.8, 20)
ONE = np.ones(1)


def learned(repetitions: int, seed: int) -> list[Patience | None]:
    """From seven half-hours each, 2,100 calls, staffed for the target; one more fills the queue."""
    load = PoolLoad(CALLS * ONE, AHT * ONE, HALF_HOUR, TRUE * ONE)
    agents = np.full(8, smallest_agents(load, TARGET)[0])
    factors, random = np.ones(repetitions), np.random.default_rng(seed)
    calls = draw_calls(random, np.full(8, CALLS), HALF_HOUR, AHT, TRUE, factors)
    seen = simulate(calls, agents, HALF_HOUR, TARGET.answer_within)
    waits, abandoned = (x[:, 1:].sum(axis=1) for x in (seen.wait_of_all, seen.abandoned))
    return [learned_patience(float(x), float(y)) for x, y in zip(waits, abandoned, strict=True)]


def test_it_is_total_wait_over_calls_given_up() -> None:
    found = learned_patience(9000.0, 50.0)
    assert found is not None
    assert found.mean == 180.0
    assert found.low < 180.0 < found.high


@pytest.mark.parametrize(("wait", "abandoned"), [(0.0, 5.0), (100.0, 0.0)])
def test_where_nobody_waited_or_gave_up_it_is_not_known(wait: float, abandoned: float) -> None:
    assert learned_patience(wait, abandoned) is None


def test_two_thousand_calls_of_a_pool_at_its_target_tell_it_without_bias() -> None:
    """Bias within 2 %, error within 1.1 / sqrt(abandoned), the 95 % interval holds 92 to 98 %.

    Over many seeds the error is 1.08 / sqrt(abandoned): how many give up varies between samples.
    """
    found = [x for x in learned(500, seed=0) if x is not None]
    means = np.array([x.mean for x in found])
    assert len(found) == 500
    assert abs(means.mean() / TRUE - 1) <= 0.02
    error = np.sqrt(np.mean((means / TRUE - 1) ** 2))
    assert error <= 1.1 / np.sqrt(np.mean([x.abandoned for x in found]))
    held = np.mean([x.low <= TRUE <= x.high for x in found])
    assert 0.92 <= held <= 0.98
