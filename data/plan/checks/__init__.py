"""All checks of a plan whose tables are well-formed; here those of its ids and clocks.

A check yields one message for each mistake: "key: what is wrong; what to write instead".
"""

import zoneinfo
from collections.abc import Iterator

from data.plan.checks.hours import check_opening_hours
from data.plan.checks.pool import check_pools
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
from data.plan.checks.told import check_told
from data.plan.draft import Draft
from data.suggestion import suggestion

CHECKS = (
    check_sites,
    check_selectors,
    check_targets,
    check_opening_hours,
    check_routing,
    check_site_use,
    check_pools,
    check_events,
    check_handling,
    check_moves,
    check_aht_changes,
    check_overflow,
    check_told,
)


def check(draft: Draft) -> Iterator[str]:
    """Every mistake that well-formed tables still hold."""
    yield from _check_clocks(draft)
    yield from _check_ids(draft)
    for each in CHECKS:
        yield from each(draft)


def _check_clocks(draft: Draft) -> Iterator[str]:
    clocks = {"timezone": draft.text.timezone}
    clocks |= {f"sites[{row}].timezone": x.timezone for row, x in draft.text.sites.items()}
    valid = zoneinfo.available_timezones()
    for key, clock in clocks.items():
        if clock not in valid:
            yield f'{key}: "{clock}" is no IANA time zone; {suggestion(clock, valid)}'


def _check_ids(draft: Draft) -> Iterator[str]:
    for table, rows in (("queues", draft.text.queues), ("sites", draft.text.sites)):
        if not rows and draft.whole(table):
            yield f"{table}: is empty; write at least one [[{table}]]"
        first: dict[str, int] = {}
        for row, x in rows.items():
            if first.setdefault(x.id, row) != row:
                twin = f"{table}[{first[x.id]}]"
                yield f'{table}[{row}].id: "{x.id}" is the id of {twin} too; write another id'
