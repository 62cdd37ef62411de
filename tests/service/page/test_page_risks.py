"""Weak weeks of a pool, put together where they follow each other."""

from datetime import date, timedelta

from service.page.pool_weeks import PoolWeek
from service.page.risks import risks


def pool_week(monday: date, gap: float, readiness: str, segment: str = "b2b") -> PoolWeek:
    """A week of a pool."""
    return PoolWeek(
        monday=monday,
        site="belgium",
        language="nl",
        segment=segment,
        offered=100.0,
        target=0.8,
        required=100.0,
        available=100.0 + gap,
        gap_hours=gap,
        gap_fte=gap / 25,
        service_level=0.7,
        level_calls=100.0,
        definition="offered",
        calls_at_risk=10.0,
        readiness=readiness,
        chance=0.4 if readiness == "not ready" else 0.6,
        reason=f"short of {-gap} h",
        days=7,
        efficiency=0.9,
        efficiency_source="shifts",
    )


def test_consecutive_weeks_of_a_pool_are_one_run_over_new_year_too() -> None:
    first = date(2025, 12, 15)
    words = ["at risk", "not ready", "at risk", "ready", "at risk"]
    gaps = [-1.0, -9.0, -20.0, 5.0, -2.0]
    mondays = [first + timedelta(weeks=x) for x in range(5)]
    own = [pool_week(*x) for x in zip(mondays, gaps, words, strict=True)]
    other = pool_week(mondays[1], -3.0, "at risk", "residential")
    found = risks([*own, other])
    assert [(x.first, len(x.weeks)) for x in found] == [
        (first, 3),
        (mondays[1], 1),
        (mondays[4], 1),
    ]
    assert (found[0].last, found[0].until) == (date(2025, 12, 29), date(2026, 1, 4))
    assert (found[0].readiness, found[0].worst.gap_hours) == ("not ready", -20.0)
    assert found[0].calls_at_risk == 30.0
