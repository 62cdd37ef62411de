"""Several kinds of flexible people, such as those of two languages and those of two segments."""

from dataclasses import dataclass, replace

import numpy as np

from models.arrays import Flags, Floats
from models.numeric.ratios import ratio
from models.people.sharing import share_hours
from models.teams.levels import TeamLevels, team_levels
from models.teams.load import TeamLoad


@dataclass(frozen=True, slots=True)
class Kinds:
    """K kinds of people in m intervals, each for some of Q queues."""

    people: Floats  # (m, K)
    takes: Flags  # (K, Q)


def levels_of_kinds(team: TeamLoad, kinds: Kinds) -> TeamLevels:
    """As ``team_levels``; the team's own flexible people are one more kind.

    A reduction to one kind at a time: the others are divided once, so that the fewest people per
    erlang are most, and count as specialists. A queue's share is the mean over the kinds that take
    it, by their people: of pooling it knows what each kind does, not what they do together. Rough:
    two in three queues are within 2 points, single ones far off (``benchmarks/teams.md``).
    """
    queues = team.load.shape[1]
    people = np.hstack([team.flexible[:, None], kinds.people])  # (m, 1 + K)
    takes = np.vstack([np.ones((1, queues), bool), kinds.takes])
    hours = np.hstack([team.own, people])
    given = share_hours(hours, np.vstack([np.eye(queues, dtype=bool), takes]), team.load)
    given = given[:, queues:]  # (m, 1 + K, Q)
    weight, found = np.zeros_like(team.load), np.zeros((2, *team.load.shape))
    for kind, taken in enumerate(takes):
        settled = team.specialists + given.sum(axis=1) - given[:, kind]
        levels = team_levels(_of_kind(team, settled, people[:, kind], taken))
        part = people[:, [kind]] * taken
        found += part * np.stack([levels.service_level, levels.abandoned_share])
        weight += part
    alone = team_levels(replace(team, flexible=np.zeros(len(team.load))))
    nobody = np.stack([alone.service_level, alone.abandoned_share])
    shares = np.where(weight > 0, found / np.where(weight > 0, weight, 1.0), nobody)
    level = ratio((team.rate * shares[0]).sum(axis=1), team.rate.sum(axis=1), 1.0)
    return TeamLevels(shares[0], shares[1], level)


def _of_kind(team: TeamLoad, specialists: Floats, people: Floats, taken: Flags) -> TeamLoad:
    """Its own queues; nobody calls the others."""
    load = np.where(taken, team.load, 0.0)
    return replace(team, load=load, specialists=specialists, flexible=people)
