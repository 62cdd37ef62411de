"""Of the frozen plan: how history is read, and what stands for it where there is none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Assumed:
    """Calls of a queue without history: so many on a usual open day, in the shape of another.

    Four in five outcomes lie between ``calls_per_day`` divided and multiplied by 1 + ``width``.
    """

    queue: str
    calls_per_day: float
    like: str  # queue id
    width: float
