"""How likely ``relais capacity`` says that weeks meet their target, and how often they do.

Weeks are played on the release's own paths, with the people whom each path leaves: pools together
whose calls some of their site's people take together.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from benchmarks.promises.shared import TeamPools, team_pools
from benchmarks.promises.team_world import played_teams, team_world
from benchmarks.promises.world import Played
from service.planning.basis.current import Current
from service.planning.basis.horizon import whole_weeks
from service.planning.capacity.capacity_table import (
    Capacity,
    CapacityQuestion,
    PoolWeeks,
    capacity,
)

REPEATS = 5
CHANCES = (0.5, 0.8)
LARGE_POOLS, SMALL_POOLS = 3, 2  # judged near each of the chances
SHARED_SITE = "liege"
SHARED_WEEKS = (date(2025, 10, 27), date(2025, 11, 17), date(2025, 12, 1))


@dataclass(frozen=True, slots=True)
class PoolWeek:
    """A week of a pool by its number in the answer."""

    weeks: PoolWeeks
    number: int
    monday: date

    @property
    def pool(self) -> str:
        """Its name."""
        return self.weeks.capacity.need.pool.name

    @property
    def stated(self) -> float:
        """The probability that the week meets its target."""
        return float(self.weeks.probability[self.number])

    @property
    def divided(self) -> float:
        """The same if hours were divided between the pools once, nobody helping the other."""
        pool = self.weeks.capacity
        apart = replace(pool, gain=np.ones_like(pool.gain), sway=np.ones((1, 1)))
        return float(apart.paths_at(apart.share).meeting(pool.need.target)[self.number])


@dataclass(frozen=True, slots=True)
class Readiness:
    """Probabilities and levels; errors are over paths, whose repetitions are not independent."""

    pool: str
    monday: date
    shared: float  # of the agents of its team those who take the calls of all its pools
    divided: float
    stated: float
    realised: float
    error: float
    promised: float
    level: float
    level_error: float


@dataclass(frozen=True, slots=True)
class JudgedWeeks:
    """What was judged, and what the answer took to work out."""

    weeks: tuple[Readiness, ...]
    asked: int  # weeks
    seconds: float  # of CPU, asked for the first time


def readiness(current: Current, paths: int) -> JudgedWeeks:
    """Of ten pool-weeks, half near .5 and half near .8, and of a site whose people are shared."""
    began = time.process_time()
    answer = capacity(current, CapacityQuestion(*whole_weeks(current)))
    seconds = time.process_time() - began
    both = (*chosen(answer.pools, answer.mondays), *shared(answer))
    weeks = {(x.pool, x.number): x for x in both}.values()
    return JudgedWeeks(tuple(_played(current, answer, weeks, paths)), len(answer.mondays), seconds)


def chosen(pools: Sequence[PoolWeeks], mondays: Sequence[date]) -> list[PoolWeek]:
    """Of every pool the week nearest to a chance; of larger and of smaller pools the nearest."""
    by_calls = sorted(pools, key=lambda x: -float(x.paths.calls.mean()))
    half = len(by_calls) // 2
    found = []
    for chance in CHANCES:
        for part, count in ((by_calls[:half], LARGE_POOLS), (by_calls[half:], SMALL_POOLS)):
            nearest = [_nearest(x, chance, mondays) for x in part]
            found += sorted(nearest, key=lambda x: abs(x.stated - chance))[:count]
    return found


def shared(answer: Capacity) -> list[PoolWeek]:
    """Every pool of the site in its weeks."""
    pools = [x for x in answer.pools if x.capacity.need.pool.site == SHARED_SITE]
    numbers = [answer.mondays.index(x) for x in SHARED_WEEKS]
    return [PoolWeek(pool, x, answer.mondays[x]) for x in numbers for pool in pools]


def _nearest(weeks: PoolWeeks, chance: float, mondays: Sequence[date]) -> PoolWeek:
    number = int(np.nanargmin(np.abs(weeks.probability - chance)))
    return PoolWeek(weeks, number, mondays[number])


def _played(
    current: Current, answer: Capacity, weeks: Iterable[PoolWeek], paths: int
) -> Iterator[Readiness]:
    """Pools of a team are played once a week."""
    teams = team_pools([x.capacity for x in answer.pools])
    of_pool = {pool.need.pool.name: team for team in teams for pool in team.pools}
    came: dict[tuple[str, int], Played] = {}
    for week in weeks:
        team = of_pool[week.pool]
        if (week.pool, week.number) not in came:
            came |= team_came(current, team, week.number, paths, REPEATS)
        yield _judged(week, team, came[week.pool, week.number], paths)


def _judged(week: PoolWeek, team: TeamPools, came: Played, paths: int) -> Readiness:
    pool = week.weeks.capacity
    met = (came.levels >= pool.need.target.share).reshape(paths, REPEATS)
    of_path = met.mean(axis=1)
    by_path = (x.reshape(paths, REPEATS).sum(axis=1) for x in (came.offered, came.in_time))
    level, error = Played(*(x[:, None] for x in by_path)).achieved
    return Readiness(
        pool=week.pool,
        monday=week.monday,
        shared=float(team.shared[week.number]),
        divided=week.divided,
        stated=week.stated,
        realised=float(of_path.mean()),
        error=float(of_path.std(ddof=1) / np.sqrt(paths)),
        promised=float(week.weeks.paths.service_level[week.number]),
        level=float(level[0]),
        level_error=float(error[0]),
    )


def team_came(
    current: Current, whole: TeamPools, number: int, paths: int, repeats: int
) -> dict[tuple[str, int], Played]:
    """(paths x repeats, 1) calls of a week of each of the team's pools that are open in it."""
    team = whole.in_week(number)
    needs = [x.need for x in team.pools]
    world = team_world(current, needs, team.pools[0].week_of_interval == number)
    people = team.people(world, number, team.agents, team.parts)
    found = played_teams(world, people, paths, repeats)
    week = np.zeros(len(world.day), np.int64)
    return {(x.pool.name, number): y.summed(week) for x, y in zip(needs, found, strict=True)}
