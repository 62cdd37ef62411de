"""What the planner page shows of one week, composed."""

from dataclasses import dataclass
from datetime import date

from service.page.agents import AgentsTable, agents_table
from service.page.calls import Calls, CallsBy, CallsTable, calls_table
from service.page.chosen_week import ChosenWeek, chosen_week
from service.planning.basis.current import Current


@dataclass(frozen=True, slots=True)
class Peak:
    """The most agents at once in a week, and the day of it."""

    agents: int
    day: date


@dataclass(frozen=True, slots=True)
class PlannerWeek:
    """A week of the horizon with its neighbours, its tables and where its numbers are from."""

    current: Current
    chosen: ChosenWeek
    by: CallsBy
    calls: CallsTable
    total: Calls
    agents: AgentsTable

    @property
    def peak(self) -> Peak | None:
        """None where the week has no open interval."""
        if self.agents.whole is None:
            return None
        days = zip(self.agents.whole.peaks, self.chosen.shown.days, strict=True)
        agents, day = max(((x or 0, day) for x, day in days), key=lambda x: x[0])
        return Peak(agents, day)

    @property
    def groups(self) -> dict[str, str]:
        """The groups of the calls, by what they are called here: sites by their names."""
        if self.by == "total":
            return {"total": "All calls"}
        return {x: self.sites.get(x, x) if self.by == "site" else x for x in self.calls.groups}

    @property
    def sites(self) -> dict[str, str]:
        """Every site's name by its id."""
        return {site.id: site.name for site in self.current.plan.sites}


def planner_week(current: Current, day: date | None, by: CallsBy) -> PlannerWeek:
    """The week of a day, the first for None.

    Raises QuestionError for a day of another week, NotReadyError where the release lacks what the
    plan asks for.
    """
    chosen = chosen_week(current, day)
    week = chosen.shown
    return PlannerWeek(
        current=current,
        chosen=chosen,
        by=by,
        calls=calls_table(current, week, by),
        total=calls_table(current, week, "total").week[0],
        agents=agents_table(current, week),
    )
