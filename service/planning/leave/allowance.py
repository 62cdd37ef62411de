"""The leave allowance of a site: how many people of each team may be off, every promise kept.

The allowance of a team and day is the whole number of people who may be off that day, those
included whom the plan's leave shrinkage has off on average. The allowances of a week are told
together: with all of them granted at once each day is expected to keep its target in every pool,
and every pool's week is *ready*; and nobody further could be off on any one day of it without
breaking one of these. Days share the week's margin alike: the next person is granted on the day
that is expected to keep its target by most. Where a week is not ready even with nobody off, the
allowance is 0.
"""

from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats
from service.planning.leave.levelled import levelled
from service.planning.leave.promises import Promises, SitePaths, one_more, site_paths
from service.planning.leave.site_teams import SiteTeams


@dataclass(frozen=True, slots=True)
class Allowance:
    """Of the teams (T) of a site on the days (D)."""

    site: SiteTeams
    off: Floats  # (T, D) the allowance, whole people
    granted: SitePaths  # with all of it granted
    further: tuple[SitePaths, ...]  # (T,) with one more of the team off, day by day
    broken: tuple[Promises, ...]  # (T,) what is then promised, if one day alone has one more


def allowance(site: SiteTeams) -> Allowance:
    """The largest: granted from the day that has most to spare on, until nobody further may go."""
    nobody = site_paths(site, np.zeros(site.planned.shape)).promises
    site = site.keeping(nobody.kept)
    off, granted = _kept(site, levelled(site, site.all_of(nobody.week_kept)))
    touches = site.touches
    while True:
        further = tuple(one_more(site, off, x, granted) for x in range(len(site.teams)))
        then = tuple(granted.promises_if(x) for x in further)
        chosen = _next(site, _score(site, off, then))
        if not chosen.any():
            return Allowance(site, off, granted, further, then)
        off = off + chosen
        for number, paths in enumerate(further):
            granted = granted.mixed(paths, touches[number] & chosen[number])


def _kept(site: SiteTeams, off: Floats) -> tuple[Floats, SitePaths]:
    """Fewer people where a promise of a pool of theirs is broken."""
    while True:
        paths = site_paths(site, off)
        too_many = ~site.all_of(paths.promises.kept) & (off > 0)
        if not too_many.any():
            return off, paths
        off = off - too_many


def _score(site: SiteTeams, off: Floats, then: tuple[Promises, ...]) -> Floats:
    """(T, D) what the tightest pool has to spare with one more; -inf where nobody more may go."""
    found = np.full(off.shape, -np.inf)
    for number, promises in enumerate(then):
        limits = site.limits[number]
        may = (~limits | promises.kept).all(axis=0) & (off[number] + 1.0 <= site.most[number])
        spare = np.where(limits & ~np.isnan(promises.spare), promises.spare, np.inf).min(axis=0)
        found[number] = np.where(may, spare, -np.inf)
    return found


def _next(site: SiteTeams, score: Floats) -> Flags:
    """(T, D) of each week, and of teams that share pools, the one who is granted next."""
    found = np.zeros(score.shape, np.bool_)
    linked = site.linked(score > -np.inf)
    for number in np.unique(site.week).tolist():
        on = np.flatnonzero(site.week == number)
        best = score[:, on].max(axis=1)  # (T,)
        rivals = np.where(linked[:, :, on].any(axis=2), best, -np.inf)  # (T, T)
        first = rivals.argmax(axis=1) == np.arange(len(best))
        for team in np.flatnonzero(first & (best > -np.inf)).tolist():
            found[team, on[score[team, on].argmax()]] = True
    return found
