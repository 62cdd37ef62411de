"""WAPE, pinball loss and coverage on numbers worked out by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.accuracy import bias, coverage, mase, pinball, seasonal_scale, skill, wape
from models.numeric.counts import NODES, count_quantiles

CALLS = st.lists(st.integers(0, 500), min_size=1, max_size=30).filter(any)


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def test_wape_is_the_sum_of_misses_over_the_sum_of_calls() -> None:
    assert wape(array(10, 30), array(14, 28)) == pytest.approx(6 / 40)


def test_wape_of_nothing_is_not_a_number() -> None:
    assert math.isnan(wape(array(0, 0), array(1, 2)))


def test_pinball_of_the_median_is_the_wape() -> None:
    actual, forecast = array(10, 30, 0), array(14, 28, 1)
    assert pinball(actual, forecast[:, None], array(0.5)) == pytest.approx(wape(actual, forecast))


def test_pinball_of_nothing_is_not_a_number() -> None:
    assert math.isnan(pinball(array(0, 0), array(1, 2)[:, None], array(0.5)))


def test_a_high_quantile_pays_more_for_being_too_low_than_for_being_too_high() -> None:
    too_low = pinball(array(10), array(8)[:, None], array(0.9))
    too_high = pinball(array(10), array(12)[:, None], array(0.9))
    assert too_low == pytest.approx(2 * 0.9 * 2 / 10)
    assert too_high == pytest.approx(2 * 0.1 * 2 / 10)


@given(CALLS)
def test_a_perfect_forecast_costs_nothing(calls: list[int]) -> None:
    actual = array(*calls)
    assert wape(actual, actual) == 0
    assert pinball(actual, np.repeat(actual[:, None], 3, axis=1), array(0.1, 0.5, 0.9)) == 0


def test_a_count_on_the_edge_of_the_band_counts_half() -> None:
    low, high = np.full(4, 3.0), np.full(4, 7.0)
    assert coverage(array(5, 3, 7, 9), low, high) == (1 + 0.5 + 0.5) / 4


def test_bands_of_true_distributions_cover_what_they_say_on_average() -> None:
    random = np.random.default_rng(1)
    means = random.uniform(5, 50, 8000)
    ones, band = np.ones(8000), array(0.1, 0.9)
    found = count_quantiles(means, np.ones((8000, NODES)), ones, 0 * ones, band).astype(np.float64)
    came = random.poisson(means).astype(np.float64)
    assert coverage(came, found[:, 0], found[:, 1]) == pytest.approx(0.8, abs=0.015)


def test_bias_is_what_was_forecast_too_much() -> None:
    assert bias(array(10, 30), array(14, 28)) == pytest.approx(2 / 40)
    assert math.isnan(bias(array(0), array(1)))


def test_the_scale_of_mase_is_what_last_season_misses_on_known_pairs() -> None:
    known = array(10, 20, 13, math.nan, 10, 5)
    assert seasonal_scale(known, season=2) == pytest.approx((3 + 3) / 2)
    assert math.isnan(seasonal_scale(array(1, 2), season=7))


def test_mase_of_the_seasonal_naive_forecast_in_sample_is_one() -> None:
    known = array(10, 20, 13, 26, 9, 22)
    assert mase(known[2:], known[:-2], seasonal_scale(known, season=2)) == pytest.approx(1.0)


def test_skill_is_the_share_of_the_reference_error_that_is_saved() -> None:
    actual = array(10, 20)
    assert skill(actual, array(11, 20), array(12, 22)) == pytest.approx(1 - 1 / 4)
    assert skill(actual, array(12, 22), array(12, 22)) == 0.0
    assert math.isnan(skill(actual, array(11, 20), actual))


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(0, 500)), min_size=2, max_size=20))
def test_bias_of_the_whole_is_that_of_its_parts_weighted_by_what_came(
    calls: list[tuple[int, int]],
) -> None:
    actual, forecast = np.array(calls, dtype=np.float64).T
    parts = [(actual[x : x + 1], forecast[x : x + 1]) for x in range(len(actual))]
    weighted = sum(bias(*x) * float(x[0].sum()) for x in parts) / actual.sum()
    assert bias(actual, forecast) == pytest.approx(weighted)
