"""From well-formed plan text to what planners know about days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from data.plan import BillRun, Course, Plan, SchoolHoliday, UnusualDays
from data.plan.periods import Period, spans_of
from data.plan.text.drivers_text import PeriodText
from data.plan.text.selector_text import MatchText
from data.plan.text.tables import PlanText
from models.queues import Match


def with_drivers(plan: Plan, source: PlanText, match: Callable[[MatchText], Match]) -> Plan:
    """The plan with its bill runs, customers, deflection, told periods and unusual days."""
    return replace(
        plan,
        bill_runs=tuple(
            BillRun(match(x.match), frozenset(x.dates), frozenset(x.days_of_month), x.bills)
            for x in source.bill_runs.values()
        ),
        customers=tuple(
            Course(
                match(x.match),
                tuple(step.first for step in x.steps.values()),
                tuple(step.count for step in x.steps.values()),
            )
            for x in source.customers.values()
        ),
        deflection=tuple(
            Course(
                match(x.match),
                tuple(step.first for step in x.steps.values()),
                tuple(step.share for step in x.steps.values()),
            )
            for x in source.deflection.values()
        ),
        school_holidays=tuple(
            SchoolHoliday(match(x.match), x.first, x.last, x.name or "")
            for x in source.school_holidays.values()
        ),
        periods=tuple(
            Period(match(x.match), x.name, x.first, x.last, _spans(plan, x))
            for x in source.periods.values()
        ),
        unusual_days=tuple(
            UnusualDays(match(x.match), x.first, x.last, x.weight, x.reason or "")
            for x in source.unusual_days.values()
        ),
    )


def _spans(plan: Plan, x: PeriodText) -> tuple[tuple[date, date], ...]:
    """As told; without dates, those that the calendar has of the name."""
    if x.first is None and x.last is None:
        return spans_of(plan.calendars.get(x.name, {}))
    return ((x.first, x.last),) if x.first and x.last else ()
