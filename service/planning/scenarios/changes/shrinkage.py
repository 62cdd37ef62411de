"""More or less time that people are paid for and take no calls in."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

from data.plan import Plan, ShrinkageChange
from service.planning.scenarios.changes.bounds import ShrinkageShare
from service.planning.scenarios.changes.change import REASON, DatedChange, Place, on_site

SHARES = ("leave", "absence", "off_phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetShrinkage(DatedChange):
    """Shares of shrinkage at a site; what is left out stays."""

    kind: ClassVar[str] = "shrinkage"
    site: str
    leave: ShrinkageShare | None = None
    absence: ShrinkageShare | None = None
    off_phone: ShrinkageShare | None = None

    @property
    def missing(self) -> str | None:
        """Something to change."""
        return None if self._given else "give leave, absence or off_phone"

    @property
    def _given(self) -> dict[str, Decimal]:
        named = {name: getattr(self, name) for name in SHARES}
        return {name: Decimal(str(x)) for name, x in named.items() if x is not None}

    def apply(self, plan: Plan) -> Plan:
        """A change of the site's shrinkage more."""
        leave, absence, off_phone = (self._given.get(name) for name in SHARES)
        change = ShrinkageChange(self.first, self.last, leave, absence, off_phone, REASON)
        return on_site(
            plan,
            self.site,
            lambda site: replace(site, shrinkage_changes=(*site.shrinkage_changes, change)),
        )

    def blamed(self, place: Place) -> str:
        """A day where the fault is a day's; else its largest share, for the total's."""
        own = DatedChange.blamed(self, place)
        return own or max(self._given, key=lambda name: self._given[name])
