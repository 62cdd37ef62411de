"""What days and weeks bring on the sample paths, and how sure that is."""

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from models.agents.uncertainty import Mode
from models.arrays import Floats
from models.numeric.ratios import ratio
from models.queues import DEFINITIONS, Definition, Pool, ServiceTarget
from service.planning.basis.current import Current
from service.planning.basis.span import span_of
from service.planning.staffing.day_paths import DayPaths, day_paths, together
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need, risk_reached
from tests.service.cases import MONDAY, week

FRENCH, DUTCH, BUSINESS = "belgium-fr-residential", "belgium-nl-residential", "belgium-fr-b2b"
POOLS = [FRENCH, DUTCH, BUSINESS]
WHOLE = np.zeros(7, np.int64)  # all days are one week


def pool_of(current: Current, name: str) -> Pool:
    [pool] = [x for x in current.plan.pools if x.name == name]
    return pool


def need_of(
    current: Current, name: str, method: Method | None = None, what_if: WhatIf | None = None
) -> PoolNeed:
    pool = pool_of(current, name)
    need = pool_need(current, pool, week(current), what_if or WhatIf(), method or Method())
    assert need is not None
    return need


def defined(current: Current, name: str, definition: Definition) -> PoolNeed:
    """The pool's need by another definition, with a limit of those given up."""
    pool = pool_of(current, name)
    target = replace(pool.target, definition=definition, max_abandoned=0.2)
    need = pool_need(current, replace(pool, target=target), week(current), WhatIf(), Method())
    assert need is not None
    return need


def paths_of(need: PoolNeed) -> DayPaths:
    return day_paths(need, need.agents[need.open])


def staffed_level(need: PoolNeed) -> float:
    """Of the week, as staffing's rows have it."""
    among = need.among
    level = np.where(among > 0, need.service_level, 0.0)
    return float((level * among).sum() / among.sum())


@pytest.mark.parametrize("name", POOLS)
@pytest.mark.parametrize("mode", get_args(Mode))
def test_the_week_to_expect_is_staffings(current: Current, name: str, mode: Mode) -> None:
    need = need_of(current, name, Method(mode=mode))
    whole = paths_of(need).summed(WHOLE, 1)
    assert whole.service_level[0] == pytest.approx(staffed_level(need), abs=0.004)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_week_to_expect_is_staffings_by_every_definition(
    current: Current, definition: Definition
) -> None:
    need = defined(current, FRENCH, definition)
    whole = paths_of(need).summed(WHOLE, 1)
    assert whole.service_level[0] == pytest.approx(staffed_level(need), abs=0.004)
    lost = need.load.calls - need.answered[need.open]
    assert whole.abandoned_share[0] == pytest.approx(lost.sum() / need.load.calls.sum(), abs=0.004)
    assert (whole.in_time <= whole.among + 1e-9).all()
    assert (whole.among <= whole.calls * (1 + 1e-6)).all()


@pytest.mark.parametrize("name", POOLS)
def test_calls_are_the_paths_own(current: Current, name: str) -> None:
    paths, need = paths_of(need_of(current, name)), need_of(current, name)
    of_day = np.bincount(need.question.span.grid.day, need.offered, 7)
    assert paths.calls.mean(axis=0) == pytest.approx(of_day)


def test_a_level_is_reached_with_nine_of_ten_where_it_is_the_low_one(current: Current) -> None:
    paths = paths_of(need_of(current, DUTCH))
    for chance in (0.1, 0.5, 0.9):
        [level] = paths.quantiles([chance])
        for day, share in enumerate(level.tolist()):
            assert paths.reaching(share)[:, day].mean() == pytest.approx(1 - chance, abs=0.012)
            target = ServiceTarget(share, 20)
            realised = paths.reaching(share)[:, day].mean()
            assert paths.meeting(target)[day] == pytest.approx(realised, abs=1e-12)


def test_the_law_of_realised_levels_has_the_level_to_expect_in_its_middle(
    current: Current,
) -> None:
    paths = paths_of(need_of(current, DUTCH))
    every = paths.quantiles(np.linspace(0.005, 0.995, 100).tolist())
    assert every.mean(axis=0) == pytest.approx(paths.levels.mean(axis=0), abs=0.004)
    assert (np.diff(every, axis=0) >= 0).all()


def test_more_agents_are_never_worse_on_any_path(current: Current) -> None:
    need = need_of(current, DUTCH)
    agents = need.agents[need.open].astype(np.float64)
    levels = [day_paths(need, agents + x).levels for x in (0.0, 0.5, 1.0, 2.0, 5.0)]
    for fewer, more in pairwise(levels):
        assert (more >= fewer - 1e-4).all()


def test_fewer_people_than_expected_are_worse(current: Current) -> None:
    need = need_of(current, DUTCH)
    agents = need.agents[need.open]
    there = np.full((120, 7), 0.85)
    assert (day_paths(need, agents, there).levels < day_paths(need, agents).levels).all()
    assert (day_paths(need, agents, there).calls == day_paths(need, agents).calls).all()


def test_pools_on_the_same_paths_add_up(current: Current) -> None:
    pools = [paths_of(need_of(current, x)) for x in (FRENCH, DUTCH)]
    both = together(pools)
    for name in ("calls", "among", "in_time", "abandoned", "variance"):
        assert getattr(both, name) == pytest.approx(sum(getattr(x, name) for x in pools))
    weights = ratio(pools[0].among, both.among, 0.0)
    mixed = np.nan_to_num(pools[0].levels) * weights + pools[1].levels * (1 - weights)
    assert both.levels == pytest.approx(mixed)


def test_a_group_is_surer_than_its_least_sure_pool(current: Current) -> None:
    pools = [paths_of(need_of(current, x)) for x in (FRENCH, BUSINESS)]
    widths = [np.ptp(x.quantiles([0.1, 0.9]), axis=0)[:5] for x in (*pools, together(pools))]
    assert (widths[2] < np.maximum(widths[0], widths[1])).all()


def test_days_without_calls_have_no_level_and_meet_nothing(current: Current) -> None:
    paths = paths_of(need_of(current, FRENCH))
    assert np.isnan(paths.levels[:, 5:]).all()
    assert np.isnan(paths.meeting(ServiceTarget(0.8, 20))[5:]).all()
    assert np.isnan(paths.service_level[5:]).all()
    assert not paths.variance[:, 5:].any()


def test_nobody_is_given_up_where_nobody_is_known_to_give_up(current: Current) -> None:
    need = need_of(current, DUTCH, Method(model="erlang_c"))
    agents = need.agents[need.open]
    for there in (agents, agents // 3):  # a queue that grows all day
        assert not day_paths(need, there).abandoned.any()


def test_the_limit_of_those_given_up_is_met_path_by_path(current: Current) -> None:
    paths = paths_of(need_of(current, DUTCH))
    target = ServiceTarget(0.5, 20)
    lost = ratio(paths.abandoned, paths.calls, np.nan)
    limit = float(np.median(lost[:, 0]))
    limited = paths.meeting(replace(target, max_abandoned=limit))
    kept = (lost <= limit).mean(axis=0)
    assert (limited <= kept + 1e-9).all()
    assert (limited <= paths.meeting(target) + 1e-9).all()
    assert limited[0] == pytest.approx(0.5, abs=0.02)


def test_a_level_that_is_certain_is_reached_or_not() -> None:
    one = np.ones((3, 2))
    sure = DayPaths(10 * one, 10 * one, 8 * one, 0 * one, 0 * one, 0 * one)
    assert sure.reaching(0.8).tolist() == one.tolist()
    assert sure.reaching(0.81).tolist() == (0 * one).tolist()
    assert sure.quantiles([0.1, 0.9]).tolist() == [[0.8, 0.8], [0.8, 0.8]]


@pytest.mark.parametrize("risk", [0.6, 0.8, 0.95])
@pytest.mark.parametrize("name", POOLS)
def test_every_day_is_as_sure_as_asked_in_large_pools_and_small_ones(
    current: Current, name: str, risk: float
) -> None:
    reached = risk_reached(need_of(current, name, Method(mode="risk", risk=risk)))
    known: Floats = reached[~np.isnan(reached)]
    assert (known >= risk).all()
    assert len(known) == (7 if name == DUTCH else 5)


def test_the_same_question_has_the_same_answer(current: Current) -> None:
    one, other = (paths_of(need_of(current, FRENCH)) for _ in range(2))
    assert one.quantiles([0.1, 0.9]).tolist()[0][:5] == other.quantiles([0.1, 0.9]).tolist()[0][:5]
    assert one.variance.tolist() == other.variance.tolist()


def test_a_day_is_the_same_whatever_days_are_asked_with_it(current: Current) -> None:
    monday = span_of(current, MONDAY, MONDAY)
    alone = pool_need(current, pool_of(current, DUTCH), monday, WhatIf(), Method())
    assert alone is not None
    every = paths_of(need_of(current, DUTCH))
    assert paths_of(alone).levels[:, 0] == pytest.approx(every.levels[:, 0], abs=1e-6)
