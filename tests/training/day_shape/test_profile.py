"""How a day's calls spread over its slots, and how noisy the slots are."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Floats
from tests.training.series_cases import Case, still
from training.day_shape.profile import (
    HALF_LIVES,
    POOLINGS,
    SMOOTHINGS,
    ProfileChoice,
    choose_profile,
    day_shares,
    poisson_deviance,
    profiles,
)
from training.day_shape.slot_noise import SPECIAL, Noise, slot_noise

CASE = Case(days=140, horizon=28, calls=2000.0)
PLAIN = ProfileChoice(56.0, 100.0, 0.0)
EVERY = [ProfileChoice(h, p, s) for h in HALF_LIVES for p in POOLINGS for s in SMOOTHINGS]


def shares(case: Case, counts: Floats | None = None, choice: ProfileChoice = PLAIN) -> Floats:
    series = case.series(counts)
    table = profiles(series, case.days, np.ones(case.days), choice, still(series))
    return day_shares(table[series.weekday[case.days :]], series.open_slots[case.days :])


def true_shares(case: Case) -> Floats:
    truth = case.truth[case.days :]
    return np.asarray(truth / np.maximum(truth.sum(axis=1, keepdims=True), 1e-12))


def noise(case: Case, counts: Floats | None = None) -> Noise:
    return slot_noise(case.series(counts), np.ones(case.days), PLAIN)


def ratio_at(found: Noise, mean: float) -> float:
    """Variance over mean."""
    return float(found.dispersion + found.slot_variance[0, :SPECIAL].mean() * mean)


@pytest.mark.parametrize("choice", EVERY, ids=str)
def test_shares_sum_to_one_on_open_days_and_are_zero_where_closed(choice: ProfileChoice) -> None:
    found, is_open = shares(CASE, choice=choice), CASE.open_slots[CASE.days :]
    np.testing.assert_allclose(found.sum(axis=1), is_open.any(axis=1).astype(float))
    assert (found[~is_open] == 0).all()
    assert (found >= 0).all()


def test_shares_are_learned_from_the_counts() -> None:
    assert np.abs(shares(CASE) - true_shares(CASE)).max() < 0.01


def test_a_weekday_of_another_shape_keeps_it() -> None:
    counts = CASE.counts()
    mondays = CASE.series().weekday[: CASE.days] == 0
    counts[mondays] = 0.0
    counts[mondays, 17] = 900.0
    counts[mondays, 6] = 100.0
    found = shares(CASE, counts)
    monday = int(np.flatnonzero(CASE.series().weekday[CASE.days :] == 0)[0])
    if not CASE.open_slots[CASE.days + monday].any():
        monday += 7
    assert found[monday, 17] > 0.8
    assert found[monday + 1, 17] < 0.15


def test_missing_intervals_do_not_bend_the_shares() -> None:
    counts = CASE.counts()
    counts[np.random.default_rng(2).random(counts.shape) < 0.4] = np.nan
    assert np.abs(shares(CASE, counts) - true_shares(CASE)).max() < 0.015


def test_days_without_trust_do_not_bend_the_shares() -> None:
    series_counts = CASE.counts()
    strange = series_counts.copy()
    strange[130] = strange[130][::-1] * 20
    trust = np.ones(CASE.days)
    trust[130] = 0.0
    seen = [CASE.series(x) for x in (series_counts, strange)]
    tables = [profiles(x, CASE.days, trust, PLAIN, still(x)) for x in seen]
    np.testing.assert_allclose(tables[0], tables[1])


def test_a_slot_that_is_open_for_the_first_time_gets_a_share_that_is_hardly_any() -> None:
    found = day_shares(np.zeros((1, 4)), np.array([[True, True, False, False]]))
    assert found.tolist() == [[0.5, 0.5, 0.0, 0.0]]


def test_a_shape_that_changed_lately_makes_the_memory_shorter() -> None:
    """Forty days ago the day's first half changed places with its second."""
    case = replace(CASE, calls=6000.0)
    counts = case.counts()
    counts[-40:] = counts[-40:, ::-1]
    steady = choose_profile(case.series(), np.ones(case.days))
    changed = choose_profile(case.series(counts), np.ones(case.days))
    assert changed.half_life < steady.half_life


def test_daily_history_has_one_slot_that_holds_everything() -> None:
    daily = replace(CASE, slots=1)
    choice = choose_profile(daily.series(), np.ones(daily.days))
    assert set(shares(daily, choice=choice).ravel()) == {0.0, 1.0}


def test_poisson_counts_are_found_to_be_hardly_over_dispersed() -> None:
    found = [ratio_at(noise(replace(CASE, seed=seed)), 2000.0 / 12) for seed in range(4)]
    assert 1.0 <= np.mean(found) < 1.5


def test_over_dispersed_counts_are_found_to_be_so() -> None:
    random = np.random.default_rng(3)
    mean = CASE.truth[: CASE.days]
    counts = random.negative_binomial(np.maximum(mean / 2.0, 1e-9), 1 / 3.0).astype(np.float64)
    found = ratio_at(noise(CASE, np.where(mean > 0, counts, 0.0)), 2000.0 / 12)
    assert 2.0 < found < 4.5  # the truth is 3


@pytest.mark.parametrize("days", [14, 21, 42, 140])
def test_noise_is_never_below_that_of_independent_calls(days: int) -> None:
    found = noise(replace(CASE, days=days))
    assert found.dispersion >= 1
    assert (found.slot_variance >= 0).all()


MEANS = st.lists(st.floats(0.01, 1e4), min_size=1, max_size=20)


@given(MEANS, st.integers(0, 10_000))
def test_the_deviance_is_least_where_the_mean_is_the_count(means: list[float], count: int) -> None:
    m = np.array(means)
    assert poisson_deviance(np.full(len(m), float(count)), m) >= -1e-6
    assert poisson_deviance(m, m) == pytest.approx(0, abs=1e-6)
