"""What simpler teams would give, by Erlang A: bounds, both ends, and two that divide the people."""

from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from models.numeric.ratios import ratio
from models.teams.erlang_a import in_time_and_gone
from models.teams.load import TeamLoad
from models.teams.overflow import evened, overflow


@dataclass(frozen=True, slots=True)
class SimpleTeams:
    """Answered in time and given up, (2, m, Q) each, and what they were made of."""

    alone: Floats  # specialists only: every queue gets at least this
    helped: Floats  # every flexible person for this queue: at most this
    evened: Floats  # flexible people divided so that the fewest people per erlang are most
    overflowing: Floats  # flexible people divided as the calls beyond the specialists
    pooled: Floats  # everybody takes everything
    beyond: Floats  # (m, Q) mean calls beyond the specialists
    spread: Floats  # (m, Q) their variance


def simple_teams(team: TeamLoad) -> SimpleTeams:
    """The five together; ``pooled`` takes means over calls of handling time and patience."""
    own, flexible = team.own, team.flexible[:, None]
    beyond, spread = overflow(team.load, own)
    part = ratio(beyond, beyond.sum(axis=1, keepdims=True), 0.0)
    people = (
        own,
        own + flexible,
        own + evened(team.load, own, team.flexible),
        own + flexible * part,
        np.broadcast_to(own.sum(axis=1, keepdims=True) + flexible, own.shape),
    )
    total = team.load.sum(axis=1, keepdims=True)
    load = [team.load] * 4 + [np.where(team.called, total, 0.0)]
    aht = [team.aht] * 4 + [np.broadcast_to(team.mean(team.aht), own.shape)]
    patience = [team.patience] * 4 + [np.broadcast_to(team.mean(team.patience), own.shape)]
    cases = (np.stack(x) for x in (people, load, aht, patience))
    found = in_time_and_gone(*cases, team.threshold)  # (2, 5, m, Q)
    return SimpleTeams(*found.swapaxes(0, 1), beyond, spread)
