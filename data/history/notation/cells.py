"""The cells of history columns as arrays: each different text is read once.

What a text is not is told by sentinels, so that every check stays a comparison of arrays.
"""

import math
import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from data.history.notation.numbers import BLANKS, NumberForm, UnsettledError

MISSING, NEGATIVE, NOT_WHOLE, TOO_LARGE, PERCENT = -1, -2, -3, -4, -5  # counts
NOT_A_NUMBER = -math.inf  # durations; NaN is missing
DOUBTFUL_NUMBER = -1e300
UNKNOWN = -1  # names
LARGEST_COUNT = 10_000_000
NO_VALUE = frozenset({"", "-", "--", "n/a", "#n/a", "null", "none"})

_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
_CLOCK = re.compile(r"(?:([0-9]+):)?([0-9]*):([0-5][0-9])(?:[.,]([0-9]+))?(?: ?(?:min|h|s)\.?)?")
_WORDS = re.compile(
    r"(?:([0-9]+) ?h[a-z]*\.?)? ?(?:([0-9]+) ?m(?:in)?[a-z]*\.?)? ?(?:([0-9.]+) ?s[a-z]*\.?)?"
)
_OF_THREE = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_REMEMBERED = 200_000  # different texts of a column kept at a time


class _Texts(dict[str, float]):
    """Texts already read; a new one is read on its first look-up."""

    def __init__(self, read: Callable[[str], float]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> float:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[text] = value = self._read(text.translate(BLANKS).strip())
        return value


class CountColumn:
    """Whole numbers of calls; MISSING, NEGATIVE, NOT_WHOLE … for what is none."""

    def __init__(self, form: NumberForm, blank: int = MISSING) -> None:
        self._texts = _Texts(lambda text: count(text, form) if text else blank)

    def read(self, cells: Sequence[str]) -> NDArray[np.int64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._texts.__getitem__, cells), np.int64, len(cells))


class DurationColumn:
    """Seconds; NaN where missing, NOT_A_NUMBER for what is none (NaN and infinity included)."""

    def __init__(self, form: NumberForm, seconds_per_unit: float) -> None:
        self._texts = _Texts(lambda text: duration(text, form, seconds_per_unit))

    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._texts.__getitem__, cells), np.float64, len(cells))


class NameColumn:
    """Indices that ``index`` gives for a name; UNKNOWN for every other."""

    def __init__(self, index: Callable[[str], int]) -> None:
        self._texts = _Texts(index)

    def read(self, cells: Sequence[str]) -> NDArray[np.int64]:
        """The column's next cells, (n,)."""
        return np.fromiter(map(self._texts.__getitem__, cells), np.int64, len(cells))


def count(text: str, form: NumberForm) -> int:
    """One text as a number of calls, or the sentinel of what it is instead."""
    if text.casefold() in NO_VALUE:
        return MISSING
    if text.isdecimal() and text.isascii() and len(text) <= 18:
        number = float(text)
    elif text.endswith("%"):
        return PERCENT
    else:
        if not form.settled and ("." in text or "," in text):
            raise UnsettledError
        number = _number(text, form)
    if math.isinf(number) or number != int(number):
        return NOT_WHOLE
    if number < 0:
        return NEGATIVE
    return int(number) if number <= LARGEST_COUNT else TOO_LARGE


def duration(text: str, form: NumberForm, seconds_per_unit: float) -> float:
    """One text as seconds: a number of units, 00:05:10, 5:10, :18, or 4m 10s."""
    if text.casefold() in NO_VALUE:
        return math.nan
    if form.doubtful and _OF_THREE.fullmatch(text) and form.thousands in text:
        return DOUBTFUL_NUMBER
    if ":" in text:
        return _clock(text)
    if not form.settled and (form.thousands in text or (form.decimal == "," and "," in text)):
        raise UnsettledError
    number = _number(text, form)
    if not math.isinf(number):
        return number if seconds_per_unit == 1.0 else number * seconds_per_unit
    return _worded(text.casefold())


def _number(text: str, form: NumberForm) -> float:
    """A number without its thousands; NOT_A_NUMBER where they are not parted in threes."""
    plain = _ungrouped(text, form)
    return float(plain) if plain is not None and _DECIMAL.fullmatch(plain) else NOT_A_NUMBER


def _ungrouped(text: str, form: NumberForm) -> str | None:
    whole, mark, decimals = text.partition(form.decimal)
    for part in (form.thousands, " ", "'", "\u2019"):
        if part in whole:
            first, *others = whole.lstrip("+-").split(part)
            if not 1 <= len(first) <= 3 or any(len(x) != 3 for x in others):
                return None
            whole = whole.replace(part, "")
    return f"{whole}.{decimals}" if mark else whole


def _clock(text: str) -> float:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return NOT_A_NUMBER
    hours, minutes, seconds, fraction = found.groups()
    if hours is not None and (not minutes or int(minutes) > 59):
        return NOT_A_NUMBER
    whole = 3600 * int(hours or 0) + 60 * int(minutes or 0) + int(seconds)
    return float(f"{whole}.{fraction}") if fraction else float(whole)


def _worded(text: str) -> float:
    found = _WORDS.fullmatch(text)
    if found is None or not any(found.groups()):
        return NOT_A_NUMBER
    hours, minutes, seconds = found.groups()
    if seconds is not None and not _DECIMAL.fullmatch(seconds):
        return NOT_A_NUMBER
    return 3600.0 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds or 0)
