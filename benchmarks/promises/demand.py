"""What a release says of a pool's calls, read anew from its documentation (``QueueDemand``).

A path's calls of a day are spread over the half-hours by the day's shares; a half-hour's rate
varies around that by gamma noise, as the release's dispersion and slot variance say, thinned where
only part of the calls is routed to the pool; calls come by Poisson. A day's AHT varies queue by
queue, lognormally; what is not known of its mean is so on all days alike. Overflow between sites is
left out: the sample plan has none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from benchmarks.promises.calls import Counts, Floats
from models.demand import QueueDemand
from models.queues import Pool
from service.planning.basis.current import Current

UNKNOWN = 360.0  # seconds: the weight, beside other queues, of a call whose AHT was not learned


@dataclass(frozen=True, slots=True)
class Places:
    """Where in a release's arrays the pool's open intervals (I,) are."""

    day: Counts
    slot: Counts
    weekday: Counts


@dataclass(frozen=True, slots=True)
class QueueRates:
    """Of one queue's calls that are routed to a pool, in the pool's open intervals (I,)."""

    mean: Floats  # (draws, I) calls on each path
    excess: Floats  # (I,) variance of the rate over its mean
    square: Floats  # (I,) further variance over its squared mean
    work: Floats  # (I,) expected seconds of calls
    aht_variance: float
    course_deviation: Floats  # (I,) of the logarithm of what is not known of the AHT


@dataclass(frozen=True, slots=True)
class PoolDemand:
    """The calls of a pool in its open intervals (I,), which day each is (I,) from 0 on."""

    queues: tuple[QueueRates, ...]
    day: Counts

    def rates(self, random: np.random.Generator, path: int) -> Floats:
        """(I,) calls that each interval is to bring, drawn for one path."""
        total = np.zeros(len(self.day))
        for queue in self.queues:
            mean = queue.mean[path]
            total += _gamma(random, mean, queue.excess * mean + queue.square * mean**2)
        return total

    def longer(self, random: np.random.Generator) -> Floats:
        """(I,) how much longer than expected calls take on each interval's day."""
        days = int(self.day.max()) + 1
        work = np.sum([x.work for x in self.queues], axis=0)
        found = np.zeros(len(self.day))
        for queue in self.queues:
            deviation = np.sqrt(np.log1p(queue.aht_variance))
            drawn = np.exp(deviation * random.standard_normal(days) - deviation**2 / 2.0)
            unsure = queue.course_deviation
            alike = np.exp(unsure * random.standard_normal() - unsure**2 / 2.0)
            found += queue.work * drawn[self.day] * alike
        return np.asarray(np.where(work > 0, found / np.where(work > 0, work, 1.0), 1.0))


def pool_demand(current: Current, pool: Pool, starts: Sequence[datetime]) -> PoolDemand:
    """A pool's in the open intervals that begin at ``starts``, which cover whole days."""
    local = [x.astimezone(ZoneInfo(current.plan.timezone)) for x in starts]
    first = current.release.head.first_day
    day = np.array([(x.date() - first).days for x in local], np.int64)
    minutes = current.plan.interval_minutes
    slot = np.array([(60 * x.hour + x.minute) // minutes for x in local], np.int64)
    routes = [(x, current.routing[x.id].get(pool.site)) for x in current.plan.queues]
    weekday = np.array([x.weekday() for x in local], np.int64)
    queues = [
        _queue_rates(
            current.release.queues[x.id],
            np.nan_to_num(share) * current.lift[x.id],
            np.nan_to_num(share),
            Places(day, slot, weekday),
        )
        for x, share in routes
        if share is not None and pool.takes(x)
    ]
    return PoolDemand(tuple(queues), np.unique(day, return_inverse=True)[1].astype(np.int64))


def _queue_rates(queue: QueueDemand, lifted: Floats, share: Floats, at: Places) -> QueueRates:
    """``lifted`` and ``share`` (H,): the routed share with and without the plan's events."""
    day, slot = at.day, at.slot
    label = day * queue.shares.shape[1] + slot
    part = queue.shares[day, slot] / np.bincount(label)[label]  # a doubled hour shares its calls
    of_day = np.bincount(day, part, minlength=len(queue.day_mean))[day]
    part = np.where(of_day > 0, part / np.where(of_day > 0, of_day, 1.0), 0.0)
    mean = np.asarray(queue.paths[:, day], np.float64) * lifted[day] * part
    aht = queue.aht[at.weekday, slot] * queue.course(day)
    return QueueRates(
        mean=mean,
        excess=(queue.dispersion - 1.0) * share[day],
        square=queue.slot_variance[day],
        work=mean.mean(axis=0) * np.nan_to_num(aht, nan=UNKNOWN),
        aht_variance=queue.aht_variance,
        course_deviation=np.sqrt(np.log1p(queue.course_variance(day))),
    )


def _gamma(random: np.random.Generator, mean: Floats, variance: Floats) -> Floats:
    """Draws of these means and variances, the mean itself where it does not vary."""
    varied = (variance > 0) & (mean > 0)
    safe = np.where(varied, variance, 1.0)
    shape = np.where(varied, mean**2 / safe, 1.0)
    drawn = random.standard_gamma(shape) * safe / np.where(mean > 0, mean, 1.0)
    return np.asarray(np.where(varied, drawn, mean))
