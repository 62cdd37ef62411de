"""Which components are believed, at which lead."""

from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.training.series_cases import Case
from training.level.combine import (
    BUCKETS,
    Combination,
    combine,
    inner_backtest,
    inner_origins,
    lead_bucket,
)
from training.level.components import COMPONENTS, USUAL, Component, Needs, level_forecasts
from training.level.known_days import KnownDays
from training.level.level_shift import unshifted

SHIFTED = Case(days=200, horizon=28, calls=1000.0, level={150: 0.6})


def combination(case: Case) -> Combination:
    return combine(case.series(), np.ones(case.days), COMPONENTS)


def inner_wape(found: Combination, last_lead: int = 28) -> tuple[float, float]:
    """Of the combination and of the usual average."""
    errors = found.errors
    near = errors.lead <= last_lead
    average = errors.forecasts[near, errors.names.index(USUAL.name)]
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
    origins = inner_origins(date(2024, 1, 1), days)
    assert (np.diff(origins) > 0).all()
    assert ((origins > 0) & (origins < days)).all()


def test_two_weeks_of_history_are_too_short_to_judge_and_ten_are_not() -> None:
    assert len(inner_origins(date(2024, 1, 1), 14)) == 0
    assert len(inner_origins(date(2024, 1, 1), 70)) >= 8


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
    known = KnownDays(SHIFTED.series(), SHIFTED.days, np.ones(SHIFTED.days))
    parts = level_forecasts(COMPONENTS, known)
    stacked = np.stack([parts[name] for name in found.names])
    mean = found.mean(parts, unshifted(SHIFTED.horizon))
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


def test_unusual_days_judge_ranges_and_no_component() -> None:
    trust = np.ones(SHIFTED.days)
    trust[190] = 0.0
    judged = inner_backtest(SHIFTED.series(), trust, COMPONENTS)
    assert not judged.trusted[judged.day == 190].any()
    assert judged.trusted[judged.day == 191].all()
    assert 190 in judged.day


def test_the_next_night_judges_by_the_same_origins() -> None:
    first = date(2024, 1, 1)
    tonight, tomorrow = (set(inner_origins(first, x).tolist()) for x in (800, 801))
    assert len(tonight & tomorrow) >= len(tonight) - 1
    assert len(tonight) >= 12


def test_inner_forecasts_know_nothing_of_the_days_they_are_judged_on() -> None:
    counts = SHIFTED.counts()
    first = int(inner_origins(SHIFTED.series().first, SHIFTED.days)[0])
    other = counts.copy()
    other[first:] *= 2
    trust = np.ones(SHIFTED.days)
    one, two = (inner_backtest(SHIFTED.series(x), trust, COMPONENTS) for x in (counts, other))
    rows = one.origin == 0
    assert rows.any()
    np.testing.assert_array_equal(one.forecasts[rows], two.forecasts[rows])
    assert (two.actual[rows] == 2 * one.actual[rows]).all()


def knowing(name: str, family: str, wrong_by: float = 1.0) -> Component:
    """A component that knows what is expected of the shifted case, but for a factor."""

    def truth(known: KnownDays) -> NDArray[np.float64]:
        return np.asarray(wrong_by * SHIFTED.truth[known.origin :].sum(axis=1))

    return Component(name, family, Needs(), truth)


def weights_of(*components: Component) -> dict[str, NDArray[np.float64]]:
    """Name -> weights by lead on the shifted case."""
    found = combine(SHIFTED.series(), np.ones(SHIFTED.days), components)
    return dict(zip(found.names, found.weights.T, strict=True))


def test_a_component_that_is_entered_is_weighed_with_the_others() -> None:
    weights = weights_of(*COMPONENTS, knowing("the truth", "the truth"))
    judged = slice(0, 4)  # no inner origin sees further than three months
    truth = weights.pop("the truth")
    assert all((truth > x)[judged].all() for x in weights.values())


def test_a_family_weighs_the_same_however_many_are_in_it() -> None:
    one = knowing("one", "knowing, more or less", 1.05)
    twin = knowing("before, by name and with a comma", "knowing, more or less", 1.05)
    alone, together = weights_of(USUAL, one), weights_of(USUAL, one, twin)
    np.testing.assert_allclose(together[one.name] + together[twin.name], alone[one.name])
    np.testing.assert_allclose(together[USUAL.name], alone[USUAL.name])


def test_components_are_fitted_at_the_inner_origins_and_nowhere_else() -> None:
    asked = []

    def remembered(known: KnownDays) -> NDArray[np.float64]:
        asked.append(known.origin)
        return USUAL.fit(known)

    weights_of(USUAL, Component("remembered", "remembered", Needs(), remembered))
    assert asked == inner_origins(SHIFTED.series().first, SHIFTED.days).tolist()
