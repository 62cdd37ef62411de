"""Effects of the calendar, found in series that were made with known ones."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from models.arrays import Floats
from models.demand import PARTS
from tests.training.series_cases import Case, day_index
from training.level.calendar_fit import CalendarFit, Effect, fit_calendar, part_of
from training.series.queue import QueueSeries

WEEK = (1.3, 1.1, 1.0, 0.95, 1.05, 0.4, 0.3)
CASE = Case(days=1000, horizon=60, calls=1000.0, week=WEEK, yearly=0.2, closed_on_holidays=False)
RESPONSE = 0.3 * np.exp(-np.arange(27) / 3)  # more calls on days 1, 2, ... after a posting
DAY_NOISE = 0.05


def counts(case: Case, factor: Floats, noise: float = DAY_NOISE) -> Floats:
    """(D, S) drawn around truth x ``factor`` (D or more,) x the days' own noise."""
    random = np.random.default_rng(case.seed)
    shocks = np.exp(noise * random.standard_normal(case.days))
    mean = case.truth[: case.days] * (factor[: case.days] * shocks)[:, None]
    return random.poisson(mean).astype(np.float64)


def fitted(series: QueueSeries) -> CalendarFit:
    return fit_calendar(series, np.ones(series.history_days))


def on_holidays(case: Case, factors: dict[str, float]) -> Floats:
    """(D + H,) the factor of each day's holiday; 1 on other days."""
    holidays = case.series().holidays
    return np.array([factors.get(holidays.get(day, ""), 1.0) for day in case.dates])


def names(case: Case) -> list[str]:
    holidays = case.series().holidays
    return sorted({holidays[day] for day in case.dates if day in holidays})


def seen_effects(case: Case, factors: dict[str, float]) -> dict[str, Effect]:
    return fitted(case.series(counts(case, on_holidays(case, factors)))).effects()


def test_each_holiday_is_given_its_own_size() -> None:
    truth = {"Easter Monday": 0.14, "Labor Day": 0.5, "Armistice Day": 1.3, "National Day": 1.0}
    found = seen_effects(CASE, truth)
    for name, factor in truth.items():
        assert 1 + found[name].size == pytest.approx(factor, rel=0.15), name


def test_the_eighty_percent_ranges_hold_about_four_of_five_true_effects() -> None:
    inside = []
    for seed in range(10):
        case = replace(CASE, seed=seed)
        sizes = 0.4 * np.exp(0.3 * np.random.default_rng(seed).standard_normal(len(names(case))))
        truth = dict(zip(names(case), sizes.tolist(), strict=True))
        for name, effect in seen_effects(case, truth).items():
            assert effect.low < effect.size < effect.high
            inside.append(effect.low <= truth.get(name, 1.0) - 1 <= effect.high)
    assert len(inside) == 10 * 17  # twelve holidays, their neighbours, the turn of the year
    assert 0.75 < np.mean(inside) < 0.95


def test_days_beside_holidays_have_their_effects_too() -> None:
    features = CASE.series().features
    column = dict(zip(features.names, features.fixed.T, strict=True))
    factor = np.where(column["after holiday"] > 0, 1.3, 1.0)
    factor *= np.where(column["before holiday"] > 0, 0.8, 1.0)
    factor *= np.where(column["bridge day"] > 0, 0.6, 1.0)
    found = fitted(CASE.series(counts(CASE, factor))).effects()
    assert found["after holiday"].size == pytest.approx(0.3, abs=0.06)
    assert found["before holiday"].size == pytest.approx(-0.2, abs=0.06)
    on_bridges = np.log(factor[: CASE.days][column["bridge day"][: CASE.days] > 0]).mean()
    assert found["bridge day"].size == pytest.approx(np.expm1(on_bridges), abs=0.08)
    assert abs(found["Easter Monday"].size) < 0.1


def test_a_day_that_is_several_things_is_told_by_all_of_its_calls() -> None:
    """Christmas at 0.3 of usual, the other days of the turn of the year at 0.6."""
    days = [(day.month, day.day) for day in CASE.dates]
    factor = np.array([0.3 if x == (12, 25) else 0.6 if x >= (12, 24) else 1.0 for x in days])
    found = fitted(CASE.series(counts(CASE, factor))).effects()
    assert found["Christmas Day"].size == pytest.approx(-0.7, abs=0.06)
    assert found["turn of the year"].size == pytest.approx(-0.4, abs=0.06)


def test_bills_that_no_known_day_could_answer_have_no_response() -> None:
    series = CASE.series()
    posted = np.zeros(len(series.days))
    posted[CASE.days + 5] = 1.0
    later = replace(series, drivers=replace(series.drivers, posted=posted))
    assert fitted(later).bill_response() == []


def reach(effect: Effect) -> float:
    """How far the range reaches, in logarithms."""
    return float(np.log1p(effect.high) - np.log1p(effect.low))


def test_what_was_seen_more_often_is_known_better() -> None:
    three = seen_effects(CASE, {"Easter Monday": 0.4})
    one = seen_effects(replace(CASE, days=200), {"Easter Monday": 0.4})
    assert reach(three["Easter Monday"]) < 0.8 * reach(one["Easter Monday"])
    assert reach(three["after holiday"]) < 0.5 * reach(three["Easter Monday"])


def test_noisier_days_leave_effects_less_certain() -> None:
    factor = on_holidays(CASE, {"Easter Monday": 0.4})
    calm, noisy = (
        fitted(CASE.series(counts(CASE, factor, noise))).effects()["Easter Monday"]
        for noise in (0.03, 0.15)
    )
    assert reach(noisy) > 2 * reach(calm)


def test_what_never_happened_on_a_known_day_has_no_size() -> None:
    spring = replace(CASE, days=day_index(CASE, date(2023, 4, 30)))  # the day before Labour Day
    found = fitted(spring.series()).effects()
    assert "Easter Monday" in found
    assert "Labor Day" not in found
    assert "Labor Day" in names(spring)  # it is in the horizon
    closed = replace(CASE, closed_on_holidays=True)
    found = fitted(closed.series()).effects()
    assert not set(names(closed)) & set(found)
    assert "after holiday" in found


def told_series(
    case: Case, school: NDArray[np.bool_], posted: Floats, response: Floats
) -> QueueSeries:
    """Calls a tenth lower without school, and more by ``response`` after every posting."""
    answered = np.convolve(posted, np.concatenate([[0.0], np.log1p(response)]))[: len(posted)]
    series = case.series(counts(case, np.exp(answered) * np.where(school, 0.9, 1.0)))
    return replace(series, drivers=replace(series.drivers, school_holiday=school, posted=posted))


@pytest.fixture(scope="module")
def with_bills() -> CalendarFit:
    school = np.array([day.month in (7, 8) for day in CASE.dates])
    posted = np.array([float(day.day in (3, 12, 22)) for day in CASE.dates])
    return fitted(told_series(CASE, school, posted, RESPONSE))


def test_the_response_to_bills_is_found_day_by_day(with_bills: CalendarFit) -> None:
    found = np.array(with_bills.bill_response())
    assert found.shape == RESPONSE.shape
    assert np.abs(found[:5] - RESPONSE[:5]).max() < 0.05
    assert np.abs(found - RESPONSE).max() < 0.1
    assert found[:7].sum() == pytest.approx(RESPONSE[:7].sum(), rel=0.15)


def test_a_response_that_comes_late_is_found_late() -> None:
    late = np.zeros(27)
    late[7:13] = 0.2  # from the eighth to the thirteenth day
    posted = (np.random.default_rng(2).random(len(CASE.dates)) < 0.04).astype(float)
    found = fitted(told_series(CASE, np.zeros(len(posted), bool), posted, late)).bill_response()
    assert np.mean(found[8:12]) > 0.12
    assert max(np.abs(found[:4])) < 0.06


def test_school_holidays_have_a_size(with_bills: CalendarFit) -> None:
    effect = with_bills.effects()["school holidays"]
    assert effect.size == pytest.approx(-0.1, abs=0.05)
    assert effect.low < -0.1 < effect.high


def test_without_bills_there_is_no_response() -> None:
    assert fitted(CASE.series()).bill_response() == []


def test_every_column_belongs_to_a_part_that_answers_know(with_bills: CalendarFit) -> None:
    assert {part_of(name) for name in with_bills.names} == set(PARTS)
    assert len(with_bills.names) == with_bills.columns.shape[1]
    assert len(with_bills.covariance) == len(with_bills.names)


def test_factors_of_week_month_and_season_average_to_one_over_the_last_year(
    with_bills: CalendarFit,
) -> None:
    factors = with_bills.factors()
    for part in ("weekday", "month", "season"):
        assert np.log(factors[part][CASE.days - 364 : CASE.days]).mean() == pytest.approx(0)
        assert factors[part].std() > 0.001


def test_the_other_factors_are_one_where_nothing_is_special(with_bills: CalendarFit) -> None:
    factors, columns = with_bills.factors(), with_bills.columns
    for part in ("holiday", "school_holiday"):
        own = [i for i, name in enumerate(with_bills.names) if part_of(name) == part]
        plain = (columns[:, own] == 0).all(axis=1)
        assert plain.any()
        assert (factors[part][plain] == 1).all()
        assert (factors[part][~plain] != 1).all()


def test_the_factor_of_a_weekday_is_its_calls_over_the_usual_ones() -> None:
    found = fitted(CASE.series()).factors()["weekday"][:7]
    assert found / found.mean() == pytest.approx(np.array(WEEK) / np.mean(WEEK), rel=0.03)


def test_the_season_is_found_as_a_factor() -> None:
    found = fitted(CASE.series()).factors()["season"][:365]
    phase = 2 * np.pi * np.array([day.toordinal() for day in CASE.dates[:365]]) / 365.25
    assert np.log(found) == pytest.approx(CASE.yearly * np.sin(phase), abs=0.06)


def test_the_factors_and_the_drift_make_up_the_fitted_calls(with_bills: CalendarFit) -> None:
    product = np.prod(list(with_bills.factors().values()), axis=0)
    days = len(with_bills.known)
    ratio = with_bills.known / product[:days]
    assert np.std(np.log(ratio)) < 1.3 * DAY_NOISE
    assert np.log(ratio[-90:]).mean() == pytest.approx(np.log(ratio[:90]).mean(), abs=0.05)


def test_days_without_trust_have_no_say() -> None:
    factor = on_holidays(CASE, {"Easter Monday": 0.4})
    strange, trust = day_index(CASE, date(2025, 4, 21)), np.ones(CASE.days)
    factor[strange] = 5.0
    trust[strange] = 0.0
    found = fit_calendar(CASE.series(counts(CASE, factor)), trust).effects()["Easter Monday"]
    assert 1 + found.size == pytest.approx(0.4, rel=0.15)


def test_effects_are_of_calls_at_the_same_number_of_customers() -> None:
    """Half as many customers until the second Easter: the first is no smaller for that."""
    series = CASE.series(counts(CASE, on_holidays(CASE, {"Easter Monday": 0.4})))
    fewer = np.where(np.arange(len(series.days)) < 400, 0.5, 1.0)
    halved = np.random.default_rng(1).binomial(series.counts.astype(int), fewer[:1000, None])
    told = replace(series.drivers, exposure=fewer)
    found = fitted(replace(series, counts=halved.astype(np.float64), drivers=told))
    assert 1 + found.effects()["Easter Monday"].size == pytest.approx(0.4, rel=0.15)
    assert found.known[:400].mean() == pytest.approx(series.totals[:400].mean(), rel=0.01)
