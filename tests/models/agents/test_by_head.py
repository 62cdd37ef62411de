"""Few agents, of whom as many come as chance has it: laws that hold whoever stays away."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import ArrayLike
from scipy.stats import binom

from models.agents.attendance import chances
from models.agents.explained import explained
from models.agents.staffing import PoolLoad, level_and_lost, reached, smallest_agents
from models.agents.uncertainty import attendance_variance
from models.arrays import Floats
from models.queueing.outcome import Absent, lognormal
from models.queues import ServiceTarget

TARGET = ServiceTarget(0.8, 20)


def pool(erlangs: Floats, absence: float, patience: float | None = 200.0) -> PoolLoad:
    """Half-hours of calls of 300 s, whose number varies by a fifth."""
    n, share = len(erlangs), np.full(len(erlangs), absence)
    varied = np.full(n, 0.04)
    nodes = lognormal(varied, 1.0, 0.0, attendance_variance(erlangs, share), varied)
    return PoolLoad(
        calls=erlangs * 6.0,
        aht=np.full(n, 300.0),
        interval=1800.0,
        patience=None if patience is None else np.full(n, patience),
        nodes=replace(nodes, absent=Absent(share, lognormal(varied))),
    )


def level(load: PoolLoad, agents: ArrayLike) -> Floats:
    return reached(load, TARGET, np.asarray(agents, float)).service_level


@given(st.floats(0.05, 12), st.floats(0.0, 0.8))
def test_who_comes_is_binomial_over_who_is_on_the_roster(agents: float, absence: float) -> None:
    [found] = chances(np.array([agents]), np.array([absence]))
    rostered = agents / (1 - absence)
    whole, people = np.floor(rostered), np.arange(len(found))
    fewer, more = (binom.pmf(people, whole + x, 1 - absence) for x in (0, 1))
    assert found == pytest.approx(fewer + (rostered - whole) * (more - fewer), abs=1e-9)
    assert found @ people == pytest.approx(agents, abs=1e-4)


def test_one_agent_of_whom_a_tenth_stays_away_answers_nobody_on_nine_days_of_a_hundred() -> None:
    some = pool(np.array([0.05]), 0.1)
    assert some.nodes is not None
    assert some.nodes.absent is not None
    sure = replace(some, nodes=some.nodes.absent.apart)
    one, two = (level(sure, [x]) for x in (1, 2))
    assert level(some, [1]) == pytest.approx(0.82 * one + 0.09 * two)


@pytest.mark.parametrize("patience", [60.0, 600.0, None])
@pytest.mark.parametrize("absence", [0.03, 0.1, 0.3])
def test_more_agents_are_never_worse_though_they_are_no_longer_few(
    absence: float, patience: float | None
) -> None:
    agents = np.arange(0.25, 9.0, 0.25)
    for erlangs in (0.1, 1.0, 3.0):
        levels = level(pool(np.full(len(agents), erlangs), absence, patience), agents)
        assert (np.diff(levels) >= -0.004).all()
        assert (np.diff(levels[3::4]) >= -1e-12).all()  # of whole ones


@pytest.mark.parametrize("absence", [0.06, 0.1, 0.3])
def test_the_smallest_agents_meet_the_target_and_one_fewer_do_not(absence: float) -> None:
    load = pool(np.linspace(0.02, 4.0, 60), absence)
    found = smallest_agents(load, TARGET)
    assert (level(load, found.astype(float)) >= 0.8).all()
    some = found > 1
    assert (level(load, found - 1.0)[some] < 0.8).all()
    assert level_and_lost(load, TARGET, found)[0] == pytest.approx(
        level(load, found.astype(float)), abs=1e-8
    )


def test_reasons_add_up_to_few_agents_too() -> None:
    load = pool(np.linspace(0.02, 4.0, 60), 0.1)
    parts = explained(load, TARGET)
    total = sum(
        (parts.load, parts.carried_over, parts.queueing, parts.demand_risk, parts.rounding),
        parts.occupancy_cap,
    )
    assert total == pytest.approx(smallest_agents(load, TARGET))
    assert (parts.rounding >= -1e-9).all()


def test_without_patience_the_wait_is_of_days_on_which_people_are_there() -> None:
    found = reached(pool(np.array([0.05]), 0.1, None), TARGET, np.array([1.0]))
    assert 0 < found.asa[0] < 60
    assert 0.8 < found.service_level[0] < 0.91
