"""At the edges of what may be asked, answers are answers: no warning, no gap, no nonsense."""

import pytest
from flask.testing import FlaskClient

from tests.service.cases import AUTUMN, SPRING
from tests.service.clients import answered

EDGES: list[dict[str, object]] = [
    {"patience_seconds": 1},
    {"patience_seconds": 1e6, "volume_factor": 30},
    {"answer_within_seconds": 0},
    {"answer_within_seconds": 3600, "aht_factor": 0.01},
    {"volume_factor": 100, "aht_factor": 100},
    {"volume_factor": 0.01, "aht_factor": 0.01},
    {"absence": 0, "leave": 0, "off_phone": 0},
    {"absence": 0.98, "leave": 0, "off_phone": 0},
    {"model": "erlang_c", "aht_factor": 20},
    {"share": 0.01, "volume_factor": 30},
    {"measured_over": "day", "max_occupancy": 0.01},
]
SHARES = ("service_level", "abandoned_share", "occupancy", "risk_reached")
RANGE = ("service_level_p10", "service_level_p50", "service_level_p90")


@pytest.mark.parametrize("day", [AUTUMN, SPRING])
@pytest.mark.parametrize("mode", ["point", "mean", "risk"])
@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_days_and_half_hours_have_levels_and_ranges(
    case_client: FlaskClient, edge: dict[str, object], mode: str, day: object
) -> None:
    for granularity in ("interval", "day"):
        asked = {"first": day, "last": day, "granularity": granularity, "mode": mode}
        for row in answered(case_client, "/v1/staffing", **asked, **edge)["rows"]:
            told = [row.get(x) for x in SHARES if row.get(x) is not None]
            assert all(0 <= x <= 1 for x in told)
            assert row["service_level"] is not None
            low, middle, high = (row[x] for x in RANGE)
            if granularity == "day" or row["offered_mean"] > 1:
                assert 0 <= low <= middle <= high <= 1
            if mode == "risk":
                assert row["risk_reached"] >= 0.8


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_weeks_of_capacity_have_levels_and_chances(
    case_client: FlaskClient, edge: dict[str, object]
) -> None:
    week = {"first": "2025-10-20", "last": "2025-10-26"}
    for row in answered(case_client, "/v1/capacity", **week, **edge)["rows"]:
        assert row["available_hours"] is None  # the small case has no people
        assert row["service_level"] is None
        assert row["required_hours"] > 0
