"""A step of the routing that comes later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from data.plan import Plan, Routing
from data.plan.days.routing import routing_of
from models.queues import Match
from service.planning.scenarios.changes.change import (
    EVERY_QUEUE,
    Change,
    ChangeError,
    Place,
    require_queues,
)

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayStep(Change):
    """A step of the routing that begins on the day ``from`` begins on the day ``to``."""

    kind: ClassVar[str] = "delay_step"
    match: Match = EVERY_QUEUE
    first: date
    last: date

    def days(self, plan: Plan) -> tuple[date, date]:
        """From the day the step begins now, or its ramp; people learn later ever after."""
        ramps = [x for x in self._chosen(plan) if x.ramp == "linear" and self._moves(x)]
        before = [step.first for x in ramps for step in x.steps if step.first < self.first]
        return max(before, default=self.first), date.max

    def apply(self, plan: Plan) -> Plan:
        """ChangeError where no such step begins, or the later day is none it can begin on."""
        require_queues(plan, self.match)
        chosen = self._chosen(plan)
        later = {id(row): self._delayed(plan, row) for row in chosen if self._moves(row)}
        if not later:
            steps = {step.first for row in chosen for step in row.steps}
            known = ", ".join(str(day) for day in sorted(steps))
            raise ChangeError("from", f"no step begins on {self.first}; the steps begin on {known}")
        return replace(plan, routing=tuple(later.get(id(row), row) for row in plan.routing))

    def blamed(self, place: Place) -> str:
        """Where the step would be is wrong, whatever part of the routing says so."""
        return "to"

    def _chosen(self, plan: Plan) -> list[Routing]:
        rows = (routing_of(plan, queue) for queue in plan.queues if self.match.takes(queue))
        return [row for row in rows if row]

    def _moves(self, row: Routing) -> bool:
        return any(step.first == self.first for step in row.steps)

    def _delayed(self, plan: Plan, row: Routing) -> Routing:
        place = next(i for i, step in enumerate(row.steps) if step.first == self.first)
        following = row.steps[place + 1].first if place + 1 < len(row.steps) else date.max
        if place == 0:
            raise ChangeError(
                "to", f"{self.first} begins the routing; only later steps can be delayed"
            )
        if not self.first < self.last < following:
            raise ChangeError(
                "to",
                f"the step of {self.first} can be delayed to a later day before the next "
                f"({following})",
            )
        self._require_open(plan, row.steps[place - 1].shares)
        later = replace(row.steps[place], first=self.last)
        return replace(row, steps=(*row.steps[:place], later, *row.steps[place + 1 :]))

    def _require_open(self, plan: Plan, shares: Mapping[str, float]) -> None:
        """Who takes the calls until the later day must still be there."""
        for site in plan.sites:
            if shares.get(site.id, 0.0) > 0 and site.closes and site.closes < self.last - ONE_DAY:
                raise ChangeError(
                    "to",
                    f"{site.id} closes on {site.closes} and would take these calls until then; "
                    f"delay the step to {site.closes + ONE_DAY} at the latest",
                )
