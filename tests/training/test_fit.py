"""One queue from history to numbers, on usual histories and on hardly usable ones."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import pytest
from scipy.special import ndtri

from models.arrays import Floats
from models.numeric.counts import count_quantiles, factor_nodes
from tests.training.series_cases import Case, day_index
from training.fit import QueueFit, fit_queue
from training.level.components import COMPONENTS
from training.level.level_notes import level_change_note
from training.level.past_averages import weekday_average
from training.level.trust import day_trust

USUAL = Case(calls=500.0)
PROBABILITIES = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])


def gaps(case: Case) -> Floats:
    """Every second interval is missing, at random."""
    missing = np.random.default_rng(2).random((case.days, case.slots)) < 0.5
    return np.where(missing, np.nan, case.counts())


def zeros(case: Case) -> Floats:
    return np.zeros((case.days, case.slots))


def one_call(case: Case) -> Floats:
    counts = zeros(case)
    counts[case.days // 2, case.slots // 2] = 1
    return counts


def always_the_same(case: Case) -> Floats:
    return np.round(case.truth[: case.days])


def ends_in_gaps(case: Case) -> Floats:
    counts = case.counts()
    counts[-30:] = np.nan
    return counts


def begins_late(case: Case) -> Floats:
    counts = case.counts()
    counts[: case.days - 16] = np.nan
    return counts


DAILY = replace(USUAL, slots=1)
HISTORIES = {
    "usual": (USUAL, USUAL.counts()),
    "two weeks": (replace(USUAL, days=14), None),
    "three weeks": (replace(USUAL, days=21), None),
    "fourteen months": (replace(USUAL, days=430), None),
    "one call a day": (replace(USUAL, calls=1.0), None),
    "half of the intervals missing": (USUAL, gaps(USUAL)),
    "all zeros": (USUAL, zeros(USUAL)),
    "three weeks of zeros": (replace(USUAL, days=21), zeros(replace(USUAL, days=21))),
    "a single call": (USUAL, one_call(USUAL)),
    "nothing known": (USUAL, np.full((USUAL.days, USUAL.slots), np.nan)),
    "every week the same": (USUAL, always_the_same(USUAL)),
    "the last month missing": (USUAL, ends_in_gaps(USUAL)),
    "only the last days known": (USUAL, begins_late(USUAL)),
    "a single open weekday": (USUAL.weekly(0, 0, 1, 0, 0, 0, 0), None),
    "daily": (DAILY, None),
    "three weeks of days": (replace(DAILY, days=21), None),
    "never open": (USUAL.weekly(0, 0, 0, 0, 0, 0, 0), None),
}
EVERY = pytest.mark.parametrize("name", HISTORIES)


def fitted(case: Case, counts: Floats | None = None) -> QueueFit:
    return fit_queue(case.series(counts))


@cache
def fit_of(name: str) -> QueueFit:
    return fitted(*HISTORIES[name])


def day_truth(case: Case) -> Floats:
    return np.asarray(case.truth[case.days :].sum(axis=1))


def miss(case: Case, fit: QueueFit) -> float:
    truth = day_truth(case)
    return float(np.abs(fit.day_mean - truth).sum() / truth.sum())


@EVERY
def test_means_are_finite_not_negative_and_zero_on_closed_days(name: str) -> None:
    (case, _), fit = HISTORIES[name], fit_of(name)
    closed = ~case.open_slots[case.days :].any(axis=1)
    assert fit.day_mean.shape == (case.horizon,)
    assert (np.isfinite(fit.day_mean) & (fit.day_mean >= 0)).all()
    assert (fit.day_mean[closed] == 0).all()


@EVERY
def test_shares_are_those_of_a_whole_day_and_zero_in_closed_slots(name: str) -> None:
    (case, _), fit = HISTORIES[name], fit_of(name)
    is_open = case.open_slots[case.days :]
    np.testing.assert_allclose(fit.shares.sum(axis=1), is_open.any(axis=1).astype(float))
    assert (fit.shares[~is_open] == 0).all()
    assert (fit.shares >= 0).all()


@EVERY
def test_quantiles_of_the_intervals_are_whole_numbers_in_order(name: str) -> None:
    fit = fit_of(name)
    z = np.repeat(ndtri((np.arange(200) + 0.5) / 200)[:, None], len(fit.day_mean), axis=1)
    factors = np.repeat(
        factor_nodes(fit.factor.draws(z, np.linspace(0.0, 1.0, len(z)))),
        fit.shares.shape[1],
        axis=0,
    )
    means = (fit.day_mean[:, None] * fit.shares).ravel()
    noise = (
        np.full(len(means), fit.noise.dispersion),
        np.repeat(fit.slot_variance, fit.shares.shape[1]),
    )
    quantiles = count_quantiles(means, factors, *noise, PROBABILITIES)
    assert (quantiles >= 0).all()
    assert (np.diff(quantiles, axis=1) >= 0).all()
    assert (quantiles[means == 0] == 0).all()


@EVERY
def test_what_is_kept_for_paths_is_finite(name: str) -> None:
    fit = fit_of(name)
    assert np.isfinite(fit.factor.deviation).all()
    assert np.isfinite(fit.factor.shape).all()
    assert np.isfinite(fit.combination.weights).all()
    assert ((fit.trust >= 0) & (fit.trust <= 1)).all()


@pytest.mark.parametrize("name", ["all zeros", "three weeks of zeros"])
def test_zeros_are_forecast_as_hardly_any_calls(name: str) -> None:
    assert fit_of(name).day_mean.max() < 0.01


@pytest.mark.parametrize(
    ("name", "bound"),
    [
        ("usual", 0.05),
        ("three weeks", 0.08),
        ("fourteen months", 0.06),
        ("half of the intervals missing", 0.08),
        ("every week the same", 0.04),
        ("a single open weekday", 0.06),
        ("daily", 0.05),
    ],
)
def test_a_steady_week_is_found_again(name: str, bound: float) -> None:
    assert miss(HISTORIES[name][0], fit_of(name)) < bound


def test_days_without_calls_count_where_calls_are_few() -> None:
    cases = [replace(USUAL, calls=1.0, seed=seed) for seed in range(3)]
    forecast = sum(fitted(case).day_mean.sum() for case in cases)
    assert 0.75 < forecast / sum(day_truth(case).sum() for case in cases) < 1.25


def test_the_year_is_learned_from_two_of_them() -> None:
    case = replace(USUAL, days=740, horizon=91, yearly=0.4)
    assert miss(case, fitted(case)) < 0.08


def test_three_weeks_after_a_level_shift_the_usual_average_is_beaten() -> None:
    case = replace(USUAL, level={USUAL.days - 21: 1.4})
    series = case.series()
    average = weekday_average(series, series.totals, 8) * series.open_days[case.days :]
    truth = day_truth(case)
    assert miss(case, fitted(case)) < 0.8 * np.abs(average - truth).sum() / truth.sum()


def test_an_outage_day_hardly_moves_the_forecast() -> None:
    counts = USUAL.counts()
    usual = fitted(USUAL, counts).day_mean.sum()
    counts[USUAL.days - 5] *= 0.02
    assert abs(fitted(USUAL, counts).day_mean.sum() / usual - 1) < 0.03


def test_a_day_of_four_times_the_calls_hardly_moves_the_forecast() -> None:
    counts = USUAL.counts()
    usual = fitted(USUAL, counts).day_mean.sum()
    counts[USUAL.days - 7] *= 4
    assert abs(fitted(USUAL, counts).day_mean.sum() / usual - 1) < 0.03


def test_outages_and_strikes_are_not_trusted_and_usual_days_are() -> None:
    counts = USUAL.counts()
    counts[100], counts[108] = counts[100] * 0.02, counts[108] * 5
    trust = day_trust(USUAL.series(counts))
    assert trust[100] == 0
    assert trust[108] == 0
    assert np.mean(trust[:100] > 0.9) > 0.9


def test_closed_holidays_of_the_horizon_get_no_calls() -> None:
    christmas = date(2024, 12, 25)
    case = replace(USUAL, days=day_index(USUAL, christmas) - 7)
    fit = fitted(case)
    assert fit.day_mean[7] == 0
    assert fit.day_mean[8] > 0
    assert case.dates[case.days + 7] == christmas


def test_holidays_that_are_open_are_learned_from_those_before() -> None:
    open_all_year = replace(
        USUAL.weekly(1.1, 1, 1, 1, 1, 1, 1),
        days=day_index(USUAL, date(2025, 6, 1)),
        closed_on_holidays=False,
    )
    series = open_all_year.series()
    counts = open_all_year.counts()
    counts[series.features.holiday[: series.history_days]] *= 0.3
    fit = fitted(open_all_year, np.round(counts))
    whit_monday = (date(2025, 6, 9) - series.days[series.history_days]) // timedelta(days=1)
    assert fit.day_mean[whit_monday] < 0.6 * fit.day_mean[whit_monday + 7]


def test_the_same_history_gives_the_same_numbers() -> None:
    one, two = fitted(USUAL), fitted(USUAL)
    assert (one.day_mean == two.day_mean).all()
    assert (one.shares == two.shares).all()
    assert (one.factor.shape == two.factor.shape).all()


NUMBERS = ("deviation", "doubt", "persistence", "shape")


def arrays(fit: QueueFit) -> dict[str, Floats]:
    """All of a fit that the components have a say in."""
    return {
        "day_mean": fit.day_mean,
        "shares": fit.shares,
        "slot_variance": fit.slot_variance,
        "parts": fit.parts,
        "weights": fit.combination.weights,
        "forecasts": fit.combination.errors.forecasts,
        "inner_mean": fit.combination.inner_mean,
        **{f"factor {x}": getattr(fit.factor, x) for x in NUMBERS},
        "story": fit.factor.story.log_ratio,
        "story's probability": fit.factor.story.probability,
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("days", [15, 450, 800], ids=["two weeks", "fifteen months", "two years"])
def test_the_order_of_the_components_changes_no_bit_of_a_fit(days: int, seed: int) -> None:
    series = replace(USUAL, days=days, yearly=0.2, level={days - 20: 1.3}).series()
    order = np.random.default_rng(seed).permutation(len(COMPONENTS))
    shuffled = [COMPONENTS[i] for i in order.tolist()]
    one, other = fit_queue(series), fit_queue(series, shuffled)
    assert other.combination.names == one.combination.names
    for name, array in arrays(one).items():
        np.testing.assert_array_equal(arrays(other)[name], array, err_msg=name)


def test_a_shift_that_both_weeks_show_is_said_and_a_steady_level_is_not() -> None:
    steady = replace(USUAL, days=400, calls=1000.0)
    risen = fit_queue(replace(steady, level={400 - 21: 1.4}).series())
    assert 0.3 < risen.level_change < 0.5
    assert "above" in level_change_note(risen.level_change)[0]
    assert level_change_note(fit_queue(steady.series()).level_change) == []
