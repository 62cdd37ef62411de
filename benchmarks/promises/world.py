"""A pool's weeks played on the paths of a release, with the people whom an answer has for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.promises.calls import Counts, Floats, played
from benchmarks.promises.demand import PoolDemand, pool_demand
from benchmarks.promises.people import come
from models.queues import Pool
from service.planning.basis.current import Current

SEED = 20260112


@dataclass(frozen=True, slots=True)
class PoolWorld:
    """A pool in its open intervals (I,)."""

    pool: Pool
    demand: PoolDemand
    aht: Floats  # seconds
    patience: Floats  # seconds
    absence: Floats
    off_phone: Floats
    full_day: float  # a full-timer's, in intervals
    interval: float  # seconds

    def play(self, random: np.random.Generator, path: int, agents: Floats) -> tuple[Counts, Counts]:
        """Calls offered and answered in time (I,) on one path, ``agents`` (I,) expected there."""
        rates, aht = self.demand.rates(random, path), self.aht * self.demand.longer(random)
        offered, in_time = np.zeros((2, len(rates)), np.int64)
        for day in range(int(self.demand.day.max()) + 1):
            on = np.flatnonzero(self.demand.day == day)
            there = come(
                random, agents[on], self.absence[on[0]], self.off_phone[on[0]], self.full_day
            )
            offered[on], in_time[on] = played(
                random,
                rates[on],
                aht[on],
                self.patience[on],
                there.tolist(),
                self.interval,
                self.pool.target.answer_within,
            )
        return offered, in_time


@dataclass(frozen=True, slots=True)
class Played:
    """Calls (runs, I) of a pool's open intervals; ``runs`` of one path follow each other."""

    offered: Counts
    in_time: Counts

    def summed(self, period: Counts) -> "Played":
        """By periods (I,) 0.. of intervals."""
        parts = (self.offered, self.in_time)
        count = int(period.max()) + 1
        return Played(
            *(np.stack([x[:, period == i].sum(axis=1) for i in range(count)], 1) for x in parts)
        )

    @property
    def levels(self) -> Floats:
        """(runs, periods) answered in time over offered; NaN where nothing is offered."""
        some = np.where(self.offered > 0, self.offered, 1)
        return np.asarray(np.where(self.offered > 0, self.in_time / some, np.nan))

    @property
    def achieved(self) -> tuple[Floats, Floats]:
        """(periods,) level over all runs, and its standard error."""
        runs, offered = len(self.offered), np.maximum(self.offered.sum(axis=0), 1)
        level = self.in_time.sum(axis=0) / offered
        miss = ((self.in_time - level * self.offered) ** 2).sum(axis=0)
        return level, np.sqrt(miss * runs / max(runs - 1, 1)) / offered


def beside(weeks: Sequence[Played]) -> Played:
    """Several weeks of the same runs."""
    parts = zip(*((x.offered, x.in_time) for x in weeks), strict=True)
    return Played(*(np.concatenate(x, axis=1) for x in parts))


def pool_world(
    current: Current, pool: Pool, starts: Sequence[str], aht: Floats, patience: Floats
) -> PoolWorld:
    """Of the open intervals that begin at ``starts`` (UTC), with what an answer says of them."""
    site, plan = current.plan.site(pool.site), current.plan
    when = [datetime.fromisoformat(x) for x in starts]
    days = [x.astimezone(ZoneInfo(plan.timezone)).date() for x in when]
    shrinkage = [site.shrinkage_on(day) for day in days]
    return PoolWorld(
        pool=pool,
        demand=pool_demand(current, pool, when),
        aht=aht,
        patience=patience,
        absence=np.array([float(x.absence) for x in shrinkage]),
        off_phone=np.array([float(x.off_phone) for x in shrinkage]),
        full_day=float(site.full_time_hours) / 5.0 * 60.0 / plan.interval_minutes,
        interval=60.0 * plan.interval_minutes,
    )


def played_paths(
    world: PoolWorld, agents: Callable[[int], Floats], paths: int, repeats: int = 1
) -> Played:
    """The first ``paths`` of the release, each ``repeats`` times; ``agents`` (I,) are by path."""
    runs = [
        world.play(
            np.random.default_rng([SEED, path, repeat, *world.pool.name.encode()]),
            path,
            agents(path),
        )
        for path in range(paths)
        for repeat in range(repeats)
    ]
    offered, in_time = zip(*runs, strict=True)
    return Played(np.array(offered), np.array(in_time))
