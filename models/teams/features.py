"""What the approximation of a team reads: a starting point between simpler teams, and its inputs.

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
_FEW = 0.05  # calls, so that no spread is 0


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
    part = ratio(flexible, own + flexible, 0.0)
    start = (1.0 - part) * odds(simple.overflowing) + part * odds(simple.pooled)
    inputs = [
        *_of_simple_teams(simple),
        *_of_people(team, part),
        *_of_overflow(team, simple),
        *_of_times(team),
    ]
    wide = [np.broadcast_to(x, team.load.shape) for x in inputs]
    return Features(np.stack(wide, axis=-1), start, _room(team))


def _of_simple_teams(simple: SimpleTeams) -> list[Floats]:
    shares = (simple.evened, simple.overflowing, simple.helped, simple.pooled, simple.grouped)
    in_time = [odds(x[0]) for x in (*shares, simple.alone)]
    gone = [odds(x[1]) for x in shares]
    size = np.log(ratio(simple.group_load, simple.load, 1.0))
    missing = ratio(simple.group_load - simple.group_people, np.sqrt(simple.group_load), 0.0)
    return [*in_time, *gone, size, missing]


def _of_people(team: TeamLoad, flexible_part: Floats) -> list[Floats]:
    load, flexible = team.some_load, team.flexible[:, None]
    total, own = (x.sum(axis=1, keepdims=True) for x in (team.load, team.own))
    root, root_own = np.sqrt(np.where(total > 0, total, 1.0)), np.sqrt(load)
    missing = np.where(team.called, (team.load - team.own) / root_own, 0.0)
    by_load = (team.load * missing).sum(axis=1, keepdims=True)
    mean = by_load / root**2
    return [
        missing,
        ratio(by_load - team.load * missing, total - team.load, 0.0),
        np.log(load),
        np.log(root),
        load / root**2,
        flexible_part,
        np.sqrt(flexible_part),
        np.log1p(flexible / root),
        np.exp(-flexible / root),
        np.log1p(own / root),
        (total - own - flexible) / root,
        flexible / root_own,
        (team.load * np.abs(missing - mean)).sum(axis=1, keepdims=True) / root**2,
    ]


def _of_overflow(team: TeamLoad, simple: SimpleTeams) -> list[Floats]:
    beyond, spread, flexible = simple.beyond, simple.spread, team.flexible[:, None]
    all_beyond, all_spread = (x.sum(axis=1, keepdims=True) for x in (beyond, spread))
    root = np.sqrt(np.maximum(team.load.sum(axis=1, keepdims=True), _FEW))
    others = np.maximum(all_spread - spread, 0.0)
    return [
        (flexible - all_beyond) / root,
        (flexible - all_beyond) / np.sqrt(all_spread + _FEW),
        (flexible - (all_beyond - beyond)) / np.sqrt(others + _FEW),
        np.log(beyond / np.sqrt(team.some_load) + 0.02),
        ratio(beyond, all_beyond, 0.0),
    ]


def _of_times(team: TeamLoad) -> list[Floats]:
    aht, patience = team.mean(team.aht), team.mean(team.patience)
    return [
        np.log(team.aht / aht),
        np.log(team.patience / patience),
        np.log(aht / patience),
        np.log(np.maximum(team.threshold, 1.0) / team.patience),
    ]


def _room(team: TeamLoad) -> Floats:
    root = np.sqrt(team.load.sum(axis=1, keepdims=True))
    flexible, own = team.flexible[:, None], team.own.sum(axis=1, keepdims=True)
    alike = np.exp(-4.0 * (_apart(team, team.aht) + _apart(team, team.patience)))
    pooled = alike * ratio(root, root + 2.0 * own, 0.0)
    return np.asarray(ratio(flexible, flexible + 0.5 * root, 0.0) * (1.0 - pooled) * team.called)


def _apart(team: TeamLoad, values: Floats) -> Floats:
    """(m, 1) how far ``values`` (m, Q) are from their mean, by load; 0 where all are equal."""
    far = team.load * np.abs(np.log(values / team.mean(values)))
    return ratio(far.sum(axis=1, keepdims=True), team.load.sum(axis=1, keepdims=True), 0.0)
