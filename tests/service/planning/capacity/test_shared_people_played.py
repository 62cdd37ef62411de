"""Pools that share people, played call by call: callers get what capacity says they get.

25 people of Belgium take French calls, 45 take French and Dutch.
"""

from datetime import date
from shutil import which

import numpy as np
import pytest

from benchmarks.promises.shared import TeamPools, team_pools
from benchmarks.promises.team_world import played_teams, team_world
from benchmarks.promises.world import Played
from service.planning.basis.current import Current
from service.planning.capacity.capacity_table import Capacity, PoolWeeks
from tests.service.cases import DRAWS
from tests.service.planning.capacity.capacity_case import judged, staffed

REPEATS = 3

pytestmark = [
    pytest.mark.simulation,
    pytest.mark.skipif(which("cc") is None, reason="the player of teams is written in C"),
]


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return staffed(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def answer(current: Current) -> Capacity:
    return judged(current, "belgium")


def team_of(answer: Capacity) -> tuple[TeamPools, list[PoolWeeks]]:
    """French and Dutch of residential customers."""
    teams = team_pools([x.capacity for x in answer.pools])
    (team,) = (x for x in teams if len(x.pools) > 1)
    return team, [y for x in team.pools for y in answer.pools if y.capacity is x]


def played_week(current: Current, team: TeamPools, week: int) -> list[Played]:
    """Of each pool, (DRAWS x REPEATS, 1)."""
    needs = [x.need for x in team.pools]
    world = team_world(current, needs, team.pools[0].week_of_interval == week)
    people = team.people(world, week, team.agents, team.parts)
    found = played_teams(world, people, DRAWS, REPEATS)
    return [x.summed(np.zeros(len(world.on), np.int64)) for x in found]


@pytest.mark.parametrize("monday", [date(2025, 10, 20), date(2025, 11, 10)])
def test_levels_and_readiness_of_pools_that_share_people_come_true(
    current: Current, answer: Capacity, monday: date
) -> None:
    week = answer.mondays.index(monday)
    team, told = team_of(answer)
    assert [x.capacity.need.pool.language for x in told] == ["fr", "nl"]
    assert 0.2 < told[1].probability[week] < 0.95
    for pool, came in zip(told, played_week(current, team, week), strict=True):
        met = (came.levels >= pool.capacity.need.target.share).mean()
        assert abs(came.achieved[0][0] - pool.paths.service_level[week]) < 0.02
        assert abs(met - pool.probability[week]) < 0.05


def test_the_same_hours_divided_once_would_give_french_callers_less(
    current: Current, answer: Capacity
) -> None:
    """The simulation tells people who help from people who do not."""
    week = answer.mondays.index(date(2025, 11, 10))
    team, told = team_of(answer)
    apart = TeamPools(team.pools, np.zeros_like(team.everywhere))
    french, _ = played_week(current, apart, week)
    assert french.achieved[0][0] < told[0].paths.service_level[week] - 0.05
