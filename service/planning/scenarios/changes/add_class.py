"""A further class."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from data.plan import Plan, Site
from service.planning.scenarios.changes.bounds import Languages, People
from service.planning.scenarios.changes.change import Change, ChangeError, on_site


@dataclass(frozen=True, slots=True, kw_only=True)
class AddClass(Change):
    """A further class, like the site's latest of the same languages."""

    kind: ClassVar[str] = "add_class"
    site: str
    starts: date
    headcount: People
    languages: Languages

    def days(self, plan: Plan) -> tuple[date, date]:
        """From its first day of training."""
        return self.starts, date.max

    def apply(self, plan: Plan) -> Plan:
        """ChangeError where the site has no class to go by, or none may be so large."""
        return on_site(plan, self.site, self._changed)

    def _changed(self, site: Site) -> Site:
        alike = [row for row in site.classes if set(row.languages) == set(self.languages)]
        if not alike:
            known = "; ".join(sorted({"+".join(row.languages) for row in site.classes})) or "none"
            raise ChangeError(
                "languages", f"{site.id} has no class of these languages to go by; it has {known}"
            )
        latest = max(alike, key=lambda row: row.starts)
        most = latest.max_headcount
        if most is not None and self.headcount > most:
            raise ChangeError("headcount", f"a class at {site.id} has at most {most} people")
        new = replace(latest, starts=self.starts, headcount=self.headcount)
        return replace(site, classes=(*site.classes, new))
