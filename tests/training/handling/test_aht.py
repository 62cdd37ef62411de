"""Handling times by weekday and slot, pulled to the queue's own mean where little is known."""

import numpy as np
import pytest

from training.handling.aht import aht_spread, learned_aht

DAYS, SLOTS = 70, 4
WEEKDAY = np.arange(DAYS) % 7
CALLS = np.full((DAYS, SLOTS), 500.0)


def test_a_queue_without_handling_times_has_none_learned() -> None:
    nothing = np.full((DAYS, SLOTS), np.nan)
    assert np.isnan(learned_aht(nothing, CALLS, WEEKDAY)).all()


def test_the_same_time_everywhere_is_that_time() -> None:
    learned = learned_aht(np.full((DAYS, SLOTS), 300.0), CALLS, WEEKDAY)
    assert learned.shape == (7, SLOTS)
    assert learned == pytest.approx(300.0)


def test_slots_and_weekdays_with_many_calls_keep_their_own_time() -> None:
    truth = 300.0 + 60.0 * np.arange(SLOTS) + 90.0 * (WEEKDAY == 0)[:, None]
    learned = learned_aht(truth, CALLS, WEEKDAY)
    assert np.abs(learned - truth[:7]).max() < 12


def test_a_slot_hardly_called_takes_the_mean_of_the_queue() -> None:
    aht, calls = np.full((DAYS, SLOTS), 300.0), CALLS.copy()
    aht[:, 3], calls[:, 3] = 2000.0, 0.02
    assert learned_aht(aht, calls, WEEKDAY)[:, 3] == pytest.approx(300.0, abs=20.0)


def test_a_weekday_never_seen_takes_the_time_of_its_slot() -> None:
    aht = np.where(WEEKDAY[:, None] == 6, np.nan, 300.0 + 60.0 * np.arange(SLOTS))
    learned = learned_aht(aht, CALLS, WEEKDAY)
    assert learned[6] == pytest.approx(300.0 + 60.0 * np.arange(SLOTS), abs=12)


def test_times_of_intervals_without_calls_have_no_say() -> None:
    aht, calls = np.full((DAYS, SLOTS), 300.0), CALLS.copy()
    aht[5], calls[5] = 9000.0, 0.0
    assert learned_aht(aht, calls, WEEKDAY) == pytest.approx(300.0)


def test_what_is_recent_weighs_more() -> None:
    aht = np.full((DAYS, SLOTS), 300.0)
    aht[DAYS // 2 :] = 400.0
    assert (learned_aht(aht, CALLS, WEEKDAY) > 351.0).all()


def noisy_days(deviation: float, calls: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Means of exponential times around days that differ by ``deviation``."""
    random = np.random.default_rng(seed)
    day = 300.0 * np.exp(deviation * random.standard_normal((91, 1)) - deviation**2 / 2)
    count = np.full((91, SLOTS), float(calls))
    return day * random.gamma(calls, 1 / calls, (91, SLOTS)), count


@pytest.mark.parametrize("deviation", [0.0, 0.05, 0.1])
def test_how_days_differ_is_told_apart_from_the_chance_of_single_calls(deviation: float) -> None:
    weekday, usual = np.arange(91) % 7, np.full((7, SLOTS), 300.0)
    found = [aht_spread(*noisy_days(deviation, 500, seed), weekday, usual) for seed in range(60)]
    variances = [x.variance for x in found if x is not None]
    assert np.mean(variances) == pytest.approx(deviation**2, rel=0.05, abs=1e-4)


def test_the_interval_of_the_mean_covers_it_as_often_as_it_says() -> None:
    weekday, usual = np.arange(91) % 7, np.full((7, SLOTS), 300.0)
    found = [aht_spread(*noisy_days(0.05, 50, seed), weekday, usual) for seed in range(300)]
    covered = np.mean([x is not None and x.low <= 300.0 <= x.high for x in found])
    assert 0.91 <= covered <= 0.98


def test_one_day_says_nothing_about_how_days_differ() -> None:
    aht = np.full((DAYS, SLOTS), np.nan)
    aht[-1] = 300.0
    assert aht_spread(aht, CALLS, WEEKDAY, np.full((7, SLOTS), 300.0)) is None
