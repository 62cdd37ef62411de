"""How many people may be off, by team and day or half-hour, and what one more would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from models.arrays import Flags, Index
from models.queues import Pool
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError, span_of
from service.planning.basis.table import Column, Table, stacked
from service.planning.capacity.cache import Cache
from service.planning.capacity.pool_capacity import PoolCapacity, pool_capacities
from service.planning.capacity.readiness import word
from service.planning.leave.allowance import Allowance, allowance
from service.planning.leave.figures import TeamFigures, team_figures
from service.planning.leave.half_hours import half_hours
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows, leave_days
from service.planning.leave.pool_days import pool_days
from service.planning.leave.site_teams import SiteTeams, Team, site_teams
from service.planning.staffing.pool_method import Method
from service.planning.staffing.pool_question import WhatIf
from service.planning.staffing.staffing_table import pools_of


@dataclass(frozen=True, slots=True)
class _Asked:
    """The sites in question, on all days of their weeks, and which of the days are asked."""

    current: Current
    pools: tuple[Pool, ...]
    sites: tuple[SiteTeams, ...]
    days: tuple[date, ...]  # (D,)
    wanted: Flags  # (D,)

    def is_asked(self, team: Team) -> bool:
        """Whether it can serve one of the pools."""
        return any(x in self.pools for x in team.pools)


def leave_table(current: Current, question: LeaveQuestion, rows: LeaveRows) -> Table:
    """One row a team and day or open half-hour on which it works, in time order.

    Raises QuestionError for days on which nobody is planned and values that no pool has.
    """
    asked = _asked(current, question)
    by_half_hour = rows.granularity == "interval"
    parts = [
        part
        for site in asked.sites
        for part in (_of_half_hours(asked, site) if by_half_hour else _of_days(asked, site))
    ]
    if not parts:
        raise QuestionError("site", "no people of such a pool are planned in these days")
    order = np.concatenate([when for _, when in parts])
    return stacked([table for table, _ in parts], np.argsort(order, kind="stable"))


def _asked(current: Current, question: LeaveQuestion) -> _Asked:
    days = leave_days(current, question.days)
    chosen = tuple(pools_of(current, question))
    span = span_of(current, days.monday, days.sunday)
    capacities = pool_capacities(current, span, Method(), WhatIf(), Cache())
    return _Asked(
        current=current,
        pools=chosen,
        sites=tuple(_sites(current, capacities, {x.site for x in chosen})),
        days=span.days,
        wanted=np.array([days.first <= x <= days.last for x in span.days], np.bool_),
    )


def _sites(
    current: Current, capacities: Sequence[PoolCapacity], sites: set[str]
) -> list[SiteTeams]:
    """Those with people."""
    by_site: dict[str, list[PoolCapacity]] = {}
    for x in capacities:
        if x.need.pool.site in sites and x.people.groups:
            by_site.setdefault(x.need.pool.site, []).append(x)
    return [site_teams(current.plan, [pool_days(y) for y in x]) for x in by_site.values()]


def _of_half_hours(asked: _Asked, site: SiteTeams) -> list[tuple[Table, Index]]:
    day = site.pools[0].whole.need.question.span.grid.day
    found = []
    for number, team in enumerate(site.teams):
        if asked.is_asked(team):
            found.append(half_hours(asked.current.plan, site, number, asked.wanted[day]))
    return found


def _of_days(asked: _Asked, site: SiteTeams) -> list[tuple[Table, Index]]:
    if not any(asked.is_asked(x) for x in site.teams):
        return []
    found = allowance(site)
    figures = team_figures(found)
    return [
        _team_days(asked, found, number, figures[number])
        for number, team in enumerate(site.teams)
        if asked.is_asked(team)
    ]


def _team_days(
    asked: _Asked, found: Allowance, number: int, figures: TeamFigures
) -> tuple[Table, Index]:
    """With the numbers of the days."""
    site, team, count = found.site, found.site.teams[number], len(asked.days)
    pools = [x.whole.need.pool for x in site.pools]
    tightest = [pools[x] for x in figures.pool.tolist()]
    columns: dict[str, Column] = {
        "day": [x.isoformat() for x in asked.days],
        "site": [team.site] * count,
        "team": [team.name] * count,
        "languages": [team.languages] * count,
        "pools": [" ".join(x.name for x in team.pools)] * count,
        "scheduled_people": site.scheduled[number],
        "planned_leave": site.planned[number],
        "allowance": found.off[number].astype(np.int64),
        "further": found.off[number] - site.planned[number],
        "limit": list(figures.limits),
        "pool": [x.name for x in tightest],
        "target_share": np.array([x.target.share for x in tightest]),
        **_outcomes(site, number, figures),
        "release": np.full(count, asked.current.release.head.id),
        "plan": np.full(count, asked.current.stored.id),
    }
    on = np.flatnonzero(asked.wanted & (site.scheduled[number] > 0))
    return Table(columns).chosen(asked.wanted & (site.scheduled[number] > 0)), on


def _outcomes(site: SiteTeams, number: int, figures: TeamFigures) -> dict[str, Column]:
    """As planned, with all granted, and with one more on that day alone."""
    served = site.serves[number]
    nobody = np.array([x == "people" for x in figures.limits], np.bool_)
    states = {"": figures.planned, "_granted": figures.granted, "_one_more": figures.one_more}
    columns: dict[str, Column] = {}
    for state, x in states.items():
        none = nobody if state == "_one_more" else np.zeros_like(nobody)
        level, day, week = (np.where(none, np.nan, y) for y in x.of_pool(figures.pool))
        risk = np.where(served, x.calls_at_risk, 0.0).sum(axis=0)
        columns |= {
            f"service_level{state}": level,
            f"day_meets_target_probability{state}": day,
            f"week_meets_target_probability{state}": week,
            f"calls_at_risk{state}": np.where(none, np.nan, risk),
            f"readiness{state}": [word(y) for y in week.tolist()],
        }
    return columns
