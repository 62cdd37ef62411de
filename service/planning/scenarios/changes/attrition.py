"""People who leave sooner, or later."""

from dataclasses import dataclass, replace
from typing import ClassVar

from data.plan import Plan, Site, Staff, TrainingClass
from service.planning.scenarios.changes.bounds import Rate
from service.planning.scenarios.changes.change import Change, ChangeError, on_site

ALL = 0.9999  # weekly: nobody is left after a week or two


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleAttrition(Change):
    """Weekly attrition of a site's people, or of one contract there, times a factor."""

    kind: ClassVar[str] = "attrition"
    site: str
    contract: str | None = None
    factor: Rate

    def apply(self, plan: Plan) -> Plan:
        """ChangeError where the site has no such contract."""
        return on_site(plan, self.site, self._changed)

    def _changed(self, site: Site) -> Site:
        taken = [row for row in site.staff if self.contract in (None, row.contract)]
        if self.contract is not None and not taken:
            known = ", ".join(row.contract for row in site.staff) or "none"
            raise ChangeError("contract", f"{site.id} has no {self.contract} staff; it has {known}")
        staff = tuple(self._staff(row) if row in taken else row for row in site.staff)
        classes = site.classes if self.contract else tuple(map(self._class, site.classes))
        return replace(site, staff=staff, classes=classes)

    def _staff(self, row: Staff) -> Staff:
        after = None if row.attrition_after is None else self._of(row.attrition_after)
        return replace(row, weekly_attrition=self._of(row.weekly_attrition), attrition_after=after)

    def _class(self, row: TrainingClass) -> TrainingClass:
        return replace(row, weekly_attrition=self._of(row.weekly_attrition))

    def _of(self, weekly: float) -> float:
        return min(weekly * self.factor, ALL)
