"""What the capacity page shows of all weeks, composed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.queues import Pool
from service.page.pool_weeks import PoolWeek, pool_week
from service.page.risks import Risk, risks
from service.page.staffed import Staffed, staffed
from service.planning.basis.current import Current
from service.planning.capacity.whole_capacity import whole_capacity


@dataclass(frozen=True, slots=True)
class Step:
    """A cut-over: more of its calls go to a pool from a day on."""

    pool: Pool
    first: date
    share: float
    readiness: str | None
    chance: float | None  # of meeting the target in its weakest week
    weakest: date  # Monday of that week
    reason: str


@dataclass(frozen=True, slots=True)
class Transition:
    """All weeks of the plan: tables, weak weeks and cut-overs."""

    current: Current
    mondays: tuple[date, ...]
    tables: tuple[Staffed, ...]
    risks: tuple[Risk, ...]
    steps: tuple[Step, ...]

    @property
    def sites(self) -> dict[str, str]:
        """Every site's name by its id."""
        return {site.id: site.name for site in self.current.plan.sites}

    @property
    def without_people(self) -> dict[str, list[str]]:
        """Site -> languages that it takes calls in, where the plan has no people."""
        found: dict[str, list[str]] = {}
        for table in self.tables:
            if not table.has_people:
                found.setdefault(table.site, []).append(table.language)
        return found

    @property
    def all_unknown(self) -> bool:
        """Whether no site has people."""
        return not any(x.has_people for x in self.tables)

    @property
    def assumed(self) -> list[tuple[str, str, str]]:
        """Site, language and segment of pools whose shifts' efficiency nobody tells."""
        weeks = (week for table in self.tables for week in table.weeks if week is not None)
        pools = (pool for week in weeks for pool in week.pools)
        found = {(x.site, x.language, x.segment) for x in pools if x.efficiency_source == "assumed"}
        return sorted(found)

    @property
    def weak_mondays(self) -> list[date]:
        """Of weeks in which some pool may miss its target."""
        return sorted({x.monday for risk in self.risks for x in risk.weeks})

    @property
    def worst(self) -> PoolWeek | None:
        """The week and pool that are short of most hours; None where no week is weak."""
        return min((x.worst for x in self.risks), key=lambda x: x.gap_hours or 0.0, default=None)

    @property
    def calls_at_risk(self) -> float:
        """Of all pools and weeks, ready ones too: what optimising a plan says it has."""
        weeks = (week for table in self.tables for week in table.weeks if week is not None)
        return sum(pool.calls_at_risk or 0.0 for week in weeks for pool in week.pools)

    @property
    def weak_steps(self) -> list[Step]:
        """Cut-overs that are not ready."""
        return [x for x in self.steps if x.readiness not in (None, "ready")]


def transition(current: Current) -> Transition:
    """All whole weeks; NotReadyError where the release lacks what the plan asks for."""
    answer = whole_capacity(current)
    weeks = [pool_week(row) for row in answer.rows]
    order = [site.id for site in current.plan.sites]
    tables = staffed(weeks, answer.mondays)
    return Transition(
        current=current,
        mondays=answer.mondays,
        tables=tuple(sorted(tables, key=lambda x: (order.index(x.site), x.language))),
        risks=risks(weeks),
        steps=tuple(_step(current, row) for row in answer.steps),
    )


def _step(current: Current, row: Mapping[str, Any]) -> Step:
    return Step(
        pool=next(x for x in current.plan.pools if x.name == row["pool"]),
        first=date.fromisoformat(row["from"]),
        share=row["share"],
        readiness=row["readiness"],
        chance=row["probability"],
        weakest=date.fromisoformat(row["weakest_week"]),
        reason=row["reason"],
    )
