"""The calls that promises are judged by are those of the release, on days of any length."""

from datetime import date, datetime

import numpy as np
import pytest

from benchmarks.promises.demand import PoolDemand, pool_demand
from benchmarks.promises.staffed import column, judged
from service.planning.basis.current import Current
from service.planning.staffing.staffing_table import StaffingQuestion, staffing_table
from tests.service.cases import AUTUMN, MONDAY, SPRING


def asked(current: Current, name: str, first: date) -> tuple[PoolDemand, list[dict[str, object]]]:
    """A day of a pool: its demand and its rows."""
    pool = next(x for x in current.plan.pools if x.name == name)
    table = staffing_table(current, StaffingQuestion(first, first, site=pool.site))
    rows = [x for x in table.rows() if x["pool"] == name]
    starts = [datetime.fromisoformat(str(x["interval_start_utc"])) for x in rows]
    return pool_demand(current, pool, starts), rows


@pytest.mark.parametrize(
    ("pool", "day"),
    [
        ("belgium-fr-residential", MONDAY),
        ("belgium-nl-residential", MONDAY),
        ("belgium-nl-residential", AUTUMN),
        ("belgium-nl-residential", SPRING),
    ],
)
def test_half_hours_expect_the_calls_of_the_answer(current: Current, pool: str, day: date) -> None:
    demand, rows = asked(current, pool, day)
    mean = np.sum([x.mean for x in demand.queues], axis=0)  # (draws, I)
    np.testing.assert_allclose(mean.mean(axis=0), column(rows, "offered_mean"), rtol=1e-4)


def test_rates_vary_as_the_dispersion_says_thinned_as_the_calls_are(current: Current) -> None:
    demand, _ = asked(current, "morocco-fr-residential", MONDAY)
    random = np.random.default_rng(8)
    rates = np.array([demand.rates(random, 5) for _ in range(4000)])
    mean = np.array([x.mean[5] for x in demand.queues])
    variance = (0.5 * 0.3 * mean + 0.002 * mean**2).sum(axis=0)
    np.testing.assert_allclose(rates.mean(axis=0), mean.sum(axis=0), rtol=0.05)
    np.testing.assert_allclose(rates.var(axis=0).sum(), variance.sum(), rtol=0.05)


def test_a_staffed_week_is_judged_at_every_granularity(current: Current) -> None:
    pool = next(x for x in current.plan.pools if x.name == "belgium-fr-residential")
    found = judged(current, pool, [MONDAY], "mean", 20)
    assert [x.granularity for x in found] == ["interval", "day", "week"]
    assert [x.levels.periods for x in found] == [5 * 24, 5, 1]
    for x in found:
        assert x.levels.achieved == pytest.approx(found[0].levels.achieved)
        assert x.ranges.below + x.ranges.inside + x.ranges.above == pytest.approx(100.0)


def test_laws_take_the_place_of_quantiles(current: Current) -> None:
    """A law that holds every level holds each outcome in its middle."""
    pool = next(x for x in current.plan.pools if x.name == "belgium-fr-residential")
    periods = {"interval": 5 * 24, "day": 5, "week": 1}
    found = judged(
        current,
        pool,
        [MONDAY],
        "mean",
        20,
        lambda _, __, x: np.repeat([[0.0], [1.0]], periods[x.granularity], axis=1),
    )
    assert found[1].ranges.inside == 100.0
    assert found[1].ranges.below == found[1].ranges.above == 0.0
