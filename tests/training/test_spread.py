"""How uncertain a day's level is, at each lead."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from tests.training.series_cases import Case
from training.day_shape.slot_noise import Noise, plain_noise
from training.level.combine import BUCKETS, Combination, combine
from training.level.components import COMPONENTS
from training.level.other_story import OtherStory, no_other_story
from training.spread import DayFactor, DayKinds, day_factor

STEADY = Case(days=200, horizon=14, calls=3000.0)
HORIZON = 120
POISSON = plain_noise(1.0)
UNDIVIDED = no_other_story(HORIZON)


def kinds(found: Combination, special: int = 0) -> DayKinds:
    """Days that are all usual, but for every ``special``-th of history, at a third of its calls."""
    days = int(found.errors.day.max(initial=0)) + 1 + HORIZON
    effect = np.zeros(days)
    if special:
        effect[::special] = np.log(1 / 3)
    return DayKinds(np.zeros(days, np.int64), effect, 0.1, days - HORIZON)


def spread(found: Combination, noise: Noise = POISSON) -> DayFactor:
    return day_factor(found, noise, kinds(found), UNDIVIDED)


def combination(case: Case, noise: float = 0.0) -> Combination:
    """Learned from days whose level is off by ``noise`` (deviation of its logarithm)."""
    day_effects = np.exp(noise * np.random.default_rng(5).standard_normal((case.days, 1)))
    counts = np.round(case.truth[: case.days] * day_effects)
    return combine(case.series(counts), np.ones(case.days), COMPONENTS)


def draws(
    factor: DayFactor, count: int = 4000
) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    levels = ndtri((np.arange(count) + 0.5) / count)
    told = np.random.default_rng(3).permutation((np.arange(count) + 0.5) / count)
    return factor.draws(np.repeat(levels[:, None], HORIZON, axis=1), told)


@pytest.fixture(scope="module")
def noisy() -> DayFactor:
    return spread(combination(STEADY, noise=0.1))


def test_factors_average_to_one_at_every_lead(noisy: DayFactor) -> None:
    np.testing.assert_allclose(draws(noisy).mean(axis=0), np.ones(HORIZON))


def test_a_larger_shock_is_never_a_smaller_factor(noisy: DayFactor) -> None:
    assert (np.diff(draws(noisy), axis=0) >= 0).all()


def test_the_spread_is_about_that_of_the_days(noisy: DayFactor) -> None:
    spread = np.log(draws(noisy)).std(axis=0)
    assert 0.07 < spread[5] < 0.16
    assert 0.07 < spread[20] < 0.16


def test_noisier_days_are_forecast_with_a_wider_spread(noisy: DayFactor) -> None:
    calm = spread(combination(STEADY, noise=0.03))
    assert (calm.deviation[:3] < 0.6 * noisy.deviation[:3]).all()


def test_counting_noise_is_not_counted_twice() -> None:
    found = combination(replace(STEADY, calls=200.0), noise=0.1)
    plain = spread(found, plain_noise(0.0)).deviation[:3]
    assert (spread(found, plain_noise(1.5)).deviation[:3] < plain).all()
    assert (spread(found, plain_noise(0.0, 0.05)).deviation[:3] < plain).all()


def test_without_an_inner_back_test_uncertainty_grows_with_the_lead() -> None:
    blind = spread(combination(Case(days=14)))
    assert (np.diff(blind.deviation) >= 0).all()
    assert blind.deviation[0] >= 0.05
    assert blind.deviation[-1] > blind.deviation[0]


@pytest.mark.parametrize("days", [14, 21, 42, 100, 450])
def test_every_figure_is_one_that_paths_can_be_drawn_from(days: int) -> None:
    factor = spread(combination(Case(days=days), noise=0.1))
    assert factor.deviation.shape == factor.persistence.shape == (len(BUCKETS),)
    assert (factor.deviation > 0).all()
    assert ((factor.persistence > 0) & (factor.persistence < 1)).all()
    assert (np.diff(factor.shape) >= 0).all()


@given(st.floats(-8, 8))
def test_the_factor_of_any_shock_is_positive_and_finite(z: float) -> None:
    factor = DayFactor(
        np.full(5, 0.3),
        np.zeros(HORIZON),
        np.full(5, 0.5),
        ndtri((np.arange(99) + 0.5) / 99),
        UNDIVIDED,
    )
    found = factor.draws(np.array([[0.0] * HORIZON, [z] * HORIZON]), np.zeros(2))
    assert (np.isfinite(found) & (found > 0)).all()
    assert np.sign(found[1, 0] - found[0, 0]) in (0, np.sign(z))


def test_special_days_are_the_less_certain_the_larger_their_effect() -> None:
    found = combination(STEADY, noise=0.1)
    days = kinds(found, special=17)
    factor = day_factor(found, POISSON, days, UNDIVIDED)
    ahead = days.effect[days.history_days :]
    assert (factor.doubt[ahead == 0] == 0).all()
    assert (factor.doubt[ahead != 0] > 0).all()
    halved = replace(
        days, effect=np.where(np.arange(len(days.effect)) >= 200, 0.5, 1.0) * days.effect
    )
    milder = day_factor(found, POISSON, halved, UNDIVIDED)
    assert (milder.doubt[ahead != 0] < factor.doubt[ahead != 0]).all()


def test_ranges_that_held_too_much_lately_are_drawn_in() -> None:
    """The days of the first half of the inner back-test miss by far more than the later ones."""
    random = np.random.default_rng(5).standard_normal((STEADY.days, 1))
    calm = np.exp(np.where(np.arange(STEADY.days)[:, None] < 150, 0.15, 0.04) * random)
    wild = np.exp(np.where(np.arange(STEADY.days)[:, None] < 150, 0.04, 0.15) * random)
    of_days, usual = np.ones(STEADY.days), STEADY.truth[: STEADY.days]
    late, early = (
        combine(STEADY.series(np.round(usual * x)), of_days, COMPONENTS) for x in (wild, calm)
    )
    assert spread(early).deviation[1] < spread(late).deviation[1]


def test_a_range_holds_both_stories_and_its_mean_is_that_of_both() -> None:
    calm = spread(combination(STEADY, noise=0.03))
    story = OtherStory(np.full(HORIZON, 0.4), np.full(HORIZON, np.log(1.3)))
    factors = draws(replace(calm, story=story))
    low, high = np.quantile(factors[:, 3], [0.1, 0.9])
    np.testing.assert_allclose(factors.mean(axis=0), np.ones(HORIZON))
    assert low < story.plain_ratio[3] < 1.3 < high
