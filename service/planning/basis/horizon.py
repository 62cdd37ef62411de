"""The weeks that can be planned: forecast by the release and routed by the plan."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Annotated

from data.plan import Plan
from data.plan.days.opening import DAYS_A_WEEK
from data.plan.days.routing import routing_of
from service.planning.basis.current import Current, NotReadyError
from service.planning.basis.span import QuestionError
from service.planning.basis.terms import FirstDay, LastDay, Term


@dataclass(frozen=True, slots=True)
class PlannedDays:
    """Days that may be left out: then the whole weeks that can be planned."""

    first: Annotated[
        FirstDay | None, Term("First local day; left out, the first whole week's", "from")
    ] = None
    last: Annotated[
        LastDay | None, Term("Last local day, included; left out, the last whole week's", "to")
    ] = None

    def within(self, current: Current) -> tuple[date, date]:
        """The first and the last day."""
        first, last = whole_weeks(current)
        return self.first or first, self.last or last


@dataclass(frozen=True, slots=True)
class Week:
    """The days of one ISO week, on the callers' calendar, that can be planned, in order."""

    days: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first day."""
        return self.days[0]

    @property
    def last(self) -> date:
        """The last day, included."""
        return self.days[-1]

    @property
    def part(self) -> bool:
        """Whether days are missing."""
        return len(self.days) < DAYS_A_WEEK


def weeks(current: Current) -> tuple[Week, ...]:
    """Every week in time order; the outer two may lack days.

    NotReadyError where the plan begins only after the release ends.
    """
    head, begins = current.release.head, _routed_from(current.plan)
    horizon = (head.first_day + timedelta(days=x) for x in range(head.horizon_days))
    planned = [day for day in horizon if day >= begins]
    if not planned:
        raise NotReadyError(
            f"plan {current.stored.id} routes all calls only from {begins} on and release "
            f"{head.id} forecasts no further than {head.last_day}; run relais train with a longer "
            "horizon"
        )
    return tuple(Week(tuple(days)) for _, days in groupby(planned, key=_iso_week))


def whole_weeks(current: Current) -> tuple[date, date]:
    """The first and last day of the weeks that can be planned from Monday to Sunday.

    Part of a week says little about people, whose hours count by the week. Where no week is whole,
    all days.
    """
    known = weeks(current)
    whole = [week for week in known if not week.part] or list(known)
    return whole[0].first, whole[-1].last


def week_number(known: tuple[Week, ...], day: date) -> int:
    """The place of the week that holds ``day``; QuestionError where none does."""
    numbers = [i for i, week in enumerate(known) if _iso_week(week.first) == _iso_week(day)]
    if not numbers:
        raise QuestionError("week", f"week is {day}; {advice(known)}")
    return numbers[0]


def advice(known: tuple[Week, ...]) -> str:
    """Which weeks may be asked for, in words."""
    first, last = known[0].first, known[-1].last
    return f"the weeks are those from {first} to {last}; give a day of one of them, such as {first}"


def _routed_from(plan: Plan) -> date:
    """The first day on which every queue's calls have a site."""
    routes = [routing_of(plan, queue) for queue in plan.queues]
    return max(route.steps[0].first for route in routes if route is not None)


def _iso_week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]
