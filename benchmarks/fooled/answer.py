"""What a fit says about a world's coming days, beside what is true and what came."""

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.fooled.world import World
from models.arrays import Flags, Floats, Index
from models.numeric.counts import count_quantiles, factor_nodes
from training.fit import QueueFit, fit_queue
from training.level.episodes import Episode
from training.series.queue import QueueSeries

OUTER = np.array([0.1, 0.9])  # of the 80 % range
LEVELS = 400  # equally likely day factors behind it


@dataclass(frozen=True, slots=True)
class Answer:
    """Days of the horizon, (H,) each."""

    mean: Floats
    ranges: Floats  # (H, 2) of a day's calls, 80 %
    truth: Floats
    came: Floats
    episodes: tuple[Episode, ...]

    def bias(self, first: int, last: int) -> float:
        """Forecast over true calls of the leads ``first`` to ``last``, less one."""
        rows = slice(first - 1, last)
        return float(self.mean[rows].sum() / self.truth[rows].sum() - 1.0)

    def coverage(self, first: int, last: int) -> float:
        """Share of the open days whose calls lay in the range."""
        rows = self._open(first, last)
        low, high = self.ranges[rows].T
        return float(((low <= self.came[rows]) & (self.came[rows] <= high)).mean())

    def half_width(self, first: int, last: int) -> float:
        """Mean of half the range over the mean, of open days."""
        rows = self._open(first, last)
        low, high = self.ranges[rows].T
        return float(((high - low) / 2 / self.mean[rows]).mean())

    def _open(self, first: int, last: int) -> Index:
        return np.flatnonzero(self.truth[first - 1 : last] > 0) + first - 1


def answer(world: World, counts: Floats | None = None) -> Answer:
    """What is said of a world's horizon; ``counts`` are seen instead of the world's own."""
    came = world.counts()
    series = world.series(came if counts is None else counts)
    return answer_of(series, world.truth()[world.days :], came[world.days :].sum(axis=1))


def answer_of(series: QueueSeries, truth: Floats, came: Floats) -> Answer:
    """The same for any series; ``truth`` and ``came`` (H,) of its horizon."""
    with threadpool_limits(1):
        fit = fit_queue(series)
    return Answer(fit.day_mean, day_ranges(fit), truth, came, fit.episodes)


def day_ranges(fit: QueueFit) -> Floats:
    """(H, 2) quantiles of a day's calls, counting noise included."""
    days = len(fit.day_mean)
    nodes = factor_nodes(fit.factor.evenly(LEVELS, days))
    return count_quantiles(
        fit.day_mean,
        nodes,
        np.full(days, fit.noise.dispersion),
        fit.slot_variance * (fit.shares**2).sum(axis=1),
        OUTER,
    ).astype(np.float64)


def share_within(answer: Answer, calls: Floats, rows: Flags) -> float:
    """Share of the days ``rows`` (H,) whose ``calls`` (H,) lie in the answer's range."""
    low, high = answer.ranges[rows].T
    return float(((low <= calls[rows]) & (calls[rows] <= high)).mean())
