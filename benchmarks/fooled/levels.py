"""Levels that change and stay, and a week that only looks so."""

from dataclasses import replace
from datetime import timedelta

from benchmarks.fooled.answer import answer
from benchmarks.fooled.measures import Asked, Case, Measured
from benchmarks.fooled.world import Stretch, World
from benchmarks.fooled.years import HISTORIES

HORIZON = 91
ORIGINS = (0, 38, 73)  # days before the world's usual last one
NEXT_WEEK, LATER = "bias at 1-7 d", "bias at 29-91 d"
COVERED = "range at 1-7 d holds"
AFTER_TWO = "size of the bias at 1-14 d, after two weeks"
AFTER_THREE = "size of the bias at 1-14 d, after three weeks"
WORSE = 0.01  # than what was measured before belief was made harder, at most


def worlds(seed: int) -> list[World]:
    """Of two to three years in which nothing happens."""
    plain = World(seed, HISTORIES[seed % 3], HORIZON)
    return [replace(plain, last=plain.last - timedelta(days=back)) for back in ORIGINS]


def shifted(size: float, seed: int) -> Measured:
    """A level that changed one, two and three weeks ago, for good."""
    one, two, three = (
        [answer(_altered(x, 7 * weeks, HORIZON, size)) for x in worlds(seed)] for weeks in (1, 2, 3)
    )
    return {
        COVERED: [x.coverage(1, 7) for x in one],
        NEXT_WEEK: [x.bias(1, 7) for x in one],
        AFTER_TWO: [abs(x.bias(1, 14)) for x in two],
        AFTER_THREE: [abs(x.bias(1, 14)) for x in three],
    }


def burst(size: float, seed: int) -> Measured:
    """A week that ends with the history."""
    found = [answer(_altered(x, 7, 0, size)) for x in worlds(seed)]
    return {
        COVERED: [x.coverage(1, 7) for x in found],
        NEXT_WEEK: [x.bias(1, 7) for x in found],
        LATER: [x.bias(29, 91) for x in found],
    }


def _altered(plain: World, known: int, coming: int, size: float) -> World:
    """The last ``known`` days and the ``coming`` ones are ``1 + size`` times the usual ones."""
    return replace(plain, stretches=(Stretch(1 - known, known + coming, 1 + size),))


def _shift(size: float, after_two: float, after_three: float) -> Case:
    asked = (
        Asked(COVERED, low=0.6, of="mean"),
        Asked(NEXT_WEEK),
        Asked(AFTER_TWO, high=after_two + WORSE, of="mean"),
        Asked(AFTER_THREE, high=after_three + WORSE, of="mean"),
    )
    return Case(f"shift of {size:+.0%}", lambda seed: shifted(size, seed), asked)


def _burst(size: float) -> Case:
    asked = (
        Asked(COVERED, low=0.6, of="mean"),
        Asked(NEXT_WEEK, -0.15, 0.15, "mean"),
        Asked(LATER, -0.08, 0.08, "mean"),
    )
    return Case(f"burst of {size:+.0%} for a week", lambda seed: burst(size, seed), asked)


LEVELS = (
    _shift(0.4, after_two=0.039, after_three=0.030),
    _shift(-0.4, after_two=0.082, after_three=0.044),
    _burst(0.4),
    _burst(-0.4),
)
