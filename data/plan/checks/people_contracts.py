"""Checks that staff and classes who name a contract of the plan work its hours."""

from collections.abc import Iterator

from data.plan import Contract, Site
from data.plan.text.draft import Draft
from data.plan.text.faults import Fault, Place
from data.suggestion import suggestion


def check_people_contracts(draft: Draft) -> Iterator[Fault]:
    """Hours are the contract's; a class names one that there is.

    What staff call their contract is a name of their own where the plan has none of it.
    """
    if not draft.has_all_rows("contracts"):
        return
    for row, site in enumerate(draft.plan.sites):
        known = {x.name: x for x in _of_site(draft, site)}
        for number, x in enumerate(site.staff):
            place = ("sites", row, "staff", number)
            yield from _check_hours(place, x.weekly_hours, known.get(x.contract))
        for number, y in enumerate(site.classes):
            place = ("sites", row, "classes", number)
            if y.contract is None:
                continue
            if y.contract not in known:
                what = f'{site.id} has no contract "{y.contract}"; {suggestion(y.contract, known)}'
                yield Fault((*place, "contract"), what)
            yield from _check_hours(place, y.weekly_hours, known.get(y.contract))


def _of_site(draft: Draft, site: Site) -> list[Contract]:
    """Of any of its pools."""
    pools = [x for x in draft.plan.pools if x.site == site.id]
    return [x for pool in pools for x in draft.plan.contracts_of(pool)]


def _check_hours(place: Place, hours: float, contract: Contract | None) -> Iterator[Fault]:
    if contract is not None and hours != contract.weekly_hours:
        said = f'{hours:g}, and contract "{contract.name}" has {contract.weekly_hours:g}'
        yield Fault((*place, "weekly_hours"), f"is {said}; write the same in both")
