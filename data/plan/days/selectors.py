"""Which rows of a plan apply to a queue: of the selectors that take it, the most specific."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from models.queues import Match, Queue


class Selecting(Protocol):
    """A row of the plan that selects queues."""

    @property
    def match(self) -> Match:
        """The row's selector."""


Row = TypeVar("Row", bound=Selecting)


def most_specific(matches: Iterable[Match], queue: Queue) -> list[int]:
    """The positions of the most specific selectors that take the queue; several are a tie."""
    takers = [(row, x.specificity) for row, x in enumerate(matches) if x.takes(queue)]
    best = max((x for _, x in takers), default=0)
    return [row for row, x in takers if x == best]


def rows_for(rows: Sequence[Row], queue: Queue) -> list[Row]:
    """The rows whose selectors are the most specific that take the queue, in the plan's order."""
    return [rows[x] for x in most_specific((x.match for x in rows), queue)]
