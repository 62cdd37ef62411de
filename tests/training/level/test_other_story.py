"""Where one year alone showed a stretch, two stories are told of the next: the mean is theirs."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.training.series_cases import Case
from training.level.episodes import Episode
from training.level.other_story import REPEATED, OtherStory, no_other_story, other_story

SERIES = Case(days=400, horizon=91).series()
FIRST = date(2024, 3, 1) - timedelta(days=364)
LAST = FIRST + timedelta(days=13)
COMING = (date(2024, 3, 1) - SERIES.days[400]).days


def test_an_episode_that_was_compared_tells_no_other_story() -> None:
    found = other_story(SERIES, [Episode(FIRST, LAST, 3.0, compared=True)])
    assert not found.probability.any()
    assert not found.log_ratio.any()


@given(st.floats(0.0, 8.0))
def test_the_mean_averages_both_stories(factor: float) -> None:
    found = other_story(SERIES, [Episode(FIRST, LAST, factor, compared=False)])
    days = slice(COMING, COMING + 14)
    assert (found.probability > 0).nonzero()[0].tolist() == list(range(COMING, COMING + 14))
    other = np.exp(found.log_ratio)
    both = REPEATED * other + (1 - REPEATED) * found.plain_ratio
    assert both == pytest.approx(np.ones(91))
    assert (other / found.plain_ratio)[days] == pytest.approx(max(factor, 0.02))


def test_days_of_one_story_are_as_the_mean_says() -> None:
    assert (no_other_story(5).plain_ratio == 1).all()


@given(st.floats(0.0, 0.999), st.floats(1e-12, 1e12))
def test_any_two_levels_give_stories_that_can_be_drawn(probability: float, apart: float) -> None:
    mean = 1.0 - probability + probability * apart
    story = OtherStory(np.full(3, probability), np.full(3, np.log(apart / mean)))
    assert np.isfinite(story.variance).all()
    assert np.isfinite(story.drawn(np.linspace(0.0, 1.0, 7))).all()
    assert story.plain_ratio == pytest.approx(1.0 / mean, rel=1e-3, abs=1e-3)
