"""How many may be off: all of it at once keeps every promise, and nobody further may go."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Floats
from service.planning.basis.current import Current
from service.planning.capacity.capacity_table import CapacityQuestion, capacity
from service.planning.capacity.readiness import READY
from service.planning.leave.allowance import Allowance
from service.planning.leave.pool_days import PoolDays
from service.planning.leave.promises import gains_of, site_paths
from service.planning.leave.site_teams import SiteTeams
from service.planning.staffing.day_paths import DayPaths, day_paths
from tests.service.planning.capacity.capacity_case import staffed
from tests.service.planning.leave.leave_case import allowed, site_of, with_leave, with_sites

FIRST, LAST = date(2025, 10, 20), date(2025, 12, 28)
SITES = ("belgium", "morocco")


@pytest.fixture(scope="module", name="current")
def _current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return staffed(tmp_path_factory.mktemp("leave"))


@pytest.fixture(scope="module", name="found", params=SITES)
def _found(current: Current, request: pytest.FixtureRequest) -> Allowance:
    return allowed(current, str(request.param), FIRST, LAST)


def judged(pool: PoolDays, there: Floats, gain: Floats) -> DayPaths:
    """By the paths that staffing and capacity have, asked for days of their own."""
    whole, need = pool.whole, pool.whole.need
    hours = (whole.people.drawn * whole.given).sum(axis=1)[:, whole.week]
    come = hours / np.where(whole.available_hours > 0, whole.available_hours, 1.0)[whole.week]
    agents = need.agents * (whole.share[whole.week] * there)[need.question.span.grid.day]
    return day_paths(need, agents[need.open] * gain, np.maximum(come, 1e-6))


def served(found: Allowance) -> list[tuple[int, int]]:
    """Teams and pools on days on which the team has people there and may go at all."""
    site = found.site
    return [
        (pool, day)
        for pool in range(len(site.pools))
        for day in range(len(site.week))
        if (found.off[site.serves[:, pool, day], day] > 0).any()
    ]


def test_all_allowances_at_once_leave_every_week_ready(found: Allowance) -> None:
    there, some = found.site.there(found.off), served(found)
    gains = gains_of(found.site, found.off)
    assert len({day for _, day in some}) > 20
    for number, pool in enumerate(found.site.pools):
        paths = judged(pool, there[number], gains[number])
        ready = paths.summed(pool.week, pool.weeks).meeting(pool.whole.need.target)[pool.week]
        assert all(ready[day] >= READY for x, day in some if x == number)


def test_all_allowances_at_once_let_every_day_expect_its_target(found: Allowance) -> None:
    there, some = found.site.there(found.off), served(found)
    gains = gains_of(found.site, found.off)
    for number, pool in enumerate(found.site.pools):
        level = judged(pool, there[number], gains[number]).service_level
        days = [day for x, day in some if x == number and not np.isnan(level[day])]
        assert all(level[day] >= pool.whole.need.target.share for day in days)


def test_nobody_further_may_be_off_on_any_day(found: Allowance) -> None:
    site = found.site
    weekday = np.arange(len(site.week)) % 7  # of each week one day at a time
    for team in range(len(site.teams)):
        more = (site.scheduled[team] > 0) & (found.off[team] + 1 <= site.most[team])
        for on in (more & (weekday == x) for x in range(7)):
            off = found.off.copy()
            off[team] += on
            kept = site_paths(site, off).promises.kept
            assert not (kept | ~site.limits[team]).all(axis=0)[on].any()


def test_with_the_plans_own_leave_a_week_is_as_ready_as_capacity_says(
    current: Current, found: Allowance
) -> None:
    name = found.site.teams[0].site
    for weeks in capacity(current, CapacityQuestion(FIRST, LAST, site=name)).pools:
        number = [x.whole.need.pool for x in found.site.pools].index(weeks.capacity.need.pool)
        promised = site_paths(found.site, found.site.planned).promises.week[number]
        assert promised == pytest.approx(weeks.probability[weeks.capacity.week], nan_ok=True)


def test_where_a_week_is_not_ready_with_nobody_off_nobody_may_be(found: Allowance) -> None:
    site, nobody = found.site, np.zeros(found.off.shape)
    ready = site.all_of(site_paths(site, nobody).promises.week_kept)
    assert (found.off[~ready] == 0).all()
    if site.teams[0].site == "belgium":
        assert (~ready).any()


def test_planned_leave_is_part_of_the_allowance(current: Current) -> None:
    """The same people, counted on the other side: who stays works as anybody on the roster."""
    site = current.plan.site("morocco")
    told = [
        allowed(with_leave(current, site, leave), "morocco", FIRST, date(2025, 11, 23))
        for leave in ("0.0", "0.1")
    ]
    assert told[0].site.planned.sum() == 0.0
    worked = told[1].site.scheduled > 0
    assert told[1].site.planned[worked].min() > 1.5
    fewer = (told[0].off - told[1].off)[worked]
    assert 0.0 <= fewer.min() <= fewer.max() <= 2.0
    assert fewer.mean() < 1.0


def test_planned_leave_is_the_plans_share_of_the_days_people(current: Current) -> None:
    site = site_of(current, "morocco", FIRST, FIRST)
    hours = site.pools[0].whole.people.paid_hours.sum()
    people = hours / (44.0 / 5.0)  # days of 44 hours in five
    assert site.planned.sum() == pytest.approx(0.1 * people)
    assert site.scheduled.sum() == pytest.approx(people * (1 - 0.1 - 0.1 - 0.2) / (1 - 0.1 - 0.2))


def test_more_people_let_more_of_them_be_off(current: Current) -> None:
    staff = tuple(
        replace(x, headcount=x.headcount + 10) for x in current.plan.site("belgium").staff
    )
    richer = allowed(with_sites(current, {"belgium": {"staff": staff}}), "belgium", FIRST, FIRST)
    as_it_is = allowed(current, "belgium", FIRST, FIRST)
    assert (richer.site.scheduled >= as_it_is.site.scheduled).all()
    assert richer.off.sum() > as_it_is.off.sum() + 50  # person-days, of a hundred more


def test_a_week_has_the_same_allowances_in_every_question(current: Current) -> None:
    alone = allowed(current, "belgium", date(2025, 12, 8), date(2025, 12, 8))
    within = allowed(current, "belgium", FIRST, LAST)
    on = np.flatnonzero(within.site.week == (date(2025, 12, 8) - FIRST).days // 7)
    assert alone.off.tolist() == within.off[:, on].tolist()


def test_with_everybody_off_nobody_is_answered_and_nothing_fails(found: Allowance) -> None:
    site = found.site
    promises = site_paths(site, site.scheduled + site.planned).promises
    calls = np.array([x.has_calls for x in site.pools]) & (site.part.sum(axis=0) > 0)
    assert (promises.spare[calls] < 0).all()
    assert not promises.kept[calls].any()


PEOPLE = st.floats(0.5, 60.0)


@given(
    scheduled=st.tuples(PEOPLE, PEOPLE),
    planned=st.tuples(PEOPLE, PEOPLE),
    part=st.floats(0.0, 1.0),
    off=st.tuples(st.integers(0, 60), st.integers(0, 60)),
    team=st.integers(0, 1),
)
def test_one_more_off_leaves_fewer_in_the_pools_he_serves_and_no_more_elsewhere(
    scheduled: tuple[float, float],
    planned: tuple[float, float],
    part: float,
    off: tuple[int, int],
    team: int,
) -> None:
    site = SiteTeams(
        teams=(),
        pools=(),
        sharing=(),
        limits=np.ones((2, 2, 1), np.bool_),
        part=np.array([[[part], [1.0]], [[1.0 - part], [0.0]]]),
        scheduled=np.array(scheduled)[:, None],
        planned=np.array(planned)[:, None],
    )
    assert site.there(site.planned) == pytest.approx(1.0)
    before = np.array(off, float)[:, None]
    after = before.copy()
    after[team] += 1.0
    assert (site.there(after) <= site.there(before)).all()
    assert (site.there(after) >= 0.0).all()


def test_everybody_is_off_where_nobody_is_there() -> None:
    site = SiteTeams(
        teams=(),
        pools=(),
        sharing=(),
        limits=np.ones((2, 1, 2), np.bool_),
        part=np.array([[[0.75, 0.75]], [[0.25, 0.25]]]),
        scheduled=np.array([[30.0, 0.0], [10.0, 10.0]]),
        planned=np.array([[3.0, 0.0], [1.0, 1.0]]),
    )
    assert site.there(site.planned).tolist() == [[1.0, 1.0]]
    assert site.there(site.planned + site.scheduled).tolist() == [[0.0, 0.75]]
    assert site.there(np.zeros((2, 2)))[0] == pytest.approx([1.1, 1.025])
