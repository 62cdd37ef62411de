"""Erlang A, B and C against sixty digits, in every corner of what can be asked."""

from dataclasses import astuple

import numpy as np
import pytest

from models.arrays import Floats
from models.queueing import erlang
from models.queueing.outcome import Outcome, certain, outcome_a
from models.queues import DEFINITIONS
from tests.models.queueing.exact_erlang_a import (
    CASES,
    Case,
    blocked,
    cases,
    delayed,
    figures,
    golden,
)

LIVE = range(7, CASES, 33)  # of the file's cases, those that are worked out anew


def found(case: Case) -> Outcome:
    agents, erlangs, aht, patience = (np.array([x]) for x in astuple(case)[:4])
    return outcome_a(agents, erlangs, aht, patience, case.within, certain(1))


def assert_exact(ours: Floats, true: Floats, absolute: float) -> None:
    np.testing.assert_allclose(ours, true, rtol=1e-9, atol=absolute, equal_nan=False)


def levels(true: Floats) -> Floats:
    """The four definitions, in their order, of (n, figures)."""
    in_time, answered, gone_early = true.T[:3]
    return np.array(
        [in_time, in_time / answered, in_time / (1.0 - gone_early), in_time + gone_early]
    )


def test_the_exact_figures_on_file_are_those_of_these_cases_worked_out_anew() -> None:
    filed, true = golden()
    assert filed == cases()
    for i in LIVE:
        np.testing.assert_allclose(figures(filed[i]), true[i], rtol=1e-13, atol=1e-30)


def test_what_becomes_of_calls_is_exact_from_one_second_of_patience_to_a_million() -> None:
    filed, true = golden()
    outcomes = [found(case) for case in filed]
    shares = np.array(
        [
            np.concatenate([x.answered_in_time, x.answered, x.abandoned_in_time, x.waiting])
            for x in outcomes
        ]
    )
    assert_exact(shares, true[:, :4], 1e-12)
    ours = np.array([[x.service_level(kind)[0] for x in outcomes] for kind in DEFINITIONS])
    assert_exact(ours, levels(true), 1e-12)


def test_mean_waits_are_exact_from_one_second_of_patience_to_a_million() -> None:
    filed, true = golden()
    outcomes = [found(case) for case in filed]
    answered_wait, mean_wait = true[:, 4], true[:, 5]
    assert_exact(np.array([x.asa[0] for x in outcomes]), answered_wait / true[:, 1], 1e-9)
    patience = np.array([case.patience for case in filed])
    abandoned = np.array([x.abandoned_share[0] for x in outcomes])
    assert_exact(patience * abandoned, mean_wait, 1e-9)


def test_erlang_b_and_c_are_exact_with_fractional_agents() -> None:
    some = [case for case in cases() if case.erlangs > 0][::10]
    agents = np.array([case.agents for case in some])
    load = np.array([case.erlangs for case in some])
    true = np.array([float(blocked(case.agents, case.erlangs)) for case in some])
    assert_exact(erlang.erlang_b(agents, load), true, 1e-12)
    stable = [case for case in some if case.erlangs < case.agents]
    waiting = np.array([float(delayed(case.agents, case.erlangs)) for case in stable])
    n, load, aht, _, within = np.array([astuple(case) for case in stable]).T
    rate = (n - load) / aht
    assert_exact(erlang.wait_probability(n, load), waiting, 1e-12)
    assert_exact(
        erlang.service_level(n, load, aht, within), 1 - waiting * np.exp(-rate * within), 1e-12
    )
    assert_exact(erlang.asa(n, load, aht), waiting / rate, 1e-9)


@pytest.mark.parametrize("erlangs", [1e-300, 0.5, 5000.0])
@pytest.mark.parametrize("agents", [0.0, 1e-12, 0.5, 6000.0])
@pytest.mark.parametrize("within", [0.0, 3600.0])
def test_no_corner_is_left_without_an_answer(agents: float, erlangs: float, within: float) -> None:
    for patience in (1.0, 1e6):
        outcome = found(Case(agents, erlangs, 3600.0, patience, within))
        shares = [outcome.answered, outcome.waiting, outcome.answered_wait]
        assert np.isfinite(shares).all()
        figures = [outcome.asa, *(outcome.service_level(kind) for kind in DEFINITIONS)]
        assert np.isfinite(figures).all() or outcome.answered[0] == 0.0
        assert np.isfinite(outcome.service_level("offered"))
