"""How long a site's calls take beside the queue's learned AHT, where several sites answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.plan import Site
from models.arrays import Floats
from models.demand import AS_THE_QUEUE
from models.numeric.ratios import ratio
from training.handling.noise import UNSEEN
from training.handling.spread import SPREAD_DAYS, aht_spread

LENT_CALLS = 200.0  # calls' worth of the queue's own mean that a site starts from


@dataclass(frozen=True, slots=True)
class SiteCalls:
    """What a site answered of a queue, day by day and slot by slot; (D, S) each.

    ``slower`` (D,) is what the plan's new people make of the AHT there: that much is theirs, not
    the site's.
    """

    aht: Floats  # seconds; NaN unknown
    answered: Floats
    slower: Floats


@dataclass(frozen=True, slots=True)
class SiteAht:
    """A site's AHT over the queue's, once its people are experienced, with its 95 % interval."""

    factor: float
    low: float
    high: float
    calls: float


def site_ahts(
    sites: Mapping[str, SiteCalls],
    weekday: NDArray[np.int64],
    learned: Floats,
    level: Floats | float = 1.0,
) -> dict[str, SiteAht]:
    """Of the last days, against the ``learned`` (7, S) seconds times each day's ``level`` (D,).

    Sites without known AHT have none. A factor is pulled to 1 by ``LENT_CALLS`` calls: a site that
    begins is taken for the others.
    """
    usual = learned[weekday] * np.broadcast_to(level, len(weekday))[:, None]
    found = {}
    for site, calls in sites.items():
        plain = calls.aht / calls.slower[:, None]
        spread = aht_spread(plain, calls.answered, usual, UNSEEN)
        if spread is None:
            continue
        centre = _ratio(plain, calls.answered, usual)
        weight = spread.calls / (spread.calls + LENT_CALLS)
        wide = (spread.high - spread.low) / 2.0 / spread.mean * centre
        factor = weight * centre + 1.0 - weight
        found[site] = SiteAht(factor, factor - wide * weight, factor + wide * weight, spread.calls)
    return found


def site_mix(
    sites: Mapping[str, SiteCalls], factors: Mapping[str, float], shape: tuple[int, ...]
) -> Floats:
    """(D, S) what the sites that answered, and their new people, made of the queue's AHT."""
    answered, longer = np.zeros(shape), np.zeros(shape)
    for site, calls in sites.items():
        known = np.where(calls.aht > 0, calls.answered, 0.0)
        answered += known
        longer += known * calls.slower[:, None] * factors.get(site, AS_THE_QUEUE)
    return ratio(longer, answered, 1.0)


def every_factor(sites: Sequence[Site], known: Mapping[str, float]) -> dict[str, float]:
    """Each site's factor, also of those whose own is not known: their calls take as the queue's."""
    return {site.id: known.get(site.id, AS_THE_QUEUE) for site in sites}


def _ratio(aht: Floats, answered: Floats, usual: Floats) -> float:
    """Seconds worked over those the ``usual`` (D, S) AHT would have taken, of the last days."""
    recent = slice(-SPREAD_DAYS, None)
    calls, seen = answered[recent], aht[recent]
    known = ~np.isnan(seen) & (calls > 0)
    worked = np.where(known, calls * seen, 0.0).sum()
    return float(worked / np.where(known, calls * usual[recent], 0.0).sum())
