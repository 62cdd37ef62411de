"""Pools of a site that some of its teams take together, so that who is off is felt in all of them.

A person who serves one pool frees, while he is there, those who serve several for the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Flags


@dataclass(frozen=True, slots=True)
class Sharing:
    """Some of a site's pools (P) and teams (T), by number."""

    pools: tuple[int, ...]
    teams: tuple[int, ...]  # who serve all of the pools

    def felt(self, serves: Flags) -> Flags:
        """(T, P, D) where one of ``serves``' teams is felt, on days on which people are shared."""
        own = np.ix_(range(len(serves)), self.pools)
        shared = np.any(serves[np.ix_(self.teams, self.pools)], axis=(0, 1))  # (D,)
        called = np.any(serves[own], axis=0)  # (p, D)
        found = np.zeros_like(serves)
        found[own] = np.any(serves[own], axis=1)[:, None] & called & shared
        return found


def touched(serves: Flags, sharing: Sequence[Sharing]) -> Flags:
    """(T, P, D) whether a pool's callers wait longer when somebody of the team is off.

    Those whom the team ``serves`` (T, P, D), and those of pools that share people with these.
    """
    felt = [x.felt(serves) for x in sharing]
    return np.asarray(np.any([serves, *felt], axis=0))
