"""Days that are spread daily totals tell a queue's level, and neither shape nor noise of slots."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sqlalchemy import update

from data.calendar.clock import day_start
from data.database.schema import history
from models.arrays import Flags, Floats
from tests.training.series.test_history_series import days_of_october, given, stored
from tests.training.series_cases import Case
from training.day_shape.pooling import calls_by_weekday
from training.day_shape.profile import choose_profile
from training.day_shape.slot_noise import slot_noise
from training.fit import fit_queue, future_shares
from training.handling.learned import learned_handling
from training.series.queue import QueueSeries

CASE = Case(days=224, horizon=28, calls=800.0)
LAST = np.arange(CASE.days) >= CASE.days - 56  # eight weeks


def flat(counts: Floats) -> Floats:
    """Every day's calls, the same in every open slot."""
    opened = CASE.open_slots[: CASE.days]
    of_day = np.nansum(counts, axis=1) / np.maximum(opened.sum(axis=1), 1)
    return np.where(opened, of_day[:, None], 0.0)


def spread(days: Flags, factor: float = 1.0) -> QueueSeries:
    """The case with some days known by their totals, which are times ``factor``."""
    counts = np.where(days[:, None], flat(CASE.counts()) * factor, CASE.counts())
    return replace(CASE.series(counts), spread=days)


def shares(series: QueueSeries) -> Floats:
    trust = np.ones(CASE.days)
    return future_shares(series, trust, choose_profile(series, trust))


def true_shares() -> Floats:
    truth = CASE.truth[CASE.days :]
    return np.asarray(truth / np.maximum(truth.sum(axis=1, keepdims=True), 1e-12))


def apart(found: Floats) -> float:
    """The most that a day's shares and the true ones are apart, half of the sum."""
    return float(np.abs(found - true_shares()).sum(axis=1).max() / 2)


@pytest.mark.parametrize("days", [LAST, ~LAST, np.arange(CASE.days) % 3 == 0])
def test_spread_days_teach_no_shape(days: Flags) -> None:
    assert apart(shares(spread(days))) < 0.03
    told = replace(spread(days), spread=None)
    assert apart(shares(told)) > apart(shares(spread(days)))


def test_shapes_are_judged_as_of_the_last_day_that_tells_one() -> None:
    trust = np.ones(CASE.days)
    known = CASE.days - 56
    before = replace(CASE, days=known, horizon=CASE.horizon + 56).series(CASE.counts()[:known])
    series = spread(LAST)
    assert choose_profile(series, trust) == choose_profile(before, trust[:known])
    choice = choose_profile(series, trust)
    found, expected = slot_noise(series, trust, choice), slot_noise(before, trust[:known], choice)
    assert found.dispersion == expected.dispersion
    assert_array_equal(found.slot_variance, expected.slot_variance)


def test_spread_days_lend_no_shape() -> None:
    days = np.arange(CASE.days) < 100
    other = replace(spread(days), counts=np.where(days[:, None], 7.0, CASE.counts()))
    assert_array_equal(calls_by_weekday(spread(days)), calls_by_weekday(other))


@pytest.mark.training
def test_spread_days_tell_the_level() -> None:
    plain = fit_queue(CASE.series()).day_mean.sum()
    assert fit_queue(spread(LAST)).day_mean.sum() == pytest.approx(plain, rel=0.01)
    assert fit_queue(spread(LAST, factor=1.5)).day_mean.sum() == pytest.approx(1.5 * plain, rel=0.1)


def test_spread_days_tell_the_level_of_aht_and_not_its_hours() -> None:
    hours = np.linspace(0.8, 1.2, 6)
    count = np.full((400, 6), 60.0)
    aht = np.tile(300.0 * hours, (400, 1))
    days = np.arange(400) >= 280
    aht[days] = 360.0
    weekday = np.arange(400) % 7
    found = learned_handling(aht, count, {}, weekday, 28, days)
    assert found.aht.mean() == pytest.approx(360.0, rel=0.05)
    assert found.aht.mean(axis=0) / found.aht.mean() == pytest.approx(hours, rel=0.02)
    blind = learned_handling(aht, count, {}, weekday, 28)
    assert np.ptp(blind.aht.mean(axis=0)) < np.ptp(found.aht.mean(axis=0)) - 20.0


def test_a_queue_whose_every_day_is_spread_has_one_aht() -> None:
    aht, count = np.full((100, 6), 300.0), np.full((100, 6), 60.0)
    found = learned_handling(aht, count, {}, np.arange(100) % 7, 28, np.ones(100, dtype=np.bool_))
    assert found.aht == pytest.approx(np.full((7, 6), 300.0), rel=0.01)


def test_stored_history_says_which_days_were_spread_and_the_notes_how_many(tmp_path: Path) -> None:
    engine = stored(tmp_path, *days_of_october(6, 26))
    since = day_start(date(2025, 10, 20), "Europe/Brussels")
    with engine.begin() as connection:
        later = history.c.interval_start >= since
        connection.execute(update(history).where(later).values(spread=1))
    found = given(engine)
    assert found.series.spread is not None
    assert_array_equal(np.flatnonzero(found.series.spread), np.arange(14, 21))
    (note,) = [x for x in found.notes if "spread" in x]
    assert note.startswith("7 of its 21 days, 2025-10-20 to 2025-10-26, are daily totals")
