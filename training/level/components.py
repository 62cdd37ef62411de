"""The components of the level forecast: what each is called, needs and does.

``training.level.combine`` weighs them, whatever their order here; a new one is an entry.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from models.arrays import Floats
from training.level.known_days import KnownDays, RegressedLevel, Regression
from training.level.past_averages import YEAR, last_year, weekday_average
from training.level.recent_level import recent_level, smoothed_level

RECENT_HALF_LIFE = 14.0  # open days
FADING_DAYS = 28.0  # a smoothed level is half forgotten after them


@dataclass(frozen=True, slots=True)
class Needs:
    """The history that a component is for."""

    fewest_known: int = 0  # days before the origin
    longest_history: float = math.inf  # days, whatever the origin

    def met_by(self, known: KnownDays) -> bool:
        """Whether the component may be asked."""
        if known.series.history_days > self.longest_history:
            return False
        return known.origin >= self.fewest_known


@dataclass(frozen=True, slots=True)
class Component:
    """A way to foretell the calls a day from an origin on."""

    name: str
    family: str  # before any evidence, all of a family weigh as much as all of another
    needs: Needs
    fit: Callable[[KnownDays], Floats]  # (D + H - origin,) mean calls, of closed days too


def _weekday_average(known: KnownDays) -> Floats:
    return weekday_average(known.series, known.usual, 8)


def _last_year(known: KnownDays) -> Floats:
    return last_year(known.series, known.levels, known.trusted)


def _family(name: str, regression: Regression, needs: Needs) -> tuple[Component, ...]:
    """A regression as it is, moved to the level of late, and to a smoothed one that fades."""

    def plain(known: KnownDays) -> Floats:
        return known.regressed(regression).future

    def moved(known: KnownDays) -> Floats:
        return _at_recent_level(known.regressed(regression), known.trusted)

    def smoothed(known: KnownDays) -> Floats:
        return _at_smoothed_level(known.regressed(regression), known.trusted)

    return (
        Component(name, name, needs, plain),
        Component(f"{name}, level", name, needs, moved),
        Component(f"{name}, smoothed level", name, needs, smoothed),
    )


def _at_recent_level(level: RegressedLevel, trust: Floats) -> Floats:
    return np.asarray(level.future * np.exp(recent_level(level.ratio, trust, RECENT_HALF_LIFE)))


def _at_smoothed_level(level: RegressedLevel, trust: Floats) -> Floats:
    fading = 0.5 ** (np.arange(len(level.future)) / FADING_DAYS)
    return np.asarray(level.future * np.exp(smoothed_level(level.ratio, trust) * fading))


# The industry's usual forecast: all others are judged beside it.
USUAL = Component("weekday average 8", "weekday average 8", Needs(), _weekday_average)

# From a year and a half on the season is known apart from the level, and a level that cannot drift
# loses. Below two years growth and season are hard to tell apart: a trend is among the components,
# with annual waves and, since they were not seen twice, without.
COMPONENTS = (
    USUAL,
    Component("last year x growth", "last year x growth", Needs(YEAR + 28), _last_year),
    *_family("calendar", Regression(730.0, "still"), Needs(longest_history=548)),
    *_family("drifting calendar", Regression(730.0, "drifting"), Needs()),
    *_family("recent calendar", Regression(120.0, "still"), Needs()),
    *_family("growing calendar", Regression(730.0, "growing"), Needs(longest_history=730)),
    *_family("growth", Regression(730.0, "growing", seasonal=False), Needs(longest_history=730)),
)


def usable(components: Iterable[Component], known: KnownDays) -> tuple[Component, ...]:
    """Those whose needs are met, by name: sums over them do not depend on the order given."""
    return tuple(sorted((x for x in components if x.needs.met_by(known)), key=lambda x: x.name))


def level_forecasts(components: Iterable[Component], known: KnownDays) -> dict[str, Floats]:
    """Name -> (D + H - origin,) mean calls a day from the origin on, closed days zero."""
    is_open = known.series.open_days[known.origin :]
    return {x.name: np.where(is_open, x.fit(known), 0.0) for x in usable(components, known)}
