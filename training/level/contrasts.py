"""How far stretches of days stand out from the weeks beside them, in one year and in others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.arrays import Flags, Floats

YEAR = 364  # days; keeps the weekday
NEAR = 14  # days that what comes every year may move by
SHORTEST_FLANK, LONGEST_FLANK = 14, 28  # days
FEWEST_KNOWN, SHARE_KNOWN = 3, 0.4  # days of a stretch, and their share


@dataclass(frozen=True, slots=True)
class Contrast:
    """Of all stretches of ``length`` days, by their first: (D,) each."""

    length: int
    both: Floats  # log, that to either flank nearer to zero; 0: they differ in sign, or are unknown
    seen: Floats  # the same, to one flank where the other lies beyond the history; NaN: unknown
    deviation: float  # robust, of ordinary stretches from their flanks


@dataclass(frozen=True, slots=True)
class OtherYears:
    """What the same stretches, near the same day, were in other years: (D,) each."""

    up: Floats  # the largest contrast upwards, 0 without
    down: Floats  # the largest downwards, as a positive number
    compared: Flags  # whether another year was seen

    def excess(self, own: Floats) -> Floats:
        """(D,) what of ``own`` (D,) is beyond that of its sign in other years, signed."""
        return np.where(own > 0, np.maximum(own - self.up, 0.0), np.minimum(own + self.down, 0.0))


def contrast(residual: Floats, length: int) -> Contrast:
    """Of log ratios ``residual`` (D,) to what is usual, NaN unknown."""
    flank = max(SHORTEST_FLANK, min(length, LONGEST_FLANK))
    inside, beside = rolling_median(residual, length), rolling_median(residual, flank)
    before, after = inside - _moved(beside, -flank), inside - _moved(beside, length)
    both = _towards_zero(before, after)
    one = np.where(np.isnan(after), before, after)
    seen = np.where(np.isnan(both), one, both)
    return Contrast(length, np.nan_to_num(both), seen, _deviation((before + after) / 2))


def other_years(found: Sequence[Contrast], length: int) -> OtherYears:
    """For stretches of ``length`` days, of contrasts of many lengths.

    Longer stretches count too: a part of one stands out from flanks that hold the rest of it in
    one year, and by chance not in another.
    """
    like = [x.seen for x in found if 2 * x.length >= length]
    (own,) = (x.seen for x in found if x.length == length)
    up, down = (
        np.max([_in_other_years(np.nan_to_num(np.maximum(sign * x, 0.0))) for x in like], axis=0)
        for sign in (1.0, -1.0)
    )
    known = [~np.isnan(_moved(own, x)) for x in years(len(own))]
    compared = np.any(known, axis=0) if known else np.zeros(len(own), bool)
    return OtherYears(up, down, compared)


def rolling_median(values: Floats, days: int) -> Floats:
    """(D,) median of the known of ``days`` days from each day on; NaN where hardly any are."""
    padded = np.concatenate([values, np.full(days - 1, np.nan)])
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, days), axis=1)
    count = (~np.isnan(windows)).sum(axis=1)
    row = np.arange(len(windows))
    low, high = (
        windows[row, np.maximum(count - 1, 0) // 2],
        windows[row, np.minimum(count // 2, days - 1)],
    )
    median = (low + high) / 2
    whole = row + days <= len(values)
    enough = whole & (count >= max(FEWEST_KNOWN, SHARE_KNOWN * days))
    return np.where(enough, median, np.nan)


def _moved(values: Floats, ahead: int) -> Floats:
    """(D,) the value ``ahead`` days later; NaN beyond the ends."""
    moved = np.full(len(values), np.nan)
    if abs(ahead) < len(values):
        here = slice(max(-ahead, 0), len(values) - max(ahead, 0))
        there = slice(max(ahead, 0), len(values) - max(-ahead, 0))
        moved[here] = values[there]
    return moved


def _towards_zero(one: Floats, other: Floats) -> Floats:
    nearer = np.where(np.abs(one) < np.abs(other), one, other)
    same = np.sign(one) == np.sign(other)
    return np.where(np.isnan(one) | np.isnan(other), np.nan, np.where(same, nearer, 0.0))


def years(days: int) -> list[int]:
    """Whole years, forth and back, that a history of ``days`` days may hold."""
    count = days // YEAR
    return [YEAR * k for k in range(-count, count + 1) if k]


def _in_other_years(size: Floats) -> Floats:
    """(D,) the largest of ``size`` (D,) near the same day of other years; 0 without."""
    padded = np.pad(size, NEAR)
    near = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEAR + 1).max(axis=1)
    found = [np.nan_to_num(_moved(near, x)) for x in years(len(size))]
    return np.max(found, axis=0) if found else np.zeros(len(size))


def _deviation(contrast: Floats) -> float:
    known = np.abs(contrast[~np.isnan(contrast)])
    return float(1.4826 * np.median(known)) if len(known) else np.inf
