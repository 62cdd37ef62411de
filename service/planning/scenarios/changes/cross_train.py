"""People who learn further languages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from data.plan import Plan, Site, Staff, TrainingClass
from service.planning.scenarios.changes.bounds import Languages, People
from service.planning.scenarios.changes.change import Change, ChangeError, on_site


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTrain(Change):
    """People of a site who speak these languages too, from their first call on.

    Staff before classes, in the plan's order, of those who do not speak them all yet.
    Learning takes no time and costs nothing.
    """

    kind: ClassVar[str] = "cross_train"
    site: str
    headcount: People
    languages: Languages

    def apply(self, plan: Plan) -> Plan:
        """ChangeError where the site has too few people to learn them, or nobody calls in one."""
        called = sorted({x.language for x in plan.queues})
        unknown = list(dict.fromkeys(repr(x) for x in self.languages if x not in called))
        if unknown:
            detail = f"no queue is in {' or '.join(unknown)}; the plan's are in {', '.join(called)}"
            raise ChangeError("languages", detail)
        return on_site(plan, self.site, self._changed)

    def _changed(self, site: Site) -> Site:
        rows: tuple[Staff | TrainingClass, ...] = (*site.staff, *site.classes)
        taken = self._taken([x.headcount if self._may(x) else 0 for x in rows])
        if sum(taken) < self.headcount:
            detail = f"{site.id} has {sum(taken)} people who could learn them; give at most as many"
            raise ChangeError("headcount", detail)
        count = len(site.staff)
        staff = zip(site.staff, taken[:count], strict=True)
        classes = zip(site.classes, taken[count:], strict=True)
        return replace(
            site,
            staff=tuple(part for x, n in staff for part in self._staff(x, n)),
            classes=tuple(part for y, n in classes for part in self._classes(y, n)),
        )

    def _may(self, row: Staff | TrainingClass) -> bool:
        return not set(self.languages) <= set(row.languages)

    def _taken(self, there: list[int]) -> list[int]:
        """People of each row, the first ones first."""
        before = [sum(there[:i]) for i in range(len(there))]
        return [min(max(self.headcount - x, 0), y) for x, y in zip(before, there, strict=True)]

    def _spoken(self, row: Staff | TrainingClass) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*row.languages, *self.languages)))

    def _staff(self, row: Staff, people: int) -> Iterator[Staff]:
        """Those who learn nothing, and those who do; extended contracts are the former's first."""
        rest = row.headcount - people
        extended = min(row.extended, rest)
        most = None if row.max_extended is None else min(row.max_extended, rest)
        if rest:
            yield replace(row, headcount=rest, extended=extended, max_extended=most)
        if people:
            yield replace(
                row,
                headcount=people,
                languages=self._spoken(row),
                extended=row.extended - extended,
                max_extended=None,
            )

    def _classes(self, row: TrainingClass, people: int) -> Iterator[TrainingClass]:
        rest = row.headcount - people
        if rest or not people:
            yield replace(row, headcount=rest, min_headcount=min(row.min_headcount, rest))
        if people:
            learning = replace(row, headcount=people, languages=self._spoken(row))
            yield replace(learning, min_headcount=0, max_headcount=None)
