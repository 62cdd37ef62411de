"""The judge's team, judged by the player of one queue, by hand and by the simulation of teams."""

from shutil import which

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from benchmarks.promises.calls import Floats, answered_in_time
from benchmarks.promises.team_calls import TeamCalls, TeamTimes, played_team, team_in_time
from benchmarks.teams.simulation import Team, simulate
from models.teams.erlang_a import in_time_and_gone
from tests.models.queueing.test_call_simulation import AGENTS, DAYS, Day

HALF_HOUR = 1800.0
COUNT, REST = 104, 4  # half-hours of a day, the first of which fill the empty team

pytestmark = [
    pytest.mark.simulation,
    pytest.mark.skipif(which("cc") is None, reason="the player of teams is written in C"),
]


def calls_of(day: Day, queue: NDArray[np.int64]) -> TeamCalls:
    arrival, service, patience = np.reshape(day, (-1, 3)).T.astype(np.float64).copy()
    return TeamCalls(queue[: len(arrival)].copy(), arrival, service, patience)


@given(days=DAYS, agents=AGENTS)
def test_of_one_queue_every_call_fares_as_in_a_pool(
    days: list[Day], agents: NDArray[np.int64]
) -> None:
    nobody, first = np.zeros(len(agents), np.int64), np.zeros(1000, np.int64)
    for day in days:
        found = team_in_time(calls_of(day, first), agents[:, None], nobody, 10.0, 4.0)
        assert found.tolist() == answered_in_time(day, agents.tolist(), 10.0, 4.0)


@given(days=DAYS, agents=AGENTS, queues=st.lists(st.integers(0, 2), min_size=60, max_size=60))
def test_where_everybody_takes_everything_all_queues_are_one(
    days: list[Day], agents: NDArray[np.int64], queues: list[int]
) -> None:
    own, of_call = np.zeros((len(agents), 3), np.int64), np.resize(queues, 1000)
    for day in days:
        found = team_in_time(calls_of(day, of_call), own, agents, 10.0, 4.0)
        assert found.tolist() == answered_in_time(day, agents.tolist(), 10.0, 4.0)


@given(days=DAYS, agents=AGENTS, queues=st.lists(st.integers(0, 1), min_size=60, max_size=60))
def test_without_flexible_people_every_queue_is_alone(
    days: list[Day], agents: NDArray[np.int64], queues: list[int]
) -> None:
    own = np.column_stack([agents, agents[::-1]])
    of_call = np.resize(queues, 1000)
    nobody = np.zeros(len(agents), np.int64)
    for day in days:
        found = team_in_time(calls_of(day, of_call), own, nobody, 10.0, 4.0)
        for queue in (0, 1):
            chosen = of_call[: len(day)] == queue
            alone = [x for x, yes in zip(day, chosen.tolist(), strict=True) if yes]
            expected = answered_in_time(alone, own[:, queue].tolist(), 10.0, 4.0)
            assert found[chosen].tolist() == expected


def test_specialists_come_first_and_then_the_longest_wait() -> None:
    """A specialist of the first queue and a flexible person; times by hand.

    0 s: A to the specialist until 10. 1 s: B (second queue) to the flexible one until 5. 2 s: C
    (second), 3 s: D (first) wait. 5 s: the flexible one takes C, who came first, until 9. 9 s: he
    takes D, after 6 s. 10 s: the specialist is free; E of the second queue, come at 9.5, waits for
    the flexible one in spite of it, until 13.
    """
    calls = TeamCalls(
        np.array([0, 1, 1, 0, 1]),
        np.array([0.0, 1.0, 2.0, 3.0, 9.5]),
        np.array([10.0, 4.0, 4.0, 4.0, 1.0]),
        np.full(5, 100.0),
    )
    own, flexible = np.array([[1, 0]]), np.array([1])
    waits = np.array([0.0, 0.0, 3.0, 6.0, 3.5])
    for within in (0.0, 3.0, 3.4, 3.5, 6.0):
        found = team_in_time(calls, own, flexible, 100.0, within)
        np.testing.assert_array_equal(found, waits <= within)


def stationary(team: Team, seed: int) -> tuple[Floats, Floats]:
    """(Q,) levels over sixty days, and their errors."""
    random, wide = np.random.default_rng(seed), np.ones((COUNT, 1))
    times = TeamTimes(
        wide * team.rate * HALF_HOUR, wide * team.aht, wide * team.patience, HALF_HOUR, team.within
    )
    own = np.repeat(team.specialists[None], COUNT, axis=0)
    flexible = np.repeat(team.flexible, COUNT)
    days = [played_team(random, times, own, flexible) for _ in range(60)]
    parts = np.array([[part[REST:].sum(axis=0) for part in day] for day in days])  # (60, 2, Q)
    offered, in_time = parts[:, 0], parts[:, 1]
    level = in_time.sum(axis=0) / offered.sum(axis=0)
    error = np.sqrt(((in_time - level * offered) ** 2).sum(axis=0)) / offered.sum(axis=0)
    return level, error


@pytest.mark.parametrize(("own", "flexible"), [((5, 8), 0), ((3, 5), 4), ((0, 0), 12)])
def test_a_constant_team_is_as_the_simulation_of_teams_says(
    own: tuple[int, int], flexible: int
) -> None:
    team = Team(
        load=np.array([4.0, 7.0]),
        aht=np.array([240.0, 400.0]),
        patience=np.array([180.0, 120.0]),
        specialists=np.array(own),
        flexible=np.array([flexible]),
        takes=np.ones((1, 2), bool),
        within=20.0,
    )
    level, error = stationary(team, 7)
    assert (np.abs(level - simulate(team, 2_000_000, 3).service_level) <= 4 * error).all()
    assert (error < 0.006).all()


def test_specialists_alone_are_as_erlang_a_says() -> None:
    load, people = np.array([9.0, 20.0]), np.array([10, 22])
    aht, patience, within = np.full(2, 360.0), np.full(2, 180.0), np.full(2, 20.0)
    team = Team(load, aht, patience, people, np.array([0]), np.ones((1, 2), bool), 20.0)
    level, error = stationary(team, 9)
    told = in_time_and_gone(people.astype(np.float64), load, aht, patience, within)[0]
    assert (np.abs(level - told) <= 4 * error).all()
    assert (error < 0.006).all()
