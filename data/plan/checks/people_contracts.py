"""Checks that staff and classes who name a contract of the plan work its hours."""

from collections.abc import Iterator, Mapping

from data.plan import Site
from data.plan.checks.contracts import groups_are_known, pools_are_known
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from data.suggestion import suggestion


def check_people_contracts(draft: Draft) -> Iterator[Fault]:
    """Hours are the contract's; a class names one that there is.

    What staff call their contract is a name of their own where the plan has none of it.
    """
    if not groups_are_known(draft) or not pools_are_known(draft):
        return
    for row, site in enumerate(draft.plan.sites):
        known = _hours_of_site(draft, site)
        for number, x in enumerate(site.staff):
            place = ("sites", row, "staff", number)
            yield from _check_hours(draft, place, (x.contract, x.weekly_hours), known)
        for number, y in enumerate(site.classes):
            place = ("sites", row, "classes", number)
            if y.contract is not None and draft.whole(*place, "contract"):
                yield from _check_known(place, site, y.contract, known)
                yield from _check_hours(draft, place, (y.contract, y.weekly_hours), known)


def _hours_of_site(draft: Draft, site: Site) -> dict[str, list[float]]:
    """Contract -> weekly hours, in any of the site's pools; of a site without pools all it may."""
    plan = draft.plan
    pools = [x for x in plan.pools if x.site == site.id]
    theirs = [x for pool in pools for x in plan.contracts_of(pool)]
    any_site = [x for x in plan.contracts if x.pool is None and x.site in (None, site.id)]
    found: dict[str, list[float]] = {}
    for x in theirs if pools else any_site:
        hours = found.setdefault(x.name, [])
        if draft.whole("contracts", plan.contracts.index(x), "weekly_hours"):
            hours.append(x.weekly_hours)
    return found


def _check_known(
    place: Place, site: Site, contract: str, known: Mapping[str, list[float]]
) -> Iterator[Fault]:
    if contract not in known:
        what = f'{site.id} has no contract "{contract}"; {suggestion(contract, known)}'
        yield Fault((*place, "contract"), what)


def _check_hours(
    draft: Draft, place: Place, said: tuple[str, float], known: Mapping[str, list[float]]
) -> Iterator[Fault]:
    contract, hours = said
    told = known.get(contract)
    if told and hours not in told and draft.whole(*place, "weekly_hours"):
        what = f'is {hours:g}, and contract "{contract}" has {told[0]:g}'
        remedy = "write the same in both, or another contract"
        yield Fault((*place, "weekly_hours"), f"{what}; {remedy}")
