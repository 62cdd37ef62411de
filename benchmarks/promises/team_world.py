"""Weeks of pools that share people, played on the paths of a release with those who are there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.promises.calls import Counts, Floats
from benchmarks.promises.people import come
from benchmarks.promises.team_calls import TeamTimes, played_team
from benchmarks.promises.world import SEED, Played, PoolWorld, pool_world
from data.calendar.clock import utc_iso
from models.arrays import Flags
from service.planning.basis.current import Current
from service.planning.staffing.pool_need import PoolNeed


@dataclass(frozen=True, slots=True)
class TeamPeople:
    """Agents expected in the intervals (I,) of a team's weeks."""

    own: Floats  # (I, Q) who take one pool's calls
    flexible: Floats  # (I,) who take all


@dataclass(frozen=True, slots=True)
class TeamWorld:
    """Pools (Q) of a site in the intervals (I,) in which one of them is open."""

    pools: tuple[PoolWorld, ...]
    places: tuple[Counts, ...]  # (Q) where a pool's open intervals are among these
    on: Counts  # (I,) where these are in the span
    day: Counts  # (I,) 0..
    absence: Floats  # (I,)
    off_phone: Floats  # (I,)

    def spread(self, values: Sequence[Floats], closed: float) -> Floats:
        """(I, Q) of what each pool's open intervals have."""
        found = np.full((len(self.day), len(self.pools)), closed)
        for number, (place, of_pool) in enumerate(zip(self.places, values, strict=True)):
            found[place, number] = of_pool
        return found

    def play(
        self, random: np.random.Generator, path: int, people: TeamPeople
    ) -> tuple[Counts, Counts]:
        """Calls offered and answered in time (I, Q) on one path."""
        rates = self.spread([x.demand.rates(random, path) for x in self.pools], 0.0)
        aht = self.spread([x.aht * x.demand.longer(random) for x in self.pools], 1.0)
        patience = self.spread([x.patience for x in self.pools], 1.0)
        interval, within = self.pools[0].interval, self.pools[0].pool.target.answer_within
        offered, in_time = np.zeros((2, *rates.shape), np.int64)
        for day in range(int(self.day.max()) + 1):
            on = np.flatnonzero(self.day == day)
            times = TeamTimes(rates[on], aht[on], patience[on], interval, within)
            offered[on], in_time[on] = played_team(random, times, *self._there(random, on, people))
        return offered, in_time

    def _there(
        self, random: np.random.Generator, on: Counts, people: TeamPeople
    ) -> tuple[Counts, Counts]:
        """Who comes on a day, of each kind by itself; a pool's last stay until nobody waits."""
        absence, off_phone = self.absence[on[0]], self.off_phone[on[0]]
        own, flexible = (
            [come(random, x, absence, off_phone, self.pools[0].full_day) for x in kinds]
            for kinds in (people.own[on].T, [people.flexible[on]])
        )
        for place, there in zip(self.places, own, strict=True):
            last = int(np.isin(on, place).nonzero()[0].max(initial=0))
            there[last + 1 :] = there[last]
        return np.stack(own, axis=1), flexible[0]


def team_world(current: Current, needs: Sequence[PoolNeed], chosen: Flags) -> TeamWorld:
    """Of pools of a site, each open in some of the ``chosen`` (n,) intervals of their span."""
    grid = needs[0].question.span.grid
    opened = [np.flatnonzero(x.open & chosen) for x in needs]
    on = np.unique(np.concatenate(opened))
    pools = [_pool(current, x, own) for x, own in zip(needs, opened, strict=True)]
    places = [np.searchsorted(on, x) for x in opened]
    absence, off_phone = np.zeros((2, len(on)))
    for pool, place in zip(pools, places, strict=True):
        absence[place], off_phone[place] = pool.absence, pool.off_phone
    day = np.unique(grid.day[on], return_inverse=True)[1]
    return TeamWorld(tuple(pools), tuple(places), on, day.astype(np.int64), absence, off_phone)


def _pool(current: Current, need: PoolNeed, on: Counts) -> PoolWorld:
    assert need.patience is not None, "nobody gives up by Erlang C"
    starts = utc_iso(need.question.span.grid.starts[on])
    aht = np.nan_to_num(need.aht[on], nan=1.0)
    return pool_world(current, need.pool, starts, aht, need.patience.seconds[on])


def played_teams(
    world: TeamWorld, people: Callable[[int], TeamPeople], paths: int, repeats: int
) -> list[Played]:
    """Of each pool (Q), in all intervals (I,) of the world, as ``played_paths``."""
    names = ",".join(x.pool.name for x in world.pools).encode()
    runs = [
        world.play(np.random.default_rng([SEED, path, repeat, *names]), path, people(path))
        for path in range(paths)
        for repeat in range(repeats)
    ]
    offered, in_time = (np.array(x) for x in zip(*runs, strict=True))  # (runs, I, Q)
    return [Played(offered[:, :, x], in_time[:, :, x]) for x in range(len(world.pools))]
