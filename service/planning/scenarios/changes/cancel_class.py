"""A class that does not take place."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from data.plan import Plan, Site, TrainingClass
from service.planning.scenarios.changes.bounds import Languages
from service.planning.scenarios.changes.change import Change, ChangeError, on_site


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelClass(Change):
    """A class of a site does not take place."""

    kind: ClassVar[str] = "cancel_class"
    site: str
    starts: date
    languages: Languages | None = None

    def days(self, plan: Plan) -> tuple[date, date]:
        """From its first day of training."""
        return self.starts, date.max

    def apply(self, plan: Plan) -> Plan:
        """ChangeError where no such class starts, or several do."""
        return on_site(plan, self.site, self._changed)

    def _changed(self, site: Site) -> Site:
        kept = tuple(row for row in site.classes if not self._means(row))
        if len(site.classes) - len(kept) > 1:
            key, remedy = self._told_apart
            several = f"several such classes start at {site.id} on {self.starts}"
            raise ChangeError(key, f"{several}; {remedy}")
        if len(kept) == len(site.classes):
            self._require_languages(site)
            known = ", ".join(str(row.starts) for row in site.classes) or "no day: it has none"
            raise ChangeError(
                "starts",
                f"no such class starts at {site.id} on {self.starts}; its start on {known}",
            )
        return replace(site, classes=kept)

    @property
    def _told_apart(self) -> tuple[str, str]:
        if self.languages is None:
            return "languages", "give languages"
        return "starts", "nothing tells them apart: give them days of their own in the plan"

    def _require_languages(self, site: Site) -> None:
        there = [row.languages for row in site.classes if row.starts == self.starts]
        if there:
            known = "; ".join("+".join(x) for x in there)
            raise ChangeError(
                "languages", f"the class that starts at {site.id} on {self.starts} speaks {known}"
            )

    def _means(self, row: TrainingClass) -> bool:
        alike = self.languages is None or set(self.languages) == set(row.languages)
        return row.starts == self.starts and alike
