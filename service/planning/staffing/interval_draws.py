"""What callers get in any half-hour, drawn: calls, people who come, and how the queue went."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from models.agents.attendance import Draws, present
from models.arrays import Floats, Index
from models.numeric.ratios import ratio
from models.queueing.level_table import AMONG, COUNTED, IN_INTERVAL, Levels
from service.planning.staffing.pool_levels import pool_levels
from service.planning.staffing.pool_need import PoolNeed

_EVERY = 4  # of the sample paths one is drawn
_TELLING = 10  # draws with calls
_LEAST = 1e-9
_MANY = 3  # expected calls, from where moments tell their number
_WAVE, _CALLS, _CLUSTERS, _SIZES = range(4)  # what is drawn for a half-hour


@dataclass(frozen=True, slots=True)
class IntervalDraws:
    """Calls of n intervals on some of the sample paths, (draws, n); whole numbers."""

    among: Floats  # that the service level is a share of
    in_time: Floats  # of these, those that count

    def quantiles(self, probabilities: Sequence[float]) -> Floats:
        """(probabilities, n) of the level, a value that is taken.

        NaN where so few draws have calls that they tell nothing.
        """
        levels = np.sort(ratio(self.in_time, self.among, np.nan), axis=0)  # NaN last
        known = (self.among > 0).sum(axis=0)
        place = np.ceil(np.multiply.outer(probabilities, known)).astype(np.int64) - 1
        found = np.take_along_axis(levels, np.maximum(place, 0), axis=0)
        return np.where(known >= min(_TELLING, len(levels)), found, np.nan)


def together(draws: Sequence[IntervalDraws]) -> IntervalDraws:
    """Of several pools, on the same paths."""
    parts = zip(*((x.among, x.in_time) for x in draws), strict=True)
    return IntervalDraws(*(np.asarray(np.sum(x, axis=0)) for x in parts))


def interval_draws(need: PoolNeed) -> IntervalDraws:
    """Of a pool with the agents it needs; a day is the same in every question."""
    risk, calls = need.risk, need.load.calls
    drawn = _by_chance(need)
    factors = risk.factors[::_EVERY, risk.day]
    spread = np.log1p(risk.slots)
    wave = np.exp(np.sqrt(spread) * drawn[_WAVE] - spread / 2.0)
    # What waves of neighbouring half-hours leave behind is taken from the half-hour before.
    before = np.where(np.diff(risk.day, prepend=-1) > 0, wave, np.roll(wave, 1, axis=1))
    felt = risk.kept * wave + (1.0 - risk.kept) * before
    log_load = np.log(np.maximum(risk.day_loads()[::_EVERY, risk.day] * felt, _LEAST))
    people = _people(need, len(factors))
    levels = pool_levels(need, int(people.min(initial=0)), int(people.max(initial=0)))
    served = _served(calls * factors * wave, levels.at(people, log_load), drawn)
    whole = np.zeros((2, len(factors), len(need.open)))
    whole[:, :, need.open] = served
    return IntervalDraws(*whole)


def _by_chance(need: PoolNeed) -> NDArray[np.float32]:
    """(4, draws, m) standard normal."""
    draws = len(need.risk.factors[::_EVERY])
    days, counts = np.unique(need.risk.day, return_counts=True)
    each = [
        _of_day(need.risk.seed, need.risk.first + day, draws, count)
        for day, count in zip(days.tolist(), counts.tolist(), strict=True)
    ]
    return np.concatenate([np.empty((4, draws, 0), np.float32), *each], axis=2)


@lru_cache(maxsize=64)
def _of_day(seed: int, day: int, draws: int, count: int) -> NDArray[np.float32]:
    random = np.random.default_rng((seed, day))
    return random.standard_normal((4, draws, count), np.float32)


def _people(need: PoolNeed, draws: int) -> Index:
    """(draws, m) agents who are there: absent people are absent all day."""
    work, absence = need.shifts(need.agents[need.open]), need.question.absence
    return present(work, need.risk.day, absence, Draws(draws, need.risk.seed, need.risk.first))


def _served(calls: Floats, found: Levels, drawn: NDArray[np.float32]) -> Floats:
    """(2, draws, m) whole calls that the level is a share of, and those that count."""
    among = found[..., AMONG].astype(np.float64)
    share = np.clip(ratio(found[..., COUNTED].astype(np.float64), among, 0.0), 0.0, 1.0)
    mean = np.maximum(calls * among, _LEAST)
    size = _poisson(mean, drawn[_CALLS])
    usual = share >= 0.5
    rare = np.where(usual, 1.0 - share, share)
    variance = found[..., IN_INTERVAL] / np.maximum(among, _LEAST)
    seldom = np.minimum(_clustered(mean * rare, ratio(variance, rare, 1.0), drawn), size)
    return np.stack([size, np.where(usual, size - seldom, seldom)])


def _clustered(mean: Floats, dispersion: Floats, drawn: NDArray[np.float32]) -> Floats:
    """(draws, m) whole calls of a ``mean`` and a variance over it, the ``dispersion``.

    Calls that fare unusually come together, when a queue has built up: a Poisson number of clusters
    of geometric size, so that often there is none at all.
    """
    size = np.maximum((dispersion + 1.0) / 2.0, 1.0)
    clusters = _poisson(mean / size, drawn[_CLUSTERS])
    some = np.maximum(clusters, 1.0)
    root = np.maximum(1.0 - 1.0 / (9.0 * some) + drawn[_SIZES] / (3.0 * np.sqrt(some)), 0.0)
    further = np.rint((size - 1.0) * some * root**3)  # gamma, whose cube root is about normal
    return np.where(clusters > 0, clusters + further, 0.0)


def _poisson(mean: Floats, normal: NDArray[np.float32]) -> Floats:
    """(draws, m) whole numbers: by their moments where many are expected, else exactly."""
    found = np.rint(mean + np.sqrt(mean) * normal + (normal**2 - 1.0) / 6.0)
    few = mean < _MANY
    if few.any():
        found[few] = _inverted(mean[few], ndtr(normal[few]))
    return np.maximum(found, 0.0)


def _inverted(mean: Floats, place: NDArray[np.float32]) -> Floats:
    """(k,) the Poisson numbers at these places, 0-1, of their laws."""
    found, chance = np.zeros(len(mean)), np.exp(-mean)
    within = chance.copy()
    for number in range(1, 4 * _MANY):
        found += place > within
        chance *= mean / number
        within += chance
    return found
