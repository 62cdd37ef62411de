"""A pool day by day, by the judge of its weeks."""

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Flags, Floats, Index
from service.planning.capacity.pool_capacity import PoolCapacity
from service.planning.capacity.readiness import spare
from service.planning.staffing.day_paths import DayPaths


@dataclass(frozen=True, slots=True)
class PoolDays:
    """A pool of capacity on the days (D) of its weeks (W)."""

    whole: PoolCapacity  # its periods are weeks
    daily: PoolCapacity  # its periods are days
    share: Floats  # (D,) of the required hours that is available, alike on all days of a week

    @property
    def week(self) -> Index:
        """(D,) the number of each day's week."""
        return self.whole.week

    @property
    def weeks(self) -> int:
        """How many there are."""
        return int(self.whole.given.shape[1])

    @property
    def shift_hours(self) -> Floats:
        """(D,) agent hours of shifts that the plan has there, for calls and other work."""
        efficiency = self.whole.efficiency[self.week]
        return np.asarray(self.share * self.daily.required_hours / efficiency)

    @property
    def has_calls(self) -> Flags:
        """(D,) whether any are to be expected."""
        return np.asarray(self.daily.weekly(self.daily.need.offered) > 0.0)

    @property
    def open_hours(self) -> Floats:
        """(D,) on which it takes calls."""
        need = self.daily.need
        hours = need.question.span.grid.interval_minutes / 60.0
        return np.asarray(self.daily.weekly(need.open.astype(np.float64)) * hours)

    def agents(self) -> Floats:
        """(n,) whom the plan has there in each interval."""
        return self.daily.need.spread(self.daily.agents_at(self.share), 0.0)

    def gain(self) -> Floats:
        """(n,) what each of them counts for in each interval, by the plan's people."""
        return self.daily.need.spread(self.daily.gain, 1.0)

    def paths(self, there: Floats, gain: Floats | None = None) -> DayPaths:
        """What callers get by day, with ``there`` (D,) of the people whom the plan has there.

        ``gain`` (m,) of the open intervals is what they gain by sharing people; the plan's own
        if left out.
        """
        once = replace(
            self.daily,
            cache=replace(self.daily.cache, answers={}),  # none comes again
            gain=self.daily.gain if gain is None else gain,
        )
        return once.paths_at(self.share * there)

    def spare(self, paths: DayPaths) -> Floats:
        """(D,) by how much a day is expected to keep the target; NaN without calls."""
        return spare(paths, self.whole.need.target)

    def day_probability(self, paths: DayPaths) -> Floats:
        """(D,) that a day meets the target."""
        return paths.meeting(self.whole.need.target)

    def calls_at_risk(self, paths: DayPaths) -> Floats:
        """(D,) calls that are expected to be answered too late beyond what the target allows."""
        return np.asarray(paths.beyond(self.whole.need.target.share).mean(axis=0))

    def week_probability(self, paths: DayPaths) -> Floats:
        """(W,) that a week meets the target: what capacity calls it ready by."""
        return paths.summed(self.week, self.weeks).meeting(self.whole.need.target)

    def probability_if(self, paths: DayPaths, other: DayPaths) -> Floats:
        """(D,) that its week meets the target if the day alone is as on the ``other`` paths."""
        found = np.full(len(self.week), np.nan)
        place = np.arange(len(self.week)) - np.searchsorted(self.week, self.week)
        for number in range(int(place.max(initial=-1)) + 1):
            on = place == number
            mixed = mixed_days(paths, other, on)
            found[on] = self.week_probability(mixed)[self.week[on]]
        return found


def mixed_days(paths: DayPaths, other: DayPaths, on: Flags) -> DayPaths:
    """The one paths, on some days (D,) the other."""
    parts = zip(paths.parts, other.parts, strict=True)
    return DayPaths(*(np.where(on, y, x) for x, y in parts))


def pool_days(pool: PoolCapacity) -> PoolDays:
    """The same pool, every day a period of its own: nothing else of the judge changes."""
    week = pool.week
    people = replace(pool.people, drawn=pool.people.drawn[:, :, week])
    daily = replace(
        pool,
        people=people,
        given=pool.given[:, week],
        efficiency=pool.efficiency[week],
        full_timer_hours=pool.full_timer_hours[week],
        plain_hours=pool.plain_hours[week],
        week=np.arange(len(week)),
    )
    return PoolDays(pool, daily, np.asarray(pool.share[week]))
