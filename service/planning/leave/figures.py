"""What a planner sees of an allowance: callers as planned, with all granted, with one more off.

What limits a team's allowance on a day: the ``day`` (with one more it is expected to miss its
target), the ``week`` (with one more it is no longer ready), ``people`` (nobody is left), or that
the week is ``not ready`` even with nobody off.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.arrays import Floats, Index
from service.planning.leave.allowance import Allowance
from service.planning.leave.promises import Promises, SitePaths, site_paths

Limit = Literal["day", "week", "people", "not ready"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Of pools (P) on days (D)."""

    service_level: Floats
    day: Floats  # probability that the day meets the target
    week: Floats  # that its week does
    calls_at_risk: Floats

    def of_pool(self, pool: Index) -> tuple[Floats, Floats, Floats]:
        """(D,) levels and probabilities of a ``pool`` (D,) each day."""
        number = np.arange(len(pool))
        return self.service_level[pool, number], self.day[pool, number], self.week[pool, number]


@dataclass(frozen=True, slots=True)
class TeamFigures:
    """Of one team on days (D)."""

    limits: tuple[Limit, ...]
    pool: Index  # (D,) the number of the one that is tightest
    planned: Figures
    granted: Figures
    one_more: Figures  # on that day alone


def team_figures(allowance: Allowance) -> tuple[TeamFigures, ...]:
    """Of every team (T)."""
    site = allowance.site
    planned = site_paths(site, site.planned)
    as_planned, granted = planned.promises, allowance.granted.promises
    return tuple(
        _of_team(
            allowance,
            number,
            _figures(planned, as_planned),
            _figures(allowance.granted, granted),
            _figures(allowance.further[number], allowance.broken[number]),
        )
        for number in range(len(site.teams))
    )


def _figures(paths: SitePaths, promises: Promises) -> Figures:
    pairs = list(zip(paths.pools, paths.paths, strict=True))
    return Figures(
        service_level=np.array([x.service_level for x in paths.paths]),
        day=np.array([x.day_probability(y) for x, y in pairs]),
        week=promises.week,
        calls_at_risk=np.array([x.calls_at_risk(y) for x, y in pairs]),
    )


def _of_team(
    allowance: Allowance, number: int, planned: Figures, granted: Figures, one_more: Figures
) -> TeamFigures:
    site, then = allowance.site, allowance.broken[number]
    limiting = site.limits[number]
    spare = np.where(limiting & ~np.isnan(then.spare), then.spare, np.inf)
    sure = np.where(limiting & ~np.isnan(then.week), then.week, np.inf)
    hopeless = ~site.all_of(allowance.granted.promises.week_kept)[number]
    nobody = allowance.off[number] + 1.0 > site.most[number]
    day = (spare < 0.0).any(axis=0)
    limits = np.select([hopeless, nobody, day], ["not ready", "people", "day"], "week")
    tightest = np.where(limits == "day", spare.argmin(axis=0), sure.argmin(axis=0))
    return TeamFigures(tuple(limits.tolist()), tightest, planned, granted, one_more)
