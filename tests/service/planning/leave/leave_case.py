"""The small case with its people, and allowances of its sites."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from data.plan import Site
from models.queues import Shrinkage
from service.planning.basis.current import Current
from service.planning.basis.horizon import PlannedDays
from service.planning.leave.allowance import Allowance, allowance
from service.planning.leave.leave_question import LeaveQuestion, LeaveRows
from service.planning.leave.leave_table import leave_table
from service.planning.leave.planned_sites import planned_sites
from service.planning.leave.site_teams import SiteTeams

Rows = list[dict[str, object]]


def site_of(current: Current, site: str, first: date, last: date) -> SiteTeams:
    """Its teams in the weeks that hold the days."""
    question = LeaveQuestion(PlannedDays(first, last), site=site)
    (found,) = planned_sites(current, question).sites
    return found


def allowed(current: Current, site: str, first: date, last: date) -> Allowance:
    """Its allowances."""
    return allowance(site_of(current, site, first, last))


def rows_of(
    current: Current, first: date, last: date, rows: LeaveRows | None = None, **chosen: str
) -> Rows:
    """The answer's rows."""
    question = LeaveQuestion(PlannedDays(first, last), **chosen)
    return leave_table(current, question, rows or LeaveRows()).rows()


def number(row: dict[str, object], column: str) -> float:
    """A figure of a row."""
    return float(str(row[column]))


def with_sites(current: Current, changed: dict[str, dict[str, object]]) -> Current:
    """The same plan but for fields of some sites."""
    sites = tuple(replace(x, **changed.get(x.id, {})) for x in current.plan.sites)  # type: ignore[arg-type]
    plan = replace(current.plan, sites=sites)
    return replace(current, stored=replace(current.stored, plan=plan))


def with_leave(current: Current, site: Site, leave: str) -> Current:
    """The same people, of whom the plan has a share on leave."""
    own = site.shrinkage
    shrinkage = Shrinkage(Decimal(leave), own.absence, own.off_phone)
    return with_sites(current, {site.id: {"shrinkage": shrinkage}})
