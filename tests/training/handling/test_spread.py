"""How days' handling times differ, apart from the chance of single calls."""

import numpy as np
import pytest

from training.handling.noise import UNSEEN, handling_noise
from training.handling.spread import aht_spread

SLOTS = 8
USUAL = np.full((91, SLOTS), 300.0)
YEAR = np.full((364, SLOTS), 300.0)


def noisy_days(
    deviation: float, calls: float, seed: int, call: float = 1.0, days: int = 91
) -> tuple[np.ndarray, np.ndarray]:
    """Means of times of a variance ``call`` around days that differ by ``deviation``."""
    random = np.random.default_rng(seed)
    day = 300.0 * np.exp(deviation * random.standard_normal((days, 1)) - deviation**2 / 2)
    count = np.broadcast_to(
        calls * np.array([0.1, 0.3, 1.0, 2.0, 2.0, 1.5, 0.5, 0.2]), (days, SLOTS)
    )
    shape = count / call
    return day * random.gamma(shape, 1 / shape), count


@pytest.mark.parametrize("call", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("deviation", [0.0, 0.03, 0.1])
def test_how_days_differ_is_told_apart_from_the_chance_of_single_calls(
    deviation: float, call: float
) -> None:
    found = [
        handling_noise(*noisy_days(deviation, 100, seed, call, 364), YEAR).day for seed in range(30)
    ]
    assert np.mean(found) == pytest.approx(deviation**2, rel=0.1, abs=3e-4)


@pytest.mark.parametrize("call", [0.5, 1.0, 2.0])
def test_how_calls_differ_is_learned_from_half_hours_of_a_day(call: float) -> None:
    found = [
        handling_noise(*noisy_days(0.05, 100, seed, call, 364), YEAR).call for seed in range(30)
    ]
    assert np.mean(found) == pytest.approx(call, rel=0.1)


def test_days_without_half_hours_are_taken_for_exponential_calls() -> None:
    random = np.random.default_rng(1)
    aht = 300.0 * random.gamma(50.0, 1 / 50.0, (364, 1))
    found = handling_noise(aht, np.full(aht.shape, 50.0), np.full(aht.shape, 300.0))
    assert found.call + 50.0 * (found.day + found.slot) == pytest.approx(1.0, rel=0.2)


def test_nothing_seen_says_nothing() -> None:
    nothing = np.full((91, SLOTS), np.nan)
    found = handling_noise(nothing, np.zeros_like(nothing), USUAL)
    assert (found.call, found.slot, found.day) == pytest.approx((1.0, 0.0, 0.0))


def test_the_interval_of_the_mean_covers_it_as_often_as_it_says() -> None:
    found = [aht_spread(*noisy_days(0.05, 50, seed), USUAL, UNSEEN) for seed in range(300)]
    covered = np.mean([x is not None and x.low <= 300.0 <= x.high for x in found])
    assert 0.91 <= covered <= 0.98


def test_one_day_says_nothing_about_how_days_differ() -> None:
    aht = np.full((91, SLOTS), np.nan)
    aht[-1] = 300.0
    assert aht_spread(aht, np.full(aht.shape, 500.0), USUAL, UNSEEN) is None
