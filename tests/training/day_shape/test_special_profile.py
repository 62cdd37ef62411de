"""Shapes of holidays and the days beside them, believed as far as they foretell."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from models.arrays import Floats
from tests.training.series_cases import Case, day_index, still
from training.day_shape.profile import ProfileChoice, profiles
from training.day_shape.special_profile import (
    KINDS,
    OWN_SHARES,
    USUAL,
    SpecialProfiles,
    day_kinds,
    left_out,
    special_profiles,
)
from training.series.queue import QueueSeries

CASE = Case(days=900, calls=2000.0, closed_on_holidays=False)
HOLIDAY, BRIDGE, BEFORE, AFTER = 0, 1, 2, 3
FIRST, LAST = 6, 17  # open slots


def kind_of(day: date, case: Case = CASE) -> int:
    return int(day_kinds(case.series())[day_index(case, day)])


def of_kind(number: int, case: Case = CASE) -> NDArray[np.bool_]:
    """(D,) open days of history."""
    series = case.series()
    return np.asarray((day_kinds(series) == number)[: case.days] & series.open_days[: case.days])


def mornings(days: NDArray[np.bool_], case: Case = CASE, seed: int = 3) -> Floats:
    """Counts whose ``days`` have as many calls as always, but nine tenths before noon."""
    mean = case.truth[: case.days].copy()
    totals = mean[days].sum(axis=1, keepdims=True)
    shape = np.zeros(case.slots)
    shape[FIRST:12], shape[12 : LAST + 1] = 0.9 / 6, 0.1 / 6
    mean[days] = totals * shape
    return np.random.default_rng(seed).poisson(mean).astype(np.float64)


def weekday_shares(series: QueueSeries) -> Floats:
    """(D + H, S)"""
    choice = ProfileChoice(365.0, 100.0, 0.0)
    table = profiles(series, series.history_days, trusting(series), choice, still(series))
    return np.asarray(table[series.weekday])


def trusting(series: QueueSeries) -> Floats:
    return np.ones(series.history_days)


def learned(counts: Floats, case: Case = CASE, trust: Floats | None = None) -> SpecialProfiles:
    series = case.series(counts)
    believed = trusting(series) if trust is None else trust
    return special_profiles(series, believed, weekday_shares(series))


def morning_share(shares: Floats) -> float:
    return float(shares[:12].sum() / shares.sum())


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2025, 4, 21), HOLIDAY),  # Easter Monday
        (date(2025, 5, 2), BRIDGE),  # the Friday after Labour Day
        (date(2025, 4, 22), AFTER),
        (date(2025, 4, 30), BEFORE),
        (date(2025, 4, 23), USUAL),
        (date(2025, 4, 26), USUAL),  # a plain Saturday
    ],
)
def test_a_day_is_of_the_first_kind_that_fits(day: date, kind: int) -> None:
    assert kind_of(day) == kind


def test_kinds_are_those_of_the_calendars_columns_in_history_and_horizon() -> None:
    series = CASE.series()
    kinds = day_kinds(series)
    assert kinds.shape == (CASE.days + CASE.horizon,)
    assert ((kinds == HOLIDAY) == series.features.holiday).all()
    columns = [series.features.names.index(name) for name in KINDS]
    assert ((kinds != USUAL) == (series.features.fixed[:, columns] > 0).any(axis=1)).all()


def test_holidays_of_another_shape_keep_it_and_other_days_keep_theirs() -> None:
    counts = mornings(of_kind(HOLIDAY))
    found = learned(counts)
    assert found.own[HOLIDAY] == OWN_SHARES[-1]
    assert morning_share(found.shares[HOLIDAY]) == pytest.approx(0.9, abs=0.01)
    usual = weekday_shares(CASE.series(counts))[[0, 0]]  # Mondays
    mixed = found.mixed(usual, np.array([HOLIDAY, USUAL]))
    assert morning_share(mixed[0]) > 0.8
    assert (mixed[1] == usual[1]).all()
    assert morning_share(usual[0]) < 0.6


def test_a_shape_like_the_weekdays_changes_hardly_anything() -> None:
    counts = CASE.counts()
    table, found = weekday_shares(CASE.series(counts)), learned(counts)
    for kind in (HOLIDAY, BRIDGE, BEFORE, AFTER):
        for weekday in range(5):
            mixed = found.mixed(table[[weekday]], np.array([kind]))
            assert np.abs(mixed - table[weekday]).max() < 0.005


def test_days_that_agree_on_no_shape_keep_the_weekdays() -> None:
    """Half of them have mornings only, half afternoons: each foretells the others badly."""
    counts, days = CASE.counts(), np.flatnonzero(of_kind(HOLIDAY))
    counts[days[::2], 12:], counts[days[1::2], :12] = 0.0, 0.0
    assert learned(counts).own[HOLIDAY] <= OWN_SHARES[1]


def test_each_kind_mixes_its_own_shape_in_and_usual_days_keep_theirs() -> None:
    own = np.array([0.9, 0.5, 0.0, 0.3])
    found = SpecialProfiles(np.eye(4), own)
    usual = np.full((5, 4), 0.25)
    mixed = found.mixed(usual, np.array([0, 1, 2, 3, USUAL]))
    expected = np.vstack([(1 - own)[:, None] / 4 + np.diag(own), usual[4]])
    np.testing.assert_allclose(mixed, expected)


@pytest.mark.parametrize(("seen", "believed"), [(2, False), (3, True)])
def test_a_kind_of_few_days_has_no_shape_of_its_own(seen: int, believed: bool) -> None:
    days = of_kind(HOLIDAY)
    trust = np.ones(CASE.days)
    trust[np.flatnonzero(days)[seen:]] = 0.0
    assert (learned(mornings(days), trust=trust).own[HOLIDAY] > 0) == believed


def test_days_without_trust_do_not_bend_a_shape() -> None:
    counts, strange = mornings(of_kind(HOLIDAY)), np.flatnonzero(of_kind(HOLIDAY))[0]
    other, trust = counts.copy(), np.ones(CASE.days)
    other[strange, FIRST:LAST], trust[strange] = 500.0, 0.0
    one, two = learned(counts, trust=trust), learned(other, trust=trust)
    np.testing.assert_array_equal(one.shares, two.shares)
    np.testing.assert_array_equal(one.own, two.own)


def test_slots_that_were_not_seen_do_not_bend_a_shape() -> None:
    counts = mornings(of_kind(HOLIDAY))
    counts[np.random.default_rng(4).random(counts.shape) < 0.3] = np.nan
    shares = learned(counts).shares[HOLIDAY]
    assert morning_share(shares) == pytest.approx(0.9, abs=0.015)
    assert shares.sum() == pytest.approx(1, abs=0.05)


def test_a_day_left_out_is_foretold_by_the_others_alone() -> None:
    """Of the one holiday with all calls at the end, nothing is expected there."""
    days = np.flatnonzero(of_kind(HOLIDAY))
    counts = mornings(of_kind(HOLIDAY))
    counts[days] = np.where(np.arange(CASE.slots) < 12, counts[days], 0.0)
    counts[days[5], FIRST:LAST], counts[days[5], LAST] = 0.0, 1000.0
    series = CASE.series(counts)
    table = np.zeros((len(CASE.dates), CASE.slots))  # so that only the kind's own shape tells
    shares = np.zeros((len(KINDS), CASE.slots))
    found = SpecialProfiles(shares, np.array([0.9, 0.0, 0.0, 0.0]))
    seen, means = left_out(series, trusting(series), table, found)
    of_day = seen == 1000.0
    assert of_day.sum() == 1
    assert means[of_day][0] < 0.01


def test_what_is_left_out_is_every_special_days_open_slots_with_its_own_total() -> None:
    series = CASE.series()
    table = weekday_shares(series)
    found = special_profiles(series, trusting(series), table)
    counts, means = left_out(series, trusting(series), table, found)
    special = (day_kinds(series)[: CASE.days] != USUAL) & series.open_days[: CASE.days]
    assert len(counts) == special.sum() * (LAST - FIRST + 1)
    np.testing.assert_allclose(
        counts.reshape(-1, LAST - FIRST + 1).sum(axis=1),
        means.reshape(-1, LAST - FIRST + 1).sum(axis=1),
    )


def test_slots_that_were_not_seen_are_not_left_out_days_calls() -> None:
    counts = CASE.counts()
    counts[np.random.default_rng(4).random(counts.shape) < 0.3] = np.nan
    series = CASE.series(counts)
    table = weekday_shares(series)
    found = special_profiles(series, trusting(series), table)
    seen, means = left_out(series, trusting(series), table, found)
    known = ~np.isnan(series.totals) & (day_kinds(series)[: CASE.days] != USUAL)
    assert means.sum() == pytest.approx(np.nansum(counts[known]))
    assert means.sum() == pytest.approx(seen.sum())


def test_without_special_days_nothing_is_special_and_nothing_is_left_out() -> None:
    case = replace(CASE, days=60)  # from January to March
    counts = case.counts()
    for kind in (HOLIDAY, BRIDGE, BEFORE, AFTER):
        counts[of_kind(kind, case)] = 0.0
    series = case.series(counts)
    found = learned(counts, case)
    assert (found.own == 0).all()
    assert len(left_out(series, trusting(series), weekday_shares(series), found)[0]) == 0
