"""Callers who give up and call again."""

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.queueing.outcome import certain, outcome_a
from models.queueing.retrials import outcome_x, total_load
from tests.models.queueing.exact_erlang_a import Case, figures

ONE = np.ones(1)


def test_who_calls_again_lowers_the_service_level_as_much_as_the_guide_says() -> None:
    """guides/staffing: 58 agents for 60 erlangs, 360 s, patience 180 s."""
    _, found = outcome_x(58, 60.0, 360, 180, 20, [0.0, 0.3, 0.5, 0.7])
    level = found.service_level("offered")
    assert level == pytest.approx([0.671, 0.606, 0.537, 0.418], abs=5e-4)


def test_nobody_who_calls_again_is_erlang_a() -> None:
    total, found = outcome_x(58, 60.0, 360, 180, 20, 0.0)
    plain = outcome_a(58 * ONE, 60 * ONE, 360 * ONE, 180 * ONE, 20.0, certain(1))
    assert total.tolist() == [60.0]
    assert found.answered_in_time == pytest.approx(plain.answered_in_time, rel=1e-12)


@given(
    agents=st.floats(0.5, 300),
    erlangs=st.floats(0.01, 300),
    patience=st.floats(1, 1e6),
    retry=st.floats(0, 0.99),
)
def test_the_total_is_the_first_attempts_and_the_share_of_those_who_gave_up(
    agents: float, erlangs: float, patience: float, retry: float
) -> None:
    total = total_load(agents, erlangs, 300, patience, retry)
    n, aht, patient = agents * ONE, 300 * ONE, patience * ONE
    lost = outcome_a(n, total, aht, patient, 0.0, certain(1)).abandoned_share
    assert erlangs + retry * total * lost == pytest.approx(total, rel=1e-11)
    assert erlangs <= total[0] <= erlangs / (1 - retry) * (1 + 1e-12)


@pytest.mark.parametrize("retry", [0.3, 0.9])
@pytest.mark.parametrize(("agents", "erlangs"), [(3.5, 4.0), (58, 60.0), (900, 1000.0)])
def test_the_total_is_that_of_sixty_digits(agents: float, erlangs: float, retry: float) -> None:
    def surplus(total: float) -> float:
        answered = figures(Case(agents, float(total), 360.0, 180.0, 20.0))[1]
        return total - retry * total * (1 - answered) - erlangs

    root = mpmath.findroot(surplus, (erlangs, erlangs / (1 - retry)), solver="anderson", tol=1e-20)
    assert total_load(agents, erlangs, 360, 180, retry) == pytest.approx(float(root), rel=1e-11)


def test_more_who_call_again_are_more_load_and_more_agents_less() -> None:
    shares = np.linspace(0, 0.95, 20)
    assert (np.diff(total_load(58, 60.0, 360, 180, shares)) > 0).all()
    assert (np.diff(total_load(np.arange(1, 90), 60.0, 360, 180, 0.5)) <= 0).all()


def test_without_agents_all_call_again_and_without_load_nobody_does() -> None:
    assert total_load(0, 30.0, 300, 180, 0.5) == pytest.approx(60)
    assert total_load([0, 3], 0.0, 300, 180, 0.5).tolist() == [0.0, 0.0]
    assert outcome_x(0, 30.0, 300, 180, 20, 0.5)[1].answered.tolist() == [0.0]
    assert outcome_x(0, 0.0, 300, 180, 20, 0.5)[1].answered_in_time.tolist() == [1.0]


@pytest.mark.parametrize("retry", [-0.1, 1.0, float("nan")])
def test_a_share_of_redials_that_never_ends_is_refused(retry: float) -> None:
    with pytest.raises(ValueError, match="retry must be"):
        total_load(58, 60.0, 360, 180, [0.5, retry])
