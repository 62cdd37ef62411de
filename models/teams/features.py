"""What the approximation of a team reads: a starting point between simpler teams, and 23 inputs.

The starting point mixes, in log odds, flexible people divided as the calls that overflow and
everybody taking everything, by the share of people who are flexible. It is right where nobody is
flexible, and where everybody is and handling times are equal; what is learned has no room there.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from models.arrays import Floats
from models.numeric.ratios import ratio
from models.teams.load import TeamLoad
from models.teams.simple import SimpleTeams

_CERTAIN = 1e-4  # shares nearer to 0 or 1 are alike


@dataclass(frozen=True, slots=True)
class Features:
    """Of m teams of Q queues."""

    inputs: Floats  # (m, Q, N)
    start: Floats  # (2, m, Q) log odds of being answered in time and of giving up
    room: Floats  # (m, Q) by how much what is learned moves the start, 0-1


def odds(shares: Floats) -> Floats:
    """Logarithms, of shares that are neither 0 nor 1."""
    return np.asarray(logit(np.clip(shares, _CERTAIN, 1.0 - _CERTAIN)))


def features(team: TeamLoad, simple: SimpleTeams) -> Features:
    """Times count relative to each other, people in square roots of the load."""
    own, flexible = team.own.sum(axis=1, keepdims=True), team.flexible[:, None]
    flexible_part = ratio(flexible, own + flexible, 0.0)
    start = (1.0 - flexible_part) * odds(simple.overflowing) + flexible_part * odds(simple.pooled)
    inputs = [*_of_simple_teams(simple), *_of_people(team), *_of_overflow(team, simple), *_of_times(team)]
    wide = [np.broadcast_to(x, team.load.shape) for x in inputs]
    return Features(np.stack(wide, axis=-1), start, _room(team))


def _room(team: TeamLoad) -> Floats:
    root = np.sqrt(team.load.sum(axis=1, keepdims=True))
    flexible = ratio(team.flexible[:, None], team.flexible[:, None] + 0.5 * root, 0.0)
    own = team.own.sum(axis=1, keepdims=True)
    alike = np.exp(-4.0 * (_apart(team, team.aht) + _apart(team, team.patience)))
    pooled = ratio(root, root + 2.0 * own, 0.0)
    return np.asarray(flexible * (1.0 - alike * pooled) * team.called)
