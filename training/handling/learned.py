"""All that is learned of a queue's handling times: by slot, day and site."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.arrays import Flags, Floats
from training.handling.aht import learned_aht
from training.handling.blocks import blocks_of
from training.handling.course import Course, level_course
from training.handling.noise import UNSEEN, Noise, handling_noise
from training.handling.site_aht import SiteAht, SiteCalls, site_ahts, site_mix
from training.handling.spread import AhtSpread, aht_spread

_ROUNDS = 3  # table, course and noise are learned from each other
_RECENT = 364  # days whose noise is looked at


@dataclass(frozen=True, slots=True)
class Handling:
    """A queue's, as of the last known day."""

    aht: Floats  # (7, S) seconds on the last known day; NaN: unknown
    course: Floats  # (H,) AHT of each day ahead over that
    deviation: Floats  # (H,) of its logarithm, as far as it is not known
    spread: AhtSpread | None
    site_aht: Mapping[str, SiteAht]  # of the sites whose own is known

    @property
    def site_factors(self) -> dict[str, float]:
        """Site -> its AHT over the queue's."""
        return {site: x.factor for site, x in self.site_aht.items()}

    @property
    def variance(self) -> float:
        """Of a day's mean around the expected one, over its square; 0 where nothing is known."""
        return 0.0 if self.spread is None else self.spread.variance


def learned_handling(
    aht: Floats,
    calls: Floats,
    sites: Mapping[str, SiteCalls],
    weekday: NDArray[np.int64],
    horizon: int,
    daily: Flags | None = None,
) -> Handling:
    """From (D, S) means over ``calls``; ``weekday`` (D,) 0 = Monday.

    ``daily`` (D,) days have one mean for all their slots: they tell the level only.

    Where several sites answer, the queue's AHT is that of a call whoever takes it: the course is
    not to move because calls go elsewhere, or new people are slow.
    """
    slots = _by_slot(aht, daily)
    found = _of_queue(aht, slots, calls, weekday, horizon)
    own = site_ahts(sites, weekday, found.table, found.level)
    if own:
        mix = site_mix(sites, {x: y.factor for x, y in own.items()}, calls.shape)
        found = _of_queue(aht / mix, slots / mix, calls, weekday, horizon)
        own = site_ahts(sites, weekday, found.table, found.level)
    spread = aht_spread(aht, calls, found.usual(weekday), found.noise)
    now = found.table * found.course.now
    return Handling(now, found.course.ahead, found.course.deviation, spread, own)


@dataclass(frozen=True, slots=True)
class _Learned:
    table: Floats  # (7, S)
    course: Course
    noise: Noise

    @property
    def level(self) -> Floats:
        """(D,) over the table's."""
        return self.course.past

    def usual(self, weekday: NDArray[np.int64]) -> Floats:
        """(D, S) seconds."""
        return np.asarray(self.table[weekday] * self.level[:, None])


def _by_slot(aht: Floats, daily: Flags | None) -> Floats:
    """What is known of single slots; where no day tells them apart, they are alike."""
    if daily is None or np.isnan(aht[~daily]).all():
        return aht
    return np.where(daily[:, None], np.nan, aht)


def _of_queue(
    aht: Floats, slots: Floats, calls: Floats, weekday: NDArray[np.int64], horizon: int
) -> _Learned:
    """From ``aht`` (D, S), of which ``slots`` (D, S) tells the slots apart."""
    course = Course(np.ones(len(aht)), np.ones(horizon), np.zeros(horizon))
    table = learned_aht(slots, calls, weekday)
    found = _Learned(table, course, UNSEEN)
    if np.isnan(table).any():
        return found
    for _ in range(_ROUNDS):
        table = learned_aht(slots, calls, weekday, found.level / found.course.now, found.noise.call)
        blocks = blocks_of(aht, calls, table[weekday], found.noise)
        found = _Learned(table, level_course(blocks, len(aht), horizon), found.noise)
        recent = slice(-_RECENT, None)
        noise = handling_noise(slots[recent], calls[recent], found.usual(weekday)[recent])
        found = _Learned(table, found.course, noise)
    return found
