"""What a case measures, seed by seed, and what is asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from models.arrays import Floats

Measured = Mapping[str, list[float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure's bounds, of its mean over everything or of each figure."""

    measure: str
    low: float | None = None
    high: float | None = None
    of: Literal["each", "mean"] = "each"
    form: str = ".1%"

    @property
    def free(self) -> bool:
        """Whether it is only shown."""
        return self.low is None and self.high is None

    def met(self, figures: Floats) -> bool:
        """Whether ``figures`` (n,) keep the bounds."""
        judged = figures.mean() if self.of == "mean" else figures
        above = self.low is None or bool((judged >= self.low).all())
        return above and (self.high is None or bool((judged <= self.high).all()))


@dataclass(frozen=True, slots=True)
class Case:
    """One way to be fooled."""

    name: str
    measure: Callable[[int], Measured]  # by seed
    asked: tuple[Asked, ...]


def within(measure: str, reach: float, of: Literal["each", "mean"] = "each") -> Asked:
    """As far from zero as ``reach`` at most."""
    return Asked(measure, -reach, reach, of)
