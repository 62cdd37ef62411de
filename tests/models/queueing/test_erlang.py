"""Erlang B and C: textbook values, published values, laws."""

import math
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.queueing import erlang
from models.queues import ServiceTarget
from tests.models.queueing.published import as_printed, load_of, published

LOADS = st.floats(0.01, 3000)
AGENTS = st.floats(0.5, 4000)


@pytest.mark.parametrize("case", [x for x in published("erlang_b") if "blocking" in x["outputs"]])
def test_published_erlang_b_values_come_out_to_the_printed_digit(case: dict[str, Any]) -> None:
    blocked = erlang.erlang_b(case["inputs"]["servers"], case["inputs"]["erlangs"])
    assert blocked == pytest.approx(case["outputs"]["blocking"], abs=1e-12)


@pytest.mark.parametrize(
    ("case", "half_a_digit"),
    [(x, 0.05) for x in published("erlang_b_max_load")]
    + [(x, 0.0005) for x in published("extended_erlang_b_max_load")],
)
def test_a_published_largest_load_is_the_edge_of_what_its_lines_take(
    case: dict[str, Any], half_a_digit: float
) -> None:
    lines, limit = case["inputs"]["servers"], case["inputs"]["max_blocking"]
    loads = case["outputs"]["erlangs"] + np.array([-half_a_digit, half_a_digit])
    retry = case["inputs"].get("retry", 0.0)
    below, above = erlang.erlang_b(lines, erlang.total_load_b(lines, loads, retry))
    assert below <= limit <= above
    assert erlang.agents_b(loads, limit, retry).tolist() == [lines, lines + 1]


def erlang_c_figures(case: dict[str, float], agents: int) -> dict[str, float]:
    load, aht = load_of(case)
    waiting = float(erlang.wait_probability(agents, load))
    within = case.get("target_s", 0.0)
    wait = float(erlang.asa(agents, load, aht))
    states = math.exp(math.lgamma(agents + 1) - agents * math.log(load))  # agents! ÷ load^agents
    return {
        "agents": agents,
        "erlangs": load,
        "offered_erlangs": load,
        "p_wait": waiting,
        "p_immediate": 1 - waiting,
        "service_level": float(erlang.service_level(agents, load, aht, within)),
        "asa_s": wait,
        "Wq_years": wait,
        "occupancy": float(erlang.occupancy(agents, load)),
        "Lq": float(erlang.queue_length(agents, load)),
        "p0": waiting * (1 - load / agents) * states,
        "wait_p90_s": erlang.wait_quantile(agents, load, aht, 0.9),
    }


@pytest.mark.parametrize("case", published("erlang_c"))
def test_published_erlang_c_values_come_out_to_the_printed_digit(case: dict[str, Any]) -> None:
    given_, printed = case["inputs"], case["outputs"]
    load, aht = load_of(given_)
    if "agents" in given_:
        agents = given_["agents"]
    else:
        target = ServiceTarget(
            given_.get("sl_target", 0.0),
            given_.get("target_s", 0.0),
            max_occupancy=given_.get("max_occupancy"),
        )
        agents = int(erlang.agents_c(load, aht, target, given_.get("max_p_wait", 1.0))[0])
    figures = erlang_c_figures(given_, agents)
    wrong = {
        name: (figures[name], value)
        for name, value in printed.items()
        if name != "scheduled" and not as_printed(figures[name], value)
    }
    assert wrong == {}


def exact_b(agents: float, load: float) -> float:
    with mpmath.workdps(40):
        n, a = mpmath.mpf(agents), mpmath.mpf(load)
        term = mpmath.exp(n * mpmath.log(a) - a - mpmath.loggamma(n + 1))
        return float(term / mpmath.gammainc(n + 1, a, mpmath.inf, regularized=True))


@pytest.mark.parametrize("agents", [0.5, 1, 7.3, 60, 300, 1000, 2999.5, 6000])
@pytest.mark.parametrize("load", [0.001, 0.5, 8, 61.7, 290, 1000, 5000])
def test_erlang_b_agrees_with_forty_digits(agents: float, load: float) -> None:
    assert erlang.erlang_b(agents, load) == pytest.approx(
        exact_b(agents, load), rel=1e-9, abs=1e-12
    )


def test_without_load_nobody_waits_and_nobody_is_needed() -> None:
    target = ServiceTarget(0.8, 20)
    assert erlang.agents_c([0.0, 1.0, 0.0], 300.0, target).tolist() == [0, 3, 0]
    assert erlang.wait_probability(0, 0) == 0
    assert erlang.service_level(0, 0, 300, 20) == 1


def test_overload_is_an_answer_not_an_exception() -> None:
    assert erlang.wait_probability(14, 15.913) == 1
    assert erlang.service_level(14, 15.913, 646, 20) == 0
    assert erlang.asa(14, 15.913, 646) == np.inf
    assert erlang.occupancy(14, 15.913) == 1
    assert erlang.wait_quantile(14, 15.913, 646, 0.9) == np.inf


def test_a_load_that_just_equals_the_agents_is_overload() -> None:
    assert erlang.wait_probability(10, 10) == 1
    assert erlang.service_level(10, 10, 300, 20) == 0
    assert erlang.asa(10, 10, 300) == np.inf
    assert erlang.queue_length(10, 10) == np.inf
    assert erlang.occupancy(10, 10) == 1
    assert erlang.wait_quantile(10, 10, 300, 0.9) == np.inf
    assert erlang.agents_c([10.0, 10.5], 300, ServiceTarget(0.0, 20)).tolist() == [11, 11]


def test_the_load_of_a_whole_country_on_one_agent_is_an_answer_too() -> None:
    assert erlang.erlang_b(1, 1e6) == pytest.approx(1e6 / (1e6 + 1))  # one line: A ÷ (1 + A)
    assert erlang.service_level(1, 1e6, 60, 3600) == 0
    assert erlang.queue_length(1, 1e6) == np.inf
    assert erlang.occupancy(1, 1e6) == 1


def test_without_load_there_are_no_waits_no_queue_and_no_work_however_many_agents() -> None:
    agents = np.array([0, 0.5, 1, 30])
    assert not erlang.erlang_b(agents, 0).any()
    assert not erlang.wait_probability(agents, 0).any()
    assert not erlang.asa(agents, 0, 300).any()
    assert not erlang.queue_length(agents, 0).any()
    assert not erlang.occupancy(agents, 0).any()
    assert (erlang.service_level(agents, 0, [300, 0, 0, np.nan], 20) == 1).all()
    assert [erlang.wait_quantile(n, 0, 300, 0.9) for n in agents] == [0, 0, 0, 0]


def test_one_agent_is_the_queue_of_the_textbook() -> None:
    """M/M/1 at load 0.8: 80 % wait, 0.8 / 0.2 times the AHT on average, 3.2 of them at a time."""
    assert erlang.wait_probability(1, 0.8) == pytest.approx(0.8)
    assert erlang.asa(1, 0.8, 60) == pytest.approx(240)
    assert erlang.queue_length(1, 0.8) == pytest.approx(3.2)
    assert erlang.occupancy(1, 0.8) == pytest.approx(0.8)
    assert erlang.service_level(1, 0.8, 60, 30) == pytest.approx(1 - 0.8 * math.exp(-0.1))


@given(load=LOADS, spare=st.floats(0.01, 50), share=st.floats(0.01, 0.99))
def test_a_quantile_is_the_wait_that_just_its_share_of_calls_stays_within(
    load: float, spare: float, share: float
) -> None:
    wait = erlang.wait_quantile(load + spare, load, 300, share)
    level = float(erlang.service_level(load + spare, load, 300, wait))
    assert wait >= 0
    assert level == pytest.approx(share, rel=1e-9) if wait > 0 else level >= share


def test_without_agents_every_call_is_lost_to_the_queue() -> None:
    assert (erlang.erlang_b(0, np.geomspace(1e-3, 5000, 200)) == 1).all()
    assert erlang.wait_probability(0, 2.0) == 1
    assert erlang.occupancy(0, 2.0) == 0


def test_an_occupancy_limit_that_divides_exactly_costs_no_agent() -> None:
    load = sum([1.7] * 10)  # 17.000000000000004 in floats
    target = ServiceTarget(0.0, 20, max_occupancy=0.85)
    assert erlang.agents_c(load, 300, target).tolist() == [20]


def test_a_limit_on_the_mean_wait_is_met_and_one_agent_fewer_misses_it() -> None:
    target = ServiceTarget(0.0, 20, max_asa=5.0)
    agents = int(erlang.agents_c(50.0, 300, target)[0])
    assert erlang.asa(agents, 50, 300) <= 5 < erlang.asa(agents - 1, 50, 300)


@given(load=LOADS, share=st.floats(0.01, 0.999), within=st.floats(0, 300))
def test_the_smallest_agents_meet_the_target_and_one_fewer_does_not(
    load: float, share: float, within: float
) -> None:
    aht = 300.0
    agents = int(erlang.agents_c(load, aht, ServiceTarget(share, within))[0])
    assert erlang.service_level(agents, load, aht, within) >= share
    assert erlang.service_level(agents - 1, load, aht, within) < share


@pytest.mark.parametrize(("n", "load"), [(3, 1.0), (14, 10.0), (61, 50.0), (330, 300.0)])
def test_a_limit_that_is_just_reached_is_met_and_a_hair_less_needs_one_more(
    n: int, load: float
) -> None:
    waiting, wait = float(erlang.wait_probability(n, load)), float(erlang.asa(n, load, 300))
    share = float(erlang.service_level([n - 1, n], load, 300, 20).mean())  # which asks for n too
    for hair, needed in ((0.0, n), (1e-13, n + 1)):
        at_once = ServiceTarget(1.0 - waiting + hair, 0.0)
        assert erlang.agents_c(load, 300, at_once).tolist() == [needed]
        some = ServiceTarget(share, 20)
        assert erlang.agents_c(load, 300, some, waiting - hair).tolist() == [needed]
    for part, needed in ((1 + 1e-13, n), (1 - 1e-13, n + 1)):
        soon = ServiceTarget(share, 20, max_asa=wait * part)
        assert erlang.agents_c(load, 300, soon).tolist() == [needed]
        assert erlang.agents_b(load * (2 - part), float(erlang.erlang_b(n, load))) == [needed]
    assert erlang.agents_b(load, float(erlang.erlang_b(n, load))) == [n]


def test_each_limit_asks_for_its_own_agents_and_all_of_them_for_the_most() -> None:
    """50 erlangs of 300 s; the agents are those the formula of Erlang C gives in 40 digits."""
    level, wait = ServiceTarget(0.8, 20), ServiceTarget(0.0, 20, max_asa=2.0)
    assert erlang.agents_c(50.0, 300, level).tolist() == [57]
    assert erlang.agents_c(50.0, 300, wait).tolist() == [62]
    assert erlang.agents_c(50.0, 300, level, 0.05).tolist() == [64]
    calm = ServiceTarget(0.8, 20, max_occupancy=0.78, max_asa=2.0)
    assert erlang.agents_c(50.0, 300, calm, 0.05).tolist() == [65]  # 50 / 0.78 = 64.1


def test_many_pools_of_many_intervals_need_what_each_interval_needs() -> None:
    loads = np.geomspace(0.01, 900, 20_000).reshape(4, 5000)
    aht = np.array([[60.0], [180.0], [300.0], [900.0]])
    together = erlang.agents_c(loads, aht, ServiceTarget(0.8, 20))
    assert together.shape == loads.shape
    for i, j in ((0, 0), (1, 17), (1, 4200), (2, 1), (3, 4999)):
        alone = erlang.agents_c(loads[i, j], aht[i, 0], ServiceTarget(0.8, 20))
        assert together[i, j] == alone[0]


@given(load=LOADS, agents=AGENTS)
def test_one_more_agent_never_lengthens_a_wait(load: float, agents: float) -> None:
    assert erlang.asa(agents + 1, load, 300) <= erlang.asa(agents, load, 300)
    assert erlang.erlang_b(agents + 1, load) <= erlang.erlang_b(agents, load)


@given(load=LOADS, agents=AGENTS)
def test_fewer_are_blocked_than_would_wait(load: float, agents: float) -> None:
    assert 0 <= erlang.erlang_b(agents, load) <= erlang.wait_probability(agents, load) <= 1


@given(load=st.floats(0.5, 1000), part=st.floats(0.3, 1.2))
def test_what_some_lines_block_is_a_limit_that_needs_just_these_lines(
    load: float, part: float
) -> None:
    lines = math.ceil(part * load)
    limit = float(erlang.erlang_b(lines, load))
    assert int(erlang.agents_b(load * (1 - 1e-9), limit)[0]) == lines
    assert int(erlang.agents_b(load * (1 + 1e-9), limit)[0]) == lines + 1


@given(load=LOADS, agents=AGENTS, retry=st.floats(0, 0.99))
def test_the_total_is_the_first_attempts_and_the_share_of_the_blocked(
    load: float, agents: float, retry: float
) -> None:
    total = float(erlang.total_load_b(agents, load, retry))
    again = retry * total * float(erlang.erlang_b(agents, total))
    assert total == pytest.approx(load + again, rel=1e-11)


@given(load=LOADS, limit=st.floats(0.001, 0.5), retry=st.floats(0, 0.99))
def test_the_fewest_lines_hold_the_limit_with_those_who_try_again(
    load: float, limit: float, retry: float
) -> None:
    lines = int(erlang.agents_b(load, limit, retry)[0])
    blocked = [erlang.erlang_b(n, erlang.total_load_b(n, load, retry)) for n in (lines, lines - 1)]
    assert blocked[0] <= limit * (1 + 1e-9)
    assert blocked[1] > limit * (1 - 1e-9)


def test_without_load_or_blocking_nobody_tries_again_and_without_lines_all_do() -> None:
    assert erlang.total_load_b([0, 3, 9], 0.0, 0.5).tolist() == [0, 0, 0]
    assert erlang.total_load_b(500, 3.0, 0.5) == 3.0
    assert erlang.total_load_b(0, 3.0, 0.5) == pytest.approx(6.0)


@pytest.mark.parametrize("retry", [-0.1, 1.0, float("nan")])
def test_a_share_of_retries_that_never_ends_is_refused(retry: float) -> None:
    with pytest.raises(ValueError, match="retry must be"):
        erlang.total_load_b(10, 5.0, [0.5, retry])
