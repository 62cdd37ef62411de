"""How many people of each team may be off on the days of a week, as the leave page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.page.chosen_week import ChosenWeek
from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays
from service.planning.basis.span import QuestionError
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.leave_table import leave_table


@dataclass(frozen=True, slots=True)
class LeaveDay:
    """A team's day."""

    allowance: int  # people who may be off in all
    planned_leave: float  # people whom the plan has off on average
    limit: str  # what one more would break
    pool: str  # where
    calls_one_more: float  # further ones at risk, were one more off

    @property
    def too_many_planned(self) -> bool:
        """Whether the plan has more people off than may be."""
        return self.allowance < self.planned_leave


@dataclass(frozen=True, slots=True)
class LeaveTeam:
    """People of a site with the same skills."""

    site: str
    languages: str
    pools: str  # names, a space between them
    days: Mapping[date, LeaveDay]


@dataclass(frozen=True, slots=True)
class LeaveWeek:
    """All teams' days of a week."""

    current: Current
    chosen: ChosenWeek
    teams: tuple[LeaveTeam, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """On which some team works."""
        return tuple(sorted({day for team in self.teams for day in team.days}))

    @property
    def sites(self) -> dict[str, str]:
        """Every site's name by its id."""
        return {site.id: site.name for site in self.current.plan.sites}

    def holidays(self, site: str) -> Mapping[date, str]:
        """Of a site."""
        plan = self.current.plan
        return plan.calendars.get(plan.site(site).holidays, {})


def leave_week(current: Current, chosen: ChosenWeek) -> LeaveWeek:
    """Without teams where nobody is planned; NotReadyError as capacity raises it."""
    found: dict[tuple[str, str, str], dict[date, LeaveDay]] = {}
    for row in _rows(current, PlannedDays(chosen.shown.first, chosen.shown.last)):
        team = (str(row["site"]), str(row["languages"]), str(row["pools"]))
        found.setdefault(team, {})[date.fromisoformat(str(row["day"]))] = _day(row)
    order = [site.id for site in current.plan.sites]
    teams = sorted(found, key=lambda x: (order.index(x[0]), x))
    return LeaveWeek(current, chosen, tuple(LeaveTeam(*x, found[x]) for x in teams))


def _rows(current: Current, days: PlannedDays) -> list[dict[str, object]]:
    """None where leave_table refuses the question: the days are planned, so people are missing."""
    try:
        return leave_table(current, LeaveQuestion(days), LeaveRows()).rows()
    except QuestionError:
        return []


def _day(row: Mapping[str, Any]) -> LeaveDay:
    return LeaveDay(
        allowance=row["allowance"],
        planned_leave=row["planned_leave"],
        limit=row["limit"],
        pool=row["pool"],
        calls_one_more=row["calls_at_risk_one_more"] - row["calls_at_risk_granted"],
    )
