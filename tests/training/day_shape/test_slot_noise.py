"""How noisy slots are around their share of the day: by weekday, lead and kind of day."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from models.arrays import Floats
from tests.training.series_cases import Case
from training.day_shape.profile import ProfileChoice
from training.day_shape.slot_noise import SPECIAL, Noise, noise_groups, plain_noise, slot_noise
from training.day_shape.special_profile import day_kinds
from training.level.combine import BUCKETS, lead_bucket

CASE = Case(days=300, calls=2000.0)
OPEN = Case(days=900, calls=2000.0, closed_on_holidays=False)
STEADY = ProfileChoice(365.0, 100.0, 0.0)
SLOT_MEAN = 2000.0 / 12


def noisy(
    case: Case, variance: Floats | float, dispersion: float = 1.02, mean: Floats | None = None
) -> Floats:
    """Counts with variance dispersion m + variance m^2; ``variance`` one or one a day (D,)."""
    random = np.random.default_rng(case.seed)
    m = case.truth[: case.days] if mean is None else mean
    of_day = np.broadcast_to(variance, case.days)[:, None]
    excess = np.maximum(dispersion - 1 + of_day * m, 1e-9)
    rates = random.gamma(np.maximum(m, 1e-9) / excess) * excess
    return np.where(m > 0, random.poisson(rates), 0).astype(np.float64)


def found_in(case: Case, counts: Floats, choice: ProfileChoice = STEADY) -> Noise:
    return slot_noise(case.series(counts), np.ones(case.days), choice)


def special_days(case: Case) -> NDArray[np.bool_]:
    return np.asarray(day_kinds(case.series())[: case.days] >= 0)


def total_variance(noise: Noise, mean: float) -> Floats:
    """(buckets, groups) variance over the mean's square."""
    return np.asarray(noise.dispersion / mean + noise.slot_variance)


@pytest.mark.parametrize(
    ("variance", "dispersion"), [(0.0, 1.02), (0.0, 3.0), (0.03, 1.02), (0.06, 2.0), (0.25, 1.02)]
)
def test_the_noise_that_counts_were_drawn_with_is_found(variance: float, dispersion: float) -> None:
    noise = found_in(CASE, noisy(CASE, variance, dispersion))
    usual = total_variance(noise, SLOT_MEAN)[:, :6]  # Sundays are closed
    assert usual.mean() == pytest.approx(dispersion / SLOT_MEAN + variance, rel=0.2)


def test_where_calls_are_few_their_noise_is_found_too() -> None:
    found = []
    for seed in range(8):
        case = replace(CASE, calls=60.0, seed=seed)
        found.append(total_variance(found_in(case, noisy(case, 0.0, 2.0)), 5.0)[:, :6].mean())
    assert np.mean(found) == pytest.approx(2.0 / 5.0, rel=0.1)


def test_a_noisier_weekday_is_told_apart_and_the_others_stay_calm() -> None:
    mondays = np.array([day.weekday() == 0 for day in CASE.dates])[: CASE.days]
    noise = found_in(CASE, noisy(CASE, np.where(mondays, 0.12, 0.004)))
    assert (noise.slot_variance[:, 0] >= 2 * noise.slot_variance[:, 1:6].max(axis=1)).all()
    assert 0.05 < noise.slot_variance[:, 0].mean() < 0.2


def test_special_days_have_a_noise_of_their_own() -> None:
    special = special_days(OPEN)
    calm = found_in(OPEN, noisy(OPEN, np.where(special, 0.12, 0.002)))
    assert 0.06 <= calm.slot_variance[0, SPECIAL] <= 0.25
    assert (calm.slot_variance[:, :6] < 0.01).all()
    found = found_in(OPEN, noisy(OPEN, np.where(special, 0.0, 0.06)))
    total = total_variance(found, SLOT_MEAN)
    assert total[:, :6].mean() == pytest.approx(0.06, rel=0.2)
    assert (total[:, SPECIAL] < 0.8 * total[:, :6].mean()).all()


def test_a_special_shape_that_always_comes_back_is_not_noise() -> None:
    mean, special = OPEN.truth[: OPEN.days].copy(), special_days(OPEN)
    mean[special] = mean[special][:, ::-1]
    noise = found_in(OPEN, noisy(OPEN, 0.0, mean=mean))
    assert (noise.slot_variance[:, SPECIAL] < 0.01).all()


def test_without_special_days_theirs_is_the_noise_of_all_days() -> None:
    case = replace(CASE, days=63)  # to the fifth of March: none since the first week
    counts = noisy(case, 0.06)
    counts[special_days(case)] = 0.0
    noise = found_in(case, counts)
    assert 0.03 <= noise.slot_variance[0, SPECIAL] <= 0.12


def test_a_shape_that_wanders_is_noisier_the_farther_ahead() -> None:
    mean = CASE.truth[: CASE.days]
    tilt = np.exp(3.0 * np.linspace(0, 1, CASE.days)[:, None] * np.linspace(-1, 1, CASE.slots))
    moved = mean * tilt
    moved *= mean.sum(axis=1, keepdims=True) / np.maximum(moved.sum(axis=1, keepdims=True), 1e-9)
    noise = found_in(CASE, noisy(CASE, 0.0, mean=moved), ProfileChoice(56.0, 100.0, 0.0))
    weekdays = total_variance(noise, SLOT_MEAN)[:, :6].mean(axis=1)
    week, month, later = weekdays[1], weekdays[2], weekdays[3]
    assert 1.2 * week < month
    assert 1.2 * month < later


def test_leads_of_a_week_share_their_noise_and_so_do_those_beyond_a_month() -> None:
    noise = found_in(CASE, noisy(CASE, 0.03))
    assert noise.slot_variance.shape == (len(BUCKETS), SPECIAL + 1)
    assert (noise.slot_variance[0] == noise.slot_variance[1]).all()
    assert (noise.slot_variance[3] == noise.slot_variance[4]).all()


def test_later_leads_that_nothing_judges_take_the_noise_of_the_week() -> None:
    case = replace(CASE, days=35)
    noise = found_in(case, noisy(case, 0.06))
    assert (noise.slot_variance == noise.slot_variance[0]).all()
    assert 0.02 < noise.slot_variance[0, :6].mean() < 0.12


@pytest.mark.parametrize("case", [replace(CASE, days=20), replace(CASE, slots=1)], ids=str)
def test_too_little_history_and_daily_history_get_the_plain_noise(case: Case) -> None:
    noise = found_in(case, noisy(case, 0.25))
    assert noise.dispersion == plain_noise().dispersion
    assert (noise.slot_variance == 0).all()


def test_days_without_trust_add_no_noise() -> None:
    case = replace(CASE, days=140)
    counts, trust = noisy(case, 0.0), np.ones(case.days)
    strange = np.array([121, 128, 135])  # Wednesdays that end at noon
    counts[strange, 12:], trust[strange] = 0.0, 0.0
    series = case.series(counts)
    doubted = slot_noise(series, trust, STEADY)
    believed = slot_noise(series, np.ones(case.days), STEADY)
    assert (doubted.slot_variance < 0.01).all()
    assert believed.slot_variance[0].mean() > 0.02


def test_a_days_group_is_its_weekday_or_that_of_special_days() -> None:
    series = OPEN.series()
    groups = noise_groups(series)
    special = day_kinds(series) >= 0
    assert special.any()
    assert (groups[special] == SPECIAL).all()
    assert (groups[~special] == series.weekday[~special]).all()


def test_variances_are_looked_up_by_lead_and_group() -> None:
    table = np.arange(len(BUCKETS) * (SPECIAL + 1)).reshape(len(BUCKETS), -1) / 100.0
    noise = Noise(1.5, table)
    bucket = lead_bucket(np.array([1, 2, 8, 29, 400]))
    assert noise.variances(bucket, np.array([0, SPECIAL, 2, 3, 4])).tolist() == [
        table[0, 0],
        table[1, SPECIAL],
        table[2, 2],
        table[3, 3],
        table[4, 4],
    ]


def test_plain_noise_is_the_same_on_all_days() -> None:
    noise = plain_noise(1.2, 0.03)
    assert noise.dispersion == 1.2
    assert (noise.slot_variance == 0.03).all()
