"""Why so many agents: parts that sum to the need."""

from dataclasses import fields, replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.agents.explained import Parts, explained, fractional_agents
from models.agents.staffing import PoolLoad, reached, smallest_agents
from models.queueing.outcome import lognormal
from models.queues import ServiceTarget

TARGET = ServiceTarget(0.8, 20)
ERLANGS = np.array([0.0, 0.4, 4.0, 12.0, 60.0, 300.0])


def load(variance: float = 0.0) -> PoolLoad:
    count = len(ERLANGS)
    return PoolLoad(
        calls=ERLANGS * 5.0,
        aht=np.full(count, 360.0),
        interval=1800.0,
        patience=np.full(count, 180.0),
        carried=ERLANGS * 0.98,
        nodes=lognormal(np.full(count, variance)) if variance else None,
    )


def total(parts: Parts) -> NDArray[np.float64]:
    return np.asarray(np.sum([getattr(parts, x.name) for x in fields(Parts)], axis=0))


@pytest.mark.parametrize("target", [TARGET, replace(TARGET, max_occupancy=0.7)])
@pytest.mark.parametrize("variance", [0.0, 0.02])
def test_the_parts_sum_to_the_smallest_whole_agents(target: ServiceTarget, variance: float) -> None:
    parts = explained(load(variance), target)
    assert total(parts) == pytest.approx(smallest_agents(load(variance), target), abs=1e-9)


def test_fractional_agents_reach_the_target_to_the_point() -> None:
    agents = fractional_agents(load(), TARGET)
    level = reached(load(), TARGET, agents).service_level
    assert level[2:] == pytest.approx(0.8, abs=1e-6)
    assert agents[0] == 0.0


def test_each_reason_counts_only_where_there_is_one() -> None:
    calm = explained(load(), TARGET)
    assert not calm.demand_risk.any()
    assert not calm.occupancy_cap.any()
    assert calm.carried_over == pytest.approx(-0.02 * ERLANGS)
    assert ((calm.rounding >= 0) & (calm.rounding < 1)).all()
    assert (explained(load(0.02), TARGET).demand_risk[1:] > 0).all()
    assert explained(load(), replace(TARGET, max_occupancy=0.7)).occupancy_cap[-1] > 50


def test_callers_who_give_up_make_queueing_cost_less_than_no_agent() -> None:
    crowd = PoolLoad(np.array([9000.0]), np.array([60.0]), 1800.0, np.array([36.0]))
    assert explained(crowd, TARGET).queueing[0] < 0
