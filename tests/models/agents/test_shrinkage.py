"""People on the roster, exactly."""

from decimal import ROUND_CEILING, Decimal

import numpy as np

from models.agents.shrinkage import scheduled_agents


def test_twenty_one_agents_at_thirty_percent_are_thirty_scheduled() -> None:
    assert scheduled_agents(np.array([0, 14, 21, 42]), Decimal("0.3")).tolist() == [0, 20, 30, 60]


def test_no_share_in_steps_of_a_thousandth_is_rounded_for_any_of_ten_thousand_agents() -> None:
    agents = np.arange(10_001)
    needed = agents * 1000
    for thousandths in range(1000):
        found = scheduled_agents(agents, Decimal(thousandths) / 1000)
        left = 1000 - thousandths
        assert (found == (needed + left - 1) // left).all()
        assert (found * left >= needed).all()  # n scheduled are enough
        assert ((found - 1) * left < np.maximum(needed, 1)).all()  # n - 1 are not


def test_what_is_scheduled_is_what_decimals_say() -> None:
    agents = np.arange(0, 10_001, 97)
    for thousandths in range(0, 1000, 7):
        share = Decimal(thousandths) / 1000
        exact = [(Decimal(int(n)) / (1 - share)).to_integral_value(ROUND_CEILING) for n in agents]
        assert scheduled_agents(agents, share).tolist() == exact
