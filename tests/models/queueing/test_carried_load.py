"""Load that carries over from one interval to the next."""

import numpy as np
import pytest

from models.agents.staffing import PoolLoad, smallest_agents
from models.queueing.carried_load import carried_load
from models.queueing.outcome import lognormal
from models.queues import ServiceTarget
from tests.models.queueing.call_simulation import draw_calls, simulate

INTERVAL = 1800.0
DAY = np.zeros(24, np.int64)
PROFILE = np.interp(np.arange(24), [0, 5, 12, 17, 23], [0.45, 1.0, 0.7, 0.95, 0.35])
TARGET = ServiceTarget(0.8, 20)


def test_a_constant_load_is_reached_and_kept() -> None:
    found = carried_load(np.full(24, 10.0), np.full(24, 300.0), DAY, INTERVAL)
    assert found.mean[0] == pytest.approx(10 * (1 - (1 - np.exp(-6)) / 6))
    assert found.mean[-1] == pytest.approx(10)
    assert found.variance[-1] == pytest.approx(0, abs=1e-12)


def test_what_the_day_brings_is_served_in_the_end() -> None:
    """The integral of m is the work that came, once a long silence has let it drain."""
    erlangs = np.where(np.arange(24) < 12, 20 * PROFILE, 0.0)
    aht = np.where(erlangs > 0, 900.0, np.nan)
    assert carried_load(erlangs, aht, DAY, INTERVAL).mean.sum() == pytest.approx(erlangs.sum())


def test_every_day_starts_empty() -> None:
    two = carried_load(np.full(8, 5.0), np.full(8, 300.0), np.repeat([3, 4], 4), INTERVAL)
    assert two.mean[4:].tolist() == two.mean[:4].tolist()


@pytest.mark.parametrize(("peak", "days"), [(12.0, 600), (60.0, 150)])
def test_simulated_days_reach_the_target_in_every_half_hour(peak: float, days: int) -> None:
    """Within 1 point over the day, 3 points and 3 standard errors in each, at 1.5 % more hours."""
    load = peak * PROFILE
    calls, aht, patience = load * INTERVAL / 360.0, np.full(24, 360.0), np.full(24, 180.0)
    carried = carried_load(load, aht, DAY, INTERVAL)
    plain = PoolLoad(calls, aht, INTERVAL, patience)
    agents = smallest_agents(
        PoolLoad(calls, aht, INTERVAL, patience, carried.mean, lognormal(carried.variance)), TARGET
    )
    assert agents.sum() <= 1.015 * smallest_agents(plain, TARGET).sum()
    drawn = draw_calls(np.random.default_rng(1), calls, INTERVAL, 360.0, 180.0, np.ones(days))
    found = simulate(drawn, agents, INTERVAL, TARGET.answer_within)
    assert found.service_level().value >= TARGET.share - 0.01
    levels = found.interval_service_levels()
    assert (levels.value >= TARGET.share - 0.03 - 3 * levels.error).all()
