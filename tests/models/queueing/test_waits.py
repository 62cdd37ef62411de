"""How long callers wait and how many do, against published values and sixty digits."""

from functools import partial

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.arrays import Floats
from models.queueing import erlang
from models.queueing.waits import mean_wait_a, wait_quantile_a, waiting_longer
from tests.models.queueing.exact_erlang_a import golden, waiting_beyond


def columns() -> tuple[Floats, Floats, Floats, Floats]:
    """The cases on file with a load."""
    filed, _ = golden()
    some = [(x.agents, x.erlangs, x.aht, x.patience) for x in filed if x.erlangs > 0]
    agents, load, aht, patience = np.array(some[::160]).T
    return agents, load, aht, patience


def test_the_published_call_centre_waits_as_printed() -> None:
    """Garnett, Mandelbaum and Reiman: 48 calls a minute, 60 s each, 50 agents, patience 2 min."""
    assert wait_quantile_a(50, 48, 60, 120, 0.9) == pytest.approx(12.445, abs=5e-4)
    assert mean_wait_a(50, 48, 60, 120) == pytest.approx(3.7, abs=0.05)
    assert erlang.wait_quantile(50, 48, 60, 0.9) == pytest.approx(58.1, abs=0.05)
    assert erlang.queue_length(50, 48) == pytest.approx(17, abs=0.5)


@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_just_the_rest_waits_longer_than_a_quantile_by_sixty_digits(share: float) -> None:
    cases = columns()
    found = wait_quantile_a(*cases, share)
    assert np.isfinite(found).all()
    for wait, case in zip(found, zip(*cases, strict=True), strict=True):
        step = mpmath.mpf(wait * 1e-9 + 1e-9)
        assert waiting_beyond(*case, wait + step) <= 1 - share
        if wait > 0:
            assert waiting_beyond(*case, wait - step) >= 1 - share


def test_who_waits_longer_is_exact() -> None:
    cases = columns()
    within = np.geomspace(1e-3, 3600, len(cases[0]))
    true = [float(waiting_beyond(*x)) for x in zip(*cases, within, strict=True)]
    np.testing.assert_allclose(waiting_longer(*cases, within), true, rtol=1e-9, atol=1e-12)


def test_the_mean_wait_is_exact_in_every_corner() -> None:
    filed, true = golden()
    rows = np.array([(x.agents, x.erlangs, x.aht, x.patience) for x in filed])
    found = mean_wait_a(*rows.T)
    np.testing.assert_allclose(found, true[:, 5], rtol=1e-9, atol=1e-9)


def test_a_quantile_of_callers_who_hardly_give_up_is_that_of_erlang_c() -> None:
    patient = wait_quantile_a([50, 60], [48, 50], 60, 1e9, 0.9)
    endless = [erlang.wait_quantile(n, load, 60, 0.9) for n, load in ((50, 48), (60, 50))]
    assert patient == pytest.approx(endless, rel=1e-4)


@given(agents=st.integers(1, 200), busy=st.floats(0.05, 0.98), patience=st.floats(10, 1e4))
def test_a_quantile_below_the_share_that_does_not_wait_is_no_wait(
    agents: int, busy: float, patience: float
) -> None:
    load = agents * busy
    for waiting, quantile in (
        (erlang.wait_probability(agents, load), partial(erlang.wait_quantile, agents, load, 60)),
        (
            waiting_longer(agents, load, 60, patience, 0),
            partial(wait_quantile_a, agents, load, 60, patience),
        ),
    ):
        assume(waiting > 0.01)  # 1 - share keeps its digits
        at_once = 1.0 - float(waiting)
        assert quantile(at_once) == 0
        assert quantile(at_once * 0.999) == 0
        assert quantile(1.0 - float(waiting) * 0.999) > 0


def test_several_shares_are_asked_at_once() -> None:
    shares = [0.5, 0.8, 0.9]
    alone = [float(wait_quantile_a(50, 48, 60, 120, x)) for x in shares]
    assert wait_quantile_a(50, 48, 60, 120, shares) == pytest.approx(alone, rel=1e-12)


def test_nobody_waits_without_load_and_without_agents_patience_is_the_wait() -> None:
    assert wait_quantile_a([3, 0], 0.0, 300, 180, 0.9).tolist() == [0.0, 0.0]
    assert mean_wait_a(3, 0.0, 300, 180) == 0
    assert wait_quantile_a(0, 5.0, 300, 180, 0.5) == pytest.approx(180 * np.log(2))
    assert mean_wait_a(0, 5.0, 300, 180) == 180


@pytest.mark.parametrize("share", [-0.1, 1.0, float("nan")])
def test_a_share_that_no_wait_holds_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="share must be"):
        wait_quantile_a(50, 48, 60, 120, share)
