"""A week's agents by site and language: the most at once on every day, hours and FTE."""

from dataclasses import dataclass
from typing import Any

from service.planning.basis.current import Current
from service.planning.basis.horizon import Week
from service.planning.basis.terms import Granularity
from service.planning.staffing.staffing_table import StaffingField, StaffingQuestion, staffing_table

SITE_AND_LANGUAGE: tuple[StaffingField, ...] = ("site", "language")
ALL_TOGETHER: tuple[StaffingField, ...] = ()

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Need:
    """What a site needs of a language."""

    site: str
    language: str
    peaks: tuple[int | None, ...]  # the most agents at once, one a day; None on a closed day
    agent_hours: float
    scheduled_hours: float
    fte: float | None  # None for all sites together: their full times differ
    service_level: float | None  # expected
    service_level_p10: float | None  # what nine of ten such weeks reach


@dataclass(frozen=True, slots=True)
class AgentsTable:
    """One need a site and language that the week has open intervals for, and their sum."""

    needs: tuple[Need, ...]
    whole: Need | None  # None where the week has no open interval


def agents_table(current: Current, week: Week) -> AgentsTable:
    """The week's agents; NotReadyError where a handling time is neither learned nor planned."""
    peaks = {
        (row["site"], row["language"], row["period_start"]): row["agents_peak"]
        for row in _rows(current, week, SITE_AND_LANGUAGE, "day")
    }
    sites = [site.id for site in current.plan.sites]
    weekly = _rows(current, week, SITE_AND_LANGUAGE, "week")
    needs = (
        Need(
            site=current.plan.site(row["site"]).name,
            language=row["language"],
            peaks=tuple(peaks.get((row["site"], row["language"], str(x))) for x in week.days),
            agent_hours=row["agent_hours"],
            scheduled_hours=row["scheduled_hours"],
            fte=row["fte"],
            service_level=row["service_level"],
            service_level_p10=row["service_level_p10"],
        )
        for row in sorted(weekly, key=lambda x: (sites.index(x["site"]), x["language"]))
    )
    return AgentsTable(tuple(needs), _whole(current, week))


def _whole(current: Current, week: Week) -> Need | None:
    """All sites at the same moments, which is less than the sum of their peaks."""
    weekly = _rows(current, week, ALL_TOGETHER, "week")
    if not weekly:
        return None
    daily = _rows(current, week, ALL_TOGETHER, "day")
    peaks = {row["period_start"]: row["agents_peak"] for row in daily}
    return Need(
        site="All sites",
        language="",
        peaks=tuple(peaks.get(str(x)) for x in week.days),
        agent_hours=weekly[0]["agent_hours"],
        scheduled_hours=weekly[0]["scheduled_hours"],
        fte=None,
        service_level=weekly[0]["service_level"],
        service_level_p10=weekly[0]["service_level_p10"],
    )


def _rows(
    current: Current, week: Week, by: tuple[StaffingField, ...], granularity: Granularity
) -> list[Row]:
    return staffing_table(current, StaffingQuestion(week.first, week.last, by, granularity)).rows()
