"""How much is tried: counted, not timed, so that a busy machine finds the same plan."""

from dataclasses import dataclass

from service.planning.optimise.evaluated import Evaluated

POOL_WEEKS = 600  # evaluated in a search
POLISHED = 200  # more of them for single people


@dataclass(slots=True)
class Effort:
    """Plans that may still be evaluated."""

    left: int

    def spend(self) -> bool:
        """Whether one more may be; it then counts."""
        self.left -= 1
        return self.left >= 0


def effort(before: Evaluated, pool_weeks: int) -> Effort:
    """As many plans of this size as hold so many weeks of pools, at least one."""
    size = len(before.answer.pools) * len(before.answer.mondays)
    return Effort(max(1, pool_weeks // size))
