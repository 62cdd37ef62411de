"""Sites with the whole leave allowance granted, and who of their people then takes which calls.

Found anew from who is off and how many of each team are on the roster: who is off leaves the pools
whose calls he takes by so many hours as they had of his team.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from benchmarks.promises.calls import Counts, Floats
from benchmarks.promises.shared import TeamPools, team_pools
from benchmarks.promises.team_world import TeamPeople, TeamWorld, team_world
from models.arrays import Flags
from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays
from service.planning.leave.allowance import Allowance, allowance
from service.planning.leave.leave_question import LeaveQuestion
from service.planning.leave.planned_sites import planned_sites
from service.planning.leave.pool_days import PoolDays
from service.planning.staffing.day_paths import DayPaths


@dataclass(frozen=True, slots=True)
class GrantedPool:
    """On the days (D) of its weeks."""

    pool: PoolDays
    told: DayPaths
    left: Floats  # (T, D) of its people as planned, those of each team of the site who are there
    week: Floats  # (D,) probability that its week meets the target
    kept: Flags  # (D,) asked days whose promises are kept

    @property
    def name(self) -> str:
        """The pool's."""
        return self.pool.whole.need.pool.name

    @property
    def target(self) -> float:
        """The share of calls that are to be answered in time."""
        return self.pool.whole.need.target.share

    @property
    def calls(self) -> Floats:
        """(D,) expected."""
        return np.asarray(self.told.calls.mean(axis=0))


@dataclass(frozen=True, slots=True)
class GrantedTeam:
    """Pools (Q) of a site whose calls some of its people take together, or one alone."""

    pools: tuple[GrantedPool, ...]
    sharing: TeamPools  # the same pools
    teams: Flags  # (T,) the teams of the site who take the calls of all of them
    days: tuple[date, ...]

    @property
    def day(self) -> Counts:
        """(n,) the number of each interval's day."""
        return np.asarray(self.pools[0].pool.whole.need.question.span.grid.day, np.int64)

    @property
    def weeks_kept(self) -> list[int]:
        """The numbers of weeks with promises that are kept."""
        weeks = self.pools[0].pool.week
        return sorted({int(weeks[x]) for pool in self.pools for x in np.flatnonzero(pool.kept)})

    def in_week(self, number: int) -> "GrantedTeam":
        """Those of its pools that are open in a week."""
        opened = self.sharing.in_week(number)
        pools = (x for x in self.pools if any(x.pool.whole is y for y in opened.pools))
        return replace(self, pools=tuple(pools), sharing=opened)

    def world(self, current: Current, number: int) -> TeamWorld:
        """Of a week in which all of its pools are open."""
        needs = [x.need for x in self.sharing.pools]
        return team_world(current, needs, self.sharing.pools[0].week_of_interval == number)

    def people(self, world: TeamWorld, number: int) -> Callable[[int], TeamPeople]:
        """Who is there on each path of a week."""
        there = np.stack([x.left.sum(axis=0) for x in self.pools], axis=1)  # (D, Q)
        shared = np.stack([x.left[self.teams].sum(axis=0) for x in self.pools], axis=1)
        part = np.divide(shared, there, out=np.zeros_like(there), where=there > 0)
        agents = np.stack([x.pool.agents() for x in self.pools], axis=1) * there[self.day]
        return self.sharing.people(world, number, agents, part[self.day])


def granted_teams(current: Current, days: PlannedDays) -> Iterator[GrantedTeam]:
    """Of every site with people."""
    planned = planned_sites(current, LeaveQuestion(days))
    for site in planned.sites:
        found = allowance(site)
        pools = _pools(found, planned.asked)
        for sharing in team_pools([x.whole for x in site.pools]):
            names = [x.need.pool.name for x in sharing.pools]
            own = tuple(x for x in pools if x.name in names)
            yield GrantedTeam(own, sharing, _teams(found, sharing, names), planned.days)


def _pools(found: Allowance, asked: Flags) -> list[GrantedPool]:
    site, promises = found.site, found.granted.promises
    away = np.divide(
        found.off - site.planned,
        site.scheduled,
        out=np.zeros_like(found.off),
        where=site.scheduled > 0,
    )
    left = site.part * np.maximum(1.0 - away, 0.0)[:, None]  # (T, P, D)
    return [
        GrantedPool(
            pool,
            found.granted.paths[i],
            left[:, i],
            promises.week[i],
            promises.kept[i] & asked & pool.has_calls,
        )
        for i, pool in enumerate(site.pools)
    ]


def _teams(found: Allowance, sharing: TeamPools, names: Sequence[str]) -> Flags:
    """(T,) who takes the calls of all its pools; nobody where there is one only."""
    shared = len(sharing.pools) > 1
    serves = [{x.name for x in team.pools} for team in found.site.teams]
    return np.array([shared and x >= set(names) for x in serves], np.bool_)
