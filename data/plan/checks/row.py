"""Checks of a plan's events, handling times and moves."""

from collections.abc import Iterator, Sequence

from data.plan import AhtChange, Event, Overflow, SchoolHoliday, ShrinkageChange, UnusualDays
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from data.suggestion import suggestion

Span = AhtChange | Event | Overflow | SchoolHoliday | ShrinkageChange | UnusualDays


def check_events(draft: Draft) -> Iterator[Fault]:
    """An event has an end after its start, and says one of factor and offered."""
    for row, x in enumerate(draft.plan.events):
        yield from check_span(("events", row), x)
        if (x.factor is None) == (x.offered is None) and draft.whole("events", row):
            said = "neither factor nor offered" if x.factor is None else "both factor and offered"
            yield Fault(("events", row), f"has {said}; write one of them")


def check_handling(draft: Draft) -> Iterator[Fault]:
    """Planned handling plans something."""
    for row, x in enumerate(draft.plan.handling):
        if (x.aht, x.patience) == (None, None) and draft.whole("handling", row):
            what = "plans nothing; write aht_seconds, patience_seconds or both"
            yield Fault(("handling", row), what)


def check_aht_changes(draft: Draft) -> Iterator[Fault]:
    """A change of AHT has an end after its start."""
    yield from check_spans("aht_changes", draft.plan.aht_changes)


def check_overflow(draft: Draft) -> Iterator[Fault]:
    """A site of the plan, and an end after the start."""
    for row, x in enumerate(draft.plan.overflow):
        yield from check_span(("overflow", row), x)
        yield from unknown_site(draft, ("overflow", row, "site"), x.site)


def check_moves(draft: Draft) -> Iterator[Fault]:
    """People move between two sites of the plan."""
    for row, x in enumerate(draft.plan.moves):
        if x.from_site == x.to_site:
            what = f'"{x.to_site}" is from_site too; write another site'
            yield Fault(("moves", row, "to_site"), what)
        for key, site in (("from_site", x.from_site), ("to_site", x.to_site)):
            yield from unknown_site(draft, ("moves", row, key), site)


def check_spans(table: str, rows: Sequence[Span]) -> Iterator[Fault]:
    """No row of a table ends before it begins."""
    for row, x in enumerate(rows):
        yield from check_span((table, row), x)


def check_span(place: Place, x: Span) -> Iterator[Fault]:
    """The row at a place does not end before it begins."""
    if x.last < x.first:
        yield Fault((*place, "to"), f"{x.last} is before from ({x.first}); write a later date")


def unknown_site(draft: Draft, place: Place, site: str) -> Iterator[Fault]:
    """The fault of naming a site that the plan does not have.

    Silent where sites share an id: one of them may be the site that is meant.
    """
    sites = draft.named("site")
    ids_are_told = len(draft.sites()) == len(draft.plan.sites)
    if sites and ids_are_told and site not in sites:
        yield Fault(place, f'there is no site "{site}"; {suggestion(site, sites)}')
