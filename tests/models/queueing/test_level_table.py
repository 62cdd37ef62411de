"""Looked-up levels beside exact ones."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Floats
from models.queueing.level_table import (
    AMONG,
    COUNTED,
    IN_INTERVAL,
    LONG_RUN,
    LOST,
    LevelTable,
    Times,
    alike,
    level_table,
    stands_for,
)
from models.queueing.outcome import Outcome, certain, outcome_a, outcome_c
from models.queues import DEFINITIONS, Definition

USUAL = Times(
    aht=360.0, patience=180.0, within=20.0, short=20.0, interval=1800.0, definition="offered"
)
CLOSE = 0.0015
LOADS = st.floats(0.02, 4)


def looked_up(times: Times, agents: float, erlangs: float) -> Floats:
    """(columns,)."""
    whole = int(agents)
    table = level_table([times], whole, whole + 1)
    return np.asarray(table.at(0, np.array([agents]), np.log([erlangs]))[0], np.float64)


def exact(times: Times, agents: float, erlangs: float) -> Outcome:
    one = np.ones(1)
    n, load, aht = agents * one, erlangs * one, times.aht * one
    if times.patience is None:
        return outcome_c(n, load, aht, times.within, certain(1))
    patience = times.patience * one
    return outcome_a(n, load, aht, patience, times.within, certain(1), times.short)


def error(times: Times, agents: int, erlangs: float) -> float:
    """The largest of what is looked up: calls among, counted and lost, over offered."""
    found, wanted = looked_up(times, agents, erlangs), exact(times, agents, erlangs)
    among = wanted.among(times.definition)[0]
    level = wanted.service_level(times.definition)[0]
    right = np.array([among, level * among, wanted.abandoned_share[0]])
    return float(np.abs(found[[AMONG, COUNTED, LOST]] - right).max())


@given(
    agents=st.integers(2, 300),
    load=LOADS,
    patience=st.floats(60, 240),
    within=st.floats(5, 60),
    definition=st.sampled_from(DEFINITIONS),
)
def test_levels_are_erlang_as_at_any_load_and_beyond_the_last_place(
    agents: int, load: float, patience: float, within: float, definition: Definition
) -> None:
    times = replace(USUAL, patience=patience, within=within, definition=definition)
    assert error(times, agents, agents * load) <= 2 * CLOSE


@given(agents=st.integers(1, 100), load=st.floats(0.02, 2))
def test_at_usual_times_they_err_by_a_sixth_of_a_point(agents: int, load: float) -> None:
    assert error(USUAL, agents, agents * load) <= CLOSE


@given(agents=st.integers(1, 300), load=LOADS)
def test_without_patience_they_are_erlang_cs(agents: int, load: float) -> None:
    # Within a place of the rows of the load nobody could bear, the level falls to nothing.
    bound = 0.02 if 0.97 < load < 1.0 else 4 * CLOSE
    assert error(replace(USUAL, patience=None), agents, agents * load) <= bound


@given(load=LOADS, short=st.floats(0, 60), definition=st.sampled_from(DEFINITIONS))
def test_short_abandons_have_a_threshold_of_their_own(
    load: float, short: float, definition: Definition
) -> None:
    times = replace(USUAL, short=short, definition=definition)
    assert error(times, 12, 12 * load) <= 2 * CLOSE


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_with_nobody_everybody_waits_and_gives_up(definition: Definition) -> None:
    times = replace(USUAL, definition=definition)
    found, wanted = looked_up(times, 0, 5.0), exact(times, 0, 5.0)
    among = wanted.among(definition)
    assert found[AMONG] == pytest.approx(among[0])
    counted = np.nan_to_num(wanted.service_level(definition)) * among
    assert found[COUNTED] == pytest.approx(counted[0])
    assert found[LOST] == 1.0


def test_less_than_half_an_agent_is_nobody_however_many_call() -> None:
    found = looked_up(USUAL, 0.3, 10_000.0)
    assert found[[COUNTED, LOST]].tolist() == [0.0, 1.0]


def test_parts_of_an_agent_come_between_whole_ones() -> None:
    levels = [looked_up(USUAL, n, 40.0)[COUNTED] for n in (42.0, 42.25, 42.5, 42.75, 43.0)]
    assert levels == sorted(levels)
    assert levels[2] == pytest.approx((levels[0] + levels[-1]) / 2, abs=CLOSE)


def test_more_load_is_never_better() -> None:
    table = level_table([USUAL], 1, 60)
    for agents in (1, 3, 20, 60):
        load = np.linspace(-4.0, 6.0, 400) + np.log(agents)
        levels = table.at(0, np.full(400, float(agents)), load)[:, COUNTED]
        assert (np.diff(levels) <= 1e-6).all()


def test_pools_of_thousands_are_looked_up_as_soon_as_small_ones() -> None:
    found = level_table([USUAL], 4900, 5100).at(
        0, np.linspace(4900.0, 5100.0, 50), np.full(50, np.log(5000.0))
    )
    assert np.isfinite(found).all()
    level = exact(USUAL, 5000, 5000.0).service_level("offered")[0]
    assert looked_up(USUAL, 5000, 5000.0)[COUNTED] == pytest.approx(level, abs=0.02)
    # Above two thousand agents all are the same row.
    assert len(level_table([USUAL], 3000, 9000).kinds) == 1


def test_an_overload_of_calls_that_nobody_gives_up_loses_none() -> None:
    found = looked_up(replace(USUAL, patience=None), 4, 400.0)
    assert found[[COUNTED, LOST, LONG_RUN, IN_INTERVAL]].tolist() == [0.0] * 4


@given(
    agents=st.integers(0, 3000),
    load=st.floats(1e-9, 1e4),
    aht=st.floats(0.05, 36_000),
    patience=st.none() | st.floats(1, 1e6),
    within=st.floats(0, 3600),
    definition=st.sampled_from(DEFINITIONS),
)
def test_whatever_is_asked_shares_are_shares_and_chance_is_no_less_than_none(
    agents: int,
    load: float,
    aht: float,
    patience: float | None,
    within: float,
    definition: Definition,
) -> None:
    found = looked_up(Times(aht, patience, within, within, 1800.0, definition), agents, load)
    assert np.isfinite(found).all()
    shares = found[[AMONG, COUNTED, LOST]]
    assert (shares >= -1e-6).all()
    assert (shares <= 1 + 1e-6).all()
    assert found[COUNTED] <= found[AMONG] + 1e-4
    assert 0 <= found[IN_INTERVAL] <= found[LONG_RUN] * (1 + 1e-6)


def test_several_times_stand_one_after_the_other() -> None:
    slow = replace(USUAL, aht=720.0)
    both = level_table([USUAL, slow], 5, 9)
    agents, load = np.array([5.0, 9.0]), np.log([4.0, 8.0])
    for number, times in enumerate((USUAL, slow)):
        alone = level_table([times], 5, 9).at(0, agents, load)
        assert both.at(np.full(2, number), agents, load).tolist() == alone.tolist()


def test_handling_times_within_eight_per_cent_may_share_rows() -> None:
    seconds = np.array([200.0, 300.0, 1000.0])
    shared = np.array([stands_for(x) for x in alike(seconds).tolist()])
    assert np.abs(np.log(shared / seconds)).max() <= np.log(1.08) / 2 + 1e-12


def test_no_times_make_an_empty_table() -> None:
    empty = level_table([], 1, 3)
    assert isinstance(empty, LevelTable)
    assert empty.values.shape == (0, 5)
