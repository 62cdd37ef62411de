"""Former numbers of a queue that failed, moved to a new origin."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.demand import PARTS, QueueDemand
from training.job.former import realigned

ORIGIN = date(2025, 9, 28)  # a Sunday
HORIZON, SLOTS = 28, 4
WEEK = np.array([130.0, 110, 100, 95, 105, 40, 0])  # Monday to Sunday
SHARES = np.array([0.0, 0.5, 0.3, 0.2])


def former(mean: NDArray[np.float64] | None = None) -> QueueDemand:
    day_mean = np.tile(WEEK, 4) if mean is None else mean
    shares = np.where(day_mean[:, None] > 0, SHARES, 0.0)
    draws = np.exp(0.1 * np.random.default_rng(1).standard_normal((50, len(day_mean))))
    return QueueDemand(
        queue="queue",
        day_mean=day_mean,
        shares=shares,
        paths=(draws / draws.mean(axis=0) * day_mean).astype(np.float32),
        dispersion=1.4,
        slot_variance=np.full(len(day_mean), 0.01),
        aht=np.full((7, SLOTS), 300.0),
        parts=np.ones((len(PARTS), len(day_mean))),
        site_aht={"liege": 0.9, "morocco": 1.2},
    )


def hours(days: int = HORIZON, shift: int = 0) -> NDArray[np.bool_]:
    """The open slots of that week from the day after the origin moved by ``shift``."""
    on = WEEK[(np.arange(days) + shift) % 7] > 0
    return np.asarray(on[:, None] & (SHARES > 0))


def moved(days: int, given: QueueDemand | None = None) -> QueueDemand:
    is_open = hours(shift=days)
    return realigned(given or former(), ORIGIN, ORIGIN + timedelta(days=days), is_open)


def test_under_the_same_origin_nothing_changes() -> None:
    same, old = moved(0), former()
    assert (same.day_mean == old.day_mean).all()
    assert same.shares == pytest.approx(old.shares)
    assert (same.paths == old.paths).all()


def test_a_later_origin_keeps_every_day_its_numbers() -> None:
    later, old = moved(3), former()
    assert (later.day_mean[: HORIZON - 3] == old.day_mean[3:]).all()
    assert (later.paths[:, : HORIZON - 3] == old.paths[:, 3:]).all()
    assert (later.aht == old.aht).all()
    assert later.site_aht == old.site_aht


def test_the_course_of_handling_times_stays_with_its_days_and_stands_beyond_them() -> None:
    course, deviation = np.linspace(1.0, 1.27, HORIZON), np.linspace(0.01, 0.1, HORIZON)
    later = moved(3, replace(former(), aht_course=course, aht_deviation=deviation))
    assert later.course(np.arange(HORIZON)) == pytest.approx([*course[3:], *[1.27] * 3])
    known = np.sqrt(np.log1p(later.course_variance(np.arange(HORIZON))))
    assert known == pytest.approx([*deviation[3:], *[0.1] * 3])


@given(st.integers(0, 200))
def test_days_beyond_the_former_horizon_take_their_weekday(days: int) -> None:
    later = moved(days)
    assert later.day_mean.shape == (HORIZON,)
    assert (later.day_mean == WEEK[(np.arange(HORIZON) + days) % 7]).all()
    np.testing.assert_allclose(later.paths.mean(axis=0), later.day_mean, rtol=1e-5)


def test_an_open_day_beyond_does_not_take_the_numbers_of_a_holiday() -> None:
    mean = np.tile(WEEK, 4)
    mean[21] = 0.0  # the last Monday
    assert moved(7, former(mean)).day_mean[21] == WEEK[0]


def test_slots_that_are_closed_now_give_their_calls_to_the_open_ones() -> None:
    is_open = hours()
    is_open[:, 3] = False
    shorter = realigned(former(), ORIGIN, ORIGIN, is_open)
    assert (shorter.day_mean == former().day_mean).all()
    assert shorter.shares[0] == pytest.approx([0, 0.625, 0.375, 0])


def test_a_day_that_is_closed_now_has_no_calls_on_any_path() -> None:
    is_open = hours()
    is_open[2] = False
    closed = realigned(former(), ORIGIN, ORIGIN, is_open)
    assert closed.day_mean[2] == 0
    assert (closed.paths[:, 2] == 0).all()
    assert (closed.shares[2] == 0).all()


def test_an_earlier_origin_starts_with_the_first_day_there_is() -> None:
    earlier = realigned(former(), ORIGIN, ORIGIN - timedelta(days=2), hours())
    assert (earlier.day_mean[:3] == WEEK[0]).all()


@given(st.integers(1, 5), st.integers(0, 30))
def test_a_short_former_horizon_is_enough(known: int, days: int) -> None:
    old = former(WEEK[:known].copy())
    found = realigned(old, ORIGIN, ORIGIN + timedelta(days=days), hours(days=9, shift=days))
    assert np.isfinite(found.day_mean).all()
    assert np.isfinite(found.shares).all()
    sums = found.shares.sum(axis=1)
    assert ((np.abs(sums - 1) < 1e-9) == (found.day_mean > 0)).all()


def test_a_queue_that_had_no_calls_has_none() -> None:
    assert (moved(10, former(np.zeros(HORIZON))).day_mean == 0).all()
