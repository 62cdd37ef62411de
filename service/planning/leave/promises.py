"""What callers of a site's pools get with so many people off, and whether every promise is kept.

A pool's promises are two: each day is expected to keep the target (the service level, and the
abandoned share where the target caps it), and the week is *ready* by capacity's own judge: it meets
the target with a probability of ``READY``.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats
from models.numeric.ratios import ratio
from service.planning.capacity.gains import SharingPool, gains
from service.planning.capacity.readiness import READY
from service.planning.leave.pool_days import PoolDays, mixed_days
from service.planning.leave.site_teams import SiteTeams
from service.planning.staffing.day_paths import DayPaths


@dataclass(frozen=True, slots=True)
class Promises:
    """Of pools (P) on days (D); NaN without calls."""

    spare: Floats  # by how much the day is expected to keep its target
    week: Floats  # probability that the day's week meets the target

    @property
    def day_kept(self) -> Flags:
        """(P, D) the day's promise; kept where nothing is offered."""
        return np.asarray(~(self.spare < 0.0))

    @property
    def week_kept(self) -> Flags:
        """(P, D) that of the day's week."""
        return np.asarray(~(self.week < READY))

    @property
    def kept(self) -> Flags:
        """(P, D) both."""
        return np.asarray(self.day_kept & self.week_kept)


@dataclass(frozen=True, slots=True)
class SitePaths:
    """Of the pools (P) of a site, by day, with so many people off."""

    pools: tuple[PoolDays, ...]
    paths: tuple[DayPaths, ...]

    @property
    def promises(self) -> Promises:
        """With every day as it is here."""
        pairs = zip(self.pools, self.paths, strict=True)
        return Promises(self._spare(), np.array([x.week_probability(y)[x.week] for x, y in pairs]))

    def promises_if(self, other: "SitePaths") -> Promises:
        """Day by day, if that day alone is as on the ``other`` paths, its week's rest as here."""
        triples = zip(self.pools, self.paths, other.paths, strict=True)
        week = [x.probability_if(y, z) for x, y, z in triples]
        return Promises(other._spare(), np.array(week))

    def mixed(self, other: "SitePaths", on: Flags) -> "SitePaths":
        """These, of some pools and days (P, D) the others."""
        triples = zip(self.paths, other.paths, on, strict=True)
        return SitePaths(self.pools, tuple(mixed_days(x, y, z) for x, y, z in triples))

    def _spare(self) -> Floats:
        return np.array([x.spare(y) for x, y in zip(self.pools, self.paths, strict=True)])


def site_paths(site: SiteTeams, off: Floats) -> SitePaths:
    """With ``off`` (T, D) people off in all."""
    triples = zip(site.pools, site.there(off), gains_of(site, off), strict=True)
    return SitePaths(site.pools, tuple(x.paths(y, z) for x, y, z in triples))


def one_more(site: SiteTeams, off: Floats, team: int, paths: SitePaths) -> SitePaths:
    """With one more of a ``team`` off on every day than on the ``paths``, those with ``off``."""
    further = off.copy()
    further[team] += 1.0
    rows = zip(
        site.pools,
        paths.paths,
        site.there(further),
        gains_of(site, further),
        site.touches[team].any(axis=1).tolist(),
        strict=True,
    )
    pairs = ((x.paths(there, gain) if yes else y) for x, y, there, gain, yes in rows)
    return SitePaths(site.pools, tuple(pairs))


def gains_of(site: SiteTeams, off: Floats) -> list[Floats]:
    """(P) of each pool's open intervals (m,): its agents count times this."""
    found, there = [x.daily.gain for x in site.pools], site.there(off)
    away = ratio(off - site.planned, site.scheduled, 0.0)
    left = site.part * np.maximum(1.0 - away, 0.0)[:, None]  # (T, P, D)
    for sharing in site.sharing:
        shared = np.minimum(ratio(left[list(sharing.teams)].sum(axis=0), there, 0.0), 1.0)
        people = [
            SharingPool(site.pools[x].daily, site.pools[x].share * there[x], shared[x])
            for x in sharing.pools
        ]
        for number, gain in zip(sharing.pools, gains(people), strict=True):
            found[number] = gain
    return found
