"""People on the roster, exactly."""

from decimal import ROUND_CEILING, Decimal

import numpy as np

from models.shrinkage import scheduled_agents


def test_twenty_one_agents_at_thirty_percent_are_thirty_scheduled() -> None:
    assert scheduled_agents(np.array([0, 14, 21, 42]), Decimal("0.3")).tolist() == [0, 20, 30, 60]


def test_no_rounding_error_for_any_share_in_steps_of_a_thousandth() -> None:
    agents = np.arange(10_001)
    for thousandths in range(0, 1000, 7):
        share = Decimal(thousandths) / 1000
        found = scheduled_agents(agents, share)
        exact = [
            int((Decimal(int(n)) / (1 - share)).to_integral_value(ROUND_CEILING))
            for n in agents[::97]
        ]
        assert found[::97].tolist() == exact
        left = 1000 - thousandths  # n scheduled are enough, n - 1 are not
        assert (found * left >= agents * 1000).all()
        assert ((found - 1) * left < np.maximum(agents * 1000, 1)).all()
