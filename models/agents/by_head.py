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
    found = shares(nodes, cases, agents)
    if nodes.absent is None:
        return found
    few = np.flatnonzero(varied(np.maximum(agents, _NOBODY), nodes.absent.share[cases]) > _FEW)
    if len(few):
        chance = chances(agents[few], nodes.absent.share[cases[few]])
        case, people = np.nonzero(chance)
        each = shares(nodes.absent.apart, cases[few[case]], people.astype(float))
        told = [np.bincount(case, x * chance[case, people], len(few)) for x in each]
        found = np.array(found)
        found[:, few] = told
    return found
