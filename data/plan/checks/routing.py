"""Checks of a plan's routing: shares, order of steps, coverage of queues, languages of sites."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise, product

from data.plan import Plan, Routing
from data.plan.checks.drivers import check_order
from data.plan.checks.row import unknown_site
from data.plan.days.opening import open_slots
from data.plan.days.selectors import most_specific
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from models.queues import Queue

TOLERANCE = 1e-9  # of a sum of shares: a third written with 10 digits passes


def check_routing(draft: Draft) -> Iterator[Fault]:
    """Shares sum to 1 at known sites that speak the language; every queue is covered in time."""
    for row, x in enumerate(draft.plan.routing):
        yield from check_order(("routing", row), [step.first for step in x.steps])
        yield from _check_shares(draft, row, x)
        yield from _check_languages(draft, row, x)
    yield from _check_coverage(draft)


def routed(plan: Plan, row: int) -> list[Queue]:
    """The queues whose calls a row of the routing decides."""
    matches = [x.match for x in plan.routing]
    return [x for x in plan.queues if most_specific(matches, x) == [row]]


def _check_shares(draft: Draft, row: int, routing: Routing) -> Iterator[Fault]:
    for step, x in enumerate(routing.steps):
        place = ("routing", row, "steps", step, "shares")
        total = math.fsum(x.shares.values())
        if draft.whole(*place) and abs(total - 1) > TOLERANCE:
            yield Fault(place, f"sum to {total:.10g}, not 1; write shares that sum to 1")
        for site in x.shares:
            yield from unknown_site(draft, (*place, site), site)


def _check_coverage(draft: Draft) -> Iterator[Fault]:
    yield from _check_late_starts(draft)
    if not draft.has_all_rows("routing"):
        return  # a refused row may have taken the queue
    for row, queue in enumerate(draft.plan.queues):
        if not any(x.match.takes(queue) for x in draft.plan.routing):
            what = f"no [[routing]] takes {queue.id}; add one whose match takes it"
            yield Fault(("queues", row), what)


def _check_late_starts(draft: Draft) -> Iterator[Fault]:
    routing = enumerate(draft.plan.routing)
    firsts = {row: x.steps[0].first for row, x in routing if _in_order(x)}
    for row, first in firsts.items():
        earliest = min(firsts.values())
        late = [x for x in routed(draft.plan, row) if _opens_within(draft, x, earliest, first)]
        unknown = draft.row_is_missing("routing", row, "steps", 0, after=-1)
        if late and not unknown:
            what = f"{late[0].id} has no site from {earliest} until {first}"
            remedy = f"write {earliest}, or a step before"
            yield Fault(("routing", row, "steps", 0, "from"), f"{what}; {remedy}")


def _opens_within(draft: Draft, queue: Queue, first: date, end: date) -> bool:
    """Whether a queue takes calls on a day from ``first`` to before ``end``, if hours are known."""
    days = [first + timedelta(days=x) for x in range((end - first).days)]
    known = draft.whole("opening_hours")
    return bool(days) and (not known or bool(open_slots(draft.plan, queue, days).any()))


def _in_order(routing: Routing) -> bool:
    """Whether each step begins after the one before it."""
    return all(x.first < y.first for x, y in pairwise(routing.steps))


def _check_languages(draft: Draft, row: int, routing: Routing) -> Iterator[Fault]:
    sites = draft.sites()
    told: set[tuple[str, str]] = set()
    for queue, (step, x) in product(routed(draft.plan, row), enumerate(routing.steps)):
        for site in (y for y, share in x.shares.items() if share > 0 and y in sites):
            number, spoken = sites[site][0], sites[site][1].languages
            foreign = spoken is not None and queue.language not in spoken
            if foreign and (site, queue.language) not in told and _people_known(draft, number):
                told.add((site, queue.language))
                yield _foreign(("routing", row, "steps", step, "shares", site), site, queue)


def _foreign(place: Place, site: str, queue: Queue) -> Fault:
    what = f"{site} does not speak {queue.language}, the language of {queue.id}"
    remedy = f"route it elsewhere, or name {queue.language} in the site's languages"
    return Fault(place, f"{what}; {remedy}")


def _people_known(draft: Draft, row: int) -> bool:
    """Whether no row of people was refused as a whole: a refused headcount says no language."""
    return all(draft.has_all_rows("sites", row, x) for x in ("staff", "classes"))
