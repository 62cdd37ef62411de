"""Checks of a plan's routing: shares, order of steps, coverage of queues, languages of sites."""

import math
from collections.abc import Iterator
from itertools import pairwise, product

from data.plan.checks.row import unknown_site
from data.plan.checks.told import check_order
from data.plan.draft import Draft
from data.plan.faults import path
from data.plan.selectors import most_specific
from data.plan.text import RoutingText
from models.queues import Queue

TOLERANCE = 1e-9  # of a sum of shares: a third written with 10 digits passes


def check_routing(draft: Draft) -> Iterator[str]:
    """Shares sum to 1 at known sites that speak the language; every queue is covered in time."""
    for row, x in draft.text.routing.items():
        yield from check_order(f"routing[{row}]", x.steps)
        yield from _check_shares(draft, row, x)
        yield from _check_languages(draft, row)
    yield from _check_coverage(draft)


def routed(draft: Draft, row: int) -> list[Queue]:
    """The queues whose calls the routing in a row of the text decides."""
    place = list(draft.text.routing).index(row)
    matches = [x.match for x in draft.plan.routing]
    return [x for x in draft.plan.queues if most_specific(matches, x) == [place]]


def in_order(routing: RoutingText) -> bool:
    """Whether every step begins after the one before it."""
    return all(x.first < y.first for x, y in pairwise(routing.steps.values()))


def _check_shares(draft: Draft, row: int, routing: RoutingText) -> Iterator[str]:
    for step, x in routing.steps.items():
        place = ("routing", row, "steps", step, "shares")
        total = math.fsum(x.shares.values())
        if draft.whole(*place) and abs(total - 1) > TOLERANCE:
            yield f"{path(place)}: sum to {total:.10g}, not 1; write shares that sum to 1"
        for site in x.shares:
            yield from unknown_site(draft, path((*place, site)), site)


def _check_coverage(draft: Draft) -> Iterator[str]:
    yield from _check_late_starts(draft)
    if any(x[0] == "routing" and len(x) <= 2 for x in draft.dropped):
        return  # a refused row may have taken the queue
    for row, queue in zip(draft.text.queues, draft.plan.queues, strict=True):
        if not any(x.match.takes(queue) for x in draft.plan.routing):
            yield f"queues[{row}]: no [[routing]] takes {queue.id}; add one whose match takes it"


def _check_late_starts(draft: Draft) -> Iterator[str]:
    rows = {row: x for row, x in draft.text.routing.items() if in_order(x)}
    firsts = {row: next(iter(x.steps.values())).first for row, x in rows.items()}
    for row, first in firsts.items():
        earliest, late = min(firsts.values()), routed(draft, row)
        if late and first > earliest and ("routing", row, "steps", 0) not in draft.dropped:
            what = f"{late[0].id} has no site from {earliest} until {first}"
            yield f"routing[{row}].steps[0].from: {what}; write {earliest}, or a step before"


def _check_languages(draft: Draft, row: int) -> Iterator[str]:
    sites = draft.sites()
    told: set[tuple[str, str]] = set()
    for queue, (step, x) in product(routed(draft, row), draft.text.routing[row].steps.items()):
        for site in (y for y, share in x.shares.items() if share > 0 and y in sites):
            number, spoken = sites[site][0], sites[site][1].languages
            foreign = spoken is not None and queue.language not in spoken
            if foreign and (site, queue.language) not in told and _people_known(draft, number):
                told.add((site, queue.language))
                yield _foreign(f"routing[{row}].steps[{step}].shares.{site}", site, queue)


def _foreign(key: str, site: str, queue: Queue) -> str:
    what = f"{site} does not speak {queue.language}, the language of {queue.id}"
    remedy = f"route it elsewhere, or name {queue.language} in the site's languages"
    return f"{key}: {what}; {remedy}"


def _people_known(draft: Draft, row: int) -> bool:
    """Whether no row of people was refused as a whole: a refused headcount says no language."""
    people = (x for x in draft.dropped if x[:2] == ("sites", row) and len(x) in (3, 4))
    return not any(x[2] in ("languages", "staff", "classes") for x in people)
