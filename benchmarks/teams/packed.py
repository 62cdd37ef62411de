"""Simulated teams as the arrays of ``models/teams``."""

from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.teams.simulation import Team
from models.arrays import Floats
from models.teams.load import TeamLoad


def packed(teams: Sequence[Team]) -> TeamLoad:
    """One a row; teams of fewer queues than others have some that nobody calls."""
    most = max(len(team.load) for team in teams)

    def filled(of: Callable[[Team], Floats], rest: float) -> Floats:
        rows = [np.pad(of(x), (0, most - len(x.load)), constant_values=rest) for x in teams]
        return np.array(rows, np.float64)

    return TeamLoad(
        filled(lambda x: x.load, 0.0),
        filled(lambda x: x.aht, 300.0),
        filled(lambda x: x.patience, 300.0),
        filled(lambda x: x.specialists.astype(np.float64), 0.0),
        np.array([x.flexible.sum() for x in teams], np.float64),
        np.repeat([[x.within] for x in teams], most, axis=1),
    )
