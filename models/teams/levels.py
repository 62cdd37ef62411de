"""What each queue's callers get of a team: between bounds, by what was learned from simulation."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from models.arrays import Floats
from models.numeric.ratios import ratio
from models.teams.features import features
from models.teams.learned import correction
from models.teams.load import TeamLoad
from models.teams.simple import SimpleTeams, simple_teams


@dataclass(frozen=True, slots=True)
class TeamLevels:
    """Shares of the offered calls of m intervals."""

    service_level: Floats  # (m, Q) answered within the threshold; 1 where nobody calls
    abandoned_share: Floats  # (m, Q)
    team: Floats  # (m,) service level of all calls together


def team_levels(team: TeamLoad) -> TeamLevels:
    """Service levels and abandonment of Q queues whose people are partly shared.

    Erlang A where nobody is flexible, and where everybody is and handling times and patience are
    equal. Elsewhere within two points of simulation (``benchmarks/teams.md``). A person more hardly
    ever takes from a queue, and then less than a point: it is learned, and not monotone by rule.
    """
    simple = simple_teams(team)
    shares = _bounded(_approximated(team, simple), simple)
    rate = team.rate
    level = ratio((rate * shares[0]).sum(axis=1), rate.sum(axis=1), 1.0)
    return TeamLevels(shares[0], shares[1], level)


def _approximated(team: TeamLoad, simple: SimpleTeams) -> Floats:
    """(2, m, Q); exact ends as they are, since log odds are cut."""
    found = features(team, simple)
    moved = found.start + found.room * correction(found.inputs)
    shares = np.where(team.flexible[:, None] > 0, expit(moved), simple.alone)
    alike = (found.room == 0.0) & (team.own.sum(axis=1, keepdims=True) == 0.0)
    return np.asarray(np.where(alike & team.called, simple.pooled, shares))


def _bounded(shares: Floats, simple: SimpleTeams) -> Floats:
    """No worse than specialists alone, no better than with every flexible person."""
    in_time = np.clip(shares[0], simple.alone[0], simple.helped[0])
    gone = np.clip(shares[1], simple.helped[1], simple.alone[1])
    return np.stack([in_time, np.clip(gone, 0.0, 1.0 - in_time)])
