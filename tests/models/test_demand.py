"""Sums of forecasts over queues, sites and time."""

from dataclasses import replace

import numpy as np
import pytest

from models.demand import (
    IntervalMap,
    Stream,
    interval_means,
    interval_volume,
    period_volume,
)
from tests.models.demands import SLOTS, flat_demand, whole_days

BAND = np.array([0.1, 0.5, 0.9])


def stream(calls: float, share: float = 1.0, seed: int = 0) -> Stream:
    demand = flat_demand("q", calls, seed=seed)
    return Stream(demand, np.full(len(demand.day_mean), share))


def test_intervals_add_up_to_their_day() -> None:
    at = whole_days(2, 4)
    means = interval_means(stream(1000.0), at)
    assert np.bincount(at.day, means)[2:] == pytest.approx([1000.0] * 3)


def test_a_day_of_23_or_25_hours_keeps_its_calls() -> None:
    demand = flat_demand("q", 480.0)
    night = replace(demand, shares=np.full((14, SLOTS), 1 / SLOTS))
    spring = np.delete(np.arange(SLOTS), [4, 5])
    autumn = np.insert(np.arange(SLOTS), 6, [4, 5])
    repeats = np.where(np.isin(autumn, [4, 5]), 2, 1)
    ones = np.ones(14)
    short = IntervalMap(np.zeros(46, int), spring, np.ones(46, int))
    long = IntervalMap(np.zeros(50, int), autumn, repeats)
    assert interval_means(Stream(night, ones), short).sum() == pytest.approx(480.0)
    means = interval_means(Stream(night, ones), long)
    assert means.sum() == pytest.approx(480.0)
    assert means[autumn == 4].tolist() == pytest.approx([5.0, 5.0])


def test_means_agree_over_intervals_days_and_weeks() -> None:
    at = whole_days(0, 13)
    streams = [stream(900.0), stream(300.0, 0.5, seed=1)]
    by_interval = interval_volume(streams, at, BAND, np.arange(len(at.day)))
    by_week = period_volume(streams, at, BAND, np.repeat([0, 1], 7))
    assert by_interval.mean.sum() == pytest.approx(by_week.mean.sum(), rel=1e-12)
    assert by_week.mean.tolist() == pytest.approx([7 * 1050.0] * 2)


def test_sites_that_share_a_queue_add_up_to_it() -> None:
    at = whole_days(0, 0)
    parts = [interval_means(stream(800.0, share), at) for share in (0.3, 0.7)]
    assert np.sum(parts, axis=0) == pytest.approx(interval_means(stream(800.0), at))


def test_closed_intervals_are_zero_with_zero_quantiles() -> None:
    at = whole_days(0, 0)
    found = interval_volume([stream(800.0)], at, BAND, np.arange(SLOTS))
    assert (found.mean[:16] == 0).all()
    assert (found.quantiles[:16] == 0).all()
    assert (found.quantiles[16:40, 0] < found.quantiles[16:40, 2]).all()


def test_correlated_queues_have_a_wider_total_than_independent_ones() -> None:
    at = whole_days(0, 0)
    one_day = np.zeros(14, int) - 1
    one_day[0] = 0

    def width(seed: int) -> int:
        streams = [stream(2000.0, seed=0), stream(2000.0, seed=seed)]
        low, _, high = period_volume(streams, at, BAND, one_day).quantiles[0].tolist()
        return int(high - low)

    assert width(0) > 1.2 * width(1)


def test_a_days_band_holds_its_share_of_simulated_days() -> None:
    at = whole_days(0, 0)
    one_day = np.zeros(14, int) - 1
    one_day[0] = 0
    demand = flat_demand("q", 1000.0)
    low, _, high = period_volume([Stream(demand, np.ones(14))], at, BAND, one_day).quantiles[0]
    random = np.random.default_rng(3)
    days = random.choice(demand.paths[:, 0], size=20_000)
    counts = random.poisson(random.gamma(days / 0.5, 0.5))
    assert np.mean((counts >= low) & (counts <= high)) == pytest.approx(0.8, abs=0.02)
