"""What simpler teams would give, by Erlang A: bounds, both ends, and three in between."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio
from models.teams.erlang_a import in_time_and_gone
from models.teams.load import TeamLoad
from models.teams.overflow import evened, overflow


@dataclass(frozen=True, slots=True)
class SimpleTeams:
    """Answered in time and given up, (2, m, Q) each, and what they were made of, (m, Q) each."""

    alone: Floats  # specialists only: every queue gets at least this
    helped: Floats  # every flexible person for this queue: at most this
    evened: Floats  # flexible people divided so that the fewest people per erlang are most
    overflowing: Floats  # flexible people divided as the calls beyond the specialists
    pooled: Floats  # everybody takes everything
    grouped: Floats  # those who share are pooled, as far as they share
    beyond: Floats  # mean calls beyond the specialists
    spread: Floats  # their variance
    load: Floats  # erlangs
    group_load: Floats
    group_people: Floats


@dataclass(frozen=True, slots=True)
class _Group:
    """One pool for each queue, (m, Q) each."""

    load: Floats
    people: Floats
    aht: Floats
    patience: Floats


def simple_teams(team: TeamLoad) -> SimpleTeams:
    """All six; those who are pooled have their mean handling time and patience by calls."""
    own, flexible = team.own, team.flexible[:, None]
    beyond, spread = overflow(team.load, own)
    even = evened(team.load, own, team.flexible)
    part = ratio(beyond, beyond.sum(axis=1, keepdims=True), 0.0)
    single = [_Group(team.load, own + x, team.aht, team.patience) for x in (0.0, flexible, even)]
    single.append(_Group(team.load, own + flexible * part, team.aht, team.patience))
    group = _grouped(team, even)
    teams = [*single, _pooled(team), group]
    cases = [np.stack([getattr(x, of) for x in teams]) for of in _Group.__slots__]
    load, people, aht, patience = cases
    found = in_time_and_gone(people, load, aht, patience, team.threshold)  # (2, 6, m, Q)
    alone, helped, divided, overflowing, pooled, grouped = found.swapaxes(0, 1)
    shares = alone, helped, divided, overflowing, pooled, grouped
    return SimpleTeams(*shares, beyond, spread, team.load, group.load, group.people)


def _pooled(team: TeamLoad) -> _Group:
    shape = team.load.shape
    people = team.own.sum(axis=1, keepdims=True) + team.flexible[:, None]
    return _Group(
        np.where(team.called, team.load.sum(axis=1, keepdims=True), 0.0),
        np.broadcast_to(people, shape),
        np.broadcast_to(team.mean(team.aht), shape),
        np.broadcast_to(team.mean(team.patience), shape),
    )


def _grouped(team: TeamLoad, even: Floats) -> _Group:
    """Queues to which flexible people go share one line, so that they wait alike.

    A queue belongs to it by the people it gets over these and half a square root of its load.
    """
    belongs = ratio(even, even + 0.5 * np.sqrt(team.load), 0.0)

    def shared(values: Floats) -> Floats:
        common = (belongs * values).sum(axis=1, keepdims=True)
        return np.asarray(belongs * common + (1.0 - belongs**2) * values)

    load, rate = shared(team.load), shared(team.rate)
    aht = np.where(team.called, ratio(load, rate, 1.0), team.aht)
    patience = np.where(team.called, ratio(shared(team.rate * team.patience), rate, 1.0), 1.0)
    return _Group(np.where(team.called, load, 0.0), shared(team.own + even), aht, patience)
