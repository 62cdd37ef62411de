"""How long a site's calls take beside the queue's."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from models.demand import QueueDemand
from service.planning.basis.current import Current
from service.planning.basis.span import Span, span_of
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from service.web.current import read_current
from tests.service.cases import MONDAY, week
from tests.training.job.small_case import (
    BUSY,
    HORIZON,
    ORIGIN,
    PLAN,
    QUIET,
    csv_text,
    database,
    import_calls,
    import_plan,
    request,
)
from training.handling.site_aht import SiteCalls, site_ahts
from training.job.nightly import train

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


def erlangs(current: Current, name: str, span: Span) -> float:
    """What reaches a pool over a span, added up."""
    [pool] = [x for x in current.plan.pools if x.name == name]
    need = pool_need(current, pool, span, WhatIf(), Method())
    return 0.0 if need is None else float(need.erlangs.sum())


def with_factors(current: Current, queue: str, **factors: float) -> Current:
    """The same release, but for how long the queue's calls take at its sites."""
    demand: QueueDemand = replace(current.release.queues[queue], site_aht=factors)
    release = replace(current.release, queues={**current.release.queues, queue: demand})
    return replace(current, release=release)


def test_a_pool_is_staffed_by_its_own_sites_aht(current: Current) -> None:
    span = week(current, MONDAY)
    slower = with_factors(current, "residential-billing-fr", morocco=1.25, belgium=1.0)
    billing = 900 * 300 / (900 * 300 + 300 * 520)  # of the work
    morocco, belgium = "morocco-fr-residential", "belgium-fr-residential"
    ratio = erlangs(slower, morocco, span) / erlangs(current, morocco, span)
    assert ratio == pytest.approx(1.0 + 0.25 * billing)
    assert erlangs(slower, belgium, span) == erlangs(current, belgium, span)


def test_a_site_that_came_after_training_is_taken_for_the_queues_others(current: Current) -> None:
    asked, morocco = week(current, MONDAY), "morocco-fr-residential"
    unknown = with_factors(current, "residential-billing-fr", belgium=0.9)
    assert erlangs(unknown, morocco, asked) == erlangs(current, morocco, asked)


TWO_SITES = PLAN.replace(
    "[[routing]]",
    """[[sites]]
id = "morocco"
timezone = "Europe/Brussels"
holidays = "BE"
full_time_hours = 44

[[routing]]
match = { language = "fr" }
steps = [{ from = 2025-01-01, shares = { liege = 0.5, morocco = 0.5 } }]

[[routing]]""",
)


def two_sites_calls() -> str:
    """Of each French half-hour Liege and Morocco answer as many; Morocco's calls take 1.4 times."""
    header, *lines = csv_text().splitlines()
    french = [x for x in lines if BUSY in x]
    rows = [f"{x},liege" for x in lines]
    rows += [f"{x.replace(',300', ',420')},morocco" for x in french]
    return "\n".join([f"{header},site", *rows, ""])


@pytest.fixture(scope="module")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> Current:
    """Trained on a history that says which site answered; to be read only."""
    engine = database(tmp_path_factory.mktemp("two sites"))
    import_calls(engine, import_plan(engine, TWO_SITES), two_sites_calls())
    train(engine, request())
    return read_current(engine)


def test_two_sites_handling_times_come_from_history_to_their_pools_erlangs(
    two_sites: Current,
) -> None:
    span = span_of(two_sites, ORIGIN + timedelta(days=1), ORIGIN + timedelta(days=HORIZON))
    pools = [f"{site}-fr-residential" for site in ("liege", "morocco")]
    liege, morocco = (erlangs(two_sites, pool, span) for pool in pools)
    assert liege > 0
    assert morocco / liege == pytest.approx(1.4, rel=0.02)
    assert two_sites.release.queues[QUIET].site_aht == {"liege": 1.0, "morocco": 1.0}


def test_a_report_tells_the_factors_that_answers_use(two_sites: Current) -> None:
    told = two_sites.release.reports[BUSY]["aht_by_site"]
    used = two_sites.release.queues[BUSY].site_aht
    assert {site: x["factor"] for site, x in told.items()} == used
    assert two_sites.release.reports[QUIET]["aht_by_site"] == {}
