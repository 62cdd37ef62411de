"""Levels of teams that share: exact ends, laws, and simulated teams."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Floats
from models.queueing.outcome import certain, outcome_a
from models.teams.levels import TeamLevels, team_levels
from models.teams.load import TeamLoad
from tests.models.teams.simulated import CASES, Case


def team(
    load: list[float],
    specialists: list[float],
    flexible: float,
    aht: float = 360.0,
    patience: float = 180.0,
) -> TeamLoad:
    size = (1, len(load))
    times = np.full(size, aht), np.full(size, patience)
    own = np.array([specialists], float)
    return TeamLoad(np.array([load]), *times, own, np.array([flexible]), 20.0)


def erlang_a(people: list[float], load: list[float]) -> tuple[Floats, Floats]:
    size = len(load)
    times = np.full(size, 360.0), np.full(size, 180.0)
    found = outcome_a(np.array(people, float), np.array(load), *times, 20.0, certain(size))
    return found.answered_in_time, found.abandoned_share


def test_without_flexible_people_each_queue_is_its_own_erlang_a() -> None:
    found = team_levels(team([9.0, 20.0, 0.7], [10.0, 21.0, 1.0], 0.0))
    level, gone = erlang_a([10.0, 21.0, 1.0], [9.0, 20.0, 0.7])
    np.testing.assert_allclose(found.service_level[0], level, atol=1e-9)
    np.testing.assert_allclose(found.abandoned_share[0], gone, atol=1e-9)


def test_where_everybody_takes_everything_all_queues_are_one_erlang_a() -> None:
    found = team_levels(team([9.0, 20.0], [0.0, 0.0], 31.0))
    level, gone = erlang_a([31.0], [29.0])
    np.testing.assert_allclose(found.service_level[0], level[[0, 0]], atol=1e-9)
    np.testing.assert_allclose(found.abandoned_share[0], gone[[0, 0]], atol=1e-9)
    np.testing.assert_allclose(found.team, level, atol=1e-9)


def test_one_flexible_person_more_or_less_moves_nothing_by_leaps() -> None:
    none, hardly = (team_levels(team([9.0, 20.0], [9.0, 20.0], x)) for x in (0.0, 1e-6))
    np.testing.assert_allclose(hardly.service_level, none.service_level, atol=1e-4)


def test_parts_of_people_lie_between_whole_ones() -> None:
    cases = [team([9.0, 20.0], [7.0, 16.0], x) for x in (6.0, 6.5, 7.0)]
    low, middle, high = (team_levels(x).service_level for x in cases)
    assert (low < middle).all()
    assert (middle < high).all()


def test_nobody_calls_and_nobody_is_there() -> None:
    idle = team_levels(team([0.0, 0.0], [1.0, 1.0], 2.0))
    assert idle.service_level.tolist() == [[1.0, 1.0]]
    assert idle.abandoned_share.tolist() == [[0.0, 0.0]]
    assert idle.team.tolist() == [1.0]
    nobody = team_levels(team([3.0, 4.0], [0.0, 0.0], 0.0))
    assert nobody.service_level.tolist() == [[0.0, 0.0]]
    assert nobody.abandoned_share.tolist() == [[1.0, 1.0]]


def test_a_queue_nobody_calls_changes_nothing_for_the_others() -> None:
    two = team_levels(team([9.0, 20.0], [6.0, 15.0], 9.0))
    three = team_levels(team([9.0, 20.0, 0.0], [6.0, 15.0, 5.0], 9.0))
    np.testing.assert_allclose(three.service_level[:, :2], two.service_level, atol=1e-12)
    np.testing.assert_allclose(three.team, two.team, atol=1e-12)


def test_the_order_of_queues_does_not_matter() -> None:
    found = team_levels(team([9.0, 20.0, 4.0], [6.0, 15.0, 5.0], 9.0))
    turned = team_levels(team([4.0, 20.0, 9.0], [5.0, 15.0, 6.0], 9.0))
    np.testing.assert_allclose(found.service_level[:, ::-1], turned.service_level, atol=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_simulated_teams_are_met_within_two_points(case: Case) -> None:
    given_to = case.load, case.aht, case.patience, case.specialists
    load, aht, patience, own = (np.array([x], float) for x in given_to)
    found = team_levels(TeamLoad(load, aht, patience, own, np.array(case.flexible), case.within))
    np.testing.assert_allclose(found.service_level[0], case.service_level, atol=0.02)
    np.testing.assert_allclose(found.abandoned_share[0], case.abandoned_share, atol=0.02)


@st.composite
def teams(draw: st.DrawFn) -> TeamLoad:
    queues = draw(st.integers(2, 4))
    load = draw(st.lists(st.floats(1.0, 60.0), min_size=queues, max_size=queues))
    part = st.integers(6, 13)
    own = [round(x * draw(part) / 10.0 * draw(st.sampled_from([0.5, 0.8, 1.0]))) for x in load]
    flexible = draw(st.integers(0, round(sum(load) * 0.6) + 1))
    times = draw(st.floats(150.0, 900.0)), draw(st.floats(60.0, 600.0))
    return team(load, [float(x) for x in own], float(flexible), *times)


def fallen(less: TeamLevels, more: TeamLevels) -> float:
    return float((less.service_level - more.service_level).max())


@given(teams())
def test_a_flexible_person_more_takes_less_than_a_point_from_any_queue(case: TeamLoad) -> None:
    more = team_levels(replace(case, flexible=case.flexible + 1.0))
    assert fallen(team_levels(case), more) < 0.01


@given(teams())
def test_a_specialist_more_takes_less_than_a_point_from_any_queue(case: TeamLoad) -> None:
    own = case.specialists.copy()
    own[:, 0] += 1.0
    assert fallen(team_levels(case), team_levels(replace(case, specialists=own))) < 0.01


@given(teams())
def test_nobody_is_counted_twice_and_bounds_hold(case: TeamLoad) -> None:
    found = team_levels(case)
    assert ((found.service_level >= 0.0) & (found.abandoned_share >= 0.0)).all()
    assert (found.service_level + found.abandoned_share <= 1.0 + 1e-12).all()
    alone = team_levels(replace(case, flexible=np.zeros(1)))
    assert fallen(alone, found) <= 1e-12
