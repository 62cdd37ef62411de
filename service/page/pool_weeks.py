"""A pool's week as the capacity page reads it from the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

WEAKEST_FIRST = ("not ready", "at risk", "ready")


@dataclass(frozen=True, slots=True)
class PoolWeek:
    """Required against available; None where the plan has no people at the site."""

    monday: date
    site: str
    language: str
    segment: str
    offered: float
    target: float
    required: float
    available: float | None
    gap_hours: float | None
    gap_fte: float | None  # None also in weeks of which nobody's full time is known
    service_level: float | None
    level_calls: float | None  # that the service level is a share of
    definition: str  # of the service level
    calls_at_risk: float | None
    readiness: str | None
    chance: float | None  # of meeting the target
    reason: str
    days: int  # of the week, that are planned
    efficiency: float  # share of its agent hours that shifts do not lose
    efficiency_source: str  # shifts, planned or assumed

    @property
    def weak(self) -> bool:
        """Whether the target may well be missed."""
        return self.readiness not in (None, "ready")

    @property
    def rank(self) -> tuple[int, float]:
        """Weakest first."""
        known = self.readiness in WEAKEST_FIRST
        place = WEAKEST_FIRST.index(str(self.readiness)) if known else len(WEAKEST_FIRST)
        return place, self.chance or 0.0


def pool_week(row: Mapping[str, Any]) -> PoolWeek:
    """From a row of the answer."""
    return PoolWeek(
        monday=date.fromisoformat(row["week_start"]),
        site=row["site"],
        language=row["language"],
        segment=row["segment"],
        offered=row["offered_mean"],
        target=row["target_share"],
        required=row["required_hours"],
        available=row["available_hours"],
        gap_hours=row["gap_hours"],
        gap_fte=row["gap_fte"],
        service_level=row["service_level"],
        level_calls=row["service_level_calls"],
        definition=row["definition"],
        calls_at_risk=row["calls_at_risk"],
        readiness=row["readiness"],
        chance=row["meets_target_probability"],
        reason=row["reason"],
        days=row["days"],
        efficiency=row["schedule_efficiency"],
        efficiency_source=row["schedule_efficiency_source"],
    )


def total(values: Iterable[float | None]) -> float | None:
    """The sum; None where a part is unknown."""
    known = list(values)
    parts = [x for x in known if x is not None]
    return sum(parts) if len(parts) == len(known) else None
