"""The worlds that forecasts are judged in are what they say they are."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.fooled.measures import Asked, within
from benchmarks.fooled.world import Stretch, World

PLAIN = World(seed=1, days=700, horizon=60)
THERE = replace(PLAIN, stretches=(Stretch(-300, 28, 3.0), Stretch(10, 7, 0.0)))


def test_counts_average_to_the_truth() -> None:
    worlds = [replace(PLAIN, seed=seed) for seed in range(1, 9)]
    came = np.mean([world.counts().sum() for world in worlds])
    assert came == pytest.approx(PLAIN.truth().sum(), rel=0.01)


def test_a_stretch_alters_the_days_it_names_and_no_other() -> None:
    on = (THERE.leads >= -300) & (THERE.leads < -272)
    gone = (THERE.leads >= 10) & (THERE.leads < 17)
    assert THERE.truth()[on] == pytest.approx(3 * PLAIN.truth()[on])
    assert THERE.truth()[~on & ~gone] == pytest.approx(PLAIN.truth()[~on & ~gone])
    assert (THERE.counts()[~on & ~gone] == PLAIN.counts()[~on & ~gone]).all()
    assert THERE.counts()[gone].sum() == 0


def test_growth_is_by_the_year() -> None:
    still = replace(PLAIN, yearly=0.0, growth=0.0).truth()
    grown = replace(PLAIN, yearly=0.0, growth=0.25).truth()
    first = int(np.flatnonzero(still)[0])
    years = -PLAIN.leads[first] / 365.25
    assert grown[first] == pytest.approx(still[first] / 1.25**years)


def test_nobody_calls_where_it_is_closed() -> None:
    assert PLAIN.counts()[~PLAIN.open_slots].sum() == 0


def test_bounds_hold_for_each_figure_or_for_their_mean() -> None:
    figures = np.array([-0.05, 0.05])
    assert within("bias", 0.01, of="mean").met(figures)
    assert not within("bias", 0.01).met(figures)
    assert not Asked("range", low=0.6).met(np.array([0.5, 0.9]))
    assert Asked("range").free
