"""Agents for a pool, interval by interval."""

import numpy as np
import pytest

from models import erlang
from models.queues import ServiceTarget
from models.staffing import PoolLoad, staff

TARGET = ServiceTarget(0.8, 20)


def test_the_textbook_half_hour_needs_fourteen_agents() -> None:
    need = staff(PoolLoad(np.array([100.0]), np.array([180.0]), 1800.0), TARGET, 0)
    assert need.agents.tolist() == [14]
    assert need.service_level == pytest.approx([0.8883500191794669], abs=1e-12)
    assert need.asa == pytest.approx([7.83593701177724], abs=1e-9)
    assert need.occupancy == pytest.approx([10 / 14])


def test_an_interval_without_calls_needs_the_minimum_and_has_no_service_level() -> None:
    need = staff(PoolLoad(np.array([0.0, 1.0]), np.array([np.nan, 180.0]), 1800.0), TARGET, 3)
    assert need.agents.tolist() == [3, 3]
    assert np.isnan(need.service_level[0])
    assert need.service_level[1] > 0.99
    assert need.occupancy[0] == 0


def test_every_interval_meets_its_target_with_no_agent_to_spare() -> None:
    calls = np.linspace(1, 900, 200)
    load = PoolLoad(calls, np.full(200, 470.0), 1800.0)
    need = staff(load, TARGET, 0)
    assert (need.service_level >= 0.8).all()
    fewer = erlang.service_level(need.agents - 1, load.erlangs, load.aht, 20)
    assert (fewer < 0.8).all()


def test_a_cap_on_occupancy_binds_where_the_pool_is_large() -> None:
    load = PoolLoad(np.array([1000.0]), np.array([360.0]), 1800.0)
    capped = staff(load, ServiceTarget(0.8, 20, max_occupancy=0.85), 0)
    assert capped.agents.tolist() == [236]  # 200 / 0.85 = 235.3
    assert staff(load, TARGET, 0).agents[0] < 236
