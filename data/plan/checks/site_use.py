"""Checks that routing uses a site only while it is there: opened, not closed, not shut that day.

Checked for every open day of the routed queues, from the plan's first step to 400 days after its
last step or closing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from data.plan import Plan, Routing, Site
from data.plan.checks.days import AFTERWARDS
from data.plan.checks.routing import routed
from data.plan.days.opening import open_slots
from data.plan.days.routing import sites_of, step_table
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault
from models.arrays import Days, Flags, Floats
from models.queues import Queue
from models.routing import daily_shares


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one routing whose steps can be trusted, with what each day sends where."""

    days: Days  # (n,)
    steps: Days  # (n,) the row of the day's step
    shares: Floats  # (n, sites)


def check_site_use(draft: Draft) -> Iterator[Fault]:
    """Every use of a site lies between its opening and closing, off the days it is shut."""
    plan = draft.plan
    days = _horizon(plan)
    opened = {x.id: _open_days(draft, x, days) for x in plan.queues}
    for row, routing in enumerate(plan.routing):
        queues, span = routed(plan, row), _span(draft, row, routing, days)
        if queues and span:
            for column, site in _known_sites(draft, routing):
                taking = _Taking(days[0].toordinal(), queues, opened)
                yield from _misuse(draft, row, span, column, site, taking)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Which of a routing's queues take calls on which day."""

    start: int
    queues: Sequence[Queue]
    opened: Mapping[str, Flags]  # queue id -> (days from start,)

    def on(self, days: Days) -> Flags:
        any_open = np.any([self.opened[x.id] for x in self.queues], axis=0)
        return np.asarray(any_open[days - self.start], dtype=np.bool_)

    def first(self, day: int) -> Queue:
        return next(x for x in self.queues if self.opened[x.id][day - self.start])


def _misuse(
    draft: Draft, row: int, span: Span, column: int, site: Site, taking: _Taking
) -> Iterator[Fault]:
    used = (span.shares[:, column] > 0) & taking.on(span.days)
    for wrong, what, remedy in _absences(draft, site, span.days):
        bad = np.flatnonzero(used & wrong)
        if len(bad):
            day, step = int(span.days[bad[0]]), int(span.steps[bad[0]])
            when = date.fromordinal(day)
            more = f" (the first of {len(bad)} such days)" if len(bad) > 1 else ""
            calls = f"would take {taking.first(day).id} on {when}{more}"
            place = ("routing", row, "steps", step, "shares", site.id)
            yield Fault(place, f"{site.id} {what} but {calls}; {remedy}")


def _absences(draft: Draft, site: Site, days: Days) -> Iterator[tuple[Flags, str, str]]:
    opens, closes = site.opens or date.min, site.closes or date.max
    if closes < opens:
        return
    early, late = days < opens.toordinal(), days > closes.toordinal()
    yield early, f"opens on {opens}", "route them elsewhere until then, or open it earlier"
    yield late, f"closes on {closes}", "route them elsewhere from then on, or close it later"
    plan = draft.plan
    if not site.works_on_holidays and plan.holidays in plan.calendars and _hours_are_known(draft):
        shut = np.isin(days, [x.toordinal() for x in plan.calendars.get(site.holidays, ())])
        remedy = "close the queue, route it elsewhere, or write works_on_holidays = true"
        yield shut & ~early & ~late, f"is shut on its holidays ({site.holidays})", remedy


def _horizon(plan: Plan) -> list[date]:
    firsts = [step.first for x in plan.routing for step in x.steps]
    if not firsts:
        return []
    ends = [*firsts, *(x.closes for x in plan.sites if x.closes)]
    count = (max(ends) + AFTERWARDS - min(firsts)).days + 1
    return [min(firsts) + timedelta(days=x) for x in range(count)]


def _open_days(draft: Draft, queue: Queue, days: Sequence[date]) -> Flags:
    """Days with calls; every day where a row of opening hours was refused."""
    if not _hours_are_known(draft):
        return np.ones(len(days), dtype=np.bool_)
    return np.asarray(open_slots(draft.plan, queue, days).any(axis=1), dtype=np.bool_)


def _hours_are_known(draft: Draft) -> bool:
    return draft.whole("opening_hours")


def _known_sites(draft: Draft, routing: Routing) -> Iterator[tuple[int, Site]]:
    sites = draft.sites()
    return ((place, sites[x][1]) for place, x in enumerate(sites_of(routing)) if x in sites)


def _span(draft: Draft, row: int, routing: Routing, days: Sequence[date]) -> Span | None:
    """Only steps in order, with no refused step after them: where they end is known."""
    firsts = [x.first.toordinal() for x in routing.steps]
    ends = [*firsts[1:], days[-1].toordinal() + 1]
    table = step_table(routing, sites_of(routing))
    parts = []
    for step, (first, end) in enumerate(zip(firsts, ends, strict=True)):
        in_order = step == 0 or firsts[step - 1] < first
        if in_order and not draft.row_is_missing("routing", row, "steps", step, after=1):
            span, steps = np.arange(first, end), slice(step, step + 2)
            shares = daily_shares(firsts[steps], table[steps], span, routing.ramp)
            parts.append(Span(span, np.full(len(span), step), shares))
    if not parts:
        return None
    return Span(
        np.concatenate([x.days for x in parts]),
        np.concatenate([x.steps for x in parts]),
        np.concatenate([x.shares for x in parts]),
    )
