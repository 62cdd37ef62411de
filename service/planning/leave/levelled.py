"""How many people may be off until every day is expected to keep its target by the same margin.

A first answer, whole people: the margin is the least one, from 0 on, with which the weeks are
ready. Levels between tabled numbers of people are interpolated; what a margin gives is judged as it
is.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats, Index
from models.numeric.ratios import ratio
from service.planning.leave.pool_days import PoolDays
from service.planning.leave.promises import site_paths
from service.planning.leave.site_teams import SiteTeams

_SHARES = np.array(  # of the required hours that are there
    [0.1, 0.3, 0.5, 0.65, 0.75, 0.82, 0.88, 0.94, 1.0, 1.06, 1.12, 1.2, 1.3, 1.45, 1.7]
)
_MARGIN, _STEPS = 0.2, 8  # the largest one that is tried; it is halved so often
_UNREACHED = 1e6  # times the people whom the plan has
_NO_CALLS = 1.0  # to spare: all of it


def levelled(site: SiteTeams, may: Flags) -> Floats:
    """(T, D) people off in all; 0 where they ``may`` not (T, D) go, their weeks not being ready."""
    nobody = np.zeros(site.planned.shape)
    asked = _Asked(site, tuple(_table(x) for x in site.pools), may, site.linked(may))
    found = asked.off_with(nobody)
    kept = asked.ready(found)
    found = np.where(kept, found, 0.0)
    least, most = nobody, np.where(kept, 0.0, _MARGIN)
    for _ in range(0 if kept.all() else _STEPS):
        margin = (least + most) / 2.0
        off = asked.off_with(margin)
        now = asked.ready(off)
        found = np.where(now & ~kept, off, found)
        least, most = np.where(now, least, margin), np.where(now, margin, most)
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """Of a pool's days (D), at shares (K) of the people whom it requires."""

    pool: PoolDays
    spare: Floats  # (K, D) never falling

    def least_there(self, margin: Floats) -> Floats:
        """(D,) of the people whom the plan has, who keep the target with a ``margin`` (D,)."""
        number: Index = np.arange(len(margin))
        place = (self.spare < margin).sum(axis=0)
        high = np.clip(place, 1, len(_SHARES) - 1)
        below, above = self.spare[high - 1, number], self.spare[high, number]
        part = np.clip(ratio(margin - below, above - below, 0.0), 0.0, 1.0)
        needed = _SHARES[high - 1] + part * (_SHARES[high] - _SHARES[high - 1])
        needed = np.where(place < len(_SHARES), needed, _UNREACHED)
        return ratio(needed, self.pool.share, 0.0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A site, its tables, and who may go at all."""

    site: SiteTeams
    tables: tuple[_Table, ...]  # (P,)
    may: Flags  # (T, D) whether the week is ready, if nobody is off, in all pools that limit it
    linked: Flags  # (T, T, D) among those

    def off_with(self, margin: Floats) -> Floats:
        """(T, D) whole people, with a ``margin`` (T, D) in every pool that the team serves."""
        site = self.site
        of_pool = np.where(site.serves, margin[:, None], 0.0).max(axis=0)  # (P, D)
        there = [x.least_there(y) for x, y in zip(self.tables, of_pool, strict=True)]
        needed = np.where(site.serves, np.array(there), 0.0).max(axis=1)  # (T, D)
        off = np.floor(site.planned + (1.0 - needed) * site.scheduled)
        return np.where(self.may, np.clip(off, 0.0, site.most), 0.0)

    def ready(self, off: Floats) -> Flags:
        """(T, D) whether the week is ready in all pools of the team and of teams that share."""
        own = self.site.all_of(site_paths(self.site, off).promises.week_kept)
        return np.asarray(~(self.linked & ~own).any(axis=1))


def _table(pool: PoolDays) -> _Table:
    there = ratio(_SHARES[:, None], pool.share[None, :], 0.0)
    spare = np.array([pool.spare(pool.paths(x)) for x in there])
    return _Table(pool, np.maximum.accumulate(np.nan_to_num(spare, nan=_NO_CALLS), axis=0))
