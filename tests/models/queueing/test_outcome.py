"""What becomes of a pool's calls, against a birth-death chain and laws that every queue obeys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.linalg import expm
from scipy.stats import gamma

from models.arrays import Floats
from models.queueing.outcome import LoadNodes, Outcome, certain, lognormal, outcome_a, outcome_c
from models.queues import DEFINITIONS

AHT, PATIENCE, WITHIN = 360.0, 180.0, 20.0
QUEUE = 200  # callers that may wait, as good as all


def of(agents: float, erlangs: float, nodes: LoadNodes | None = None) -> Outcome:
    one = np.ones(1)
    return outcome_a(
        agents * one, erlangs * one, AHT * one, PATIENCE * one, WITHIN, nodes or certain(1)
    )


def chain(agents: int, erlangs: float) -> Floats:
    """Stationary probabilities of 0, 1, ... calls in M/M/n+M."""
    count = np.arange(1, 4000)
    leaving = np.minimum(count, agents) + np.maximum(count - agents, 0) * AHT / PATIENCE
    logs = np.concatenate([[0.0], np.cumsum(np.log(erlangs) - np.log(leaving))])
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


@pytest.mark.parametrize(("agents", "erlangs"), [(3, 2.0), (14, 12.0), (62, 60.0), (40, 90.0)])
def test_who_gives_up_and_who_waits_are_those_of_the_birth_death_chain(
    agents: int, erlangs: float
) -> None:
    probability = chain(agents, erlangs)
    waiting = np.maximum(np.arange(len(probability)) - agents, 0) @ probability
    abandoned = waiting * (AHT / PATIENCE) / erlangs
    assert of(agents, erlangs).abandoned_share == pytest.approx([abandoned], rel=1e-9)


def abandoned_within(agents: int, erlangs: float, limit: float) -> float:
    """By the chain: who finds j waiting moves up until served, unless patience ends before."""
    found = chain(agents, erlangs)[agents : agents + QUEUE]
    ahead = np.arange(QUEUE)
    moving, leaving = agents / AHT + ahead / PATIENCE, 1.0 / PATIENCE
    rates = np.diag(np.append(-moving - leaving, 0.0))
    rates[ahead[1:], ahead[:-1]] = moving[1:]
    rates[:-1, -1] = leaving  # the last state: given up
    return float(found @ expm(rates * limit)[:-1, -1])


@pytest.mark.parametrize("limit", [0.0, 5.0, 20.0, 90.0])
@pytest.mark.parametrize(("agents", "erlangs"), [(3, 2.0), (14, 12.0), (40, 60.0)])
def test_short_abandons_may_have_a_threshold_of_their_own(
    agents: int, erlangs: float, limit: float
) -> None:
    one = np.ones(1)
    case = (agents * one, erlangs * one, AHT * one, PATIENCE * one, WITHIN, certain(1))
    usual, own = outcome_a(*case), outcome_a(*case, limit)
    exact = abandoned_within(agents, erlangs, limit)
    assert own.abandoned_in_time == pytest.approx([exact], rel=1e-9, abs=1e-15)
    assert own.answered_in_time == usual.answered_in_time
    assert own.asa == usual.asa
    level = own.answered_in_time / (1.0 - exact)
    assert own.service_level("excluding_short_abandons") == pytest.approx(level)
    lost = own.answered_in_time + exact
    assert own.service_level("abandoned_in_time_ok") == pytest.approx(lost)


def test_two_hundred_in_time_of_four_hundred_less_fifty_short_abandons_are_57_percent() -> None:
    """A source's sum: 400 offered, 50 abandoned within 10 s, 200 answered within 20 s."""
    counted = Outcome(*(np.array([x]) for x in (200 / 400, 320 / 400, 50 / 400, 0.0, 0.0)))
    assert counted.service_level("excluding_short_abandons") == pytest.approx([0.5714], abs=5e-5)


def test_without_agents_those_give_up_early_whose_patience_is_as_short() -> None:
    one = np.ones(1)
    empty = outcome_a(0 * one, 5 * one, AHT * one, PATIENCE * one, WITHIN, certain(1), 5.0)
    assert empty.abandoned_in_time == pytest.approx([gamma.cdf(5, 1, scale=PATIENCE)])


def test_the_four_definitions_are_the_published_ones_at_sixty_erlangs() -> None:
    """guides: 60 agents at 60 erlangs, patience 180 s: .7448, .7925, .7723, .7804."""
    found = of(60, 60.0)
    levels = [float(found.service_level(x)[0]) for x in DEFINITIONS]
    assert levels == pytest.approx([0.7448, 0.7925, 0.7723, 0.7804], abs=5e-5)


def test_without_load_nobody_waits_and_without_agents_everybody_gives_up() -> None:
    calm, empty = of(3, 0.0), of(0, 5.0)
    assert calm.answered_in_time.tolist() == [1.0]
    assert calm.abandoned_share.tolist() == [0.0]
    assert empty.answered_in_time.tolist() == [0.0]
    assert empty.abandoned_share.tolist() == [1.0]
    assert empty.abandoned_in_time == pytest.approx([gamma.cdf(WITHIN, 1, scale=PATIENCE)])


@given(st.integers(1, 400), st.floats(0.01, 400))
def test_one_more_agent_never_serves_callers_worse(agents: int, erlangs: float) -> None:
    few, more = of(agents, erlangs), of(agents + 1, erlangs)
    assert more.answered_in_time[0] >= few.answered_in_time[0] - 1e-12
    assert more.abandoned_share[0] <= few.abandoned_share[0] + 1e-12
    assert more.asa[0] <= few.asa[0] + 1e-9


@given(st.integers(2, 200), st.floats(0.05, 0.95))
def test_callers_who_hardly_give_up_are_those_of_erlang_c(agents: int, busy: float) -> None:
    one = np.ones(1)
    load = agents * busy * one
    patient = outcome_a(agents * one, load, AHT * one, 1e9 * one, WITHIN, certain(1))
    endless = outcome_c(agents * one, load, AHT * one, WITHIN, certain(1))
    np.testing.assert_allclose(patient.answered_in_time, endless.answered_in_time, atol=1e-4)


@given(st.floats(0, 0.2), st.floats(0.5, 2))
def test_an_uncertain_load_keeps_its_mean_and_variance(variance: float, centre: float) -> None:
    nodes = lognormal(np.array([variance]), centre)
    mean = float((nodes.factors @ nodes.weights)[0])
    assert mean == pytest.approx(centre)
    spread = float((nodes.factors**2 @ nodes.weights)[0]) / mean**2 - 1
    assert spread == pytest.approx(variance, rel=0.12, abs=1e-9)


def test_calls_of_busy_times_count_for_more() -> None:
    """Two equally likely loads: three quarters of the calls come with the larger."""
    nodes = LoadNodes(np.array([[0.5, 1.5]]), np.array([0.5, 0.5]), np.array([[0.5, 1.5]]))
    calm, busy = (of(14, 12.0 * x).answered_in_time[0] for x in (0.5, 1.5))
    assert of(14, 12.0, nodes).answered_in_time[0] == pytest.approx(0.25 * calm + 0.75 * busy)
