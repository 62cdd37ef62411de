"""Checks of what only a plan's text can say: hours by halves, the same fault twice, [[pools]]."""

from collections.abc import Iterator

from data.plan.build.plan import target
from data.plan.checks.aliases import check_aliases
from data.plan.checks.hours import not_after
from data.plan.checks.pool import check_pools
from data.plan.checks.site import too_much
from data.plan.checks.target import unlimited, unread
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from data.plan.text.site_text import ShrinkageText
from data.plan.text.tables import OpeningHoursText, PlanText, TargetText


def written_faults(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """What is wrong with a text and shows no longer in its plan, at places of the text."""
    for row, x in text.opening_hours.items():
        yield from _check_days(("opening_hours", row), x)
        yield from _check_hours(("opening_hours", row), x)
    yield from _check_shrinkage(text, draft)
    yield from _check_definitions(text, draft)
    yield from _check_short_abandons(text, draft)
    yield from check_pools(text, draft)
    yield from check_aliases(text)


def _check_days(place: Place, x: OpeningHoursText) -> Iterator[Fault]:
    if x.days and x.dates:
        yield Fault(place, "has both days and dates; write two rows, one with each")
    if x.closed and not x.dates:
        what = "closes weekdays, not dates; leave out the row, or write dates"
        yield Fault((*place, "closed"), what)


def _check_hours(place: Place, x: OpeningHoursText) -> Iterator[Fault]:
    if x.closed:
        if x.opens is not None or x.closes is not None:
            what = "stands beside from or to; leave out from and to, or closed"
            yield Fault((*place, "closed"), what)
        return
    for name, minutes in (("from", x.opens), ("to", x.closes)):
        if minutes is None:
            what = 'is missing; write a time such as "08:00", or closed = true'
            yield Fault((*place, name), what)
    if x.opens is not None and x.opens == x.closes:  # in the plan: closed
        yield not_after(place, x.opens, x.closes)


def _check_shrinkage(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """Of sites that write the plan's own shares once more, as if they had not."""
    plan = draft.plan
    for (row, x), site in zip(text.sites.items(), plan.sites, strict=True):
        if x.shrinkage != ShrinkageText() and site.shrinkage == plan.shrinkage:
            yield from too_much(("sites", row, "shrinkage"), site.shrinkage)


def _check_definitions(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """Of pools, and of targets that write the plan's own definition once more."""
    own = draft.plan.target
    said: dict[Place, TargetText] = {
        ("targets", row): x for row, x in text.targets.items() if x.definition == own.definition
    }
    said |= {("pools", row, "target"): x.target for row, x in text.pools.items() if x.target}
    for place, x in said.items():
        if x.definition and draft.left_out.whole(place):
            yield from unlimited(place, target(x, own))


def _check_short_abandons(text: PlanText, draft: Draft) -> Iterator[Fault]:
    """Of targets that say which abandoned calls are short, and then count all of them."""
    said: dict[Place, TargetText] = {("target",): text.target}
    said |= {("targets", row): x for row, x in text.targets.items()}
    said |= {("pools", row, "target"): x.target for row, x in text.pools.items() if x.target}
    own = draft.left_out.whole(("target",))
    for place, x in said.items():
        known = draft.left_out.whole(place) and (own or x.definition is not None)
        if x.short_abandon_seconds is not None and known:
            yield from unread(place, target(x, draft.plan.target).definition)
