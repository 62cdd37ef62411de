"""Checks of a plan's shrinkage and sites, each on its own."""

from collections.abc import Iterator
from datetime import timedelta

from data.plan import Site
from data.plan.draft import Draft
from data.plan.faults import path
from data.plan.site_text import SiteText
from models.queues import Shrinkage

UNSAID = (None, None, None)


def check_sites(draft: Draft) -> Iterator[str]:
    """Shrinkage leaves some time, dates are in order, classes do not exceed their largest size."""
    yield from _too_much("shrinkage", draft.plan.shrinkage)
    for (row, text), site in zip(draft.text.sites.items(), draft.plan.sites, strict=True):
        key = f"sites[{row}]"
        if site.opens and site.closes and site.closes < site.opens:
            yield f"{key}.closes: {site.closes} is before opens ({site.opens}); write a later date"
        own = text.shrinkage
        if (own.leave, own.absence, own.off_phone) != UNSAID:
            yield from _too_much(f"{key}.shrinkage", site.shrinkage)
        yield from _check_changes(draft, row, text)
        yield from _check_changed_shrinkage(key, text, site)
        yield from _check_classes(key, text)
        yield from _check_extended(key, text)
        yield from _check_most_extended(key, text)


def _too_much(key: str, shrinkage: Shrinkage) -> Iterator[str]:
    if shrinkage.paid >= 1:
        total = f"leave + absence + off_phone = {shrinkage.paid}"
        yield f"{key}: {total} leaves no time for calls; write shares that sum to less than 1"


def _check_changes(draft: Draft, site: int, text: SiteText) -> Iterator[str]:
    for row, x in text.shrinkage_changes.items():
        place = ("sites", site, "shrinkage_changes", row)
        if x.last < x.first:
            yield f"{path(place)}.to: {x.last} is before from ({x.first}); write a later date"
        if (x.leave, x.absence, x.off_phone) == UNSAID and draft.whole(*place):
            yield f"{path(place)}: changes nothing; write leave, absence or off_phone"


def _check_changed_shrinkage(key: str, text: SiteText, site: Site) -> Iterator[str]:
    """A day is wrong where changes begin or end: the total is constant in between."""
    if site.shrinkage.paid >= 1:
        return
    rows = dict(zip(text.shrinkage_changes, site.shrinkage_changes, strict=True))
    days = {x.first for x in rows.values()} | {x.last + timedelta(days=1) for x in rows.values()}
    told: set[int] = set()
    for day in sorted(days):
        active = [row for row, x in rows.items() if x.first <= day <= x.last]
        if site.shrinkage_on(day).paid >= 1 and active[-1] not in told:
            told.add(active[-1])
            yield from _too_much(f"{key}.shrinkage_changes[{active[-1]}]", site.shrinkage_on(day))


def _check_extended(key: str, site: SiteText) -> Iterator[str]:
    for row, x in site.staff.items():
        for name, value in (("extended", x.extended), ("max_extended", x.max_extended or 0)):
            if value > x.headcount:
                said = f"{value} is more than headcount ({x.headcount})"
                yield f"{key}.staff[{row}].{name}: {said}; write at most {x.headcount}"


def _check_most_extended(key: str, site: SiteText) -> Iterator[str]:
    for row, x in site.staff.items():
        if x.max_extended is not None and x.extended > x.max_extended:
            said = f"{x.extended} is more than max_extended ({x.max_extended})"
            yield f"{key}.staff[{row}].extended: {said}; write at most {x.max_extended}"


def _check_classes(key: str, site: SiteText) -> Iterator[str]:
    for row, x in site.classes.items():
        if x.max_headcount is not None and x.max_headcount < x.headcount:
            said = f"{x.max_headcount} is below headcount ({x.headcount})"
            yield f"{key}.classes[{row}].max_headcount: {said}; write at least {x.headcount}"
        if 0 < x.headcount < x.min_headcount:
            said = f"{x.headcount} is below min_headcount ({x.min_headcount})"
            yield f"{key}.classes[{row}].headcount: {said}; write 0, or at least {x.min_headcount}"
