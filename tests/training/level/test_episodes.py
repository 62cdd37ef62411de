"""What one year showed and another did not is an episode; what every year shows is a season."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from models.arrays import Floats
from tests.training.series_cases import Case
from training.level.contrasts import contrast, rolling_median
from training.level.episodes import Episode, find_episodes
from training.level.trust import day_trust
from training.series.queue import QueueSeries

LONG = Case(days=800, horizon=91, calls=1000.0, yearly=0.1)
BEGIN = 546  # an open Monday of its second year
YEAR = 364


def stretch(factor: float, days: int, begins: tuple[int, ...] = (BEGIN,)) -> dict[int, float]:
    return {x: y for first in begins for x, y in ((first, factor), (first + days, 1.0))}


def noisy(case: Case) -> Floats:
    """Days that miss by 5 %, alike for all cases of a seed."""
    mood = np.exp(0.05 * np.random.default_rng(case.seed).standard_normal(case.days))
    return np.round(case.counts() * mood[:, None])


def found(case: Case) -> tuple[Episode, ...]:
    return find_episodes(case.series(noisy(case)))


def day(index: int) -> date:
    return LONG.first + timedelta(days=index)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("factor", "weeks"), [(3.0, 1), (3.0, 4), (0.6, 4), (1.5, 4), (1.5, 8), (0.3, 2)]
)
def test_a_stretch_of_one_year_is_found_with_its_dates_and_size(
    factor: float, weeks: int, seed: int
) -> None:
    case = replace(LONG, level=stretch(factor, 7 * weeks), seed=seed)
    (only,) = found(case)
    assert (only.first, only.last) == (day(BEGIN), day(BEGIN + 7 * weeks - 2))  # Sundays are closed
    assert only.factor == pytest.approx(factor, rel=0.1)
    assert only.compared


@pytest.mark.parametrize("seed", range(1, 9))
def test_usual_years_hold_no_episode(seed: int) -> None:
    assert found(replace(LONG, seed=seed)) == ()


@pytest.mark.parametrize("factor", [0.5, 1.5, 3.0])
@pytest.mark.parametrize("later", [YEAR, YEAR - 7, YEAR + 10])
def test_what_comes_every_year_is_none(factor: float, later: int) -> None:
    level = stretch(factor, 28, (BEGIN - later, BEGIN))
    assert found(replace(LONG, level=level)) == ()


def test_a_peak_that_is_coming_again_now_is_none() -> None:
    """The present has no weeks after it; what it shows so far is beside last year's."""
    now = LONG.days - 21
    level = stretch(2.0, 28, (now - YEAR,)) | {now: 2.0}
    assert found(replace(LONG, level=level)) == ()


def test_two_stretches_are_two_episodes_in_the_order_of_their_days() -> None:
    level = stretch(2.0, 14) | stretch(0.4, 21, (BEGIN + 140,))
    first, second = found(replace(LONG, level=level))
    assert first.factor > 1.5 > 0.6 > second.factor
    assert first.last < second.first


def test_a_lasting_change_of_level_is_none() -> None:
    assert found(replace(LONG, level={BEGIN: 1.5})) == ()


def test_the_present_is_never_taken_for_one() -> None:
    assert found(replace(LONG, level={LONG.days - 10: 2.0})) == ()


def test_growth_is_none() -> None:
    quarters = {91 * x: 1.06**x for x in range(9)}
    assert found(replace(LONG, level=quarters)) == ()


def test_with_one_year_of_history_nothing_is_compared() -> None:
    (only,) = found(replace(LONG, days=400, level=stretch(3.0, 28, (140,))))
    assert (only.first, only.compared) == (day(140), False)


def test_below_the_history_that_shows_a_season_nothing_is_asked() -> None:
    assert found(replace(LONG, days=280, level=stretch(3.0, 28, (140,)))) == ()


def test_holidays_of_the_only_year_are_the_calendars_business() -> None:
    """A quiet turn of the year is expected again, though one year alone shows it."""
    case = replace(LONG, days=420, first=date(2023, 7, 3), closed_on_holidays=False)
    quiet = (date(2023, 12, 25) - case.first).days
    assert found(replace(case, level=stretch(0.5, 12, (quiet,)))) == ()


def stated(case: Case, days: slice, weight: float) -> QueueSeries:
    series = case.series(noisy(case))
    told = series.drivers.weight.copy()
    told[days] = weight
    return replace(series, drivers=replace(series.drivers, weight=told))


@pytest.mark.parametrize("weight", [0.0, 1.0])
@pytest.mark.parametrize(("history", "begin"), [(800, BEGIN), (400, 140)])
def test_what_planners_said_of_it_counts_and_is_not_asked_again(
    weight: float, history: int, begin: int
) -> None:
    case = replace(LONG, days=history, level=stretch(3.0, 28, (begin,)))
    days = slice(begin, begin + 28)
    series = stated(case, days, weight)
    episodes = find_episodes(series)
    assert episodes == ()
    assert (day_trust(series, episodes)[days] == weight).all()


def test_days_of_an_episode_weigh_nothing_and_those_beside_it_in_full() -> None:
    case = replace(LONG, level=stretch(3.0, 28))
    series = case.series(noisy(case))
    trust = day_trust(series, find_episodes(series))
    assert (trust[BEGIN : BEGIN + 27] == 0).all()
    assert trust[np.r_[BEGIN - 28 : BEGIN, BEGIN + 28 : BEGIN + 56]].mean() > 0.97


def test_a_rolling_median_is_that_of_the_known_days() -> None:
    values = np.random.default_rng(1).standard_normal(60)
    values[[3, 4, 20]] = np.nan
    medians = rolling_median(values, 7)
    expected = [np.nanmedian(values[i : i + 7]) for i in range(54)]
    np.testing.assert_allclose(medians[:54], expected)
    assert np.isnan(medians[54:]).all()


def test_a_contrast_is_the_smaller_of_those_to_either_side() -> None:
    values = np.zeros(100)
    values[40:50], values[50:] = 1.0, 0.4
    assert contrast(values, 10).both[40] == pytest.approx(0.6)
    assert contrast(values, 10).both[50] == 0.0
