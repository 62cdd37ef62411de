"""Small queues borrow the shape of the week from those of their language."""

from dataclasses import replace

import numpy as np

from tests.training.series_cases import Case, still
from training.day_shape.pooling import with_lent_weeks
from training.day_shape.profile import choose_profile, day_shares, profiles
from training.series.queue import QueueSeries

BIG = Case(days=140, horizon=28, calls=2000.0)
SMALL = replace(BIG, calls=6.0, seed=3)


def misses(series: QueueSeries) -> float:
    """Mean absolute error of the learned shares of the horizon's days."""
    trust = np.ones(BIG.days)
    table = profiles(series, BIG.days, trust, choose_profile(series, trust), still(series))
    ahead = slice(BIG.days, None)
    found = day_shares(table[series.weekday[ahead]], series.open_slots[ahead])
    truth = BIG.truth[BIG.days :]
    true_shares = truth / np.maximum(truth.sum(axis=1, keepdims=True), 1e-12)
    return float(np.abs(found - true_shares).mean())


def test_a_small_queue_knows_its_day_better_with_what_a_large_one_lends() -> None:
    small, _ = with_lent_weeks([SMALL.series(), BIG.series()], ["fr", "fr"])
    assert small.lent is not None
    assert misses(small) < 0.7 * misses(SMALL.series())


def test_a_large_queue_is_hardly_moved_by_what_a_small_one_lends() -> None:
    _, big = with_lent_weeks([SMALL.series(), BIG.series()], ["fr", "fr"])
    assert misses(big) < 1.2 * misses(BIG.series())


def test_another_language_lends_nothing_and_neither_does_the_queue_itself() -> None:
    alone = with_lent_weeks([SMALL.series(), BIG.series()], ["fr", "nl"])
    assert [x.lent for x in alone] == [None, None]


def test_other_intervals_lend_nothing() -> None:
    found = with_lent_weeks(
        [SMALL.series(), replace(BIG, slots=2 * BIG.slots).series()], ["fr", "fr"]
    )
    assert found[0].lent is None


def test_what_is_lent_has_no_share_in_slots_that_are_closed() -> None:
    small, _ = with_lent_weeks([SMALL.series(), BIG.series()], ["fr", "fr"])
    assert small.lent_shares is not None
    ever_open = [small.open_slots[small.weekday == day].any(axis=0) for day in range(7)]
    assert (small.lent_shares[~np.stack(ever_open)] == 0).all()


def test_the_last_weeks_which_judge_the_borrowing_are_not_lent() -> None:
    counts = BIG.counts()
    changed = counts.copy()
    changed[-20:] *= 5
    one, other = (
        with_lent_weeks([SMALL.series(), BIG.series(x)], ["fr", "fr"])[0].lent
        for x in (counts, changed)
    )
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one, other)
