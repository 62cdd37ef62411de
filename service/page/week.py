"""What the planner page shows of one week, composed."""

from dataclasses import dataclass
from datetime import date

from service.page.agents import AgentsTable, agents_table
from service.page.calls import Calls, CallsBy, CallsTable, calls_table
from service.planning.basis.current import Current
from service.planning.basis.horizon import Week, week_number, weeks


@dataclass(frozen=True, slots=True)
class Peak:
    """The most agents at once in a week, and the day of it."""

    agents: int
    day: date


@dataclass(frozen=True, slots=True)
class PlannerWeek:
    """A week of the horizon with its neighbours, its tables and where its numbers are from."""

    current: Current
    weeks: tuple[Week, ...]
    number: int  # of weeks, the one that is shown
    by: CallsBy
    calls: CallsTable
    total: Calls
    agents: AgentsTable

    @property
    def shown(self) -> Week:
        """The week itself."""
        return self.weeks[self.number]

    @property
    def previous(self) -> Week | None:
        """The week before; None at the beginning of the horizon."""
        return self.weeks[self.number - 1] if self.number else None

    @property
    def following(self) -> Week | None:
        """The week after; None at the end of the horizon."""
        later = self.weeks[self.number + 1 :]
        return later[0] if later else None

    @property
    def peak(self) -> Peak | None:
        """None where the week has no open interval."""
        if self.agents.whole is None:
            return None
        days = zip(self.agents.whole.peaks, self.shown.days, strict=True)
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
    known = weeks(current)
    number = 0 if day is None else week_number(known, day)
    week = known[number]
    return PlannerWeek(
        current=current,
        weeks=known,
        number=number,
        by=by,
        calls=calls_table(current, week, by),
        total=calls_table(current, week, "total").week[0],
        agents=agents_table(current, week),
    )
