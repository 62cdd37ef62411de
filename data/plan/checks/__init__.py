"""All checks of a plan; here those of its ids and clocks.

Each finds facts of the frozen plan that cannot hold together, wherever the plan comes from: a
file, a scenario's changes, the optimiser. What was refused while a text was read makes them silent
where their finding could be its consequence.
"""

import zoneinfo
from collections.abc import Iterator, Sequence
from functools import cache

from data.calendar.zone_names import zone_hint
from data.plan import Plan
from data.plan.checks.assumed import check_assumed
from data.plan.checks.contracts import check_contracts
from data.plan.checks.days import check_days
from data.plan.checks.drivers import check_drivers
from data.plan.checks.hours import check_opening_hours
from data.plan.checks.people_contracts import check_people_contracts
from data.plan.checks.pool import check_pool_cells, check_pool_names
from data.plan.checks.routing import check_routing
from data.plan.checks.row import (
    check_aht_changes,
    check_events,
    check_handling,
    check_moves,
    check_overflow,
)
from data.plan.checks.selector import check_selectors
from data.plan.checks.site import check_sites
from data.plan.checks.site_use import check_site_use
from data.plan.checks.target import check_targets
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place, path


def faults_of(plan: Plan) -> list[Fault]:
    """Everything that is wrong with a plan; nothing where it may be used."""
    return list(faults(Draft(plan)))


def faults(draft: Draft) -> Iterator[Fault]:
    """Everything that is wrong with a plan and not with what was left out of it."""
    for check in CHECKS:
        yield from check(draft)


def check_clocks(draft: Draft) -> Iterator[Fault]:
    """Time zones are those of the IANA."""
    plan = draft.plan
    clocks: dict[Place, tuple[str, str]] = {("timezone",): (plan.timezone, plan.holidays)}
    for row, x in enumerate(plan.sites):
        clocks["sites", row, "timezone"] = x.timezone, x.holidays
    for place, (clock, country) in clocks.items():
        if clock not in _zones():
            what = f'"{clock}" is no IANA time zone'
            yield Fault(place, f"{what}; {zone_hint(clock, country)}")


@cache
def _zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def check_ids(draft: Draft) -> Iterator[Fault]:
    """There are queues and sites, each with an id of its own."""
    yield from _check_ids(draft, "queues", [x.id for x in draft.plan.queues])
    yield from _check_ids(draft, "sites", [x.id for x in draft.plan.sites])


def _check_ids(draft: Draft, table: str, ids: Sequence[str]) -> Iterator[Fault]:
    if not ids and draft.whole(table):
        yield Fault((table,), f"is empty; write at least one [[{table}]]")
    first: dict[str, int] = {}
    for row, x in enumerate(ids):
        if first.setdefault(x, row) != row:
            twin = path(draft.written((table, first[x])))
            yield Fault((table, row, "id"), f'"{x}" is the id of {twin} too; write another id')


CHECKS = (
    check_clocks,
    check_ids,
    check_sites,
    check_selectors,
    check_targets,
    check_opening_hours,
    check_routing,
    check_site_use,
    check_pool_names,
    check_pool_cells,
    check_events,
    check_handling,
    check_moves,
    check_aht_changes,
    check_overflow,
    check_drivers,
    check_assumed,
    check_contracts,
    check_people_contracts,
    check_days,
)
