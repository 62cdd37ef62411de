"""Handling times by weekday and slot, pulled to the queue's own mean where little is known."""

import numpy as np
import pytest

from training.handling.aht import learned_aht

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


def evening(days: int, seed: int) -> np.ndarray:
    """What an evening of 600 s, twelve calls a day over six half-hours, is learned as."""
    random, slots = np.random.default_rng(seed), 24
    truth = np.where(np.arange(slots) < 18, 300.0, 600.0)
    calls = np.tile(np.where(np.arange(slots) < 18, 40.0, 2.0), (days, 1))
    seen = truth * random.gamma(calls, 1.0 / calls)
    return learned_aht(seen, calls, np.arange(days) % 7)[:, 18:]


def test_an_evening_of_few_long_calls_is_itself_after_sixteen_months() -> None:
    means = np.array([evening(486, seed).mean() for seed in range(20)])
    assert means.mean() == pytest.approx(600.0, rel=0.01)
    assert means == pytest.approx(np.full(20, 600.0), rel=0.05)


def test_what_changes_from_day_to_day_is_no_slots_own() -> None:
    level = np.linspace(0.8, 1.0, DAYS)
    truth = 300.0 + 60.0 * np.arange(SLOTS)
    learned = learned_aht(truth * level[:, None], CALLS, WEEKDAY, level)
    assert learned == pytest.approx(np.tile(truth, (7, 1)), rel=0.005)


def test_a_slot_that_has_changed_is_followed_where_calls_are_many() -> None:
    days = np.arange(364)
    aht = np.full((364, SLOTS), 300.0)
    aht[280:, 0] = 360.0
    learned = learned_aht(aht, np.full(aht.shape, 500.0), days % 7)
    assert learned[:, 0] == pytest.approx(np.full(7, 360.0), rel=0.08)
    assert learned[:, 1:] == pytest.approx(np.full((7, 3), 300.0), rel=0.01)
