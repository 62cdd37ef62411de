"""Checks of a plan's events, handling times and moves."""

from collections.abc import Iterator

from data.plan.draft import Draft
from data.suggestion import suggestion


def check_events(draft: Draft) -> Iterator[str]:
    """An event has an end after its start, and says one of factor and offered."""
    for row, x in draft.text.events.items():
        if x.last < x.first:
            yield f"events[{row}].to: {x.last} is before from ({x.first}); write a later date"
        if (x.factor is None) == (x.offered is None) and draft.whole("events", row):
            said = "neither factor nor offered" if x.factor is None else "both factor and offered"
            yield f"events[{row}]: has {said}; write one of them"


def check_handling(draft: Draft) -> Iterator[str]:
    """Planned handling plans something."""
    for row, x in draft.text.handling.items():
        said = (x.aht_seconds, x.patience_seconds)
        if said == (None, None) and draft.whole("handling", row):
            yield f"handling[{row}]: plans nothing; write aht_seconds, patience_seconds or both"


def check_aht_changes(draft: Draft) -> Iterator[str]:
    """A change of AHT has an end after its start."""
    for row, x in draft.text.aht_changes.items():
        if x.last < x.first:
            yield f"aht_changes[{row}].to: {x.last} is before from ({x.first}); write a later date"


def check_overflow(draft: Draft) -> Iterator[str]:
    """A site of the plan, and an end after the start."""
    for row, x in draft.text.overflow.items():
        if x.last < x.first:
            yield f"overflow[{row}].to: {x.last} is before from ({x.first}); write a later date"
        yield from unknown_site(draft, f"overflow[{row}].site", x.site)


def check_moves(draft: Draft) -> Iterator[str]:
    """People move between two sites of the plan."""
    for row, x in draft.text.moves.items():
        if x.from_site == x.to_site:
            yield f'moves[{row}].to_site: "{x.to_site}" is from_site too; write another site'
        for key, site in (("from_site", x.from_site), ("to_site", x.to_site)):
            yield from unknown_site(draft, f"moves[{row}].{key}", site)


def unknown_site(draft: Draft, key: str, site: str) -> Iterator[str]:
    """The mistake of naming a site that the plan does not have.

    Silent where sites share an id: one of them may be the site that is meant.
    """
    sites = draft.named["site"]
    ids_are_told = len(draft.sites()) == len(draft.plan.sites)
    if sites and ids_are_told and site not in sites:
        yield f'{key}: there is no site "{site}"; {suggestion(site, sites)}'
