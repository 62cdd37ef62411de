"""Checks that dated rows lie within what a plan tells of: beyond, they would change no answer.

A plan tells of days as long as something happens: it goes on for 400 days after its last step,
opening, closing, count of staff or end of hiring, and further by every dated row within them. A
plan in which nothing of the kind happens tells of no end. Rows before its first step are fine:
they are what became of its past.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from data.plan import AhtChange, Event, Handling, Overflow, Plan
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place

AFTERWARDS = timedelta(days=400)  # a year's holidays and some

DATES = {
    *("from", "to", "date", "opens", "closes", "hires_until", "as_of", "announced", "starts"),
    *("valid_from", "valid_to"),
}


def check_days(draft: Draft) -> Iterator[Fault]:
    """No dated row begins after the plan's last day; silent where a refused date may be that."""
    last = _last_day(draft.plan)
    if last is None or any(_may_be_dated(x) for x in draft.left_out.places):
        return
    for place, day in _dated(draft.plan):
        if day > last:
            what = f"{day} is after everything the plan tells of (last day {last})"
            remedy = "write an earlier day, or a step of the routing close to it"
            yield Fault(place, f"{what}; {remedy}")


def _may_be_dated(place: Place) -> bool:
    """A date, a row or a whole table."""
    return place[-1] in DATES or isinstance(place[-1], int) or len(place) == 1


def _last_day(plan: Plan) -> date | None:
    known = list(_happenings(plan))
    if not known:
        return None
    last = max([*known, *(x.steps[0].first for x in plan.routing if x.steps)])
    for day in sorted(day for _, day in _dated(plan)):
        if day > last + AFTERWARDS:
            break
        last = max(last, day)
    return last + AFTERWARDS


def _happenings(plan: Plan) -> Iterator[date]:
    yield from (step.first for x in plan.routing for step in x.steps[1:])
    for site in plan.sites:
        yield from (x for x in (site.opens, site.closes, site.hires_until) if x)
        yield from (x.as_of for x in site.staff)


def _dated(plan: Plan) -> Iterator[tuple[Place, date]]:
    """Where each row that something happens by stands in the plan, and when it begins."""
    for row, site in enumerate(plan.sites):
        place = ("sites", row)
        for number, staff in enumerate(site.staff):
            if staff.announced:
                yield (*place, "staff", number, "announced"), staff.announced
        for number, x in enumerate(site.classes):
            yield (*place, "classes", number, "starts"), x.starts
        for number, change in enumerate(site.shrinkage_changes):
            yield (*place, "shrinkage_changes", number, "from"), change.first
    for row, hours in enumerate(plan.opening_hours):
        if hours.valid_from > date.min:
            yield ("opening_hours", row, "valid_from"), hours.valid_from
    for row, move in enumerate(plan.moves):
        yield ("moves", row, "date"), move.day
    for table in ("events", "aht_changes", "overflow", "handling"):
        rows: Sequence[AhtChange | Event | Handling | Overflow] = getattr(plan, table)
        yield from (((table, row, "from"), x.first) for row, x in enumerate(rows))
