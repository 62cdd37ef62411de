"""How much what callers get varies by chance, beside days played call by call."""

import numpy as np
import pytest

from models.queueing.level_table import AMONG, COUNTED, IN_INTERVAL, LONG_RUN, Times, level_table
from models.queues import Definition
from tests.models.queueing.call_simulation import draw_calls, simulate

AHT, PATIENCE, WITHIN, HALF_HOUR = 300.0, 150.0, 20.0, 1800.0
DAYS, INTERVALS, FIRST = 4000, 28, 4  # the first intervals begin empty


@pytest.mark.parametrize(
    ("agents", "erlangs", "definition"),
    [(4, 3.0, "answered"), (12, 12.0, "answered"), (12, 11.0, "offered")],
)
def test_half_hours_and_days_vary_as_they_do_call_by_call(
    agents: int, erlangs: float, definition: Definition
) -> None:
    """A little less: who is answered while a call waits is chance of its neighbours too."""
    calls = np.full(INTERVALS, erlangs * HALF_HOUR / AHT)
    drawn = draw_calls(np.random.default_rng(4), calls, HALF_HOUR, AHT, PATIENCE, np.ones(DAYS))
    came = simulate(drawn, np.full(INTERVALS, agents), HALF_HOUR, WITHIN)
    in_time = came.answered_in_time[:, FIRST:]
    among = (came.answered if definition == "answered" else came.offered)[:, FIRST:]
    level = in_time.sum() / among.sum()
    beyond = in_time - level * among

    times = Times(AHT, PATIENCE, WITHIN, WITHIN, HALF_HOUR, definition)
    table = level_table([times], agents, agents)
    ours = table.at(0, np.array([float(agents)]), np.log([erlangs]))[0]
    assert level == pytest.approx(ours[COUNTED] / ours[AMONG], abs=0.003)
    of_day = beyond.sum(axis=1).var() / calls[FIRST:].sum()
    of_half_hour = (beyond**2).mean() / calls[0]
    for simulated, found in ((of_day, ours[LONG_RUN]), (of_half_hour, ours[IN_INTERVAL])):
        assert 0.97 * found <= simulated <= 1.15 * found
