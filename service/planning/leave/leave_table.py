"""How many people may be off, by team and day or half-hour, and what one more would cost."""

import numpy as np

from models.arrays import Index
from service.planning.basis.current import Current
from service.planning.basis.span import QuestionError
from service.planning.basis.table import Column, Table, stacked
from service.planning.capacity.readiness import word
from service.planning.leave.allowance import Allowance, allowance
from service.planning.leave.figures import TeamFigures, team_figures
from service.planning.leave.half_hours import half_hours
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.planned_sites import PlannedSites, planned_sites
from service.planning.leave.site_teams import SiteTeams
from service.planning.staffing.staffing_table import pools_of


def leave_table(current: Current, question: LeaveQuestion, rows: LeaveRows) -> Table:
    """One row a team and day or open half-hour on which it works, in time order.

    Raises QuestionError for days on which nobody is planned and values that no pool has.
    """
    planned = planned_sites(current, question)
    parts = [
        part
        for site in planned.sites
        for part in _of_site(current, planned, site, _asked_teams(current, question, site), rows)
    ]
    if not any(len(table) for table, _ in parts):
        raise QuestionError(
            "site",
            "no people of such a pool are planned in these days: the pool or its site is closed, "
            "or the plan lacks [[sites.staff]]",
        )
    order = np.concatenate([when for _, when in parts])
    return stacked([table for table, _ in parts], np.argsort(order, kind="stable"))


def _asked_teams(current: Current, question: LeaveQuestion, site: SiteTeams) -> list[int]:
    """The numbers of those who can serve one of the pools."""
    asked = pools_of(current, question)
    return [i for i, x in enumerate(site.teams) if any(y in asked for y in x.pools)]


def _of_site(
    current: Current, planned: PlannedSites, site: SiteTeams, teams: list[int], rows: LeaveRows
) -> list[tuple[Table, Index]]:
    """Of each team, with the numbers of its days or intervals."""
    if not teams:
        return []
    if rows.granularity == "interval":
        asked = planned.asked[site.pools[0].whole.need.question.span.grid.day]
        return [half_hours(current.plan, site, x, asked) for x in teams]
    found = allowance(site)
    figures = team_figures(found)
    return [_team_days(current, planned, found, x, figures[x]) for x in teams]


def _team_days(
    current: Current, planned: PlannedSites, found: Allowance, number: int, figures: TeamFigures
) -> tuple[Table, Index]:
    site, team, count = found.site, found.site.teams[number], len(planned.days)
    pools = [x.whole.need.pool for x in site.pools]
    tightest = [pools[x] for x in figures.pool.tolist()]
    columns: dict[str, Column] = {
        "day": [x.isoformat() for x in planned.days],
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
        "release": np.full(count, current.release.head.id),
        "plan": np.full(count, current.stored.id),
    }
    chosen = planned.asked & site.serves[number].any(axis=0)
    return Table(columns).chosen(chosen), np.flatnonzero(chosen)


def _outcomes(site: SiteTeams, number: int, figures: TeamFigures) -> dict[str, Column]:
    """As planned, with all granted, and with one more on that day alone."""
    touched = site.touches[number]
    nobody = np.array([x == "people" for x in figures.limits], np.bool_)
    states = {"": figures.planned, "_granted": figures.granted, "_one_more": figures.one_more}
    columns: dict[str, Column] = {}
    for state, x in states.items():
        none = nobody if state == "_one_more" else np.zeros_like(nobody)
        level, day, week = (np.where(none, np.nan, y) for y in x.of_pool(figures.pool))
        risk = np.where(touched, x.calls_at_risk, 0.0).sum(axis=0)
        columns |= {
            f"service_level{state}": level,
            f"day_meets_target_probability{state}": day,
            f"week_meets_target_probability{state}": week,
            f"calls_at_risk{state}": np.where(none, np.nan, risk),
            f"readiness{state}": [word(y) for y in week.tolist()],
        }
    return columns
