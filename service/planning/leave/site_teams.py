"""The teams of a site: who serves which pools, and how many of them are there on each day.

A team is the people of a site who can serve the same pools. A person works a fifth of his weekly
hours on a day, at most as long as his pools are open, and who is off is off all that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.plan import Plan
from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from models.queues import Pool
from service.planning.capacity.shared_people import SharedTeam, shared_teams
from service.planning.leave.pool_days import PoolDays
from service.planning.leave.sharing import Sharing, touched

_DAYS_WORKED = 5.0  # of a week, as a full-timer's day is counted in staffing


@dataclass(frozen=True, slots=True)
class Team:
    """People of a site with the same skills."""

    site: str
    pools: tuple[Pool, ...]  # of the plan, that they can serve
    groups: Flags  # (G,) which of the site's groups are theirs

    @property
    def languages(self) -> str:
        """Those of their pools, joined."""
        return "+".join(sorted({y for x in self.pools for y in x.languages}))

    @property
    def name(self) -> str:
        """The pool's where they serve one."""
        return self.pools[0].name if len(self.pools) == 1 else f"{self.site}-{self.languages}"


@dataclass(frozen=True, slots=True)
class SiteTeams:
    """Teams (T) and pools (P) of a site on the days (D) of its weeks (W)."""

    teams: tuple[Team, ...]
    pools: tuple[PoolDays, ...]
    sharing: tuple[Sharing, ...]
    limits: Flags  # (T, P, D) whether the pool's promises are the team's to keep
    part: Floats  # (T, P, D) of the pool's people those of the team
    scheduled: Floats  # (T, D) people on the roster, those included who will be absent
    planned: Floats  # (T, D) people off on leave by the plan's shrinkage, on average

    @property
    def most(self) -> Floats:
        """(T, D) everybody, at work or on leave, whole people."""
        return np.asarray(np.floor(self.scheduled + self.planned + 1e-9))

    @property
    def week(self) -> Index:
        """(D,) the number of each day's week."""
        return self.pools[0].week

    @property
    def serves(self) -> Flags:
        """(T, P, D) whether people of the team take the pool's calls on the day."""
        return _serves(self.part, self.pools)

    @property
    def touches(self) -> Flags:
        """(T, P, D) whether its callers wait longer when somebody of the team is off."""
        return touched(self.serves, self.sharing)

    def keeping(self, kept: Flags) -> "SiteTeams":
        """Limited by promises ``kept`` (P, D) with nobody off, and by all of pools that they serve.

        Others are broken whoever of the team is there.
        """
        return replace(self, limits=self.serves | (self.touches & kept))

    def linked(self, among: Flags) -> Flags:
        """(T, T, D) which of ``among`` (T, D) share limits that day, perhaps by way of others."""
        own = self.limits & among[:, None]
        found = np.einsum("tpd,upd->tud", own.astype(np.int64), own.astype(np.int64)) > 0
        for _ in self.teams:
            step = found.astype(np.int64)
            found = np.einsum("tud,uvd->tvd", step, step) > 0
        return np.asarray(found)

    def all_of(self, kept: Flags) -> Flags:
        """(T, D) whether what pools (P, D) have is so in all that limit the team."""
        return np.asarray(~(self.limits & ~kept).any(axis=1))

    def there(self, off: Floats) -> Floats:
        """(P, D) of the people whom the plan has there, if ``off`` (T, D) people are off in all.

        The hours of who is further off are missed by his pools as they shared them: nobody is
        planned elsewhere for it.
        """
        further = ratio(off - self.planned, self.scheduled, 0.0)
        return np.asarray(np.maximum(1.0 - np.einsum("tpd,td->pd", self.part, further), 0.0))


def site_teams(plan: Plan, pools: Sequence[PoolDays]) -> SiteTeams:
    """Of all the pools of one site that calls reach."""
    teams = _teams(plan, pools)
    part = np.array([[_part(team, pool) for pool in pools] for team in teams])
    part = part.reshape(len(teams), len(pools), len(pools[0].week))
    hours = part * np.array([x.shift_hours for x in pools])  # (T, P, D)
    shrinkage = pools[0].whole.need.question.shrinkage
    rostered = 1.0 - pools[0].whole.need.question.rostered
    paid = np.array([1.0 - float(x.paid) for x in shrinkage])
    leave = np.array([float(x.leave) for x in shrinkage])
    days = np.array([_day_hours(team, pools, hours[i]) for i, team in enumerate(teams)])
    days = days.reshape(len(teams), len(leave))
    scheduled = ratio(hours.sum(axis=1), days * rostered, 0.0)
    sharing = tuple(_sharing(x, teams) for x in shared_teams([x.whole for x in pools]))
    limits = touched(_serves(part, pools), sharing)
    planned = scheduled * leave * rostered / paid
    return SiteTeams(teams, tuple(pools), sharing, limits, part, scheduled, planned)


def _serves(part: Floats, pools: Sequence[PoolDays]) -> Flags:
    return np.asarray((part > 0.0) & np.array([x.has_calls for x in pools]))


def _sharing(shared: SharedTeam, teams: Sequence[Team]) -> Sharing:
    own = (i for i, x in enumerate(teams) if (x.groups & shared.groups).any())
    return Sharing(shared.pools, tuple(own))


def _teams(plan: Plan, pools: Sequence[PoolDays]) -> tuple[Team, ...]:
    site = pools[0].whole.need.pool.site
    own = [x for x in plan.pools if x.site == site]
    groups = pools[0].whole.people.groups
    served = [tuple(x for x in own if x.served_by(group.languages)) for group in groups]
    kinds = [x for x in dict.fromkeys(served) if x]
    return tuple(Team(site, x, np.array([y == x for y in served], np.bool_)) for x in kinds)


def _part(team: Team, pool: PoolDays) -> Floats:
    """(D,) of a pool's hours those of the team."""
    given = pool.daily.given
    return ratio(given[team.groups].sum(axis=0), given.sum(axis=0), 0.0)


def _day_hours(team: Team, pools: Sequence[PoolDays], hours: Floats) -> Floats:
    """(D,) paid hours of one person on a day; ``hours`` (P, D) are the team's there."""
    given = np.sum([x.daily.given[team.groups] for x in pools], axis=0)  # (g, D)
    groups = pools[0].whole.people.groups
    weekly = np.array([groups[i].group.weekly_hours for i in np.flatnonzero(team.groups)])
    people = given / weekly[:, None]
    mean = ratio(given.sum(axis=0), people.sum(axis=0), float(weekly.mean()))
    opened = np.where(hours > 0, [x.open_hours for x in pools], 0.0).max(axis=0)
    return np.asarray(np.minimum(mean / _DAYS_WORKED, opened))
