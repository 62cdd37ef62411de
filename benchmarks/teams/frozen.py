"""Prints what ``tests/models/teams/simulated.py`` holds.

.venv/bin/python -m benchmarks.teams.frozen
"""

import numpy as np

from benchmarks.teams.cases import LEARNED, drawn
from benchmarks.teams.simulation import Simulated, Team, simulate_all

CALLS, SEED, COUNT = 4_000_000, 4001, 8


def line(team: Team, simulated: Simulated) -> str:
    """One case."""
    numbers = (team.load, team.aht, team.patience, team.specialists, team.flexible)
    shares = (simulated.service_level, simulated.abandoned_share)
    parts = [_rounded(x, 3) for x in numbers] + [repr(team.within)]
    return f"Case({', '.join(parts + [_rounded(x, 4) for x in shares])}),"


def _rounded(values: np.ndarray[tuple[int, ...], np.dtype[np.generic]], digits: int) -> str:
    return str(tuple(np.round(values.astype(np.float64), digits).tolist()))


if __name__ == "__main__":
    teams = drawn(COUNT, SEED, LEARNED)
    for team, simulated in zip(teams, simulate_all(teams, CALLS, SEED), strict=True):
        print(line(team, simulated))
