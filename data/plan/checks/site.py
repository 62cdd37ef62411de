"""Checks of a plan's shrinkage and sites, each on its own."""

from collections.abc import Iterator
from datetime import timedelta

from data.plan import Site, TrainingClass
from data.plan.checks.row import check_span
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from models.queues import Shrinkage

UNSAID = (None, None, None)


def check_sites(draft: Draft) -> Iterator[Fault]:
    """Shrinkage leaves some time, dates are in order, classes fit their sizes and the site."""
    plan = draft.plan
    yield from too_much(("shrinkage",), plan.shrinkage)
    for row, site in enumerate(plan.sites):
        place = ("sites", row)
        if site.opens and site.closes and site.closes < site.opens:
            what = f"{site.closes} is before opens ({site.opens}); write a later date"
            yield Fault((*place, "closes"), what)
        if site.shrinkage != plan.shrinkage:
            yield from too_much((*place, "shrinkage"), site.shrinkage)
        yield from _check_changes(draft, row, site)
        yield from _check_changed_shrinkage(place, site)
        for number, x in enumerate(site.classes):
            yield from _check_size((*place, "classes", number), x)
            yield from _check_first_call((*place, "classes", number), x, site)
        yield from _check_extended(place, site)
        yield from _check_most_extended(place, site)


def too_much(place: Place, shrinkage: Shrinkage) -> Iterator[Fault]:
    """The fault of shares that sum to all of the time, or more."""
    if shrinkage.paid >= 1:
        total = f"leave + absence + off_phone = {shrinkage.paid}"
        remedy = "write shares that sum to less than 1"
        yield Fault(place, f"{total} leaves no time for calls; {remedy}")


def _check_changes(draft: Draft, site: int, of: Site) -> Iterator[Fault]:
    for row, x in enumerate(of.shrinkage_changes):
        place = ("sites", site, "shrinkage_changes", row)
        yield from check_span(place, x)
        if (x.leave, x.absence, x.off_phone) == UNSAID and draft.whole(*place):
            yield Fault(place, "changes nothing; write leave, absence or off_phone")


def _check_changed_shrinkage(place: Place, site: Site) -> Iterator[Fault]:
    """A day is wrong where changes begin or end: the total is constant in between."""
    if site.shrinkage.paid >= 1:
        return
    rows = site.shrinkage_changes
    days = {x.first for x in rows} | {x.last + timedelta(days=1) for x in rows}
    told: set[int] = set()
    for day in sorted(days):
        active = [row for row, x in enumerate(rows) if x.first <= day <= x.last]
        if site.shrinkage_on(day).paid >= 1 and active[-1] not in told:
            told.add(active[-1])
            change = (*place, "shrinkage_changes", active[-1])
            yield from too_much(change, site.shrinkage_on(day))


def _check_size(place: Place, x: TrainingClass) -> Iterator[Fault]:
    if x.max_headcount is not None and x.max_headcount < x.headcount:
        said = f"{x.max_headcount} is below headcount ({x.headcount})"
        yield Fault((*place, "max_headcount"), f"{said}; write at least {x.headcount}")
    if 0 < x.headcount < x.min_headcount:
        said = f"{x.headcount} is below min_headcount ({x.min_headcount})"
        yield Fault((*place, "headcount"), f"{said}; write 0, or at least {x.min_headcount}")


def _check_first_call(place: Place, x: TrainingClass, site: Site) -> Iterator[Fault]:
    if site.closes and x.trained > site.closes:
        what = f"a class of {x.starts} would take its first call after {site.id} closes"
        remedy = "write an earlier day, or leave the class out"
        yield Fault((*place, "starts"), f"{what} ({site.closes}); {remedy}")


def _check_extended(place: Place, site: Site) -> Iterator[Fault]:
    for row, x in enumerate(site.staff):
        for name, value in (("extended", x.extended), ("max_extended", x.max_extended or 0)):
            if value > x.headcount:
                said = f"{value} is more than headcount ({x.headcount})"
                yield Fault((*place, "staff", row, name), f"{said}; write at most {x.headcount}")


def _check_most_extended(place: Place, site: Site) -> Iterator[Fault]:
    for row, x in enumerate(site.staff):
        if x.max_extended is not None and x.extended > x.max_extended:
            said = f"{x.extended} is more than max_extended ({x.max_extended})"
            what = f"{said}; write at most {x.max_extended}"
            yield Fault((*place, "staff", row, "extended"), what)
