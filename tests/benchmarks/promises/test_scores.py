"""Ranges are scored so that right ones hold what they say, however coarse the outcomes are."""

import numpy as np
import pytest

from benchmarks.promises.calls import Floats
from benchmarks.promises.scores import by_law, by_quantiles, level_score, range_score
from benchmarks.promises.world import Played

RUNS, PERIODS = 2000, 6


def small_pool(seed: int, calls: float, level: float) -> Floats:
    random = np.random.default_rng(seed)
    offered = random.poisson(calls, (RUNS, PERIODS))
    in_time = random.binomial(offered, level)
    return Played(offered, in_time).levels


@pytest.mark.parametrize("calls", [1.0, 6.0, 300.0])
def test_a_right_law_scores_a_tenth_on_either_side(calls: float) -> None:
    outcomes, law = small_pool(1, calls, 0.85), small_pool(2, calls, 0.85)
    quantiles = (np.round(np.nanquantile(law, q, axis=0), 4) for q in (0.1, 0.9))
    for beyond in (by_law(outcomes, law), by_quantiles(outcomes, *quantiles)):
        score = range_score(*beyond)
        assert score.below == pytest.approx(10.0, abs=1.5)
        assert score.above == pytest.approx(10.0, abs=1.5)
        assert score.inside == pytest.approx(80.0, abs=2.0)


@pytest.mark.parametrize("calls", [6.0, 300.0])
def test_a_law_that_promises_too_much_is_missed_below(calls: float) -> None:
    outcomes, law = small_pool(1, calls, 0.80), small_pool(2, calls, 0.85)
    score = range_score(*by_law(outcomes, law))
    assert score.below > 13.0
    assert score.above < 8.5


def test_a_range_that_is_too_narrow_is_missed_on_both_sides() -> None:
    outcomes = small_pool(1, 300.0, 0.8)
    score = range_score(*by_quantiles(outcomes, np.full(PERIODS, 0.79), np.full(PERIODS, 0.81)))
    assert score.below > 25.0
    assert score.above > 25.0
    assert score.below + score.inside + score.above == pytest.approx(100.0)


def test_levels_are_weighted_by_calls_and_chance_is_told_apart() -> None:
    random = np.random.default_rng(4)
    offered = random.poisson([10.0, 1000.0], (RUNS, 2))
    came = Played(offered, random.binomial(offered, [0.5, 0.8]))
    score = level_score(np.array([0.5, 0.8]), came)
    assert score.promised == pytest.approx(100 * (0.5 * 10 + 0.8 * 1000) / 1010, abs=0.05)
    assert abs(score.difference) <= 4 * score.error
    assert score.distance == pytest.approx(score.chance, rel=2.0)
    assert level_score(np.array([0.52, 0.82]), came).difference == pytest.approx(-2.0, abs=0.1)
