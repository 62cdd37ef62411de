"""The simulation that judges staffing, judged by exact figures, another simulator and by hand."""

import heapq
from collections.abc import Sequence
from dataclasses import replace

import ciw  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.arrays import Floats
from tests.models.queueing.call_simulation import (
    Calls,
    Estimate,
    Fates,
    Outcome,
    draw_calls,
    fates,
    over_days,
    simulate,
)

Day = Sequence[tuple[float, float, float]]  # arrival, service time, patience of each call
Fate = tuple[float, bool]  # when a caller left the queue, and whether he was answered

HALF_HOUR = 1800.0


def whole(*agents: int) -> NDArray[np.int64]:
    return np.array(agents, np.int64)


def calls_of(days: Sequence[Day]) -> Calls:
    table = np.full((3, max(map(len, days)), len(days)), np.nan)
    for column, day in enumerate(days):
        table[:, : len(day), column] = np.reshape(day, (-1, 3)).T
    return Calls(*table)


def fates_of_day(found: Fates, day: int) -> list[Fate]:
    left, answered = found.left[:, day], found.answered[:, day]
    called = ~np.isnan(left)
    return list(zip(left[called].tolist(), answered[called].tolist(), strict=True))


def one_day(day: Day, agents: NDArray[np.int64], interval: float = 10.0) -> list[Fate]:
    return fates_of_day(fates(calls_of([day]), agents, interval), 0)


def figures(found: Outcome, interval: int | slice) -> dict[str, Estimate]:
    """Service level, abandonment and waits of the calls that arrived in an interval."""
    offered, answered = found.offered[:, interval], found.answered[:, interval]
    return {
        "service level": over_days(found.answered_in_time[:, interval], offered),
        "abandoned share": over_days(found.abandoned[:, interval], offered),
        "mean wait": over_days(found.wait_of_all[:, interval], offered),
        "asa": over_days(found.wait_of_answered[:, interval], answered),
    }


# By hand.


def test_a_caller_who_waits_is_answered_when_the_first_agent_is_free_again() -> None:
    day = [(0.0, 8.0, 9.0), (1.0, 3.0, 9.0), (2.0, 5.0, 9.0)]
    assert one_day(day, whole(2)) == [(0.0, True), (1.0, True), (4.0, True)]


def test_a_caller_who_gives_up_takes_nobodys_time() -> None:
    day = [(0.0, 8.0, 9.0), (1.0, 50.0, 2.0), (2.0, 5.0, 9.0)]
    assert one_day(day, whole(1)) == [(0.0, True), (3.0, False), (8.0, True)]


def test_agents_who_come_answer_those_who_wait_already() -> None:
    day = [(7.0, 30.0, 99.0), (8.0, 30.0, 99.0), (9.0, 30.0, 99.0)]
    assert one_day(day, whole(1, 2)) == [(7.0, True), (10.0, True), (37.0, True)]


def test_agents_who_leave_finish_their_call_and_take_no_other() -> None:
    """Of three calls under way at the boundary two must end before one agent is free."""
    day = [(1.0, 14.0, 99.0), (2.0, 15.0, 99.0), (3.0, 19.0, 99.0), (9.0, 1.0, 99.0)]
    assert one_day(day, whole(3, 1))[-1] == (22.0, True)
    assert one_day(day, whole(3, 2))[-1] == (17.0, True)
    assert one_day(day, whole(3, 3))[-1] == (15.0, True)


def test_whoever_waits_meets_the_agents_of_every_interval_that_begins_meanwhile() -> None:
    day = [(9.0, 1.0, 99.0)]
    assert one_day(day, whole(0, 0, 1)) == [(20.0, True)]
    assert one_day(day, whole(0, 1, 1)) == [(10.0, True)]


def test_an_agent_who_is_free_just_at_the_boundary_answers_if_the_next_interval_has_him() -> None:
    day = [(0.0, 10.0, 99.0), (5.0, 1.0, 99.0)]
    assert one_day(day, whole(1, 1))[1] == (10.0, True)
    assert one_day(day, whole(1, 0, 1))[1] == (20.0, True)


def test_the_last_agents_stay_until_nobody_waits_and_that_is_overtime() -> None:
    late = [(9.0, 7.0, 99.0), (9.5, 4.0, 99.0)]
    patient = simulate(calls_of([late, late[:1], []]), whole(1), 10.0, 6.0)
    assert patient.overtime.tolist() == [6.0, 0.0, 0.0]
    assert patient.answered.tolist() == [[2], [1], [0]]
    hasty = [late[0], (9.5, 4.0, 2.0)]
    assert simulate(calls_of([hasty]), whole(1), 10.0, 6.0).overtime.tolist() == [1.5]


def test_calls_are_counted_in_the_interval_in_which_they_arrive() -> None:
    day = [(0.0, 11.0, 99.0), (5.0, 3.0, 99.0), (5.5, 9.0, 1.0), (10.0, 1.0, 99.0)]
    found = simulate(calls_of([day]), whole(1, 1), 10.0, 6.0)
    assert found.offered.tolist() == [[3, 1]]
    assert found.answered.tolist() == [[2, 1]]
    assert found.answered_in_time.tolist() == [[2, 1]]
    assert found.abandoned.tolist() == [[1, 0]]
    assert found.wait_of_answered.tolist() == [[6.0, 4.0]]
    assert found.wait_of_all.tolist() == [[7.0, 4.0]]


def test_a_day_that_ends_without_agents_is_refused() -> None:
    with pytest.raises(ValueError, match="there must be some"):
        fates(calls_of([[(0.0, 1.0, 1.0)]]), whole(1, 0), 10.0)


# Service levels and their errors.


def test_service_levels_are_shares_of_all_calls_and_null_without_calls() -> None:
    nothing = np.zeros((2, 3), np.int64)
    offered, in_time = nothing.copy(), nothing.copy()
    offered[:, :2], in_time[:, :2] = [[10, 30], [20, 40]], [[5, 30], [10, 20]]
    waits = np.zeros((2, 3))
    found = Outcome(offered, in_time, offered, nothing, waits, waits, np.zeros(2))
    assert found.day_service_levels().tolist() == [35 / 40, 30 / 60]
    assert found.service_level().value == 65 / 100
    levels = found.interval_service_levels()
    np.testing.assert_allclose(levels.value, [0.5, 50 / 70, np.nan])
    np.testing.assert_allclose(levels.error[0], 0.0, atol=1e-12)  # half of each day's calls
    assert np.isnan(levels.error[2])


def test_the_standard_error_is_how_far_such_figures_lie_apart() -> None:
    def level(seed: int) -> Estimate:
        random = np.random.default_rng(seed)
        factor = np.exp(0.2 * random.standard_normal(50))
        return simulate(
            draw_calls(random, [50.0, 50.0], HALF_HOUR, 300.0, 120.0, factor),
            whole(9, 9),
            HALF_HOUR,
            20.0,
        ).service_level()

    found = [level(seed) for seed in range(200)]
    apart = np.std([x.value for x in found])
    assert np.mean([x.error for x in found]) == pytest.approx(apart, rel=0.15)


# The draws.


def test_the_same_seed_draws_the_same_calls() -> None:
    one, other = (
        draw_calls(np.random.default_rng(7), [3.0, 5.0], 60.0, 30.0, 40.0, np.ones(4))
        for _ in range(2)
    )
    np.testing.assert_array_equal(one.arrival, other.arrival)
    np.testing.assert_array_equal(one.service, other.service)
    np.testing.assert_array_equal(one.patience, other.patience)


def test_calls_come_as_often_last_as_long_and_wait_as_patiently_as_told() -> None:
    factor = np.repeat([0.5, 1.5], 2000)
    offered, aht, patience = np.array([4.0, 0.0, 16.0]), [100.0, 1.0, 300.0], [50.0, 1.0, 20.0]
    calls = draw_calls(np.random.default_rng(3), offered, 60.0, aht, patience, factor)
    assert (np.diff(calls.arrival, axis=0)[~np.isnan(calls.arrival[1:])] >= 0).all()
    for i in (0, 1, 2):
        chosen = (calls.arrival >= 60 * i) & (calls.arrival < 60 * i + 60)
        for half, days in ((0.5, slice(2000)), (1.5, slice(2000, None))):
            mean = half * offered[i]
            error = np.sqrt(mean / 2000)
            assert abs(chosen[:, days].sum() / 2000 - mean) <= 4 * error
        if i != 1:
            count = chosen.sum()
            within = (calls.arrival[chosen] - 60 * i).mean()
            assert abs(within - 30) < 4 * 60 / np.sqrt(12 * count)
            assert abs(calls.service[chosen].mean() / aht[i] - 1) < 4 / np.sqrt(count)
            assert abs(calls.patience[chosen].mean() / patience[i] - 1) < 4 / np.sqrt(count)


# Against exact figures.


@pytest.mark.parametrize(
    ("agents", "load", "patience"), [(1, 0.8, 100.0), (12, 10.0, 180.0), (9, 12.0, 60.0)]
)
def test_a_constant_pool_is_as_erlang_a_says(agents: int, load: float, patience: float) -> None:
    aht, hour, within = 240.0, 3600.0, 20.0
    offered = np.full(2, load * hour / aht)  # the first hour fills the empty pool
    calls = draw_calls(np.random.default_rng(11), offered, hour, aht, patience, np.ones(4000))
    found = figures(simulate(calls, whole(agents, agents), hour, within), 1)
    exact = erlang_a(agents, load / aht, 1 / aht, 1 / patience, within)
    for name, estimate in found.items():
        assert abs(estimate.value - exact[name]) <= 4 * estimate.error, name
        assert estimate.error < 0.02 * exact[name], name


def erlang_a(n: int, rate: float, mu: float, theta: float, within: float) -> dict[str, float]:
    """The stationary birth-death chain, and the callers whom it keeps waiting.

    Whoever has k waiting callers before him moves up at rate n mu + k theta, is answered when he
    moves up from 0 and gives up himself at rate theta.
    """
    waiting = np.arange(300.0)
    moving_up = n * mu + waiting * theta
    death = np.concatenate([mu * np.arange(1, n + 1), moving_up[:-1] + theta])
    states = np.cumprod(np.concatenate([[1.0], rate / death]))
    states /= states.sum()
    ahead, free = states[n:], states[:n].sum()
    stays = moving_up / (moving_up + theta)
    answered = np.cumprod(stays)
    wait_if_answered = np.cumsum(1 / (moving_up + theta))
    in_time = ahead @ _answered_within(moving_up, theta, within)
    mean_wait = float(ahead @ waiting) / rate  # Little's law
    return {
        "service level": float(free + in_time),
        "abandoned share": theta * mean_wait,
        "mean wait": mean_wait,
        "asa": float(ahead @ (answered * wait_if_answered)) / (1 - theta * mean_wait),
    }


def _answered_within(moving_up: Floats, theta: float, within: float) -> Floats:
    """The probability for each k, by uniformisation."""
    pace = float(moving_up[-1]) + theta
    found, reached = np.zeros(len(moving_up)), np.zeros(len(moving_up))
    weight = float(np.exp(-pace * within))
    for step in range(1, 400):
        nearer = np.concatenate([[1.0], reached[:-1]])
        reached = (moving_up * nearer + (pace - moving_up - theta) * reached) / pace
        weight *= pace * within / step
        found += weight * reached
    return found


# Against another simulator.


def test_days_that_begin_empty_are_as_ciw_simulates_them() -> None:
    agents, rate, aht, patience, within = 9, 1 / 12, 120.0, 90.0, 20.0
    offered = np.full(3, rate * HALF_HOUR)
    calls = draw_calls(np.random.default_rng(5), offered, HALF_HOUR, aht, patience, np.ones(2000))
    ours = simulate(calls, whole(*[agents] * 3), HALF_HOUR, within)
    theirs = ciw_days(120, agents, rate, aht, patience, within)
    for interval in range(3):
        for name, other in figures(theirs, interval).items():
            found = figures(ours, interval)[name]
            assert abs(found.value - other.value) <= 4 * np.hypot(found.error, other.error), name
            assert other.error < 0.1 * other.value, name


def ciw_days(
    days: int, agents: int, rate: float, aht: float, patience: float, within: float
) -> Outcome:
    """Days of three half-hours; Ciw's days last longer, so that every call of these is over."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate)],
        service_distributions=[ciw.dists.Exponential(1 / aht)],
        reneging_time_distributions=[ciw.dists.Exponential(1 / patience)],
        number_of_servers=[agents],
    )
    counts, waits = np.zeros((4, days, 3), np.int64), np.zeros((2, days, 3))
    for day in range(days):
        ciw.seed(day)
        simulation = ciw.Simulation(network)
        simulation.simulate_until_max_time(3 * HALF_HOUR + 2000)
        for record in simulation.get_all_records(only=["service", "renege"]):
            interval = int(record.arrival_date // HALF_HOUR)
            if interval < 3:
                answered, wait = record.record_type == "service", record.waiting_time
                in_time = answered and wait <= within
                counts[:, day, interval] += [1, in_time, answered, not answered]
                waits[:, day, interval] += [wait if answered else 0.0, wait]
    offered, in_time, answered_calls, abandoned = counts
    return Outcome(offered, in_time, answered_calls, abandoned, waits[0], waits[1], np.zeros(days))


# Against events played one by one.

ARRIVES, GIVES_UP, ENDS, CHANGES = range(4)


def by_events(day: Day, agents: NDArray[np.int64], interval: float) -> list[Fate]:
    events = [(call[0], ARRIVES, k) for k, call in enumerate(day)]
    events += [(interval * i, CHANGES, i) for i in range(len(agents))]
    heapq.heapify(events)
    waiting: list[int] = []
    busy, present, fate = 0, 0, dict[int, Fate]()
    while events:
        now = events[0][0]
        while events and events[0][0] == now:
            _, kind, number = heapq.heappop(events)
            if kind == ARRIVES:
                waiting.append(number)
                heapq.heappush(events, (now + day[number][2], GIVES_UP, number))
            elif kind == ENDS:
                busy -= 1
            elif kind == CHANGES:
                present = int(agents[number])
            elif number in waiting:
                waiting.remove(number)
                fate[number] = (now, False)
        while waiting and busy < present:
            number = waiting.pop(0)
            busy += 1
            fate[number] = (now, True)
            heapq.heappush(events, (now + day[number][1], ENDS, number))
    return [fate[k] for k in range(len(day))]


TIMES = st.one_of(st.integers(0, 25).map(float), st.floats(0, 25))  # whole ones coincide
DAYS = st.lists(
    st.lists(st.tuples(st.one_of(TIMES, st.floats(0, 45)), TIMES, TIMES), max_size=14).map(sorted),
    min_size=1,
    max_size=3,
)
AGENTS = st.tuples(st.lists(st.integers(0, 3), max_size=4), st.integers(1, 3)).map(
    lambda x: whole(*x[0], x[1])
)


@given(days=DAYS, agents=AGENTS)
@example(  # three, then one, then two agents, with callers waiting across both boundaries
    days=[[(1.0, 14.0, 50.0), (2.0, 15.0, 50.0), (3.0, 19.0, 50.0), (9.0, 9.0, 50.0), (9.5, 1, 9)]],
    agents=whole(3, 1, 2),
)
def test_every_call_fares_as_when_events_are_played_one_by_one(
    days: list[Day], agents: NDArray[np.int64]
) -> None:
    found = fates(calls_of(days), agents, 10.0)
    for number, day in enumerate(days):
        assert fates_of_day(found, number) == by_events(day, agents, 10.0)


def test_a_busy_day_fares_as_when_events_are_played_one_by_one() -> None:
    agents = whole(5, 9, 4, 0, 7, 2, 6)
    random = np.random.default_rng(2)
    calls = draw_calls(random, np.full(7, 40.0), HALF_HOUR, 300.0, 200.0, np.ones(8))
    calls = replace(
        calls, patience=np.where(random.random(calls.patience.shape) < 0.1, np.inf, calls.patience)
    )
    found = fates(calls, agents, HALF_HOUR)
    for number in range(8):
        called = ~np.isnan(calls.arrival[:, number])
        columns = (
            x[called, number].tolist() for x in (calls.arrival, calls.service, calls.patience)
        )
        day = list(zip(*columns, strict=True))
        assert fates_of_day(found, number) == by_events(day, agents, HALF_HOUR)


@given(
    offered=st.lists(st.floats(0, 30), min_size=1, max_size=4),
    last=st.integers(1, 5),
    seed=st.integers(0, 1000),
)
def test_every_call_is_answered_or_given_up(offered: list[float], last: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    agents = np.append(random.integers(0, 6, len(offered) - 1), last)
    calls = draw_calls(random, offered, HALF_HOUR, 300.0, 120.0, random.gamma(10, 0.1, 5))
    found = simulate(calls, agents, HALF_HOUR, 20.0)
    assert found.offered.sum() == (~np.isnan(calls.arrival)).sum()
    assert (found.offered == found.answered + found.abandoned).all()
    assert (found.answered_in_time <= found.answered).all()
    assert (found.wait_of_answered <= found.wait_of_all).all()


def test_days_may_have_agents_of_their_own() -> None:
    random = np.random.default_rng(4)
    calls = draw_calls(random, [20.0, 30.0], HALF_HOUR, 300.0, 120.0, np.ones(3))
    rosters = np.array([[3, 4, 9], [6, 2, 5]])
    together = simulate(calls, rosters, HALF_HOUR, 20.0)
    for day in range(3):
        alone = simulate(calls, rosters[:, day], HALF_HOUR, 20.0)
        assert together.answered_in_time[day].tolist() == alone.answered_in_time[day].tolist()
