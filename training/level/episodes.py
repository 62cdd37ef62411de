"""Stretches far off in one year and not in another: what happened once is no season."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Episode:
    """A stretch of history that is not expected to come again."""

    first: date
    last: date
    factor: float  # its calls over usual ones
