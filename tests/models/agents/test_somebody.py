"""Calls that come have an agent, by every model and whatever is promised; ASA is of answered calls.

A queue whose callers give up "meets" a mean wait, or an occupancy, best with nobody: no call is
answered late where none is answered.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.agents.explained import fractional_agents
from models.agents.staffing import PoolLoad, meets_target, outcome, reached, smallest_agents
from models.arrays import Counts, Flags
from models.queueing.outcome import certain, lognormal, outcome_a
from models.queues import DEFINITIONS, Definition, ServiceTarget

LIMITS = st.none() | st.floats(0.5, 300)
SHARES = st.none() | st.floats(0.02, 0.98)


def one_interval(erlangs: float, patience: float | None, variance: float) -> PoolLoad:
    one = np.ones(1)
    return PoolLoad(
        calls=erlangs * 5.0 * one,
        aht=360.0 * one,
        interval=1800.0,
        patience=None if patience is None else patience * one,
        nodes=lognormal(variance * one) if variance else None,
    )


def meets(load: PoolLoad, target: ServiceTarget, agents: Counts) -> Flags:
    """Promises over what may come, the cap at the expected load; a queue that grows keeps none."""
    n, case = agents.astype(float), np.zeros(1, np.int64)
    kept = meets_target(outcome(load, target, case, n), target)
    if target.max_occupancy is not None:
        carried = load.erlangs * outcome(replace(load, nodes=None), target, case, n).answered
        kept &= target.spare_agents(carried, n) >= 0
    if load.patience is None and load.nodes is None:
        kept &= n > load.erlangs
    return kept


@given(
    erlangs=st.floats(1e-6, 400),
    patience=st.none() | st.floats(1, 3600),
    variance=st.sampled_from([0.0, 0.02, 0.3]),
    definition=st.sampled_from(DEFINITIONS),
    share=st.just(0.0) | st.floats(0.01, 0.99),
    most=st.tuples(SHARES, SHARES, LIMITS),
    short=LIMITS,
)
def test_calls_have_an_agent_who_keeps_every_promise_and_one_fewer_does_not_or_is_nobody(
    erlangs: float,
    patience: float | None,
    variance: float,
    definition: Definition,
    share: float,
    most: tuple[float | None, float | None, float | None],
    short: float | None,
) -> None:
    load = one_interval(erlangs, patience, variance)
    target = ServiceTarget(share, 20, definition, *most, short)
    found = smallest_agents(load, target)
    assert found[0] >= 1
    assert meets(load, target, found).all()
    assert found[0] == 1 or not meets(load, target, found - 1).any()


@given(
    erlangs=st.floats(0.01, 1000),
    aht=st.floats(10, 3600),
    patience=st.floats(1, 1e5),
    limit=st.floats(0.01, 1000),
)
def test_the_mean_wait_of_answered_calls_falls_with_every_agent_from_the_first_on(
    erlangs: float, aht: float, patience: float, limit: float
) -> None:
    agents = np.arange(1.0, 1.2 * erlangs + 20)
    one = np.ones_like(agents)
    some = outcome_a(agents, erlangs * one, aht * one, patience * one, 20, certain(len(one)))
    assert (np.diff(some.asa) <= 1e-9 * some.asa[:-1]).all()


def test_thirty_five_are_the_first_who_answer_within_a_minute_on_average() -> None:
    """300 erlangs, patience 30 s: 60.3 s with 34 agents, 59.6 s with 35; nobody answers nobody."""
    load = PoolLoad(np.array([1500.0]), np.array([360.0]), 1800.0, np.array([30.0]))
    target = ServiceTarget(0.0, 20, max_asa=60.0)
    assert smallest_agents(load, target).tolist() == [35]
    assert fractional_agents(load, target)[0] == pytest.approx(34.45, abs=0.01)
    few, enough, none = (reached(load, target, np.array([x])).asa[0] for x in (34, 35, 0))
    assert few == pytest.approx(60.3363, abs=1e-4)
    assert enough == pytest.approx(59.6008, abs=1e-4)
    assert np.isnan(none)


def test_where_nobody_is_answered_no_mean_wait_is_short_enough() -> None:
    one = np.ones(1)
    nobody = outcome_a(0 * one, 5 * one, 360 * one, 180 * one, 20, certain(1))
    assert np.isnan(nobody.asa).all()
    assert np.isnan(nobody.service_level("answered")).all()
    assert not meets_target(nobody, ServiceTarget(0.0, 20, max_asa=86_400.0)).any()
    assert meets_target(nobody, ServiceTarget(0.0, 20)).all()
