"""A queue's forecast as plain numbers, and its sums over queues, sites and time.

Days are 0..H-1 from the day after the origin, slots are wall-clock slots of the callers' day.
Sample paths hold a queue's calls a day before counting noise; path p of every queue belongs to the
same imagined future, so sums over queues keep their correlation. Means add up over every grouping.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Floats, Index
from models.numeric.counts import count_quantiles, factor_nodes
from models.numeric.ratios import ratio

PARTS = ("weekday", "month", "season", "holiday", "school_holiday", "bills")
AS_THE_QUEUE = 1.0  # a site's AHT over the queue's, where nothing says that it differs


@dataclass(frozen=True, slots=True)
class QueueDemand:
    """What a release keeps of one queue."""

    queue: str
    day_mean: Floats  # (H,) calls
    shares: Floats  # (H, S) of the day's calls; sums to 1 on open days, 0 where closed
    paths: NDArray[np.float32]  # (draws, H) calls a day; their mean is day_mean
    dispersion: float  # variance / mean of a slot's count around its rate
    slot_variance: Floats  # (H,) further variance / mean^2, of the profile
    aht: Floats  # (7, S) seconds at the origin by weekday (0 = Monday) and slot; NaN: unknown
    parts: Floats  # (len(PARTS), H) what each part of the calendar multiplies a day's calls by
    site_aht: Mapping[str, float]  # site -> its AHT over the queue's, for the sites of training
    patience: float = np.nan  # seconds, mean; NaN: unknown
    aht_variance: float = 0.0  # of a day's mean AHT around the expected one, over its square
    aht_course: Floats | float = 1.0  # (H,) a day's AHT over ``aht``
    aht_deviation: Floats | float = 0.0  # (H,) of the course's logarithm: how little it is known

    @property
    def draws(self) -> int:
        """Sample paths."""
        return len(self.paths)

    def course(self, day: Index) -> Floats:
        """(n,) what the AHT of each ``day`` (n,) is over ``aht``."""
        return np.asarray(np.broadcast_to(self.aht_course, len(self.day_mean))[day])

    def course_variance(self, day: Index) -> Floats:
        """(n,) of that, over its square: what nobody knows of it yet."""
        known = np.broadcast_to(self.aht_deviation, len(self.day_mean))
        return np.asarray(np.expm1(known[day] ** 2))

    def aht_factor(self, site: str) -> float:
        """A site's AHT over the queue's.

        A site that came into the plan after training is taken for the queue's others until it has
        answered: nothing says that its calls take longer or shorter.
        """
        return self.site_aht.get(site, AS_THE_QUEUE)


@dataclass(frozen=True, slots=True)
class IntervalMap:
    """Which day and slot each interval of an answer is, and how often its label occurs that day."""

    day: Index  # (n,) 0..H-1
    slot: Index  # (n,)
    repeats: Index  # (n,): 2 for the doubled labels of an autumn clock change


@dataclass(frozen=True, slots=True)
class Stream:
    """Calls of one queue as routed: ``routed`` (H,) is the share of the queue that is meant.

    ``lift`` is what events and what-ifs multiply the queue's calls by, (H,) or one number.
    """

    demand: QueueDemand
    routed: Floats
    lift: Floats | float = 1.0


@dataclass(frozen=True, slots=True)
class Volume:
    """Calls of a group of streams in each of its periods."""

    mean: Floats  # (periods,)
    quantiles: NDArray[np.int64]  # (periods, probabilities)


def interval_means(stream: Stream, at: IntervalMap) -> Floats:
    """Mean calls (n,) of each interval; ``at`` covers whole days.

    On a clock-change day the slots that exist share the whole day's calls between them.
    """
    demand = stream.demand
    shares = demand.shares[at.day, at.slot] / at.repeats
    of_day = np.bincount(at.day, shares, minlength=len(demand.day_mean))
    calls = demand.day_mean * stream.routed * stream.lift
    per_share = ratio(calls, of_day, 0.0)
    return np.asarray(per_share[at.day] * shares)


def interval_volume(
    streams: Sequence[Stream], at: IntervalMap, probabilities: Floats, group: Index
) -> Volume:
    """Calls of all streams together by interval, or by ``group`` (n,) of intervals of one day.

    The group's uncertainty within a day is that of its day total: quadrature over the summed paths.
    """
    first = np.unique(group, return_index=True)[1]
    days, place = np.unique(at.day[first], return_inverse=True)
    factors = factor_nodes(_relative(_summed_paths(streams, days)))
    return _volume(streams, at, probabilities, group, factors[place])


def period_volume(
    streams: Sequence[Stream], at: IntervalMap, probabilities: Floats, period_of_day: Index
) -> Volume:
    """Calls of all streams together by periods of whole days, from the paths' sums.

    ``period_of_day`` (H,) numbers the periods 0.. in order; days outside every period are -1.
    """
    chosen = period_of_day >= 0
    starts = np.unique(period_of_day[chosen], return_index=True)[1]
    sums = np.add.reduceat(_summed_paths(streams, np.flatnonzero(chosen)), starts, axis=1)
    group = period_of_day[at.day]
    return _volume(streams, at, probabilities, group, factor_nodes(_relative(sums)))


def day_factors(streams: Sequence[Stream], days: slice) -> Floats:
    """(draws, D): calls of all streams together on every path of some days, over their mean."""
    return _relative(_summed_paths(streams, days))


def slot_spread(streams: Sequence[Stream], at: IntervalMap) -> Floats:
    """(n,) variance of an interval's rate given its day, over its squared mean; 0 if closed.

    Over-dispersion beyond Poisson counting is a rate that varies, which waiting callers feel.
    """
    mean, linear, square = _moments(streams, at)
    varied = linear - mean + square
    return ratio(varied, mean**2, 0.0)


def _moments(streams: Sequence[Stream], at: IntervalMap) -> tuple[Floats, Floats, Floats]:
    """Mean calls (n,) of all streams; parts of their variance as in ``models.numeric.counts``.

    Thinning calls thins their over-dispersion too.
    """
    mean, linear, square = (np.zeros(len(at.day)) for _ in range(3))
    for stream in streams:
        demand, means = stream.demand, interval_means(stream, at)
        mean += means
        linear += (1.0 + (demand.dispersion - 1.0) * stream.routed[at.day]) * means
        square += demand.slot_variance[at.day] * means**2
    return mean, linear, square


def _summed_paths(streams: Sequence[Stream], days: slice | Index) -> Floats:
    """(draws, D): the streams' calls a day on every path of some days."""
    total = np.zeros(streams[0].demand.paths[:, days].shape)
    for stream in streams:
        total += stream.demand.paths[:, days] * (stream.routed * stream.lift)[days]
    return total


def _relative(paths: Floats) -> Floats:
    """Paths over their mean; 1 where nothing is expected."""
    mean = paths.mean(axis=0)
    return ratio(paths, mean, 1.0)


def _volume(
    streams: Sequence[Stream],
    at: IntervalMap,
    probabilities: Floats,
    group: Index,
    factors: Floats,
) -> Volume:
    """Means and quantiles from moments summed by ``group`` (n,)."""
    mean, linear, square = (
        np.bincount(group, x, minlength=len(factors)).astype(np.float64)
        for x in _moments(streams, at)
    )
    safe = np.where(mean > 0, mean, 1.0)
    quantiles = count_quantiles(mean, factors, linear / safe, square / safe**2, probabilities)
    return Volume(mean, quantiles)
