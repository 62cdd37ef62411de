"""Sample paths of all queues together: each keeps its mean, days that go together stay so."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from models.arrays import Floats
from models.demand import PARTS
from training.day_shape.profile import ProfileChoice
from training.day_shape.slot_noise import plain_noise
from training.fit import QueueFit
from training.job.paths import DRAWS, error_correlation, joint_paths
from training.level.combine import BUCKETS, Combination, InnerErrors
from training.level.other_story import no_other_story
from training.spread import DayFactor

HORIZON = 60
HISTORY = 200
DEVIATION = 0.15
NAMES = ("weekday average 8",)


def queue_fit(shocks: Floats, calls: float = 100.0, history: int = HISTORY) -> QueueFit:
    """A queue that is closed every seventh day.

    Its inner back-test stood on one origin a fortnight and missed each later day by its shock;
    ``shocks`` are those of its last days, NaN where a day was not judged.
    """
    day_mean = np.where(np.arange(HORIZON) % 7 == 6, 0.0, calls)
    return QueueFit(
        queue="queue",
        day_mean=day_mean,
        shares=(day_mean > 0).astype(np.float64)[:, None],
        noise=plain_noise(1.2),
        slot_variance=np.zeros(HORIZON),
        parts=np.ones((len(PARTS), HORIZON)),
        factor=DayFactor(
            np.full(len(BUCKETS), DEVIATION),
            np.zeros(HORIZON),
            np.full(len(BUCKETS), 0.4),
            ndtri((np.arange(99) + 0.5) / 99),
            no_other_story(HORIZON),
        ),
        combination=inner_backtested(shocks, history),
        profile=ProfileChoice(56.0, 100.0, 0.0),
        effects={},
        bill_response=[],
        trust=np.ones(history),
        episodes=(),
        level_change=0.0,
    )


def missed_by(shocks: Floats, history: int) -> InnerErrors:
    judged = np.flatnonzero(~np.isnan(shocks))
    forecast = np.full(len(judged), 1000.0)
    back = len(shocks) - judged  # days to the history's end
    return InnerErrors(
        origin=(back - 1) // 14,
        lead=14 - (back - 1) % 14,
        day=history - back,
        actual=forecast * np.exp(DEVIATION * shocks[judged]),
        forecasts=forecast[:, None],
        names=NAMES,
        believed=np.zeros(len(judged)),
        shifted=np.zeros(len(judged)),
        trusted=np.ones(len(judged), bool),
    )


def inner_backtested(shocks: Floats, history: int) -> Combination:
    errors = missed_by(shocks, history)
    return Combination(NAMES, np.ones((len(BUCKETS), 1)), errors, errors.forecasts[:, 0])


def shocks(together: float, seed: int = 1, days: int = 150) -> tuple[Floats, Floats]:
    """Two queues' shocks with that correlation."""
    common, own = np.random.default_rng(seed).standard_normal((2, days))
    return common, together * common + np.sqrt(1 - together**2) * own


def path_correlation(fits: list[QueueFit], day: int) -> float:
    one, other = joint_paths(fits, seed=1)
    return float(np.corrcoef(np.log(one[:, day]), np.log(other[:, day]))[0, 1])


@pytest.fixture
def fits() -> list[QueueFit]:
    one, other = shocks(0.8)
    return [queue_fit(one), queue_fit(other, calls=30.0)]


def test_paths_average_to_the_mean_of_each_day(fits: list[QueueFit]) -> None:
    for fit, paths in zip(fits, joint_paths(fits, seed=1), strict=True):
        assert paths.shape == (DRAWS, HORIZON)
        np.testing.assert_allclose(paths.mean(axis=0), fit.day_mean, rtol=1e-5)


def test_closed_days_are_zero_on_every_path_and_open_ones_never_negative(
    fits: list[QueueFit],
) -> None:
    for paths in joint_paths(fits, seed=1):
        assert (paths[:, 6::7] == 0).all()
        assert (np.delete(paths, np.s_[6::7], axis=1) > 0).all()


def test_the_same_seed_draws_the_same_paths_and_another_does_not(fits: list[QueueFit]) -> None:
    first, again, other = (joint_paths(fits, seed=x)[0] for x in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_queues_whose_days_went_together_do_so_on_the_paths(fits: list[QueueFit]) -> None:
    assert 0.55 < path_correlation(fits, day=3) < 0.85
    apart = [queue_fit(x) for x in shocks(0.0)]
    assert abs(path_correlation(apart, day=3)) < 0.25


def test_days_of_a_path_share_what_lasts(fits: list[QueueFit]) -> None:
    lasting = np.log(joint_paths(fits, seed=1)[0][:, [8, 25]])
    assert 0.25 < np.corrcoef(lasting.T)[0, 1] < 0.55
    steady = replace(fits[0].factor, persistence=np.full(len(BUCKETS), 0.9))
    paths = joint_paths([replace(fits[0], factor=steady)], seed=1)[0]
    assert np.corrcoef(np.log(paths[:, [8, 25]]).T)[0, 1] > 0.8


def test_histories_of_different_lengths_are_compared_by_their_last_days() -> None:
    one, other = shocks(0.8)
    same = error_correlation([queue_fit(one), queue_fit(other)]).daily[0, 1]
    younger = error_correlation([queue_fit(one), queue_fit(other, history=160)]).daily[0, 1]
    assert younger == pytest.approx(same)
    assert same > 0.5


def test_few_days_in_common_say_little_and_hardly_any_say_nothing() -> None:
    many, few = shocks(0.9), shocks(0.9, days=20)
    of_many = error_correlation([queue_fit(x) for x in many]).daily[0, 1]
    of_few = error_correlation([queue_fit(x) for x in few]).daily[0, 1]
    assert of_few < 0.6 * of_many
    one, other = (x.copy() for x in many)
    one[:100], other[105:] = np.nan, np.nan
    assert error_correlation([queue_fit(one), queue_fit(other)]).daily[0, 1] == 0


def test_queues_that_nothing_is_known_of_go_with_no_other() -> None:
    unknown = np.full(150, np.nan)
    found = error_correlation([queue_fit(x) for x in (shocks(0.5)[0], unknown, unknown)])
    np.testing.assert_allclose(found.daily, np.eye(3), atol=1e-12)
    np.testing.assert_allclose(found.lasting, np.eye(3), atol=1e-12)


@given(st.integers(0, 2**32), st.integers(2, 8), st.integers(2, 40))
@settings(max_examples=50)
def test_the_correlation_is_positive_definite_whatever_is_missing(
    seed: int, queues: int, days: int
) -> None:
    random = np.random.default_rng(seed)
    drawn = random.standard_normal((queues, days)) + 3 * random.standard_normal(days)
    drawn[random.random(drawn.shape) < 0.4] = np.nan
    common = error_correlation([queue_fit(x) for x in drawn])
    for found in (common.lasting, common.daily):
        assert_correlation(found, queues)


def assert_correlation(found: Floats, queues: int) -> None:
    np.testing.assert_allclose(np.diag(found), np.ones(queues))
    np.testing.assert_allclose(found, found.T, atol=1e-12)
    assert np.linalg.eigvalsh(found).min() > 0
