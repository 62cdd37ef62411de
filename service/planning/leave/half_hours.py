"""How many of a team could leave for a half-hour: those beyond what its own target needs.

As planned, before any further leave of the day. Whole people pool by pool; where another pool of
the team is short they are not spare.
"""

import numpy as np

from data.calendar.clock import local_iso, utc_iso
from data.plan import Plan
from models.arrays import Flags, Floats, Index
from service.planning.basis.table import Column, Table
from service.planning.leave.site_teams import SiteTeams


def half_hours(plan: Plan, site: SiteTeams, number: int, asked: Flags) -> tuple[Table, Index]:
    """Of a team in those of the span's intervals (n,) that are ``asked`` and it works in."""
    team, grid = site.teams[number], site.pools[0].whole.need.question.span.grid
    needed, there, spare = _agents(site, number)
    chosen = asked & (there > 0)
    on = np.flatnonzero(chosen)
    starts, count = grid.starts[on], len(on)
    columns: dict[str, Column] = {
        "interval_start": local_iso(starts, plan.site(team.site).timezone),
        "interval_start_utc": utc_iso(starts),
        "interval_minutes": np.full(count, grid.interval_minutes),
        "site": [team.site] * count,
        "team": [team.name] * count,
        "languages": [team.languages] * count,
        "pools": [" ".join(x.name for x in team.pools)] * count,
        "required_agents": needed[on],
        "available_agents": there[on],
        "gap_agents": (there - needed)[on],
        "may_be_off": spare[on],
    }
    return Table(columns), on


def _agents(site: SiteTeams, number: int) -> tuple[Floats, Floats, Floats]:
    """(n,) the team's part of the agents that its pools need and have; who of them may go."""
    day = site.pools[0].whole.need.question.span.grid.day
    part = site.part[number][:, day]  # (P, n)
    needed = part * np.array([x.whole.need.agents for x in site.pools])
    there = part * np.array([x.agents() for x in site.pools])
    helped = there * np.minimum([x.gain() for x in site.pools], 1.0)
    spare = np.floor(helped - needed + _ROUNDING).sum(axis=0)
    return needed.sum(axis=0), there.sum(axis=0), np.maximum(spare, 0.0)


_ROUNDING = 1e-9
