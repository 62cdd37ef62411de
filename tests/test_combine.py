"""Which components are believed, at which lead."""

import numpy as np
import pytest

from tests.series import Case
from training.combine import (
    BUCKETS,
    FALLBACK,
    Combination,
    combine,
    inner_backtest,
    inner_origins,
    lead_bucket,
)
from training.level import level_components
from training.shift import ShiftedLevel

SHIFTED = Case(days=200, horizon=28, calls=1000.0, level={150: 0.6})


def combination(case: Case) -> Combination:
    return combine(case.series(), np.ones(case.days))


def inner_wape(found: Combination, last_lead: int = 28) -> tuple[float, float]:
    """Of the combination and of the usual average."""
    errors = found.errors
    near = errors.lead <= last_lead
    average = errors.forecasts[near, errors.names.index(FALLBACK)]
    actual = errors.actual[near]
    return (
        float(np.abs(found.inner_mean[near] - actual).sum() / actual.sum()),
        float(np.abs(average - actual).sum() / actual.sum()),
    )


def test_leads_fall_into_the_next_day_the_week_the_month_the_quarter_and_beyond() -> None:
    leads = np.array([1, 2, 7, 8, 28, 29, 91, 92, 700])
    assert lead_bucket(leads).tolist() == [0, 1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize("days", [14, 20, 24, 42, 70, 200, 800])
def test_inner_origins_lie_in_the_history_in_order_with_days_after_them(days: int) -> None:
    origins = inner_origins(days)
    assert (np.diff(origins) > 0).all()
    assert ((origins > 0) & (origins < days)).all()


def test_two_weeks_of_history_are_too_short_to_judge_and_ten_are_not() -> None:
    assert len(inner_origins(14)) == 0
    assert len(inner_origins(70)) >= 8


@pytest.mark.parametrize("case", [SHIFTED, Case(days=15), Case(days=70), Case(days=450)])
def test_weights_are_shares_at_every_lead(case: Case) -> None:
    weights = combination(case).weights
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), np.ones(len(BUCKETS)))


def test_without_an_inner_back_test_all_components_weigh_the_same() -> None:
    weights = combination(Case(days=15)).weights
    assert np.ptp(weights) < 1e-12


def test_the_combined_mean_is_the_weighted_mean_of_the_components() -> None:
    found = combination(SHIFTED)
    parts = level_components(SHIFTED.series(), SHIFTED.days, np.ones(SHIFTED.days))
    stacked = np.stack([parts[name] for name in found.names])
    unshifted = ShiftedLevel(0.0, np.zeros(SHIFTED.horizon))
    mean = found.mean(parts, unshifted)
    np.testing.assert_allclose(mean[0], found.weights[0] @ stacked[:, 0])
    np.testing.assert_allclose(mean[27], found.weights[2] @ stacked[:, 27])
    open_days = stacked.max(axis=0) > 0
    assert (mean[open_days] >= stacked.min(axis=0)[open_days] - 1e-9).all()
    assert (mean <= stacked.max(axis=0) + 1e-9).all()


def test_after_a_level_shift_the_combination_beats_the_usual_average() -> None:
    ours, average = inner_wape(combination(SHIFTED))
    assert ours < 0.8 * average


def test_on_a_steady_queue_the_combination_is_about_as_good_as_the_usual_average() -> None:
    ours, average = inner_wape(combination(Case(days=200, calls=1000.0)))
    assert ours < 1.1 * average


def test_days_of_an_outage_judge_nobody() -> None:
    trust = np.ones(SHIFTED.days)
    trust[190] = 0.0
    judged = inner_backtest(SHIFTED.series(), trust).day
    assert 190 not in judged
    assert 191 in judged


def test_inner_forecasts_know_nothing_of_the_days_they_are_judged_on() -> None:
    counts = SHIFTED.counts()
    first = int(inner_origins(SHIFTED.days)[0])
    other = counts.copy()
    other[first:] *= 2
    trust = np.ones(SHIFTED.days)
    one, two = (inner_backtest(SHIFTED.series(x), trust) for x in (counts, other))
    rows = one.origin == 0
    assert rows.any()
    assert (one.forecasts[rows] == two.forecasts[rows]).all()
    assert (two.actual[rows] == 2 * one.actual[rows]).all()
