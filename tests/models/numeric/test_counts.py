"""Quantiles of over-dispersed counts, judged by simulation and by laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson

from models.arrays import Floats
from models.numeric.counts import NODE_WEIGHTS, NODES, count_quantiles, factor_nodes

PROBABILITIES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])


def quantiles(mean: float, factors: Floats, dispersion: float, slot: float) -> list[int]:
    found = count_quantiles(
        np.array([mean]), factors[None, :], np.array([dispersion]), np.array([slot]), PROBABILITIES
    )
    return [int(k) for k in found[0]]


@pytest.mark.parametrize("mean", [0.3, 4.0, 40.0, 900.0])
def test_without_day_uncertainty_they_are_the_negative_binomials(mean: float) -> None:
    dispersion = 1.8
    size = mean / (dispersion - 1)
    exact = nbinom.ppf(PROBABILITIES, size, 1 / dispersion)
    assert quantiles(mean, np.ones(NODES), dispersion, 0.0) == exact.tolist()


def test_without_any_over_dispersion_they_are_the_poissons() -> None:
    assert quantiles(12.0, np.ones(NODES), 1.0, 0.0) == poisson.ppf(PROBABILITIES, 12.0).tolist()


def test_a_mixture_agrees_with_simulation() -> None:
    random = np.random.default_rng(1)
    factors = factor_nodes(np.exp(0.15 * random.standard_normal((400, 1))))[0]
    rates = 50.0 * random.choice(factors, p=NODE_WEIGHTS, size=400_000)
    excess = 0.6 + 0.01 * rates
    counts = random.poisson(random.gamma(rates / excess, excess))
    found = quantiles(50.0, factors, 1.6, 0.01)
    assert np.abs(found - np.quantile(counts, PROBABILITIES)).max() <= 1


def test_closed_intervals_are_exactly_zero() -> None:
    assert quantiles(0.0, np.ones(NODES), 2.0, 0.1) == [0] * 7


@settings(max_examples=60)
@given(
    mean=st.floats(1e-6, 5000),
    dispersion=st.floats(1, 10),
    slot=st.floats(0, 0.3),
    spread=st.floats(0, 1),
)
def test_they_never_fall_and_each_is_the_smallest_that_reaches_its_share(
    mean: float, dispersion: float, slot: float, spread: float
) -> None:
    factors = np.exp(spread * np.linspace(-1, 1, NODES))
    found = quantiles(mean, factors, dispersion, slot)
    assert found == sorted(found)
    rates = mean * factors
    excess = np.maximum(dispersion - 1 + slot * rates, 1e-6)

    def reached(k: int) -> float:
        return float(nbinom.cdf(k, rates / excess, 1 / (1 + excess)) @ NODE_WEIGHTS)

    for k, p in zip(found, PROBABILITIES, strict=True):
        assert reached(k) >= p - 1e-9
        assert k == 0 or reached(k - 1) < p + 1e-9


def test_nodes_keep_the_mean_of_the_draws_and_their_order() -> None:
    draws = np.exp(0.3 * np.random.default_rng(2).standard_normal((400, 5)))
    nodes = factor_nodes(draws)
    assert nodes @ NODE_WEIGHTS == pytest.approx(draws.mean(axis=0), rel=1e-12)
    assert (np.diff(nodes, axis=1) >= 0).all()
