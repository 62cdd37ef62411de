"""What staffing promises comes, in days played call by call, by code of its own."""

import pytest

from benchmarks.promises.staffed import RISK, judged
from models.agents.uncertainty import Mode
from service.planning.basis.current import Current
from tests.service.cases import MONDAY, PLAN, current_of
from tests.service.planning.staffing.test_day_paths import POOLS, pool_of

PATHS = 120  # all of the small case's


@pytest.fixture(scope="module")
def current(tmp_path_factory: pytest.TempPathFactory) -> Current:
    return current_of(tmp_path_factory.mktemp("promises"), PLAN)


@pytest.mark.parametrize("mode", ["point", "mean", "risk"])
@pytest.mark.parametrize("name", POOLS)
def test_levels_and_ranges_of_half_hours_days_and_weeks(
    current: Current, name: str, mode: Mode
) -> None:
    for found in judged(current, pool_of(current, name), [MONDAY], mode, PATHS):
        assert abs(found.levels.difference) <= 3 * found.levels.error + 0.5
        chance = 3 * found.ranges.error
        assert abs(found.ranges.inside - 80) <= 4 + chance
        assert abs(found.ranges.below - 10) <= 3 + chance
        assert abs(found.ranges.above - 10) <= 3 + chance
        if mode == "risk" and found.granularity == "day":
            assert found.reached >= 100 * RISK - 4
            assert found.reached == pytest.approx(found.stated, abs=5)
