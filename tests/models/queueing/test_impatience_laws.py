"""Laws that impatient callers obey, on whatever numbers Hypothesis finds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.queueing.outcome import Outcome, certain, outcome_a, outcome_c

LOADS = st.floats(0.01, 3000)
AGENTS = st.floats(0.5, 4000)
AHTS = st.floats(30, 3600)
PATIENCES = st.floats(1, 1e6)
THRESHOLDS = st.floats(0, 3600)
ONE = np.ones(1)
ROUNDING = 1e-12


def impatient(n: float, load: float, aht: float, patience: float, within: float) -> Outcome:
    return outcome_a(n * ONE, load * ONE, aht * ONE, patience * ONE, within, certain(1))


@given(agents=AGENTS, load=LOADS, aht=AHTS, patience=PATIENCES, within=THRESHOLDS)
def test_the_four_definitions_keep_their_order(
    agents: float, load: float, aht: float, patience: float, within: float
) -> None:
    found = impatient(agents, load, aht, patience, within)
    offered = found.service_level("offered")[0]
    answered = found.service_level("answered")[0]
    without_short = found.service_level("excluding_short_abandons")[0]
    short_are_fine = found.service_level("abandoned_in_time_ok")[0]
    assert 0 <= offered <= without_short + ROUNDING
    assert without_short <= answered + ROUNDING
    assert without_short <= short_are_fine + ROUNDING
    assert max(answered, short_are_fine) <= 1 + ROUNDING


@given(agents=AGENTS, load=LOADS, aht=AHTS, patience=PATIENCES, within=THRESHOLDS)
def test_one_more_agent_never_makes_anybody_wait_longer(
    agents: float, load: float, aht: float, patience: float, within: float
) -> None:
    few = impatient(agents, load, aht, patience, within)
    more = impatient(agents + 1, load, aht, patience, within)
    assert more.asa[0] <= few.asa[0] * (1 + 1e-9) + 1e-9
    assert more.abandoned_share[0] <= few.abandoned_share[0] + ROUNDING
    assert more.waiting[0] <= few.waiting[0] + ROUNDING
    assert more.answered_in_time[0] >= few.answered_in_time[0] - ROUNDING


@given(spare=st.floats(0.02, 3), load=LOADS, aht=AHTS, within=THRESHOLDS)
def test_erlang_a_nears_erlang_c_as_patience_grows(
    spare: float, load: float, aht: float, within: float
) -> None:
    """Whoever gives up is one in ASA / patience, and takes as much off the waiting."""
    n = load * (1 + spare)
    endless = outcome_c(n * ONE, load * ONE, aht * ONE, within, certain(1))
    gaps = [gap(impatient(n, load, aht, p, within), endless) for p in (1e6, 1e8, 1e10)]
    assert gaps[0] + ROUNDING >= gaps[1]
    assert gaps[1] + ROUNDING >= gaps[2]
    assert gaps[2] <= 1e-4


def gap(one: Outcome, other: Outcome) -> float:
    return float(abs(one.answered_in_time - other.answered_in_time)[0])
