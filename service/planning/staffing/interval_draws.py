"""What callers get in any half-hour, drawn: calls, people who come, and how the queue went."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.agents.attendance import present
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.queueing.level_table import AMONG, COUNTED, IN_INTERVAL, Levels
from service.planning.staffing.pool_levels import pool_levels
from service.planning.staffing.pool_need import PoolNeed

_EVERY = 4  # of the sample paths one is drawn
_LEAST = 1e-6
_LIKE_ONE = 0.98  # correlation of a half-hour's calls, at most
_INTERVALS = 3


@dataclass(frozen=True, slots=True)
class IntervalDraws:
    """Calls of n intervals on some of the sample paths, (draws, n); whole numbers."""

    among: Floats  # that the service level is a share of
    in_time: Floats  # of these, those that count

    def quantiles(self, probabilities: Sequence[float]) -> Floats:
        """(probabilities, n) of the level, a value that is taken; NaN where no draw has calls."""
        levels = np.sort(ratio(self.in_time, self.among, np.nan), axis=0)  # NaN last
        known = (self.among > 0).sum(axis=0)
        place = np.ceil(np.multiply.outer(probabilities, known)).astype(np.int64) - 1
        return np.take_along_axis(levels, np.maximum(place, 0), axis=0)


def together(draws: Sequence[IntervalDraws]) -> IntervalDraws:
    """Of several pools, on the same paths."""
    parts = zip(*((x.among, x.in_time) for x in draws), strict=True)
    return IntervalDraws(*(np.asarray(np.sum(x, axis=0)) for x in parts))


def interval_draws(need: PoolNeed) -> IntervalDraws:
    """Of a pool with the agents it needs."""
    random = np.random.default_rng((*need.risk.seed, _INTERVALS))
    factors = need.risk.factors[::_EVERY, need.risk.day]
    wave = _gamma(random, need.risk.slots, factors.shape)
    # What waves of neighbouring half-hours leave behind is taken from the half-hour before.
    kept = need.risk.kept
    felt = kept * wave + (1.0 - kept) * np.concatenate([wave[:, :1], wave[:, :-1]], axis=1)
    loads = need.risk.day_loads()[::_EVERY, need.risk.day] * felt
    people = _people(need, random, len(factors))
    levels = pool_levels(need, int(people.min(initial=0)), int(people.max(initial=0)))
    found = levels.at(people, np.log(np.maximum(loads, 1e-9)))
    calls = need.load.calls * factors * wave
    drawn = _served(random, calls, found)
    whole = np.zeros((2, len(factors), len(need.open)))
    whole[:, :, need.open] = drawn
    return IntervalDraws(*whole)


def _gamma(random: np.random.Generator, variance: Floats, shape: tuple[int, ...]) -> Floats:
    """(draws, m) around 1."""
    safe = np.maximum(variance, 1e-9)
    return np.asarray(random.standard_gamma(1.0 / safe, shape) * safe)


def _people(need: PoolNeed, random: np.random.Generator, draws: int) -> Index:
    """(draws, m) agents who are there: absent people are absent all day."""
    day = need.risk.day - int(need.question.span.at.day[0])
    absence = np.array([float(x.absence) for x in need.question.shrinkage])
    return present(need.shifts(need.agents[need.open]), day, absence, random, draws)


def _served(random: np.random.Generator, calls: Floats, found: Levels) -> Floats:
    """(2, draws, m) whole calls that the level is a share of, and those that count.

    Calls of a half-hour meet alike queues: their common share is beta distributed, so that the
    number that counts varies as the chain's does.
    """
    among = np.clip(found[..., AMONG].astype(np.float64), 0.0, 1.0)
    share = np.clip(ratio(found[..., COUNTED].astype(np.float64), among, 0.0), 0.0, 1.0)
    size = random.poisson(calls)
    if (among < 1.0).any():
        size = random.binomial(size, among)
    alone = among * share * (1.0 - share)
    together = np.maximum(found[..., IN_INTERVAL] - alone, 0.0)
    alike = ratio(together, alone * among * calls, 0.0).clip(_LEAST, _LIKE_ONE)
    by_chance = alone > _LEAST
    precision = 1.0 / alike[by_chance] - 1.0
    sure = share[by_chance]
    share[by_chance] = random.beta(sure * precision, (1.0 - sure) * precision)
    return np.stack([size, random.binomial(size, share)]).astype(np.float64)
