"""Agents for a pool, interval by interval."""

from dataclasses import replace

import numpy as np
import pytest

from models.agents.staffing import PoolLoad, level_and_lost, reached, smallest_agents, staff
from models.queueing import erlang
from models.queueing.outcome import lognormal
from models.queues import Definition, ServiceTarget

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


def impatient(erlangs: np.ndarray[tuple[int], np.dtype[np.float64]]) -> PoolLoad:
    count = len(erlangs)
    calls, aht = erlangs * 1800.0 / 360.0, np.full(count, 360.0)
    return PoolLoad(calls, aht, 1800.0, np.full(count, 180.0))


def test_where_callers_give_up_fewer_agents_do_than_erlang_c_says() -> None:
    """guides/staffing: at 60 erlangs 62 agents reach 80 % in 20 s of offered; Erlang C says 67."""
    load = impatient(np.array([60.0]))
    assert staff(load, TARGET, 0).agents.tolist() == [62]
    assert staff(PoolLoad(load.calls, load.aht, 1800.0), TARGET, 0).agents.tolist() == [67]


def test_a_large_pool_of_impatient_callers_needs_fewer_agents_than_its_load() -> None:
    load = PoolLoad(np.array([9000.0]), np.array([60.0]), 1800.0, np.array([36.0]))
    assert staff(load, TARGET, 0).agents[0] < load.erlangs[0]


def test_the_smallest_agents_of_erlang_a_meet_the_target_and_one_fewer_does_not() -> None:
    load = impatient(np.random.default_rng(1).uniform(0.1, 400, 5000))
    found = smallest_agents(load, TARGET)
    assert (reached(load, TARGET, found).service_level >= TARGET.share).all()
    assert (reached(load, TARGET, found - 1).service_level < TARGET.share).all()


def test_an_uncertain_load_needs_more_agents() -> None:
    load = impatient(np.array([60.0, 120.0, 300.0]))
    uncertain = replace(load, nodes=lognormal(np.full(3, 0.01)))
    assert (smallest_agents(uncertain, TARGET) > smallest_agents(load, TARGET)).all()


def test_a_share_that_leaves_out_who_gave_up_is_refused_alone() -> None:
    target = ServiceTarget(0.8, 30, "abandoned_in_time_ok")
    with pytest.raises(ValueError, match="abandoned_in_time_ok needs max_abandoned"):
        staff(impatient(np.array([60.0])), target, 0)
    limited = replace(target, max_abandoned=0.05)
    assert staff(impatient(np.array([60.0])), limited, 0).abandoned_share[0] <= 0.05


@pytest.mark.parametrize("definition", ["offered", "answered"])
def test_the_quick_figures_of_a_day_are_the_exact_ones(definition: Definition) -> None:
    target = ServiceTarget(0.8, 20, definition, max_abandoned=0.5)
    load = replace(impatient(np.append(np.geomspace(1e-4, 900, 400), 0.0)), patience=None)
    for some in (load, replace(load, patience=np.full(401, 180.0))):
        varied = replace(some, nodes=lognormal(np.full(401, 0.02)))
        agents = np.random.default_rng(3).uniform(0.0, 2.0, 401) * varied.erlangs
        exact = reached(varied, target, agents)
        level, lost = level_and_lost(varied, target, agents)
        assert level == pytest.approx(np.nan_to_num(exact.service_level), abs=1e-9)
        assert lost == pytest.approx(np.nan_to_num(exact.abandoned_share), abs=1e-9)
