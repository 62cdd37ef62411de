"""A queue's handling times ahead: level, drift, season, and how surely."""

import numpy as np
import pytest

from models.arrays import Floats
from training.handling.learned import Handling, learned_handling
from training.handling.site_aht import SiteCalls

SLOTS, HORIZON, CALL = 6, 182, 0.64


def years(days: int) -> Floats:
    return np.arange(days) / 365.25


def learned(level: Floats, calls: float = 60.0, seed: int = 1) -> Handling:
    """Of days whose true AHT is 300 s times ``level`` (D,)."""
    shape = (len(level), SLOTS)
    count = np.full(shape, calls)
    random = np.random.default_rng((seed, 1))
    seen = 300.0 * level[:, None] * random.gamma(count / CALL, CALL / count)
    return learned_handling(seen, count, {}, np.arange(len(level)) % 7, HORIZON)


def ahead(found: Handling) -> Floats:
    """(H,) seconds."""
    return np.asarray(found.aht.mean() * found.course)


def test_a_level_that_stands_is_forecast_to_stand() -> None:
    found = learned(np.ones(1000))
    assert ahead(found) == pytest.approx(np.full(HORIZON, 300.0), rel=0.01)
    assert found.deviation.max() < 0.02


@pytest.mark.parametrize("seed", range(3))
def test_a_season_seen_in_three_years_comes_again(seed: int) -> None:
    season = 1.0 + 0.04 * np.sin(2 * np.pi * years(1096 + HORIZON))
    found = learned(season[:1096], seed=seed)
    assert ahead(found) == pytest.approx(300.0 * season[1096:], rel=0.035)


@pytest.mark.parametrize("growth", [-0.04, 0.04])
def test_a_drift_goes_on_but_runs_down(growth: float) -> None:
    found = [learned(np.exp(growth * years(1096)), seed=seed) for seed in range(6)]
    whole = growth * HORIZON / 365.25
    assert 0.5 <= np.mean([np.log(x.course[-1]) for x in found]) / whole <= 1.0


def test_a_new_level_is_followed_after_six_weeks() -> None:
    level = np.where(np.arange(1096) < 1096 - 42, 1.0, 1.2)
    assert ahead(learned(level)) == pytest.approx(np.full(HORIZON, 360.0), rel=0.07)


def test_a_fortnight_of_long_calls_that_ended_is_not_believed() -> None:
    level = np.ones(1096)
    level[1096 - 70 : 1096 - 56] = 1.2
    assert ahead(learned(level)) == pytest.approx(np.full(HORIZON, 300.0), rel=0.04)


def test_a_range_of_eighty_per_cent_holds_as_often_as_it_says() -> None:
    held = []
    for seed in range(60):
        random = np.random.default_rng(seed)
        walk = np.cumsum(0.05 / np.sqrt(365.25) * random.standard_normal(730 + HORIZON))
        level = np.exp(walk)
        found = learned(level[:730], seed=seed)
        miss = np.log(ahead(found) / (300.0 * level[730:]))
        held.append(np.abs(miss) <= 1.2816 * found.deviation)
    assert 0.7 <= np.mean(held) <= 0.92


def test_a_short_history_is_less_sure_than_a_long_one_and_far_days_than_near_ones() -> None:
    short, long = learned(np.ones(28)), learned(np.ones(1096))
    assert (short.deviation > long.deviation).all()
    assert short.deviation[-1] > 1.5 * short.deviation[0]
    assert np.abs(np.log(short.course)).max() < 0.01


def test_a_queue_without_handling_times_has_none() -> None:
    nothing = np.full((70, SLOTS), np.nan)
    found = learned_handling(nothing, np.ones_like(nothing), {}, np.arange(70) % 7, HORIZON)
    assert np.isnan(found.aht).all()
    assert (found.course == 1.0).all()
    assert found.spread is None


def moving(seed: int = 1) -> tuple[dict[str, SiteCalls], Floats, Floats]:
    """Calls move within a year from a site of 300 s to one of 360 s; sites, AHT and calls."""
    random, days = np.random.default_rng(seed), 730
    share = np.clip((np.arange(days) - 365) / 365.0, 0.0, 0.8)[:, None]
    sites = {}
    for name, mean, part in (("liege", 300.0, 1.0 - share), ("morocco", 360.0, share)):
        count = np.broadcast_to(np.rint(200.0 * part), (days, SLOTS))
        some = np.where(count > 0, count, 1.0)
        aht = np.where(count > 0, mean * random.gamma(some / CALL, CALL / some), np.nan)
        sites[name] = SiteCalls(aht, count, np.ones(days))
    count = np.sum([x.answered for x in sites.values()], axis=0)
    work = np.sum([np.nan_to_num(x.aht) * x.answered for x in sites.values()], axis=0)
    return sites, work / count, count


def test_calls_that_move_to_a_slower_site_are_no_drift_of_the_queue() -> None:
    sites, aht, count = moving()
    found = learned_handling(aht, count, sites, np.arange(len(aht)) % 7, HORIZON)
    assert found.course == pytest.approx(np.ones(HORIZON), abs=0.01)
    of_site = {x: found.aht.mean() * y.factor for x, y in found.site_aht.items()}
    assert of_site == pytest.approx({"liege": 300.0, "morocco": 360.0}, rel=0.01)
