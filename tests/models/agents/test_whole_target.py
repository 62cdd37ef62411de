"""A target measured over a day: fewer agents where it costs least, never below the target."""

import numpy as np
import pytest

from models.agents.staffing import PoolLoad, reached, smallest_agents
from models.agents.whole_target import fewer_over_periods
from models.queues import DEFINITIONS, Definition, ServiceTarget

TARGET = ServiceTarget(0.8, 20)
CALLS = np.concatenate([np.linspace(4, 60, 24), np.linspace(60, 4, 24)])
DAY = np.repeat([0, 1], 24)


def load(patience: float | None = 180.0) -> PoolLoad:
    waits = None if patience is None else np.full(48, patience)
    return PoolLoad(CALLS, np.full(48, 360.0), 1800.0, waits)


def levels(of: PoolLoad, agents: np.ndarray) -> np.ndarray:
    level = reached(of, TARGET, agents).service_level
    return np.asarray(np.bincount(DAY, level * of.calls) / np.bincount(DAY, of.calls))


@pytest.mark.parametrize("patience", [180.0, None])
def test_each_day_meets_the_target_with_fewer_agents(patience: float | None) -> None:
    single = smallest_agents(load(patience), TARGET)
    whole = fewer_over_periods(load(patience), TARGET, single, DAY, 0)
    assert (levels(load(patience), whole) >= 0.8).all()
    assert whole.sum() < single.sum()
    assert (whole <= single).all()


def test_no_single_agent_more_can_be_spared() -> None:
    whole = fewer_over_periods(load(), TARGET, smallest_agents(load(), TARGET), DAY, 0)
    for i in np.flatnonzero(whole):
        fewer = whole.copy()
        fewer[i] -= 1
        assert levels(load(), fewer)[DAY[i]] < 0.8


def test_it_needs_as_few_as_the_best_of_all_choices() -> None:
    """Three half-hours, every choice of up to three agents fewer each."""
    small = PoolLoad(np.array([10.0, 20.0, 30.0]), np.full(3, 360.0), 1800.0, np.full(3, 180.0))
    single = smallest_agents(small, TARGET)
    found = fewer_over_periods(small, TARGET, single, np.zeros(3, np.int64), 0)
    choices = np.stack(np.meshgrid(*[[0, 1, 2, 3]] * 3), -1).reshape(-1, 3)
    enough = [
        (reached(small, TARGET, single - x).service_level @ small.calls) >= 0.8 * small.calls.sum()
        for x in choices
    ]
    assert found.sum() == single.sum() - choices.sum(axis=1)[enough].max()


def test_the_minimum_and_the_cap_on_occupancy_stay_each_intervals_own() -> None:
    capped = ServiceTarget(0.8, 20, max_occupancy=0.8)
    single = np.maximum(smallest_agents(load(), capped), 4)
    whole = fewer_over_periods(load(), capped, single, DAY, 4)
    assert whole.min() >= 4
    assert (reached(load(), capped, whole).occupancy <= 0.8 + 1e-9).all()


def test_an_abandoned_share_is_limited_for_the_day_too() -> None:
    strict = ServiceTarget(0.5, 20, max_abandoned=0.03)
    whole = fewer_over_periods(load(), strict, smallest_agents(load(), strict), DAY, 0)
    lost = reached(load(), strict, whole).abandoned_share
    of_day = np.bincount(DAY, lost * CALLS) / np.bincount(DAY, CALLS)
    assert (of_day <= 0.03).all()
    assert lost.max() > 0.03


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("patience", [180.0, None])
def test_an_interval_with_calls_keeps_an_agent(
    definition: Definition, patience: float | None
) -> None:
    """Calls of the last half-hour are few: whoever gives them up hardly lowers the day's level."""
    calls = np.concatenate([np.full(23, 60.0), [0.5], np.full(23, 60.0), [0.0]])
    waits = None if patience is None else np.full(48, patience)
    day = PoolLoad(calls, np.full(48, 360.0), 1800.0, waits)
    for limit in (None, 30.0):
        target = ServiceTarget(0.6, 20, definition, max_abandoned=0.15, max_asa=limit)
        found = fewer_over_periods(day, target, smallest_agents(day, target), DAY, 0)
        assert (found >= 1)[calls > 0].all()
        assert found[-1] == 0
