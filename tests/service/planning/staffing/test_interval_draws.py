"""What half-hours bring, drawn."""

from decimal import Decimal

import numpy as np
import pytest

from models.queues import DEFINITIONS, Definition
from service.planning.basis.current import Current
from service.planning.staffing.interval_draws import IntervalDraws, interval_draws, together
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_need import PoolNeed
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.pool_sizing import pool_need
from tests.service.cases import week
from tests.service.planning.staffing.test_day_paths import (
    BUSINESS,
    DUTCH,
    FRENCH,
    POOLS,
    defined,
    need_of,
)


def of(need: PoolNeed) -> IntervalDraws:
    return interval_draws(need)


def has_the_level(need: PoolNeed) -> bool:
    """Whether all draws together have the calls and the level that are expected."""
    drawn, among = of(need), need.among
    level = (np.where(among > 0, need.service_level, 0.0) * among).sum() / among.sum()
    of_path = drawn.in_time.sum(axis=1) - level * drawn.among.sum(axis=1)
    error = of_path.std() / np.sqrt(len(of_path)) / drawn.among.sum(axis=1).mean()
    alike = drawn.in_time.sum() / drawn.among.sum() == pytest.approx(level, abs=3 * error + 0.003)
    calls = drawn.among.sum(axis=1).mean() == pytest.approx(among.sum(), rel=0.06)
    return bool(alike and calls)


@pytest.mark.parametrize("name", POOLS)
def test_draws_have_the_level_to_expect(current: Current, name: str) -> None:
    assert has_the_level(need_of(current, name))


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_draws_have_the_level_to_expect_by_every_definition(
    current: Current, definition: Definition
) -> None:
    assert has_the_level(defined(current, FRENCH, definition))


def test_draws_are_whole_calls_of_which_some_count(current: Current) -> None:
    drawn = of(need_of(current, DUTCH))
    assert (drawn.in_time == np.rint(drawn.in_time)).all()
    assert (drawn.among == np.rint(drawn.among)).all()
    assert ((drawn.in_time >= 0) & (drawn.in_time <= drawn.among)).all()


def test_a_quantile_is_a_level_that_is_taken(current: Current) -> None:
    drawn = of(need_of(current, BUSINESS))
    for row in drawn.quantiles([0.1, 0.5, 0.9]):
        for i in np.flatnonzero(drawn.among.any(axis=0)):
            some = drawn.among[:, i] > 0
            taken = drawn.in_time[some, i] / drawn.among[some, i]
            assert row[i] in taken.tolist()


def test_as_many_draws_are_at_or_below_a_quantile_as_it_says(current: Current) -> None:
    drawn = of(need_of(current, DUTCH))
    level = drawn.in_time / np.maximum(drawn.among, 1)
    for chance, row in zip((0.1, 0.9), drawn.quantiles([0.1, 0.9]), strict=True):
        known = drawn.among > 0
        at_or_below = ((level <= row) & known).sum(axis=0) / known.sum(axis=0)
        below = ((level < row) & known).sum(axis=0) / known.sum(axis=0)
        assert (at_or_below >= chance - 1e-9).all()
        assert (below <= chance + 1e-9).all()


def test_half_hours_in_which_hardly_anybody_calls_have_no_range(current: Current) -> None:
    """Two calls in thirty futures, both late, do not say that most calls will be."""
    levels = np.zeros((30, 3))
    levels[:2, 0], levels[:10, 1], levels[:, 2] = 1.0, 1.0, 1.0
    few, enough, all_ = IntervalDraws(levels, levels * 0.0).quantiles([0.1, 0.5])[0].tolist()
    assert np.isnan(few)
    assert (enough, all_) == (0.0, 0.0)


def test_closed_half_hours_have_no_calls_and_no_level(current: Current) -> None:
    need = need_of(current, FRENCH)
    drawn = of(need)
    assert not drawn.among[:, ~need.open].any()
    assert np.isnan(drawn.quantiles([0.5])[:, ~need.open]).all()


def test_two_pools_are_drawn_on_the_same_paths(current: Current) -> None:
    """A busy day is busy for both, so that the group's calls vary more than of strangers."""
    french, dutch = (of(need_of(current, x)) for x in (FRENCH, DUTCH))
    both = together([french, dutch])
    assert (both.among == french.among + dutch.among).all()
    assert (both.in_time == french.in_time + dutch.in_time).all()
    calls = [x.among[:, :48].sum(axis=1) for x in (french, dutch)]
    assert np.corrcoef(calls)[0, 1] > 0.5


def test_the_same_question_has_the_same_draws(current: Current) -> None:
    one, other = (of(need_of(current, FRENCH)) for _ in range(2))
    assert (one.in_time == other.in_time).all()


def test_nobody_by_erlang_c_is_lost(current: Current) -> None:
    need = need_of(current, DUTCH, Method(model="erlang_c"))
    drawn = of(need)
    assert drawn.among.sum(axis=1).mean() == pytest.approx(need.offered.sum(), rel=0.06)


@pytest.mark.parametrize("absence", ["0", "0.9"])
def test_however_many_are_absent_there_are_draws(current: Current, absence: str) -> None:
    what_if = WhatIf(absence=Decimal(absence), off_phone=Decimal(0), leave=Decimal(0))
    [pool] = [x for x in current.plan.pools if x.name == BUSINESS]
    need = pool_need(current, pool, week(current), what_if, Method())
    assert need is not None
    assert np.isfinite(of(need).quantiles([0.1])[:, need.open]).all()
