"""Cases of at most 2,000 plans: the cheapest is known by judging them all.

``benchmarks/planning.py`` goes on to twenty of them.
"""

from pathlib import Path

import pytest

from service.planning.optimise.search import optimise
from tests.service.planning.optimise.hiring_plans import read
from tests.service.planning.optimise.tiny_cases import FIRST, LAST, cheapest, tiny

WORST = 0.005  # above the cheapest, of what everybody costs
SAME = 1e-9
ALIKE = 0.8  # of the cases


def above(folder: Path, seed: int) -> list[float]:
    """By how much the plans that are found cost more than the cheapest, for each goal."""
    case = tiny(folder, seed)
    best = cheapest(case)
    found = optimise(case.current, FIRST, LAST, read).found
    assert all(x.after.short == 0 for goal, x in found.items() if goal in best)
    return [found[goal].after.cost / x - 1.0 for goal, x in best.items()]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_costs_hardly_more_than_the_cheapest_plan(tmp_path: Path, seed: int) -> None:
    for more in above(tmp_path, seed):
        assert -SAME < more <= WORST


@pytest.mark.simulation
def test_what_is_found_mostly_is_the_cheapest_plan(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    more = [x for seed in range(4, 12) for x in above(tmp_path_factory.mktemp(f"{seed}"), seed)]
    assert len(more) == 16
    assert min(more) > -SAME
    assert max(more) <= WORST
    assert sum(x <= SAME for x in more) >= ALIKE * len(more)
