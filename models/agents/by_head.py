"""Of few agents it is told for as many as may come, nobody included; of more, a load stands for it.

A load that is widened for absent people cannot say that on some days nobody is there.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from models.agents.attendance import chances, varied
from models.arrays import Floats, Index
from models.queueing.outcome import LoadNodes

Shares: TypeAlias = Callable[[LoadNodes, Index, Floats], Floats]  # (s, m) of agents (m,) in cases

_FEW = 0.045  # variance of who comes: two agents, three of whom 8 % stay away, four of whom 14 %
_NOBODY = 1e-9  # agents


def by_head(nodes: LoadNodes, cases: Index, agents: Floats, shares: Shares) -> Floats:
    """(s, m) of ``agents`` (m,) in ``cases`` (m,), by shares (s, m) where the load is as nodes."""
    if nodes.absent is None:
        return shares(nodes, cases, agents)
    absence = nodes.absent.share[cases]
    few = varied(np.maximum(agents, _NOBODY), absence) > _FEW
    if not few.any():
        return shares(nodes, cases, agents)
    chance = chances(agents[few], absence[few])
    case, people = np.nonzero(chance)
    each = shares(nodes.absent.apart, cases[few][case], people.astype(float))
    found = np.empty((len(each), len(cases)))
    found[:, few] = [np.bincount(case, x * chance[case, people], len(chance)) for x in each]
    found[:, ~few] = shares(nodes, cases[~few], agents[~few])
    return found
