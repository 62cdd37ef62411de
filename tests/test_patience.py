"""Patience learned from waits and calls given up."""

import numpy as np
import pytest

from models.patience import learned_patience

TRUE = 180.0
INTERVAL = 1800.0


def seen(seed: int) -> tuple[float, float]:
    """Total wait and abandoned calls of 2,000 callers whose offered waits are exponential."""
    random = np.random.default_rng(seed)
    offered = random.exponential(60.0, 2000) * (random.random(2000) < 0.35)
    patience = random.exponential(TRUE, 2000)
    return float(np.minimum(offered, patience).sum()), float((patience < offered).sum())


def test_it_is_total_wait_over_calls_given_up() -> None:
    found = learned_patience(9000.0, 50.0)
    assert found is not None
    assert found.mean == 180.0
    assert found.low < 180.0 < found.high


@pytest.mark.parametrize(("wait", "abandoned"), [(0.0, 5.0), (100.0, 0.0)])
def test_where_nobody_waited_or_gave_up_it_is_not_known(wait: float, abandoned: float) -> None:
    assert learned_patience(wait, abandoned) is None


def test_five_hundred_samples_of_two_thousand_calls_tell_it_without_bias() -> None:
    """Bias within 2 %, error within 1.1 / sqrt(abandoned), the 95 % interval holds 92 to 98 %."""
    samples = [seen(seed) for seed in range(500)]
    found = [x for x in (learned_patience(*sample) for sample in samples) if x is not None]
    means = np.array([x.mean for x in found])
    assert len(found) == 500
    assert abs(means.mean() / TRUE - 1) <= 0.02
    error = np.sqrt(np.mean((means / TRUE - 1) ** 2))
    assert error <= 1.1 / np.sqrt(np.mean([x.abandoned for x in found]))
    held = np.mean([x.low <= TRUE <= x.high for x in found])
    assert 0.92 <= held <= 0.98
