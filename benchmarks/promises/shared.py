"""Which people of a site take the calls of several pools together, and who of them is there.

Pools of the same segments are one line to those who speak all of their languages. Found anew from
the plan's people: of the product only how many hours of whom each pool has in a week.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.promises.calls import Floats
from benchmarks.promises.team_world import TeamPeople, TeamWorld
from models.arrays import Flags
from service.planning.capacity.pool_capacity import PoolCapacity


@dataclass(frozen=True, slots=True)
class TeamPools:
    """Pools (Q) of a site whose calls some groups of its people take together; or one alone."""

    pools: tuple[PoolCapacity, ...]
    everywhere: Flags  # (G,) the groups that take the calls of all of them

    def in_week(self, week: int) -> "TeamPools":
        """Those of them that are open in a week."""
        opened = (x for x in self.pools if (x.need.open & (x.week_of_interval == week)).any())
        return replace(self, pools=tuple(opened))

    @property
    def shared(self) -> Floats:
        """(W,) of the agents of all its pools those who are shared."""
        given, whole = (np.sum(x, axis=0) for x in (self._shared, self._available))
        return _share(given, whole)

    @property
    def parts(self) -> Floats:
        """(n, Q) the same of each pool's own, in each interval."""
        rows = zip(self.pools, self._shared, self._available, strict=True)
        return np.stack([_share(y, z)[x.week_of_interval] for x, y, z in rows], axis=1)

    @property
    def agents(self) -> Floats:
        """(n, Q) expected in each interval, as planned."""
        return np.stack([x.need.spread(x.agents_at(x.share), 0.0) for x in self.pools], axis=1)

    def people(
        self, world: TeamWorld, week: int, agents: Floats, part: Floats
    ) -> Callable[[int], TeamPeople]:
        """By path, in the intervals of the world: of ``agents`` (n, Q) a ``part`` (n, Q) is shared.

        On a path each kind of people is there as its own groups are.
        """
        of_pool = np.stack([x.given[:, week] for x in self.pools])  # (Q, G)
        own = np.stack([self._come(x * ~self.everywhere, week) for x in of_pool], axis=1)
        shared = self._come(of_pool.sum(axis=0) * self.everywhere, week)
        alone = (agents * (1.0 - part))[world.on]
        flexible = (agents * part)[world.on].sum(axis=1)
        return lambda path: TeamPeople(alone * own[path], flexible * shared[path])

    @property
    def _shared(self) -> list[Floats]:
        return [x.given[self.everywhere].sum(axis=0) for x in self.pools]

    @property
    def _available(self) -> list[Floats]:
        return [x.available_hours for x in self.pools]

    def _come(self, hours: Floats, week: int) -> Floats:
        """(draws,) who is there on each path over those expected, of hours (G,)."""
        drawn = self.pools[0].people.drawn[:, :, week] @ hours
        return np.asarray(drawn / hours.sum() if hours.sum() > 0 else np.ones(len(drawn)))


def team_pools(pools: Sequence[PoolCapacity]) -> list[TeamPools]:
    """Every pool in one of them. ValueError where people serve some of three or more pools."""
    lines: dict[object, list[PoolCapacity]] = {}
    for x in pools:
        lines.setdefault((x.need.pool.site, x.need.pool.segments), []).append(x)
    return [team for line in lines.values() for team in _of_line(line)]


def _of_line(pools: Sequence[PoolCapacity]) -> list[TeamPools]:
    serves = np.array(
        [[x.need.pool.served_by(y.languages) for x in pools] for y in pools[0].people.groups], bool
    ).reshape(-1, len(pools))
    everywhere: Flags = np.asarray(serves.all(axis=1), np.bool_)
    if ((serves.sum(axis=1) > 1) & ~everywhere).any():
        raise ValueError(f"{pools[0].need.pool.site} has people of several kinds who are shared")
    if len(pools) > 1 and everywhere.any():
        return [TeamPools(tuple(pools), everywhere)]
    return [TeamPools((x,), np.zeros_like(everywhere)) for x in pools]


def _share(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0))
