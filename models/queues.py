"""The vocabulary: queues, who matches them, pools, targets, shrinkage.

A *queue* is a stream of customer demand (segment x call type x language), never tied to a site.
A *pool* is the agents of a site who take the same calls. Shares are 0-1, times are seconds.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from models.arrays import Floats

Definition = Literal["offered", "answered", "excluding_short_abandons", "abandoned_in_time_ok"]
DEFINITIONS: tuple[Definition, ...] = (
    "offered",
    "answered",
    "excluding_short_abandons",
    "abandoned_in_time_ok",
)


@dataclass(frozen=True, slots=True)
class Queue:
    """A stream of customer demand; ``id`` is its immutable key."""

    id: str
    segment: str
    call_type: str
    language: str


@dataclass(frozen=True, slots=True)
class Match:
    """A selector of queues: a field that is None matches every value."""

    segment: str | None = None
    call_type: str | None = None
    language: str | None = None

    def takes(self, queue: Queue) -> bool:
        """Whether every field that is given equals the queue's."""
        return all(
            wanted is None or wanted == value
            for wanted, value in (
                (self.segment, queue.segment),
                (self.call_type, queue.call_type),
                (self.language, queue.language),
            )
        )

    @property
    def specificity(self) -> int:
        """How many fields are given: the most specific selector of a queue wins."""
        return sum(x is not None for x in (self.segment, self.call_type, self.language))


@dataclass(frozen=True, slots=True)
class ServiceTarget:
    """What a pool must reach: ``share`` of calls answered within ``answer_within`` seconds.

    ``short_abandon`` is the threshold of the abandoned calls that a definition leaves out or
    counts as served; None: ``answer_within``.
    """

    share: float
    answer_within: float
    definition: Definition = "offered"
    max_occupancy: float | None = None
    max_abandoned: float | None = None
    max_asa: float | None = None
    short_abandon: float | None = None

    def spare_agents(self, carried: Floats, agents: Floats) -> Floats:
        """How many of the ``agents`` the cap leaves over a carried load in erlangs; < 0: too few.

        17 erlangs at 0.85 need 20 agents, however 17 was summed.
        """
        return np.asarray(self._busiest * agents - carried)

    def fewest_agents(self, carried: Floats) -> Floats:
        """The fewest whole agents that the cap allows for a carried load in erlangs."""
        return np.ceil(carried / self._busiest)

    @property
    def _busiest(self) -> float:
        return (self.max_occupancy or 1.0) * (1.0 + 1e-12)


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """Additive shares of paid time that are not available for calls (decimals, exact)."""

    leave: Decimal = Decimal(0)
    absence: Decimal = Decimal(0)
    off_phone: Decimal = Decimal(0)

    @property
    def rostered(self) -> Decimal:
        """The share of a rostered interval that is not available: absence + off phone."""
        return self.absence + self.off_phone

    @property
    def paid(self) -> Decimal:
        """The share of paid time that is not available: leave + absence + off phone."""
        return self.leave + self.absence + self.off_phone


@dataclass(frozen=True, slots=True)
class Pool:
    """The agents of a site who take the same calls; of several languages they speak all."""

    name: str
    site: str
    languages: tuple[str, ...]
    segments: tuple[str, ...]
    target: ServiceTarget

    @property
    def language(self) -> str:
        """The languages in one word, as answers and files show them."""
        return "+".join(self.languages)

    @property
    def segment(self) -> str:
        """The segments in one word, as answers and files show them."""
        return "+".join(self.segments)

    def takes(self, queue: Queue) -> bool:
        """Whether the queue's calls that reach the pool's site are the pool's."""
        return queue.language in self.languages and queue.segment in self.segments

    def served_by(self, spoken: Collection[str]) -> bool:
        """Whether who speaks these languages can take every call of the pool."""
        return all(x in spoken for x in self.languages)
