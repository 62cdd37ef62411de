"""How long a site's calls take beside the queue's."""

from dataclasses import replace

import numpy as np
import pytest

from service.current import Current
from service.pool_asked import WhatIf
from service.pool_method import Method
from service.pool_need import pool_need
from tests.cases import MONDAY, week
from training.site_aht import SiteCalls, site_ahts

DAYS, SLOTS = 91, 6
WEEKDAY = np.arange(DAYS) % 7
LEARNED = np.full((7, SLOTS), 300.0)


def calls(factor: float, count: float, slower: float = 1.0, seed: int = 1) -> SiteCalls:
    random = np.random.default_rng(seed)
    noise = random.gamma(count, 1.0 / count, (DAYS, SLOTS))
    return SiteCalls(
        aht=300.0 * factor * slower * noise,
        answered=np.full((DAYS, SLOTS), count),
        slower=np.full(DAYS, slower),
    )


def test_a_site_whose_calls_take_longer_has_its_factor() -> None:
    found = site_ahts({"morocco": calls(1.2, 50), "liege": calls(0.95, 50)}, WEEKDAY, LEARNED)
    assert found["morocco"].factor == pytest.approx(1.2, rel=0.01)
    assert found["liege"].factor == pytest.approx(0.95, rel=0.01)


def test_the_interval_covers_the_factor_as_often_as_it_says() -> None:
    covered = []
    for seed in range(300):
        found = site_ahts({"morocco": calls(1.2, 50, seed=seed)}, WEEKDAY, LEARNED)["morocco"]
        covered.append(found.low <= 1.2 <= found.high)
    assert np.mean(covered) >= 0.9


def test_what_new_people_take_longer_is_theirs_and_not_the_sites() -> None:
    found = site_ahts({"morocco": calls(1.0, 50, slower=1.3)}, WEEKDAY, LEARNED)
    assert found["morocco"].factor == pytest.approx(1.0, rel=0.01)


def test_a_site_that_has_just_begun_is_taken_for_the_others() -> None:
    begun = calls(2.0, 5)
    begun.aht[:-2] = np.nan
    found = site_ahts({"morocco": begun}, WEEKDAY, LEARNED)["morocco"]
    assert 1.0 < found.factor < 1.4  # of 60 calls, beside 200 lent ones
    assert found.low < found.factor < found.high


def test_a_site_without_handling_times_has_no_factor() -> None:
    silent = calls(1.0, 50)
    silent.aht[:] = np.nan
    assert site_ahts({"morocco": silent}, WEEKDAY, LEARNED) == {}


def test_a_pool_is_staffed_by_its_own_sites_aht(found: Current) -> None:
    queue = "residential-billing-fr"
    told = {"aht_by_site": {"morocco": {"factor": 1.25}}}
    reports = {**found.release.reports, queue: told}
    slower = replace(found, release=replace(found.release, reports=reports))
    hours = {}
    for name in ("morocco-fr-residential", "belgium-fr-residential"):
        [pool] = [x for x in found.plan.pools if x.name == name]
        needs = [pool_need(x, pool, week(x, MONDAY), WhatIf(), Method()) for x in (found, slower)]
        hours[name] = [x.erlangs.sum() for x in needs if x is not None]
    billing = 900 * 300 / (900 * 300 + 300 * 520)  # of the work
    before, after = hours["morocco-fr-residential"]
    assert after / before == pytest.approx(1.0 + 0.25 * billing)
    assert hours["belgium-fr-residential"][0] == hours["belgium-fr-residential"][1]
