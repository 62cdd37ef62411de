"""What each pool needs against what its site's people can give, week by week."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Counts, Floats, Index
from models.numeric.ratios import ratio
from service.planning.capacity.cache import Cache
from service.planning.capacity.site_people import SitePeople
from service.planning.staffing.day_paths import DayPaths
from service.planning.staffing.pool_need import PoolNeed


@dataclass(frozen=True, slots=True)
class PoolCapacity:
    """A pool in the weeks (W) of a span."""

    need: PoolNeed
    experienced: PoolNeed  # were nobody new: as staffing has it
    people: SitePeople
    given: Floats  # (G, W) of each group of the site: agent hours of the curve that the pool gets
    efficiency: Floats  # (W,) of its shifts: an agent hour of theirs gives as many of the curve
    full_timer_hours: Floats  # (W,) paid, on the days on which the pool takes calls
    other_work_days: Floats  # (D,) agent hours of e-mail and forms that the pool must also find
    plain_hours: Floats  # (W,) required of experienced people
    week: Index  # (D,) of each asked day
    cache: Cache
    gain: Floats  # (m,) of the open intervals: agents count times this, where people are shared
    sway: Floats  # (draws, D) or (1, 1): what the gain is times on each path

    @property
    def call_hours(self) -> Floats:
        """(W,) agent hours that the calls need, whole agents summed."""
        hours = self.need.question.span.grid.interval_minutes / 60.0
        return np.asarray(self.weekly(self.need.agents) * hours)

    @property
    def load_hours(self) -> Floats:
        """(W,) of calls alone, without waiting for any."""
        hours = self.need.question.span.grid.interval_minutes / 60.0
        return np.asarray(self.weekly(self.need.erlangs) * hours)

    @property
    def week_of_interval(self) -> Index:
        """(n,) the number of each interval's week."""
        return np.asarray(self.week[self.need.question.span.grid.day])

    def weekly(self, values: Floats | Counts) -> Floats:
        """(W,) sums of what the intervals (n,) have."""
        return np.bincount(self.week_of_interval, values, self.given.shape[1]).astype(np.float64)

    def daily(self, values: Floats) -> Floats:
        """(W,) sums of what the asked days (D,) have."""
        return np.bincount(self.week, values, self.given.shape[1]).astype(np.float64)

    @property
    def other_work(self) -> Floats:
        """(W,) agent hours."""
        return self.daily(self.other_work_days)

    @property
    def required_hours(self) -> Floats:
        """(W,) for calls and other work."""
        return self.call_hours + self.other_work

    @property
    def available_hours(self) -> Floats:
        """(W,) agent hours that the pool gets."""
        return np.asarray(self.given.sum(axis=0))

    @property
    def bilingual_hours(self) -> Floats:
        """(W,) of the available ones, of people who speak several languages."""
        several = np.array([len(x.languages) > 1 for x in self.people.groups], bool)
        return np.asarray(self.given[several].sum(axis=0))

    @property
    def experienced_hours(self) -> Floats:
        """(W,) what the available hours are worth in calls of experienced people."""
        worth = ratio(self.people.experienced_hours, self.people.agent_hours, 1.0)
        return np.asarray((self.given * worth).sum(axis=0))

    @property
    def share(self) -> Floats:
        """(W,) of the required hours that is available."""
        return ratio(self.available_hours, self.required_hours, 0.0)

    def agents_at(self, share: Floats) -> Floats:
        """(m,) in the open intervals, if a ``share`` (W,) of those needed is there."""
        of_interval = share[self.week_of_interval][self.need.open]
        return np.asarray(self.need.agents[self.need.open] * of_interval)

    def counted_at(self, share: Floats) -> Floats:
        """(m,) whom they count for, with the help of people who are shared."""
        return np.asarray(self.agents_at(share) * self.gain)

    @property
    def counted_hours(self) -> Floats:
        """(W,) what the available hours count for, with the help of people who are shared."""
        agents = self.need.agents[self.need.open]
        counted = self.weekly(self.need.spread(agents * self.gain, 0.0))
        return self.available_hours * ratio(counted, self.weekly(self.need.agents), 1.0)

    def paths_at(self, share: Floats) -> DayPaths:
        """What callers get by week on each sample path, with the people that chance leaves."""
        people = self.come[:, self.week] * self.sway
        return self.cache.week_paths(self.need, self.counted_at(share), people, self.week)

    @property
    def come(self) -> Floats:
        """(draws, W) people whom chance leaves, over those expected."""
        total = (self.people.drawn * self.given).sum(axis=1)
        return np.maximum(ratio(total, self.available_hours, 1.0), _NOBODY)


_NOBODY = 1e-6  # of the people expected: a load over none of them
