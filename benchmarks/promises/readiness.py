"""How likely ``relais capacity`` says that weeks meet their target, and how often they do.

Weeks are played on the release's own paths, with the people whom each path leaves the pool.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from benchmarks.promises.calls import Floats
from benchmarks.promises.world import Played, played_paths, pool_world
from data.calendar.clock import utc_iso
from service.planning.basis.current import Current
from service.planning.basis.horizon import whole_weeks
from service.planning.capacity.capacity_table import CapacityQuestion, PoolWeeks, capacity

REPEATS = 5
CHANCES = (0.5, 0.8)
LARGE_POOLS, SMALL_POOLS = 3, 2  # judged near each of the chances


@dataclass(frozen=True, slots=True)
class PoolWeek:
    """A week of a pool by its number in the answer."""

    weeks: PoolWeeks
    number: int
    monday: date

    @property
    def stated(self) -> float:
        """The probability that the week meets its target."""
        return float(self.weeks.probability[self.number])


@dataclass(frozen=True, slots=True)
class Readiness:
    """Probabilities and levels; errors are over paths, whose repetitions are not independent."""

    pool: str
    monday: date
    stated: float
    realised: float
    error: float
    promised: float
    level: float
    level_error: float


def readiness(current: Current, paths: int) -> Iterator[Readiness]:
    """Of ten pool-weeks, half near .5 and half near .8."""
    answer = capacity(current, CapacityQuestion(*whole_weeks(current)))
    for week in chosen(answer.pools, answer.mondays):
        yield _judged(current, week, paths)


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


def _nearest(weeks: PoolWeeks, chance: float, mondays: Sequence[date]) -> PoolWeek:
    number = int(np.nanargmin(np.abs(weeks.probability - chance)))
    return PoolWeek(weeks, number, mondays[number])


def _judged(current: Current, week: PoolWeek, paths: int) -> Readiness:
    came = _came(current, week, paths)
    met = (came.levels >= week.weeks.capacity.need.target.share).reshape(paths, REPEATS)
    of_path = met.mean(axis=1)
    by_path = (x.reshape(paths, REPEATS).sum(axis=1) for x in (came.offered, came.in_time))
    level, error = Played(*(x[:, None] for x in by_path)).achieved
    return Readiness(
        pool=week.weeks.capacity.need.pool.name,
        monday=week.monday,
        stated=week.stated,
        realised=float(of_path.mean()),
        error=float(of_path.std(ddof=1) / np.sqrt(paths)),
        promised=float(week.weeks.paths.service_level[week.number]),
        level=float(level[0]),
        level_error=float(error[0]),
    )


def _came(current: Current, week: PoolWeek, paths: int) -> Played:
    """(paths x REPEATS, 1) calls of the week."""
    pool, need = week.weeks.capacity, week.weeks.capacity.need
    on = np.flatnonzero(need.open & (pool.week_of_interval == week.number))
    patience = need.patience
    assert patience is not None, "nobody gives up by Erlang C"
    world = pool_world(
        current,
        need.pool,
        utc_iso(need.question.span.grid.starts[on]),
        np.nan_to_num(need.aht[on], nan=1.0),
        patience.seconds[on],
    )
    agents, come = need.agents[on] * pool.share[week.number], _come(week)
    found = played_paths(world, lambda path: agents * come[path], paths, REPEATS)
    return found.summed(np.zeros(len(on), np.int64))


def _come(week: PoolWeek) -> Floats:
    """(draws,) who is there on each path, over those expected."""
    pool, number = week.weeks.capacity, week.number
    hours = pool.people.drawn[:, :, number] @ pool.given[:, number]
    return np.asarray(hours / pool.available_hours[number])
